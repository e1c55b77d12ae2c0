/** The one function of jstat that is used here; the package has no types. */
declare module 'jstat' {
  const jstat: { chisquare: { cdf(statistic: number, degreesOfFreedom: number): number } };
  export default jstat;
}
