import { findVariable } from '@eslint-community/eslint-utils';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope, SourceCode } from 'eslint';
import type * as estree from 'estree';
import { spend } from '../effort.ts';
import { memoize, memoizeBy } from '../memoize.ts';
import type { Targets } from '../targets.ts';
import { type Node } from './ast.ts';
import { visitAt } from './visit.ts';
import type { Catalogue } from './catalogue/catalogue.ts';

/** One file under analysis: its source with scopes, and what it is read by. */
export interface File {
  readonly sourceCode: SourceCode;
  readonly fileName: string;
  readonly root: TSESTree.Program;
  readonly catalogue: Catalogue;
  readonly targets: Targets;
}

/** Whether the file is TypeScript, by its name: parsers do not tell. */
export function isTypeScript({ fileName }: File): boolean {
  return /\.[cm]?tsx?$/.test(fileName);
}

/** ESLint types its nodes after ESTree; the same nodes with TypeScript's additions are TSESTree. */
export const asEstree = (node: Node): estree.Node => node as unknown as estree.Node;
export const asNode = (node: object): Node => node as unknown as Node;

/** The variable an identifier refers to; undefined for a global that the file does not declare. */
export function variableOf(
  file: File,
  identifier: TSESTree.Identifier | TSESTree.JSXIdentifier,
): Scope.Variable | undefined {
  const scope = file.sourceCode.getScope(asEstree(identifier));
  const variable = findVariable(scope, identifier.name);
  return variable && variable.defs.length > 0 ? variable : undefined;
}

/** What a variable is declared with: `const name = …`. */
export function initialiserOf(file: File, identifier: TSESTree.Identifier): Node | undefined {
  const declarator = variableOf(file, identifier)?.defs[0]?.node as Node | undefined;
  return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
    ? (declarator.init ?? undefined)
    : undefined;
}

/** Where a variable is written after its declaration; one of a generated file may be used a thousand times. */
export const writesTo = memoize((variable: Scope.Variable): readonly Scope.Reference[] => {
  spend(variable.references.length);
  return variable.references.filter((reference) => reference.isWrite() && !reference.init);
});

/** The source of a node, for messages: on one line, and short. */
export function shortText(file: File, node: Node, limit = 30): string {
  const text = file.sourceCode.getText(asEstree(node)).replace(/\s+/g, ' ');
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Whether a file's text has one of some words; searched once a file and list. */
export const mentions = ({ sourceCode }: File, words: readonly string[]): boolean =>
  hasOneOf(sourceCode, words);

const hasOneOf = memoizeBy(({ text }: SourceCode, words: readonly string[]) =>
  words.some((word) => text.includes(word)),
);

/** Visits every node that stands at a match of `pattern` (a global regular expression) in the file's text, and its ancestors. */
export function visitMatches(file: File, pattern: RegExp, visit: (node: Node) => void): void {
  const offsets: number[] = [];
  for (const match of file.sourceCode.text.matchAll(pattern)) {
    spend();
    offsets.push(match.index);
  }
  if (offsets.length > 0) {
    visitAt(file.root, offsets, file.sourceCode.visitorKeys, visit);
  }
}
