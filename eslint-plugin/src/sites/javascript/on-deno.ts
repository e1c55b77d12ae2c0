import { memoize } from '../memoize.ts';
import type { Listener } from './catalogue/family.ts';
import { DENO_FLAG } from './catalogue/deno.ts';
import type { Node } from './ast.ts';
import { visitMatches, variableOf, type File } from './file.ts';

/** Specifiers that Deno alone resolves by itself, and the names of its entry files: docs.deno.com, "Style guide". */
const SPECIFIER = /^(?:npm|jsr|https?):|^@std\/|(?:^|\/)(?:mod|deps)\.tsx?$/;

/** A program that asks which runtime it is in is written for several. */
const ASKS =
  /\btypeof\s+(?:globalThis\s*\.\s*)?Deno\b|\bglobalThis\s*(?:\?\.|\.|\[\s*['"])\s*Deno\b|['"]Deno['"]\s+in\b|\bDeno\s*\?\./;

/** Whether Deno runs a file: the settings say so, its `#!` line, what it imports, or a use of the global `Deno`. */
export const runsOnDeno = memoize(
  (file: File): boolean =>
    file.targets.runtime === 'deno' ||
    /^#!.*\bdeno\b/.test(file.sourceCode.text) ||
    file.root.body.some(importsFromDeno) ||
    usesDeno(file),
);

function importsFromDeno(statement: Node): boolean {
  return (
    (statement.type === 'ImportDeclaration' ||
      statement.type === 'ExportNamedDeclaration' ||
      statement.type === 'ExportAllDeclaration') &&
    SPECIFIER.test(statement.source?.value ?? '')
  );
}

function usesDeno(file: File): boolean {
  const { text } = file.sourceCode;
  if (!text.includes('Deno') || ASKS.test(text)) {
    return false;
  }
  let isUsed = false;
  visitMatches(file, /\bDeno\s*\./g, (node) => {
    isUsed ||=
      node.type === 'MemberExpression' &&
      node.object.type === 'Identifier' &&
      node.object.name === 'Deno' &&
      !variableOf(file, node.object);
  });
  return isUsed;
}

/** What a call of a package for Node is where Deno runs it. */
export function onDeno(listener: Listener): Listener {
  const { reusePortNeedsNode: _, ...facts } = listener;
  return {
    ...facts,
    runtime: 'deno',
    ...(listener.isNativeOnDeno ? { reusePortNeedsFlag: DENO_FLAG } : {}),
  };
}
