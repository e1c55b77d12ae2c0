import type { SourceCode } from 'eslint';
import { findSites as findCSites } from './c/front-end.ts';
import { findSites as findJavaSites } from './java/front-end.ts';
import { warn } from './faults.ts';
import * as javascript from './javascript/front-end.ts';
import { findSites as findPythonSites } from './python/front-end.ts';
import type { TreeSitterName } from './languages.ts';
import type { ListenSite } from './site.ts';
import type { Targets } from './targets.ts';
import type { Unparsed } from './tree-sitter/runtime.ts';
import { TreeSitterSourceCode } from './tree-sitter/source-code.ts';

/** Finds the sites of a file in its language. */
type Find = () => readonly ListenSite[];

/** The front ends on syntax trees of tree-sitter, by language. */
const TREE_SITTER: Readonly<
  Record<TreeSitterName, (sourceCode: TreeSitterSourceCode, targets: Targets) => readonly ListenSite[]>
> = {
  c: findCSites,
  cpp: findCSites,
  java: findJavaSites,
  python: findPythonSites,
};

/** What is said of a file that the parser was not given as a whole, or did not get through. */
const UNPARSED: Readonly<Record<Unparsed, string>> = {
  'too long': 'it is too large to be read as a whole.',
  'too deep': 'it nests too deep to be read as a whole.',
};

/**
 * What finds the sites of a file, by its language; undefined where the text cannot hold one, or the language is none that
 * Rebind reads.
 */
export function frontEndFor(sourceCode: SourceCode, targets: Targets, fileName: string): Find | undefined {
  if (sourceCode instanceof TreeSitterSourceCode) {
    const { language, text } = sourceCode;
    const find = TREE_SITTER[language.name as TreeSitterName];
    return language.mention.test(text)
      ? () => {
          const sites = find(sourceCode, targets);
          if (sourceCode.unparsed) {
            warn(fileName, UNPARSED[sourceCode.unparsed]);
          }
          return sites;
        }
      : undefined;
  }
  const mentions = isJavaScript(sourceCode) ? javascript.mentionsOf(sourceCode.text, targets) : undefined;
  return mentions && (() => javascript.findSites(sourceCode, targets, fileName, mentions));
}

/** ESLint also hands JSON, Markdown and CSS to rules that are switched on for all files. */
function isJavaScript(sourceCode: SourceCode): boolean {
  return (
    (sourceCode.ast as { type?: string } | undefined)?.type === 'Program' &&
    typeof sourceCode.getScope === 'function'
  );
}
