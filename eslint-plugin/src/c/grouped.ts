/** Items by the keys each is found under, in their order. */
export function groupedBy<T>(
  items: Iterable<T>,
  keysOf: (item: T) => Iterable<string>,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const known = groups.get(key);
      if (known) {
        known.push(item);
      } else {
        groups.set(key, [item]);
      }
    }
  }
  return groups;
}

/** The items found under any of some keys, each once, in the order `at` gives. */
export function foundUnder<T>(
  groups: ReadonlyMap<string, readonly T[]>,
  keys: Iterable<string>,
  at: (item: T) => number,
): readonly T[] {
  const found = [...keys].map((key) => groups.get(key) ?? []).filter(({ length }) => length > 0);
  const [only, ...others] = found;
  return others.length === 0
    ? (only ?? [])
    : [...new Set(found.flat())].sort((one, other) => at(one) - at(other));
}
