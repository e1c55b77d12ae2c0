import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../effort.ts';
import { memoize, memoizeBy } from '../memoize.ts';
import { assignmentsTo } from './assignments.ts';
import { propertyName, type CallNode, type Node } from './ast.ts';
import type { Family } from './catalogue/family.ts';
import { visitMatches, type File } from './file.ts';
import { resolve } from './interpret/interpret.ts';

/** What a file replaces: an export of a module, or all of them. */
interface Replaced {
  readonly family: Family;
  readonly has: (name: string) => boolean;
}

/** Whether an export of a module is replaced in a file; undefined where nothing is. Asked of each server. */
const replacedIn = memoize((file: File): ((family: Family, name: string) => boolean) | undefined => {
  const all = findReplaced(file);
  return all.length === 0
    ? undefined
    : memoizeBy((family: Family, name: string) => {
        spend(all.length);
        return all.some((one) => one.family === family && one.has(name));
      });
});

/** Whether what a call calls is replaced in this file. */
export function isReplaced(file: File, creation: CallNode): boolean {
  const replaced = replacedIn(file);
  if (!replaced) {
    return false;
  }
  const called = resolve(file, creation.callee).flatMap((value) => (value.kind === 'export' ? [value] : []));
  return called.some(({ module, path, isGlobal }) => {
    const family = isGlobal ? undefined : file.catalogue.module(module);
    return family !== undefined && replaced(family, path[0] ?? 'default');
  });
}

/** Calls of Jest, Vitest, Sinon and node:test that replace a module or one of its exports. */
const REPLACES = /\b(?:mock|doMock|unstable_mockModule|module|spyOn|stub|method|replace)\s*\(/g;
const MODULES = /^(?:mock|doMock|unstable_mockModule|module)$/;
const EXPORTS = /^(?:spyOn|stub|method|replace)$/;

/** A factory that keeps what it does not name. */
const IN_PART = /\.\.\.|importActual|requireActual/;

function findReplaced(file: File): Replaced[] {
  const found: Replaced[] = [];
  visitMatches(file, REPLACES, (node) => {
    const name =
      node.type === 'CallExpression' && node.callee.type === 'MemberExpression'
        ? propertyName(node.callee)
        : undefined;
    if (node.type !== 'CallExpression' || name === undefined) {
      return;
    }
    if (MODULES.test(name)) {
      found.push(...replacedModule(file, node));
    } else if (EXPORTS.test(name)) {
      found.push(...replacedExport(file, node, name));
    }
  });
  for (const name of ['createServer', 'Server', 'createSecureServer', 'createSocket']) {
    for (const { left, right } of assignmentsTo(file, name)) {
      if (/\bfn\b|[Mm]ock|[Ss]tub|[Ff]ake/.test(textOf(file, right))) {
        found.push(...familiesOf(file, left.object).map((family) => ({ family, has: isOne(name) })));
      }
    }
  }
  return found;
}

const isOne =
  (name: string) =>
  (other: string): boolean =>
    other === name;

const textOf = (file: File, node: Node): string => file.sourceCode.text.slice(node.range[0], node.range[1]);

/** `vi.mock('node:http', factory)`; without a factory all is replaced. */
function replacedModule(
  file: File,
  { arguments: [specifier, factory] }: TSESTree.CallExpression,
): Replaced[] {
  const family =
    specifier?.type === 'Literal' && typeof specifier.value === 'string'
      ? file.catalogue.module(specifier.value)
      : undefined;
  const text = factory ? textOf(file, factory) : '';
  const isInPart = IN_PART.test(text);
  return family
    ? [{ family, has: (name) => !isInPart || new RegExp(String.raw`\b${name}\b`).test(text) }]
    : [];
}

/** `sinon.stub(http, 'createServer')`; spies that are told nothing call through. */
function replacedExport(file: File, call: TSESTree.CallExpression, name: string): Replaced[] {
  const [object, property, instead] = call.arguments;
  if (!object || property?.type !== 'Literal' || typeof property.value !== 'string') {
    return [];
  }
  const isTold =
    name === 'stub' ||
    instead !== undefined ||
    (call.parent.type === 'MemberExpression' && (propertyName(call.parent) ?? '').startsWith('mock'));
  const exported = property.value;
  return isTold ? familiesOf(file, object).map((family) => ({ family, has: isOne(exported) })) : [];
}

function familiesOf(file: File, object: Node): Family[] {
  return resolve(file, object).flatMap((value) =>
    value.kind === 'export' && value.path.length === 0 ? (file.catalogue.module(value.module) ?? []) : [],
  );
}
