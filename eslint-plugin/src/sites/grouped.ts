/** Values by their keys, in their order. (Map.groupBy is missing in Node 20.) */
export function grouped<K, T>(entries: Iterable<readonly [key: K, value: T]>): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const [key, value] of entries) {
    const known = groups.get(key);
    if (known) {
      known.push(value);
    } else {
      groups.set(key, [value]);
    }
  }
  return groups;
}

/** Items by the keys each is found under, in their order. */
export function groupedBy<K, T>(
  items: Iterable<T>,
  keysOf: (item: T) => Iterable<K>,
): ReadonlyMap<K, readonly T[]> {
  return grouped(entriesOf(items, keysOf));
}

function* entriesOf<K, T>(items: Iterable<T>, keysOf: (item: T) => Iterable<K>): Generator<[K, T]> {
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      yield [key, item];
    }
  }
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
