import { InvalidArgumentError, Option } from 'commander';

const LONGEST_MS = 3_600_000;
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: LONGEST_MS };

/** Milliseconds of `500ms`, `2s`, `1.5min`, `1h`; seconds where no unit is given. */
export function duration(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s?(ms|s|min|m|h)?$/.exec(text) ?? [];
  const value = Number(number) * (UNITS_MS[unit] ?? NaN);
  if (number === undefined || value > LONGEST_MS) {
    throw new InvalidArgumentError('A time such as 2s, 500ms or 5min, at most 1h.');
  }
  return value;
}

/** An option that is a time. */
export function durationOption(flags: string, description: string, defaultMs?: number): Option {
  const option = new Option(flags, description).argParser(duration);
  return defaultMs === undefined ? option : option.default(defaultMs, durationText(defaultMs));
}

export function durationText(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
