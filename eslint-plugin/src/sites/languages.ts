import { LANGUAGES } from './tree-sitter/facts.ts';
import type { LanguageFacts } from './tree-sitter/source-code.ts';

/** A language that Rebind reads. The list of them is read by the plugin's configs, the editor, and the port finder. */
export interface Language {
  /** VS Code's language id. */
  readonly id: string;
  /** The plugin's config that lints it: `rebind.configs.cpp`. */
  readonly config: 'recommended' | 'c' | 'cpp' | 'java' | 'python';
  /** Extensions of its files; the first is given to documents without a name. */
  readonly extensions: readonly string[];
  /** What begins a comment to the end of the line. */
  readonly lineComment: '//' | '#';
  /** What reads it through tree-sitter; absent for JavaScript and TypeScript, which ESLint knows itself. */
  readonly treeSitter?: LanguageFacts | undefined;
}

/** A language that the plugin reads through tree-sitter; its id is its config's name. */
function treeSitter(
  id: Exclude<Language['config'], 'recommended'>,
  extensions: readonly string[],
  lineComment: Language['lineComment'],
): Language {
  return { id, config: id, extensions, lineComment, treeSitter: LANGUAGES.find(({ name }) => name === id) };
}

const javascript = { config: 'recommended', lineComment: '//' } as const;

export const languages: readonly Language[] = [
  { id: 'javascript', extensions: ['.js', '.mjs', '.cjs'], ...javascript },
  { id: 'javascriptreact', extensions: ['.jsx'], ...javascript },
  { id: 'typescript', extensions: ['.ts', '.mts', '.cts'], ...javascript },
  { id: 'typescriptreact', extensions: ['.tsx'], ...javascript },
  treeSitter('c', ['.c', '.h'], '//'),
  treeSitter('cpp', ['.cpp', '.cc', '.cxx', '.c++', '.hh', '.hpp', '.hxx', '.h++', '.ipp', '.inl'], '//'),
  treeSitter('java', ['.java'], '//'),
  treeSitter('python', ['.py', '.pyi'], '#'),
];

export function languageOf(id: string): Language | undefined {
  return languages.find((language) => language.id === id);
}

/** The language of a file that no editor has open, by its extension. */
export function languageOfFile(path: string): Language | undefined {
  return languages.find(({ extensions }) => extensions.some((extension) => path.endsWith(extension)));
}
