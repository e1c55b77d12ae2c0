import { expect } from 'vitest';

/** Fails where eight times as much to do takes far more than eight times as long; sixty-four is what a square costs. */
export function expectLinear(run: (count: number) => void): void {
  const timed = (count: number): number => {
    const start = performance.now();
    run(count);
    return performance.now() - start;
  };
  timed(50);
  expect(timed(3_200) / timed(400)).toBeLessThan(24);
}
