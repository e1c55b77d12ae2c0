import type { Reporter, TestModule } from 'vitest/node';

/** Prints the run's closing summary as one plain line: `N passed, N failed, N skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      if (!module.ok() && [...module.children.allTests()].length === 0) {
        counts.failed += 1; // a file that did not load
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') {
          counts[state] += 1;
        }
      }
    }
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
