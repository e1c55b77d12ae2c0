/** A function that is asked of each object once: what it says is kept for as long as the object lives. */
export function remembered<K extends object, V>(ask: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let answer = known.get(key);
    if (!answer) {
      answer = { value: ask(key) };
      known.set(key, answer);
    }
    return answer.value;
  };
}
