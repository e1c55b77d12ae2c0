// Bundles the command `rebind` and its child process into a file each: they last a tenth of a second, and loading a
// hundred small modules would be half of it. What finds configured ports is bundled with the linter's half that finds listen
// calls, and with ESLint's Linter, so that neither is needed at run time. The rest of the library stays as tsc made it.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { noCoreRules, noTypeLibraries } from './bundle-plugins.mjs';
import { parseJson } from './json.mjs';
import { bundledPackages, licenceTexts } from './licences.mjs';
import { root } from './run.mjs';

const folder = path.join(root, 'experiment');
const dist = path.join(folder, 'dist');
const { dependencies } = /** @type {{ dependencies: Record<string, string> }} */ (
  parseJson(readFileSync(path.join(folder, 'package.json'), 'utf8'))
);

/** Packages every run of the command needs. The others are loaded from node_modules by what needs them. */
const INLINED = ['commander', 'ipaddr.js', 'picocolors', 'string-width'];

/** The linter's sources, and what esbuild looks for where nothing is said. */
const CONDITIONS = ['rebind-source', 'module'];

/**
 * Large and seldom needed: what tsc made of it is loaded when it is asked for.
 * @type {import('esbuild').Plugin}
 */
const configuredPort = {
  name: 'configured-port',
  setup(build) {
    build.onResolve({ filter: /\/configured-port\/index\.ts$/ }, () => ({
      path: './configured-port/index.js',
      external: true,
    }));
  },
};

const command = await build({
  entryPoints: {
    main: path.join(folder, 'src/main.ts'),
    'experiment-process': path.join(folder, 'src/child/process.ts'),
  },
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  conditions: CONDITIONS,
  platform: 'node',
  // CommonJS starts sooner than an ES module
  format: 'cjs',
  target: 'node20.19',
  external: Object.keys(dependencies).filter((name) => !INLINED.includes(name)),
  plugins: [configuredPort],
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  absWorkingDir: root,
  metafile: true,
  logLevel: 'warning',
});

// what tsc made of it, but for its types
for (const file of readdirSync(path.join(dist, 'configured-port'), { recursive: true, encoding: 'utf8' })) {
  if (/\.js(?:\.map)?$/.test(file)) {
    rmSync(path.join(dist, 'configured-port', file));
  }
}
const configuredPorts = await build({
  entryPoints: { index: path.join(folder, 'src/configured-port/index.ts') },
  outdir: path.join(dist, 'configured-port'),
  bundle: true,
  // each kind of file brings its parser, which is loaded where a folder has such files
  splitting: true,
  conditions: CONDITIONS,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: Object.keys(dependencies),
  plugins: [noCoreRules, noTypeLibraries],
  // the linter looks for its grammars three folders above its own file; here that is dist/vendor/
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: {
    js: `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
const importMetaUrl = new URL('./sites/tree-sitter/runtime.js', import.meta.url).href;`,
  },
  absWorkingDir: root,
  metafile: true,
  logLevel: 'warning',
});
cpSync(path.join(root, 'eslint-plugin/vendor'), path.join(dist, 'vendor'), {
  recursive: true,
  filter: (file) => !file.endsWith('.stamp'),
});

writeFileSync(
  path.join(dist, 'THIRD-PARTY-LICENSES.txt'),
  licenceTexts(
    bundledPackages([command, configuredPorts].flatMap(({ metafile }) => Object.keys(metafile.inputs))),
  ),
);
