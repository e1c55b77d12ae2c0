import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { propertyName, unwrap, type CallNode, type Node } from './ast.ts';
import type { Family } from './catalogue/family.ts';
import { assignmentsTo } from './assignments.ts';
import { mentions, variableOf, visitMatches, type File } from './file.ts';
import { resolve } from './resolve/resolve.ts';
import type { Creation } from './resolve/value.ts';

/** Words of test doubles; a file without them has none. */
const WORDS = ['mock', 'Mock', 'stub', 'Stub', 'fake', 'Fake', 'spyOn', 'jest', 'sinon', 'dummy', 'Dummy'];

/** Names of what stands in for a server: `MockServer`, `createMockServer()`, `fakeHttp`. */
const DOUBLE = /(?:^|_)(?:create|make|new|get)?(?:mock|fake|stub|dummy)|Mock|Fake|Stub|Dummy/;

/** Calls that make an object without any behaviour. */
const MAKES_DOUBLE = /^(?:createStubInstance|createMock|createMockInstance|mockDeep|mocked)$/;

/**
 * Whether a test has put something else in a server's place: a class of its own given to the application, a module or function
 * that the test framework replaces.
 * @param receiver what the call is a method of
 */
export function isTestDouble(
  file: File,
  receiver: Node | undefined,
  creations: readonly Creation[],
): boolean {
  return (
    mentions(file, WORDS) &&
    ((receiver !== undefined && isMadeOfDoubles(file, receiver)) ||
      (creations.length > 0 && creations.every(({ node }) => isReplaced(file, node))))
  );
}

/** The call that makes what an expression holds, by the declaration of its variable. */
function makerOf(file: File, expression: Node): CallNode | undefined {
  let node = unwrap(expression);
  if (node.type === 'Identifier') {
    const declared = variableOf(file, node)?.defs[0]?.node as Node | undefined;
    node = declared?.type === 'VariableDeclarator' && declared.init ? unwrap(declared.init) : node;
  }
  if (node.type === 'AwaitExpression') {
    node = unwrap(node.argument);
  }
  return node.type === 'NewExpression' || node.type === 'CallExpression' ? node : undefined;
}

function isMadeOfDoubles(file: File, receiver: Node): boolean {
  const maker = makerOf(file, receiver);
  return (
    maker !== undefined &&
    (MAKES_DOUBLE.test(lastName(maker.callee) ?? '') ||
      maker.arguments.some((argument) => {
        const node = unwrap(argument);
        return node.type === 'ObjectExpression'
          ? node.properties.some(
              (property) =>
                property.type === 'Property' &&
                (isDouble(property.value, propertyName(property) ?? '') || isOwnConstructor(file, property)),
            )
          : isDouble(node, '');
      }))
  );
}

const SERVER = /server|listener|http/i;

/** What by its name stands in for a server; an application with a made-up store does listen. */
function isDouble(value: Node, property: string): boolean {
  const node = unwrap(value);
  const name =
    lastName(node.type === 'NewExpression' || node.type === 'CallExpression' ? node.callee : node) ?? '';
  return DOUBLE.test(name) && !/client/i.test(name) && (SERVER.test(property) || SERVER.test(name));
}

/** `serverConstructor` of this file: the test sees what it is told to do. */
function isOwnConstructor(file: File, property: TSESTree.Property): boolean {
  const value = unwrap(property.value);
  const variable = value.type === 'Identifier' ? variableOf(file, value) : undefined;
  return (
    /(?:server|listener)(?:constructor|class|factory)$/i.test(propertyName(property) ?? '') &&
    variable?.defs.every(({ type }) => (type as string) !== 'ImportBinding') === true
  );
}

function lastName(expression: Node): string | undefined {
  const node = unwrap(expression);
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'MemberExpression':
      return propertyName(node);
    default:
      return undefined;
  }
}

/** What a file replaces: an export of a module, or all of them. */
interface Replaced {
  readonly family: Family;
  readonly has: (name: string) => boolean;
}

/** Whether an export of a module is replaced in a file; undefined where nothing is. Asked of each server. */
const replacedIn = memoize((file: File): ((family: Family, name: string) => boolean) | undefined => {
  const all = findReplaced(file);
  const known = new Map<Family, Map<string, boolean>>();
  return all.length === 0
    ? undefined
    : (family, name) => {
        const names = known.get(family) ?? new Map<string, boolean>();
        known.set(family, names);
        let answer = names.get(name);
        if (answer === undefined) {
          spend(all.length);
          answer = all.some((one) => one.family === family && one.has(name));
          names.set(name, answer);
        }
        return answer;
      };
});

/** Whether what a call calls is replaced in this file. */
function isReplaced(file: File, creation: CallNode): boolean {
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
