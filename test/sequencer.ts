import { existsSync } from 'node:fs';
import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take half a minute and more, most of it waiting: they start first, so that none of them is left to run alone at the end, and
 * in this order, so that those that keep the processor busy run beside those that wait.
 */
const LONG: readonly string[] = [
  'e2e/panel',
  'experiment/drill/habits',
  'e2e/workspaces',
  'experiment/drill/conduct',
  'e2e/workspace-eslint',
  'experiment/drill/servers',
  'e2e/lint',
  'experiment/drill/cure',
  'e2e/commands',
  'experiment/drill/frameworks',
  'e2e/drill',
  'experiment/kills',
  'e2e/chinese',
  'experiment/why/why',
  'e2e/restricted-mode',
  'experiment/matrix/matrix',
  'extension/panel/page',
  'experiment/conditions',
];

const gone = LONG.filter((name) => !existsSync(path.join(import.meta.dirname, `${name}.test.ts`)));
if (gone.length > 0) {
  throw new Error(`test/sequencer.ts names tests that are not there: ${gone.join(', ')}`);
}

function rank({ moduleId }: TestSpecification): number {
  const file = moduleId.replaceAll(path.sep, '/');
  const place = LONG.findIndex((name) => file.endsWith(`test/${name}.test.ts`));
  return place === -1 ? LONG.length : place;
}

/** The order of the test files. */
export class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
