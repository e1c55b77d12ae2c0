import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Linter } from 'eslint';
import { packageFolder, ROOT } from './package/versions.ts';
import { typescriptParser } from './typescript-parser.ts';

/** How a parser is used: with which ESLint, and on which text. */
export interface ParserUnderTest {
  readonly newLinter: () => Linter;
  readonly languageOptions: (filename: string) => Linter.LanguageOptions;
  /** A script as a file of this parser holds it. */
  readonly held: (code: string, filename: string) => { readonly text: string; readonly filename: string };
}

const VERSIONS = path.join(ROOT, 'test/eslint-plugin/package/versions');
const isTypeScript = (filename: string): boolean => /\.[mc]?tsx?$/.test(filename);
const asItIs: ParserUnderTest['held'] = (text, filename) => ({ text, filename });

/** What a folder of `versions/` imports by a name. */
async function load<T>(folder: string, name: string): Promise<T> {
  const require = createRequire(path.join(VERSIONS, folder, 'package.json'));
  const entry = esModuleOf(name, folder) ?? require.resolve(name);
  const loaded = (await import(pathToFileURL(entry).href)) as { readonly default?: T };
  return loaded.default ?? (loaded as T);
}

/** The module of a package that has one for `import` alone, which `require.resolve` does not find. */
function esModuleOf(name: string, folder: string): string | undefined {
  const home = packageFolder(name, path.relative(ROOT, path.join(VERSIONS, folder)));
  const { exports: entries } = JSON.parse(readFileSync(path.join(home ?? '', 'package.json'), 'utf8')) as {
    readonly exports?: { readonly '.'?: { readonly import?: unknown; readonly require?: unknown } };
  };
  const entry = entries?.['.'];
  return home !== undefined && typeof entry?.import === 'string' && entry.require === undefined
    ? path.join(home, entry.import)
    : undefined;
}

type Options = ParserUnderTest['languageOptions'];

/** Every file by one parser. */
const everything =
  (parser: Linter.Parser, parserOptions: Record<string, unknown> = {}): Options =>
  () => ({ parser, parserOptions });

const withBabel =
  (parser: Linter.Parser): Options =>
  (filename) => ({
    parser,
    parserOptions: {
      requireConfigFile: false,
      babelOptions: {
        babelrc: false,
        configFile: false,
        parserOpts: { plugins: isTypeScript(filename) ? ['typescript'] : ['jsx'] },
      },
    },
  });

const inScript =
  (extension: string): ParserUnderTest['held'] =>
  (code, filename) => ({
    text: `<script${isTypeScript(filename) ? ' lang="ts"' : ''}>\n${code}\n</script>\n`,
    filename: `Server.${extension}`,
  });

type Part = Pick<ParserUnderTest, 'languageOptions' | 'held'>;

/** By the name in REBIND_PARSER. */
const PARSERS: Readonly<Record<string, () => Promise<Part>>> = {
  'typescript-eslint-8-oldest': async () => ({
    languageOptions: everything(await load('typescript-eslint-8-oldest', '@typescript-eslint/parser')),
    held: asItIs,
  }),
  'typescript-eslint-8-middle': async () => ({
    languageOptions: everything(await load('typescript-eslint-8-middle', '@typescript-eslint/parser')),
    held: asItIs,
  }),
  'typescript-eslint-8': () =>
    Promise.resolve({ languageOptions: everything(typescriptParser), held: asItIs }),
  'babel-7': async () => ({
    languageOptions: withBabel(await load('babel-7', '@babel/eslint-parser')),
    held: asItIs,
  }),
  'babel-8': async () => ({
    languageOptions: withBabel(await load('babel-8', '@babel/eslint-parser')),
    held: asItIs,
  }),
  vue: async () => ({
    languageOptions: everything(await load('components', 'vue-eslint-parser'), { parser: typescriptParser }),
    held: inScript('vue'),
  }),
  svelte: async () => ({
    languageOptions: everything(await load('components', 'svelte-eslint-parser'), {
      parser: typescriptParser,
    }),
    held: inScript('svelte'),
  }),
  astro: async () => ({
    languageOptions: everything(await load('components', 'astro-eslint-parser'), {
      parser: typescriptParser,
    }),
    held: (code) => ({ text: `---\n${code}\n---\n<p>served</p>\n`, filename: 'Server.astro' }),
  }),
};

/** JavaScript by ESLint's own parser, TypeScript by typescript-eslint's or the editor's. */
const usual: Part = {
  languageOptions: (filename) => (isTypeScript(filename) ? { parser: typescriptParser } : {}),
  held: asItIs,
};

async function eslintUnderTest(version: string | undefined): Promise<() => Linter> {
  if (version === undefined) {
    return () => new Linter();
  }
  const { Linter: Old } = await load<{ Linter: typeof Linter }>(`eslint-${version}`, 'eslint');
  return () => new Old({ configType: 'flat' });
}

const { REBIND_PARSER: name = '', REBIND_ESLINT: version } = process.env;

export const parserUnderTest: ParserUnderTest = {
  newLinter: await eslintUnderTest(version),
  ...(await (PARSERS[name]?.() ?? Promise.resolve(usual))),
};
