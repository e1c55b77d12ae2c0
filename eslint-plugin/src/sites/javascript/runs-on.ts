import { memoize } from '../memoize.ts';
import { RUNTIMES, SCRIPT_RUNTIMES, type ScriptRuntime } from '../runtimes/index.ts';
import type { Signs } from '../runtimes/runtime.ts';
import type { Node } from './ast.ts';
import type { Listener } from './catalogue/family.ts';
import { visitMatches, variableOf, type File } from './file.ts';

/** The runtime that a file is written for, where that is none which the settings alone can tell. */
export const runtimeShown = memoize((file: File): ScriptRuntime | undefined =>
  SCRIPT_RUNTIMES.find((runtime) => {
    const { signs } = RUNTIMES[runtime];
    return signs && (file.targets.runtime === runtime || shows(file, signs));
  }),
);

function shows(file: File, signs: Signs): boolean {
  return (
    signs.hashbang.test(file.sourceCode.text) ||
    file.root.body.some((statement) => importsBy(statement, signs)) ||
    usesGlobal(file, signs.global)
  );
}

function importsBy(statement: Node, { specifier }: Signs): boolean {
  return (
    (statement.type === 'ImportDeclaration' ||
      statement.type === 'ExportNamedDeclaration' ||
      statement.type === 'ExportAllDeclaration') &&
    specifier.test(statement.source?.value ?? '')
  );
}

/** A program that asks which runtime it is in is written for several. */
const asking = (name: string): RegExp =>
  new RegExp(
    String.raw`\btypeof\s+(?:globalThis\s*\.\s*)?${name}\b|\bglobalThis\s*(?:\?\.|\.|\[\s*['"])\s*${name}\b|['"]${name}['"]\s+in\b|\b${name}\s*\?\.`,
  );

function usesGlobal(file: File, name: string): boolean {
  const { text } = file.sourceCode;
  if (!text.includes(name) || asking(name).test(text)) {
    return false;
  }
  let isUsed = false;
  visitMatches(file, new RegExp(String.raw`\b${name}\s*\.`, 'g'), (node) => {
    isUsed ||=
      node.type === 'MemberExpression' &&
      node.object.type === 'Identifier' &&
      node.object.name === name &&
      !variableOf(file, node.object);
  });
  return isUsed;
}

/** What a call is in a file: a package's for Node is another runtime's where that runs the file. */
export function listenerIn(file: File, listener: Listener): Listener {
  const runtime = RUNTIMES[listener.api.runtime].isRunByOthers ? runtimeShown(file) : undefined;
  if (!runtime) {
    return listener;
  }
  const { reusePortNeedsFlag } = RUNTIMES[runtime];
  const api = { ...listener.api, runtime, ...(listener.isNativeOnDeno ? { reusePortNeedsFlag } : {}) };
  return { ...listener, api };
}
