// Writes eslint-plugin/vendor/: web-tree-sitter with a synchronous start, and the grammars, compressed. ESLint parses
// synchronously and loads plugins with require() too, so nothing may be awaited; web-tree-sitter awaits only what it is
// given synchronously here. Each edit is asserted: a new version of web-tree-sitter fails the build, not the user.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { licenceTexts, packageAt } from './licences.mjs';
import { root } from './run.mjs';

const target = `${root}/eslint-plugin/vendor`;

/**
 * The packages whose files are shipped, with the versions that were tried.
 * @satisfies {Record<string, string>}
 */
const VERSIONS = {
  'web-tree-sitter': '0.27.1',
  'tree-sitter-c': '0.24.1',
  '@vscode/tree-sitter-wasm': '0.3.1',
};

/**
 * Name in vendor/ → package and file.
 * @type {Readonly<Record<string, readonly [source: string, file: string]>>}
 */
const WASM = {
  'web-tree-sitter': ['web-tree-sitter', 'web-tree-sitter.wasm'],
  c: ['tree-sitter-c', 'tree-sitter-c.wasm'],
  cpp: ['@vscode/tree-sitter-wasm', 'wasm/tree-sitter-cpp.wasm'],
  java: ['@vscode/tree-sitter-wasm', 'wasm/tree-sitter-java.wasm'],
  python: ['@vscode/tree-sitter-wasm', 'wasm/tree-sitter-python.wasm'],
};

/**
 * What makes the start of web-tree-sitter synchronous, and its memory ours: text, and what stands in its place.
 * @type {readonly (readonly [from: string, to: string])[]}
 */
const EDITS = [
  ['return async function(moduleArg = {}) {', 'return function(moduleArg = {}) {'],
  ['async function createWasm() {', 'function createWasm() {'],
  [
    `return new Promise((resolve, reject) => {
              Module["instantiateWasm"](info2, (mod, inst) => {
                resolve(receiveInstance(mod, inst));
              });
            });`,
    `let received;
            Module["instantiateWasm"](info2, (mod, inst) => {
              received = receiveInstance(mod, inst);
            });
            return received;`,
  ],
  [
    'var result = await instantiateAsync(wasmBinary, wasmBinaryFile, info2);',
    'throw new Error("instantiateWasm is missing"); var result;',
  ],
  [
    'var loadDylibs = /* @__PURE__ */ __name(async () => {',
    'var loadDylibs = /* @__PURE__ */ __name(() => {',
  ],
  [
    'await loadDynamicLibrary(lib, {\n              loadAsync: true,',
    'loadDynamicLibrary(lib, {\n              loadAsync: false,',
  ],
  ['wasmExports = await createWasm();', 'wasmExports = createWasm();'],
  ['async function initializeBinding(moduleOptions) {', 'function initializeBinding(moduleOptions) {'],
  ['return Module2 ??= await (0,', 'return Module2 ??= (0,'],
  ['static async init(moduleOptions) {', 'static init(moduleOptions) {'],
  ['setModule(await initializeBinding(moduleOptions));', 'setModule(initializeBinding(moduleOptions));'],
  // trees are deleted where they were made; a finalizer that runs after a trap throws where nobody catches it
  ['return new FinalizationRegistry(handler);', 'return undefined;'],
  // an element, for which V8 makes room for sixteen more in every node of a tree
  [
    '// @ts-expect-error: never read\n  [0] = 0;\n  // Internal handle for Wasm\n  /** @internal */\n  _children;',
    '_alias = 0;\n  _children;',
  ],
  ['this[0] = other;', 'this._alias = other;'],
  ['node[0], "i32"', 'node._alias, "i32"'],
  // whoever asks keeps them: a second list of every node's children is a tenth of what a large file needs
  ['return this._children;', 'const children = this._children; this._children = undefined; return children;'],
  ['//# sourceMappingURL=web-tree-sitter.cjs.map', ''],
];

const folderOf = (/** @type {string} */ name) => path.join(`${root}/eslint-plugin/node_modules`, name);
const packageFolder = (/** @type {string} */ name) =>
  existsSync(folderOf(name)) ? folderOf(name) : path.join(`${root}/node_modules`, name);

const stamp = createHash('sha256')
  .update(readFileSync(new URL(import.meta.url)))
  .digest('hex');
const stampFile = `${target}/.stamp`;

/** Writes eslint-plugin/vendor/ where it is missing or out of date. */
export function vendorTreeSitter() {
  for (const [name, version] of Object.entries(VERSIONS)) {
    const { version: found } = packageAt(packageFolder(name));
    if (found !== version) {
      throw new Error(`scripts/vendor-tree-sitter.mjs was written for ${name} ${version}, found ${found}.`);
    }
  }
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return;
  }
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const runtime = EDITS.reduce(
    (text, [from, to]) => {
      if (text.split(from).length !== 2) {
        throw new Error(`web-tree-sitter.cjs has changed: not found exactly once: ${from}`);
      }
      return text.replace(from, () => to);
    },
    readFileSync(`${packageFolder('web-tree-sitter')}/web-tree-sitter.cjs`, 'utf8'),
  );
  // its state is a module's, and one is made anew after a trap
  writeFileSync(
    `${target}/web-tree-sitter.cjs`,
    `module.exports = () => {\nconst module = { exports: {} };\n${runtime}\nreturn module.exports;\n};\n`,
  );
  for (const [name, [source, file]] of Object.entries(WASM)) {
    const wasm = readFileSync(`${packageFolder(source)}/${file}`);
    writeFileSync(
      `${target}/${name}.wasm.br`,
      brotliCompressSync(wasm, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_LGWIN]: 24,
          [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length,
        },
      }),
    );
  }
  writeFileSync(
    `${target}/LICENSES.txt`,
    licenceTexts(Object.keys(VERSIONS).map((name) => packageAt(packageFolder(name)))),
  );
  writeFileSync(stampFile, stamp);
}
