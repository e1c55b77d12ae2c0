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

/** The same of an object and a key: what is asked of a file for several of its sites, an import that each needs. */
export function memoizeBy<K extends object, Key, V, Context extends readonly unknown[] = []>(
  ask: (object: K, key: Key, ...context: Context) => V,
): (object: K, key: Key, ...context: Context) => V {
  const answersOf = memoize<K, Map<Key, { readonly value: V }>>(() => new Map());
  return (object, key, ...context) => {
    const answers = answersOf(object);
    const answer = answers.get(key) ?? { value: ask(object, key, ...context) };
    answers.set(key, answer);
    return answer.value;
  };
}
