// Bundles the VS Code extension into dist/: the client, the language server, the experiment's process and the panel's page.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { noCoreRules, noTypeLibraries } from './bundle-plugins.mjs';
import { bundledPackages, licenceTexts } from './licences.mjs';
import { root } from './run.mjs';
import { vendorTreeSitter } from './vendor-tree-sitter.mjs';

const source = path.join(root, 'extension/src');
const outdir = path.join(root, 'dist');

/**
 * A dynamic import of an own module becomes a file of its own, loaded when it is asked for: esbuild splits ES modules
 * only. What such a file shares with its importer is there twice, so neither may keep state that both need.
 * @param {Map<string, string>} chunks name of the file → source; what is met is added, what esbuild drops as unused too
 * @returns {import('esbuild').Plugin}
 */
function lazyChunks(chunks) {
  return {
    name: 'lazy-chunks',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: specifier, resolveDir }) => {
        if (kind !== 'dynamic-import') {
          return undefined;
        }
        const file = path.resolve(resolveDir, specifier);
        const inside = path.relative(source, file);
        // a module of another package is named by its place in the repository
        const named = inside.startsWith('..') ? path.relative(root, file) : inside;
        const name = named.replace(/\.ts$/, '').replaceAll(path.sep, '-');
        chunks.set(`./${name}.cjs`, file);
        return { path: `./${name}.cjs`, external: true };
      });
    },
  };
}

/**
 * The native code of koffi stays outside the bundle, in dist/native/, where scripts/package.mjs puts the target's.
 * @type {import('esbuild').Plugin}
 */
const nativeKoffi = {
  name: 'native-koffi',
  setup(build) {
    // its ES module finds itself through import.meta, which a CommonJS bundle has not
    build.onResolve({ filter: /^koffi$/ }, () => ({ path: path.join(root, 'node_modules/koffi/index.cjs') }));
    build.onResolve({ filter: /^@koromix\/koffi-/ }, ({ path: name }) => ({
      path: `./native/${name.slice('@koromix/'.length)}/index.js`,
      external: true,
    }));
  },
};

/**
 * What finds listen calls is in the language server's bundle already; the experiment's process takes it from there.
 * @type {import('esbuild').Plugin}
 */
const sitesOfLanguageServer = {
  name: 'sites-of-language-server',
  setup(build) {
    build.onResolve({ filter: /^eslint-plugin-rebind\/sites$/ }, () => ({
      path: './language-server.cjs',
      external: true,
    }));
  },
};

/** @satisfies {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  // the packages' sources; `module` is esbuild's own, which a list of conditions replaces
  conditions: ['rebind-source', 'module'],
  logLevel: 'warning',
  outdir,
  // the inputs are named from here
  absWorkingDir: root,
};

/** @satisfies {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  // the Node.js of VS Code 1.101, the oldest that the manifest allows
  target: 'node22',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
  external: ['vscode'],
};

/** @type {Set<string>} the files whose code is in some bundle */
const inputs = new Set();

/**
 * @param {import('esbuild').BuildOptions} options
 * @returns what the bundles import and do not hold
 */
async function bundle(options) {
  const { metafile } = await build({ ...options, metafile: true });
  for (const { inputs: used } of Object.values(metafile.outputs)) {
    Object.keys(used).forEach((file) => inputs.add(file));
  }
  return Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path: name }) => name));
}

async function bundleHost() {
  // grows while it is gone through
  const pending = new Map([
    ['extension', path.join(source, 'extension.ts')],
    // loaded by its name, with its compiled code
    ['lint-client', path.join(source, 'lint/client.ts')],
  ]);
  /** @type {Map<string, string>} */
  const chunks = new Map();
  for (const [name, file] of pending) {
    const imported = await bundle({
      ...node,
      // its CommonJS is UMD, whose requires no bundler sees
      alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
      entryPoints: { [name]: file },
      plugins: [lazyChunks(chunks)],
    });
    for (const chunk of imported) {
      const lazy = chunks.get(chunk);
      if (lazy !== undefined) {
        pending.set(path.basename(chunk, '.cjs'), lazy);
      }
    }
  }
}

for (const folder of ['native', 'panel', 'vendor']) {
  rmSync(path.join(outdir, folder), { recursive: true, force: true });
}
await Promise.all([
  bundleHost(),
  bundle({ ...node, entryPoints: { server: path.join(source, 'lint/server/main.ts') } }),
  bundle({
    ...node,
    // the plugin finds its grammars in ../../../vendor/, from wherever it is: three folders below dist/ it looks into dist/vendor/
    banner: {
      js: "const importMetaUrl=require('node:url').pathToFileURL(__dirname+'/plugin/src/sites/language-server.cjs').href;",
    },
    entryPoints: { 'language-server': path.join(source, 'lint/server/language-server.ts') },
    plugins: [noCoreRules, noTypeLibraries],
  }),
  bundle({
    ...node,
    entryPoints: { experiment: path.join(source, 'experiment/main.ts') },
    // the CommonJS of jsonc-parser is UMD, whose requires no bundler sees
    mainFields: ['module', 'main'],
    plugins: [nativeKoffi, sitesOfLanguageServer],
  }),
  bundle({
    ...common,
    platform: 'browser',
    target: 'chrome134',
    format: 'esm',
    entryPoints: {
      'panel/main': path.join(source, 'panel/view/main.ts'),
      'panel/style': path.join(source, 'panel/view/style.css'),
    },
  }),
]);
writeFileSync(path.join(outdir, 'THIRD-PARTY-LICENSES.txt'), licenceTexts(bundledPackages(inputs)));
vendorTreeSitter();
cpSync(path.join(root, 'eslint-plugin/vendor'), path.join(outdir, 'vendor'), {
  recursive: true,
  filter: (file) => !file.endsWith('.stamp'),
});
const native = `koffi-${process.platform}-${process.arch}`;
cpSync(path.join(root, 'node_modules/@koromix', native), path.join(outdir, 'native', native), {
  recursive: true,
});
