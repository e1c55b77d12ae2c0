/** Of times, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Percentiles by the nearest rank, so that each is a time that was measured; null of no times. */
export function spread(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((one, other) => one - other);
  const rank = (percent: number) => tenths(sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0);
  return sorted.length === 0 ? null : { count: sorted.length, p50: rank(50), p95: rank(95), max: rank(100) };
}

/** To a tenth of a millisecond. */
export function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
