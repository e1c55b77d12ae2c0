import type { Port, WrittenPort } from '../site.ts';
import type { Value } from './values.ts';

/**
 * The port that some values name.
 * @param text what the source calls it, where they do not agree
 */
export function portOf(values: readonly Value[], text: string): Port {
  // another socket had the kernel choose it, and the next start has it chosen anew
  const given = values.filter(({ kind }) => kind !== 'bound');
  return given.length === 0 && values.length > 0
    ? { kind: 'ephemeral' }
    : { ...(agreed(given.map(portOfValue)) ?? { kind: 'unknown', text }), written: writtenIn(given) };
}

function portOfValue(value: Value): Port | undefined {
  if (value.kind === 'environment') {
    const fallback = agreed((value.fallback ?? []).map(portOfValue));
    const number =
      fallback?.kind === 'literal' ? fallback.value : fallback?.kind === 'ephemeral' ? 0 : undefined;
    return {
      kind: 'environment',
      variable: value.variable,
      ...(number === undefined ? {} : { fallback: number }),
    };
  }
  const number = numberOf(value);
  return number === undefined
    ? undefined
    : number === 0
      ? { kind: 'ephemeral' }
      : { kind: 'literal', value: number };
}

/** A number, by itself or as the digits of a text. */
function numberOf(value: Value): number | undefined {
  return value.kind === 'number' || (value.kind === 'string' && /^\d+$/.test(value.value))
    ? Number(value.value)
    : undefined;
}

/** What several possible ports are alike; undefined where they differ, or one is not known. */
export function agreed(ports: readonly (Port | undefined)[]): Port | undefined {
  const [first] = ports;
  return first && ports.every((port) => port && textOf(port) === textOf(first)) ? first : undefined;
}

/** What a port is, wherever it is written. */
const textOf = ({ written: _, ...port }: Port): string => JSON.stringify(port);

/** All that a port may be, with where the source writes it. */
function writtenIn(values: readonly Value[]): readonly WrittenPort[] {
  return values.flatMap((value): readonly WrittenPort[] => {
    if (value.kind === 'unknown') {
      return writtenIn(value.from ?? []);
    }
    const { range } = value;
    if (!range) {
      return [];
    }
    if (value.kind === 'environment') {
      return [{ variable: value.variable, range }, ...writtenIn(value.fallback ?? [])];
    }
    const number = numberOf(value) ?? 0;
    return number > 0 ? [{ value: number, range }] : [];
  });
}
