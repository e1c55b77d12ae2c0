import { defineConfig } from 'vitest/config';

/** The tests that parse TypeScript without types; they run a second time with the parser that the editor brings. */
const PARSING = [
  'test/eslint-plugin/rules/*.test.ts',
  'test/eslint-plugin/javascript/{forms,port}.test.ts',
  'test/eslint-plugin/messages.test.ts',
  'test/eslint-plugin/fixes/*.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'] } },
      {
        extends: true,
        test: { name: "the editor's parser", include: PARSING, env: { REBIND_PARSER: 'bundled' } },
      },
      {
        extends: true,
        test: {
          name: 'editor',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: './test/e2e/set-up.ts',
          // one editor, one browser, one test at a time, and nothing else beside them
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
        },
      },
    ],
  },
});
