/**
 * A function that is asked of each object once: what it says is kept for as long as the object lives.
 * @param ask may take more, which is the same whenever it is asked of one object: the file that the object is of
 */
export function memoize<K extends object, V, Context extends readonly unknown[] = []>(
  ask: (key: K, ...context: Context) => V,
): (key: K, ...context: Context) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key, ...context) => {
    let answer = known.get(key);
    if (!answer) {
      answer = { value: ask(key, ...context) };
      known.set(key, answer);
    }
    return answer.value;
  };
}
