import jstat from 'jstat';

/**
 * Pearson's chi-square test of counts against an even spread.
 * @returns the p-value: how often chance alone spreads them at least as unevenly
 */
export function evenness(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const expected = total / counts.length;
  if (total === 0) {
    return 0;
  }
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return 1 - jstat.chisquare.cdf(statistic, counts.length - 1);
}
