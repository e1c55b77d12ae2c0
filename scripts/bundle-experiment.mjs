// Bundles the command `rebind` and its child process into a file each: they last a tenth of a second, and loading a
// hundred small modules would be half of it. The library stays as tsc made it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
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

const { metafile } = await build({
  entryPoints: {
    main: path.join(folder, 'src/main.ts'),
    'experiment-process': path.join(folder, 'src/experiment-process.ts'),
  },
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  bundle: true,
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

writeFileSync(
  path.join(dist, 'THIRD-PARTY-LICENSES.txt'),
  licenceTexts(bundledPackages(Object.keys(metafile.inputs))),
);
