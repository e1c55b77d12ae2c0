import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const SLOWEST = 10;

/** Prints the slowest test files and the run's closing summary as one plain line: `N passed, N failed, N skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length > SLOWEST) {
      console.log(`The slowest of ${modules.length} test files:\n${slowest(modules).join('\n')}\n`);
    }
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

/** Their time with hooks and without what vitest needs to start them, which is alike for all. */
function slowest(modules: readonly TestModule[]): string[] {
  return modules
    .map((module) => ({ module, seconds: module.diagnostic().duration / 1_000 }))
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, SLOWEST)
    .map(({ module, seconds }) => {
      const file = path.relative(ROOT, module.moduleId).replaceAll('\\', '/');
      const { name } = module.project;
      return `${seconds.toFixed(1).padStart(7)} s  ${file}${name === '' ? '' : ` (${name})`}`;
    });
}
