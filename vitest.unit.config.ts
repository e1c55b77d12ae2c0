import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

const { test = {}, ...others } = config;
const { projects: _projects, ...settings } = test;

/** The fast lane: what texts and values decide, without an editor, a server, a compiler or root. */
export default defineConfig({
  ...others,
  test: {
    ...settings,
    include: [
      'test/eslint-plugin/*.test.ts',
      'test/eslint-plugin/{rules,sites}/**/*.test.ts',
      'test/experiment/matrix/expectation.test.ts',
      'test/experiment/kernel/{mib-table,pcblist}.test.ts',
      'test/experiment/{configured-port,report,text}/*.test.ts',
      'test/experiment/drill/{lint-findings,statistics,verdict}.test.ts',
      'test/extension/{harmless,manifest}.test.ts',
      'test/extension/{panel,port}/*.test.ts',
      'test/extension/lint/{edits,ruling,workspace-eslint}.test.ts',
    ],
    exclude: [
      // generated texts, files of megabytes, and how time grows
      '**/{bad-input,effort,fuzz,hard-files,memory,steps}.test.ts',
      // real servers, compilers, the type checker, ESLint's command line and a browser
      'test/eslint-plugin/{sites/{java/examples,python/running,javascript/type-check,tree-sitter/modes},typed}.test.ts',
      'test/eslint-plugin/sites/javascript/catalogue/{forwarding,option-types,runtimes}.test.ts',
      'test/extension/panel/{matrix,page,stop-process}.test.ts',
    ],
  },
});
