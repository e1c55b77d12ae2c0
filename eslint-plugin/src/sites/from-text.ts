import { Linter } from 'eslint/universal';
import type { SourceCode } from 'eslint';
import { babelParser } from './babel-parser.ts';
import { memoize } from './memoize.ts';
import { frontEndFor } from './front-ends.ts';
import { type Language, languageOfFile } from './languages.ts';
import { mayListen } from './may-listen.ts';
import { placesOf } from './places.ts';
import { safely } from './safely.ts';
import type { ListenSite } from './site.ts';
import { readTargets, type Targets } from './targets.ts';
import { treeSitterLanguage } from './tree-sitter/language.ts';
import { TreeSitterSourceCode } from './tree-sitter/source-code.ts';

/** A call of a text that binds a server socket. */
export interface SiteInText extends ListenSite {
  /** Where the squiggle begins, in UTF-16 units. */
  readonly offset: number;
  /**
   * Where the innermost block or branch around the call begins, in UTF-16 units: calls in different ones may be alternatives
   * of each other.
   */
  readonly block: number;
}

/** A text that its language's parser does not take. Lines and columns count from 1. */
export class UnparsedError extends Error {
  override name = 'UnparsedError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/**
 * The calls of a text that bind a server socket, in source order; those of clients, port probes and test doubles are none of them.
 * C, C++, Java and Python are read as far as they parse. Takes no more steps than linting the file does.
 *
 * @param path its extension tells the language: no file is read. None is found in a language that Rebind does not read.
 * @param settings what `settings.rebind` is in an ESLint configuration
 * @throws UnparsedError where JavaScript or TypeScript does not parse
 * @throws TypeError where the settings are malformed
 */
export function sitesOf(text: string, path: string, settings?: object): readonly SiteInText[] {
  const targets = readTargets({ rebind: settings });
  const language = languageOfFile(path);
  return language && mayListen(language, text, targets.additionalListeners)
    ? read(language, text, path, targets)
    : [];
}

const linter = new Linter({ configType: 'flat' });

/** How ESLint reads a language: without rules, it hands over what it has read. */
const configOf = memoize(({ treeSitter }: Language): Linter.Config => ({
  files: ['**/*.*'],
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  ...(treeSitter
    ? {
        plugins: { rebind: { languages: { [treeSitter.name]: treeSitterLanguage(treeSitter) } } },
        language: `rebind/${treeSitter.name}`,
      }
    : { languageOptions: { parser: babelParser, sourceType: 'module' } }),
}));

function read(language: Language, text: string, path: string, targets: Targets): readonly SiteInText[] {
  // where it lies is nobody's business here: ESLint takes no file outside of the folder it runs in
  const filename = path.replaceAll(/^.*[\\/]/g, '');
  // that comments for ESLint have no say here is a message too
  const failure = linter.verify(text, configOf(language), { filename }).find(({ fatal }) => fatal);
  if (failure) {
    throw new UnparsedError(failure.message, failure.line, failure.column);
  }
  return sitesIn(linter.getSourceCode(), path, targets);
}

function sitesIn(sourceCode: SourceCode, path: string, targets: Targets): readonly SiteInText[] {
  const find = frontEndFor(sourceCode, targets, path);
  const read = (): readonly SiteInText[] => {
    const sites = find?.() ?? [];
    const places = placesOf(
      sourceCode,
      sites.map(({ loc }) => loc.start),
    );
    return sites.map((site, index) => ({ ...site, ...(places[index] ?? { offset: 0, block: 0 }) }));
  };
  return find ? safely(path, () => inOneTree(sourceCode, read), []) : [];
}

/** Reads sites and their blocks from one tree, where the language's trees do not last. */
const inOneTree = <T>(sourceCode: SourceCode, read: () => T): T =>
  (sourceCode instanceof TreeSitterSourceCode ? sourceCode.withTree(read) : undefined) ?? read();
