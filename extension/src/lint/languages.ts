import { mentionsOf } from '../../../eslint-plugin/src/sites/javascript/front-end.ts';
import { type AdditionalListener, readTargets } from '../../../eslint-plugin/src/sites/targets.ts';
import { LANGUAGES } from '../../../eslint-plugin/src/sites/tree-sitter/facts.ts';

/** A language that the editor lints: one row, for the client and the server. */
export interface Language {
  /** VS Code's language id. */
  readonly id: string;
  /** Extensions of its files; the first is given to documents without a name. */
  readonly extensions: readonly string[];
  /** What begins a comment to the end of the line. */
  readonly lineComment: '//' | '#';
  /** Whether a text can hold a listen call: one search, so that most files are never parsed. */
  readonly mayListen: (text: string, listeners: readonly AdditionalListener[]) => boolean;
}

const javascript: Pick<Language, 'lineComment' | 'mayListen'> = {
  lineComment: '//',
  mayListen: (text, listeners) => mentionsOf(text, targetsWith(listeners)) !== undefined,
};

const targets = new WeakMap<readonly AdditionalListener[], ReturnType<typeof readTargets>>();

function targetsWith(listeners: readonly AdditionalListener[]) {
  let known = targets.get(listeners);
  if (!known) {
    known = { ...readTargets({}), additionalListeners: listeners };
    targets.set(listeners, known);
  }
  return known;
}

/** A language that the plugin reads through tree-sitter. */
function treeSitter(
  id: string,
  extensions: readonly string[],
  lineComment: Language['lineComment'],
): Language {
  const mention = LANGUAGES.find(({ name }) => name === id)?.mention;
  return { id, extensions, lineComment, mayListen: (text) => mention?.test(text) ?? false };
}

export const languages: readonly Language[] = [
  { id: 'javascript', extensions: ['.js', '.mjs', '.cjs'], ...javascript },
  { id: 'javascriptreact', extensions: ['.jsx'], ...javascript },
  { id: 'typescript', extensions: ['.ts', '.mts', '.cts'], ...javascript },
  { id: 'typescriptreact', extensions: ['.tsx'], ...javascript },
  treeSitter('c', ['.c', '.h'], '//'),
  treeSitter('cpp', ['.cpp', '.cc', '.cxx', '.c++', '.hpp', '.hh', '.hxx', '.h++', '.ipp', '.inl'], '//'),
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
