import { spend } from '../../effort.ts';
import { isForeign, TOO_MANY, UNKNOWN, type Value } from './value.ts';

const MAX_VALUES = 500;
const checked = new WeakSet<readonly Value[]>();

/** What a thing may be, each once and not too many; unknown where there is nothing. */
export function distinct(values: readonly Value[]): readonly Value[] {
  // what many expressions stand for is one list: what was found for it once is found again
  if (values.length === 1 || checked.has(values)) {
    return values;
  }
  const kept = once(values, (value) => (isForeign(value) ? 'foreign' : keyOf(value)));
  const found =
    kept.length === 0
      ? [UNKNOWN]
      : kept.length > MAX_VALUES
        ? [...kept.slice(0, MAX_VALUES), TOO_MANY]
        : kept;
  checked.add(found);
  return found;
}

/** The same, where nothing is found. */
export const distinctIfAny = (values: readonly Value[]): readonly Value[] =>
  values.length > 0 ? distinct(values) : values;

/** What may have more values than this is as good as unknown. */
const MAX_ALTERNATIVES = 12;

/** The values that any of some sources give, each once, as far as one more would make a difference. */
export function valuesOfEach<T>(
  sources: Iterable<T>,
  valuesOf: (source: T) => readonly Value[],
): readonly Value[] {
  const values: Value[] = [];
  for (const source of sources) {
    spend();
    values.push(...valuesOf(source));
    if (values.length > MAX_ALTERNATIVES) {
      return [UNKNOWN];
    }
  }
  return values.length < 2 ? values : once(values, keyOf);
}

function once(values: readonly Value[], key: (value: Value) => unknown): readonly Value[] {
  spend(values.length);
  const seen = new Set<unknown>();
  return values.filter((value) => {
    const its = key(value);
    return !seen.has(its) && Boolean(seen.add(its));
  });
}

function keyOf(value: Value): unknown {
  switch (value.kind) {
    case 'export':
      return [value.isGlobal, value.module, ...value.path].join(' ');
    case 'instance':
      return value.creation?.node ?? value.type;
    case 'own-instance':
      return value.creation?.node ?? value;
    case 'class':
    case 'object':
    case 'declared':
      return value.node;
    case 'function':
    case 'unknown':
      return value.node ?? value.kind;
    case 'foreign':
    case 'other-object':
    case 'number':
      return value.kind;
    case 'string':
      return value.text ? 'text' : 'string';
    case 'bound':
    case 'constant':
    case 'environment':
      return ('node' in value ? value.node : undefined) ?? value;
  }
}
