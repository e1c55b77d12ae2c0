import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliDecompressSync } from 'node:zlib';
import type { Language as Grammar, Parser, Tree } from 'web-tree-sitter';
import type { TextRange } from './excerpt.ts';

/** The grammars that come with the plugin, by the name of their file. */
export type GrammarName = 'c' | 'cpp' | 'java' | 'python';

type Runtime = Pick<typeof import('web-tree-sitter'), 'Language' | 'Parser'>;

/** web-tree-sitter as the build patches it: `init` returns when it is done. */
interface PatchedRuntime {
  readonly Language: Runtime['Language'];
  readonly Parser: Omit<Runtime['Parser'], 'init'> & {
    new (): Parser;
    init(options: {
      instantiateWasm(
        imports: WebAssembly.Imports,
        receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
      ): void;
    }): void;
  };
}

/** Where the build puts the runtime and the grammars; the same from `src` and from `dist`. */
const vendor = new URL('../../vendor/', import.meta.url);

function compile(name: string): WebAssembly.Module {
  return new WebAssembly.Module(
    new Uint8Array(brotliDecompressSync(readFileSync(new URL(`${name}.wasm.br`, vendor)))),
  );
}

let runtime: PatchedRuntime | undefined;
const parsers = new Map<GrammarName, Parser>();

/** Loaded with the first file that needs a tree, synchronously: ESLint has no place to wait. */
function load(): PatchedRuntime {
  if (!runtime) {
    const require = createRequire(import.meta.url);
    const loaded = require('../../vendor/web-tree-sitter.cjs') as PatchedRuntime;
    loaded.Parser.init({
      instantiateWasm(imports, receive) {
        const module = compile('web-tree-sitter');
        receive(new WebAssembly.Instance(module, imports), module);
      },
    });
    runtime = loaded;
  }
  return runtime;
}

function parserFor(grammar: GrammarName): Parser {
  let parser = parsers.get(grammar);
  if (!parser) {
    const { Language, Parser: ParserClass } = load();
    const language: Grammar = Language.loadSync(compile(grammar));
    parser = new ParserClass();
    parser.setLanguage(language);
    parsers.set(grammar, parser);
  }
  return parser;
}

/** Lines and columns, which nobody asks the tree for. */
const NOWHERE = { row: 0, column: 0 };

/**
 * Parses a text; the tree lives outside of the JavaScript heap until its `delete()`.
 * @param budgetMs after this time the parse is given up
 * @param ranges what is parsed of the text; all of it where there are none
 * @returns undefined where the time was not enough
 */
export function parseText(
  grammar: GrammarName,
  text: string,
  budgetMs: number,
  ranges: readonly TextRange[] = [],
): Tree | undefined {
  const parser = parserFor(grammar);
  const end = performance.now() + budgetMs;
  // asked for every few hundred steps; the types promise nothing is returned, the implementation stops on true
  const progressCallback = (() => performance.now() > end) as unknown as () => void;
  const includedRanges = ranges.map(([startIndex, endIndex]) => ({
    startIndex,
    endIndex,
    startPosition: NOWHERE,
    endPosition: NOWHERE,
  }));
  const tree = parser.parse(text, null, { progressCallback, includedRanges });
  if (!tree) {
    parser.reset();
  }
  return tree ?? undefined;
}
