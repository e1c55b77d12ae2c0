import { spend } from '../effort.ts';
import { memoizeBy } from '../memoize.ts';
import { isFunction, unwrap, type Node } from './ast.ts';
import { asNode, variableOf, type File } from './file.ts';
import { argumentFor, parameterAround, usesOf } from './function-use.ts';
import { evaluate } from './interpret/interpret.ts';
import type { Value } from './interpret/value.ts';
import { isNamedHost, isNamedPort } from './names.ts';

/** What an argument is taken for by its name, as long as nothing in the file says otherwise. */
interface Role {
  readonly isNamed: (expression: Node) => boolean;
  /** Whether a value that is known is what the name says. */
  readonly allows: (value: Value) => boolean;
}

const ROLES = {
  port: {
    isNamed: isNamedPort,
    allows: (value) =>
      isOpen(value) ||
      value.kind === 'number' ||
      (value.kind === 'constant' && (typeof value.value !== 'string' || isPortText(value.value))),
  },
  host: {
    isNamed: isNamedHost,
    // a number is a backlog, as text too
    allows: (value) =>
      isOpen(value) ||
      value.kind === 'string' ||
      (value.kind === 'constant' &&
        (typeof value.value === 'string'
          ? Number(value.value) === 0 || Number.isNaN(Number(value.value))
          : value.value === undefined || value.value === null)),
  },
} as const satisfies Record<string, Role>;

/** Whether a value is one that a name may speak for. */
function isOpen(value: Value): boolean {
  return (
    value.kind === 'unknown' ||
    (value.kind === 'environment' && !value.numeric) ||
    (value.kind === 'string' && !value.text)
  );
}

/** Whether a string reads as a port; every other is a pipe's name, '-1' too. Source: lib/net.js, isPipeName and toNumber. */
export function isPortText(text: string): boolean {
  return text.trim() !== '' && Number(text) >= 0;
}

/**
 * Whether an expression counts as a port, or a host, by what its author called it: itself, or all of its values that the file does not
 * show. Not where a value that the file shows is something else.
 * @param values what the expression may be
 */
export function countsAs(
  role: keyof typeof ROLES,
  file: File,
  expression: Node,
  values: readonly Value[],
): boolean {
  const { isNamed, allows } = ROLES[role];
  const open = values.filter(isOpen).map((value) => ('node' in value ? value.node : undefined));
  return (
    values.every(allows) &&
    (isNamed(expression) || open.every((node) => node !== undefined && isNamed(node))) &&
    ![expression, ...open].some((node) => node !== undefined && isGivenOther(file, node, role))
  );
}

/** Whether a call of the file gives a parameter something else: `start('\\0abstract')` */
function isGivenOther(file: File, expression: Node, role: keyof typeof ROLES): boolean {
  const node = unwrap(expression);
  const definition = node.type === 'Identifier' ? variableOf(file, node)?.defs[0] : undefined;
  return definition?.type === 'Parameter' && otherGiven(asNode(definition.name), role, file);
}

const otherGiven = memoizeBy((name: Node, role: keyof typeof ROLES, file: File): boolean => {
  const owner = ownerOf(name);
  const parameter = owner && parameterAround(owner, name);
  return (
    parameter?.target === name &&
    usesOf(parameter.owner, file).calls.some((call) => {
      spend();
      const given = argumentFor(call, parameter.index);
      return given !== undefined && !evaluate(file, given).every(ROLES[role].allows);
    })
  );
});

function ownerOf(name: Node) {
  let node: Node | undefined = name;
  while (node && !isFunction(node)) {
    node = node.parent;
  }
  return node;
}
