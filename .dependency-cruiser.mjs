// Which module may import which: packages in one direction and by name, and no module itself by way of others. `npm run lint`
// keeps it, in JavaScript too. A pass of its own beside ESLint: it reads each file once, and linting one file stays as fast.

/** What the plugin gives to those that only ask for listen sites: its package's /sites and /languages. */
const SITES = '^eslint-plugin/src/sites/(?:index|languages)[.]ts$';

/** Show findings of the rules, so they alone may import the plugin itself. */
const LINTERS = '^(?:experiment/src/lint|extension/src/lint/server)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment:
        'A module that imports itself by way of others, for its types too: what they share belongs below them.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'sites-below-all',
      comment: 'What finds listen sites imports nothing above sites/.',
      severity: 'error',
      from: { path: '^eslint-plugin/src/sites/' },
      to: { path: '^eslint-plugin/src/', pathNot: '^eslint-plugin/src/sites/' },
    },
    {
      name: 'flow-below-languages',
      comment: 'What is the same for all languages knows none of them.',
      severity: 'error',
      from: { path: '^eslint-plugin/src/sites/flow/' },
      to: { path: '^eslint-plugin/src/sites/(?:c|java|javascript|python)/' },
    },
    {
      name: 'plugin-below-experiment',
      comment: 'The plugin knows neither the experiment nor the extension.',
      severity: 'error',
      from: { path: '^eslint-plugin/src/' },
      to: { path: '^(?:experiment|extension)/' },
    },
    {
      name: 'experiment-below-extension',
      comment: 'The experiment knows nothing of the extension.',
      severity: 'error',
      from: { path: '^experiment/src/' },
      to: { path: '^extension/' },
    },
    {
      name: 'sites-alone',
      comment: 'Only what shows findings imports the plugin itself: others ask for listen sites.',
      severity: 'error',
      from: { path: '^(?:experiment|extension)/src/', pathNot: LINTERS },
      to: { path: '^eslint-plugin/', pathNot: SITES },
    },
    {
      name: 'by-name',
      comment:
        'Other packages are imported by name, through what they export: rebind, eslint-plugin-rebind/sites.',
      severity: 'error',
      from: { path: '^(experiment|extension)/src/' },
      to: {
        path: '^(?:eslint-plugin|experiment)/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-workspace'],
      },
    },
    {
      name: 'no-tests-in-packages',
      comment: 'What is published imports nothing that serves the repository alone.',
      severity: 'error',
      from: { path: '^(?:eslint-plugin|experiment|extension)/src/' },
      to: { path: '^(?:bench|scripts|test)/' },
    },
    {
      name: 'vscode-in-extension-alone',
      comment: 'Only the extension knows of VS Code.',
      severity: 'error',
      // the probe that the editor's benchmark measures is an extension too
      from: { pathNot: ['^extension/', '^bench/editor/'] },
      to: { path: '(?:^|@types/)vscode(?:/|$)' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules/', '^test/'] },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['rebind-source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.d.ts'],
    },
  },
};
