import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { workers } from './test/network/workers.ts';
import { Sequencer } from './test/sequencer.ts';
import { pathToPython } from './test/tools/python.ts';

/** `npm run test:node` repeats with every version of the parsers what `npm test` runs with one of each. */
const REPEAT = process.env.REBIND_PARSERS === 'all';

/** The tests that parse TypeScript without types; they run a second time with the parser that the editor brings. */
const PARSING = [
  'test/eslint-plugin/rules/*.test.ts',
  'test/eslint-plugin/sites/javascript/{forms,port}.test.ts',
  'test/eslint-plugin/messages.test.ts',
  ...(REPEAT ? ['test/eslint-plugin/fixes/*.test.ts'] : []),
];

type Parser = readonly [parser: string, eslint?: string];

/** The parsers that users have, each with an ESLint that it says it works with. */
const PARSERS: readonly Parser[] = [
  ['typescript-eslint-8'],
  ['babel-7', '9'],
  ['babel-8'],
  ['vue'],
  ['svelte'],
  ['astro'],
  ['espree', '9'],
];

/** Their older versions, and the other ESLints that they work with. */
const OTHER_VERSIONS: readonly Parser[] = [
  ['typescript-eslint-8-oldest', '9'],
  ['typescript-eslint-8-middle', '9'],
  ['typescript-eslint-8', '9'],
  ['babel-8', '9'],
  ['vue', '9'],
  ['svelte', '9'],
  ['astro', '9'],
];

/** The packages' sources, where they import each other by name; then Vite's own. */
const conditions = ['rebind-source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    // a fault of Rebind's own must fail a test, not be a warning
    env: { REBIND_FAULTS: 'throw', PATH: pathToPython() },
    pool: workers,
    // one more than cores: many files wait, for a kernel's timers or a server
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: Sequencer },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'] } },
      {
        extends: true,
        test: { name: "the editor's parser", include: PARSING, env: { REBIND_PARSER: 'bundled' } },
      },
      ...[...PARSERS, ...(REPEAT ? OTHER_VERSIONS : [])].map(([parser, eslint]) => ({
        extends: true as const,
        test: {
          name: `${parser}${eslint === undefined ? '' : `, ESLint ${eslint}`}`,
          include: ['test/eslint-plugin/sites/javascript/forms.test.ts'],
          env: { REBIND_PARSER: parser, ...(eslint === undefined ? {} : { REBIND_ESLINT: eslint }) },
        },
      })),
      {
        extends: true,
        test: {
          name: 'editor',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: './test/e2e/set-up.ts',
          testTimeout: 180_000,
        },
      },
    ],
  },
});
