import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliDecompressSync } from 'node:zlib';
import type { Language as Grammar, Parser } from 'web-tree-sitter';
import type { TextRange } from './excerpt.ts';
import type { GrammarTree } from './node.ts';

type Runtime = Pick<typeof import('web-tree-sitter'), 'Language' | 'Parser'>;

/** web-tree-sitter as the build patches it: `init` returns when it is done. */
interface PatchedRuntime {
  readonly Language: Runtime['Language'];
  readonly Parser: Omit<Runtime['Parser'], 'init'> & {
    new (): Parser;
    init(options: {
      printErr(text: string): void;
      instantiateWasm(
        imports: WebAssembly.Imports,
        receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
      ): void;
    }): void;
  };
}

/** Where the build puts the runtime and the grammars; the same from `src` and from `dist`. */
const vendor = new URL('../../../vendor/', import.meta.url);

function compile(name: string): WebAssembly.Module {
  return new WebAssembly.Module(
    new Uint8Array(brotliDecompressSync(readFileSync(new URL(`${name}.wasm.br`, vendor)))),
  );
}

/** Compiled once a process; instances are made of them anew after a trap. */
const modules = new Map<string, WebAssembly.Module>();

function moduleOf(name: string): WebAssembly.Module {
  const module = modules.get(name) ?? compile(name);
  modules.set(name, module);
  return module;
}

/** An instance of the runtime with the parsers that live in its memory. */
interface Instance {
  readonly runtime: PatchedRuntime;
  readonly memory: { readonly buffer: { readonly byteLength: number } };
  readonly parsers: Map<string, Parser>;
}

let current: Instance | undefined;

const require = createRequire(import.meta.url);

/** Loaded with the first file that needs a tree, synchronously: ESLint has no place to wait. */
function instance(): Instance {
  current ??= start();
  return current;
}

function start(): Instance {
  const runtime = (require('../../../vendor/web-tree-sitter.cjs') as () => PatchedRuntime)();
  let memory: Instance['memory'] | undefined;
  runtime.Parser.init({
    // it says on standard error that it aborts, which the exception says too
    printErr: () => undefined,
    instantiateWasm(imports, receive) {
      const module = moduleOf('web-tree-sitter');
      const made = new WebAssembly.Instance(module, imports);
      memory = imports.env?.memory as Instance['memory'] | undefined;
      receive(made, module);
    },
  });
  if (!memory) {
    throw new Error('web-tree-sitter has no memory');
  }
  return { runtime, memory, parsers: new Map() };
}

function parserFor(grammar: string): Parser {
  const { runtime, parsers } = instance();
  let parser = parsers.get(grammar);
  if (!parser) {
    const language: Grammar = runtime.Language.loadSync(moduleOf(grammar));
    parser = new runtime.Parser();
    parser.setLanguage(language);
    parsers.set(grammar, parser);
  }
  return parser;
}

/** The memory of an instance grows with the largest tree that was in it, and never shrinks. In bytes. */
const MOST_MEMORY = 64 * 1024 * 1024;

/** Lets an instance go that has become large; called where no tree is in use. */
function tidy(): void {
  if (current && current.memory.buffer.byteLength > MOST_MEMORY) {
    current = undefined;
  }
}

/** Lines and columns, which nobody asks the tree for. */
const NOWHERE = { row: 0, column: 0 };

/** What stands in the place of a tree: the text is too long, or nests so deep that it brings the parser down. */
export type Unparsed = 'too long' | 'too deep';

/** What is parsed, and how much that may cost. */
export interface ParseInput {
  /** The name of its file. */
  readonly grammar: string;
  readonly text: string;
  /** After so many hundreds of operations the parser gives up. */
  readonly most: number;
  /** What is parsed of the text; all of it where there are none. */
  readonly ranges?: readonly TextRange[];
}

/** Reads the tree of a text, which lives outside of the JavaScript heap and is gone when `read` returns. */
export function readTree<T>(
  input: ParseInput,
  read: (tree: GrammarTree) => T,
): { readonly value: T } | Unparsed {
  let tree: GrammarTree | undefined;
  try {
    tree = parseText(input.grammar, input.text, input.most, input.ranges);
    return tree ? { value: read(tree) } : 'too long';
  } catch (error) {
    // where the stack of JavaScript ends, which WebAssembly shares, the parser's state is not known either
    if (error instanceof WebAssembly.RuntimeError || (!tree && error instanceof RangeError)) {
      current = undefined;
      tree = undefined;
      return 'too deep';
    }
    throw error;
  } finally {
    tree?.delete();
    tidy();
  }
}

/**
 * Parses a text; the tree lives outside of the JavaScript heap until its `delete()`.
 * @param most after so many hundreds of operations the parse is given up
 * @returns undefined where they were not enough
 */
export function parseText(
  grammar: string,
  text: string,
  most: number,
  ranges: readonly TextRange[] = [],
): GrammarTree | undefined {
  const parser = parserFor(grammar);
  let left = most;
  // asked for every hundred operations; the types promise nothing is returned, the implementation stops on true
  const progressCallback = (() => --left < 0) as unknown as () => void;
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
