import { isPortNumber, saysPort } from '../../flow/names.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { TELLS_PORT } from '../catalogue/shapes.ts';
import { valueOf } from './evaluate.ts';
import { declaredType, isAddress } from './declared.ts';
import type { Names } from './names.ts';

/** The argument of a call that says where a server listens, and the host beside it. */
export interface Where {
  readonly is: 'port' | 'address' | 'uri';
  readonly node: SyntaxNode;
  readonly host?: SyntaxNode | undefined;
}

/** Finds the first argument that is a port, an address, or a URI with a port. */
export function whereOf(names: Names, given: readonly SyntaxNode[], depth = 0): Where | undefined {
  for (const [index, node] of given.entries()) {
    const is = whatSays(names, node);
    if (is) {
      const host = [given[index - 1], given[index + 1]].find((beside) => beside && isHost(names, beside));
      return { is, node, host };
    }
    const told = depth < MAX_DEPTH ? toldInChain(names, node, depth + 1) : undefined;
    if (told) {
      return told;
    }
  }
  return undefined;
}

const MAX_CHAIN = 60;
const MAX_DEPTH = 4;

/** The calls of a chain, the last one first, and what it begins with. */
export function chainOf(node: SyntaxNode): SyntaxNode[] {
  const chain = [node];
  for (let link = node; link.type === 'method_invocation' && chain.length < MAX_CHAIN;) {
    const object = link.field('object');
    if (!object) {
      break;
    }
    link = unwrap(object);
    chain.push(link);
  }
  return chain;
}

/** `.port(8080)` in a chain of calls. */
export function toldInChain(names: Names, node: SyntaxNode, depth = 0): Where | undefined {
  for (const link of chainOf(unwrap(node))) {
    const given = link.type === 'method_invocation' ? (link.field('arguments')?.named ?? []) : [];
    const where = TELLS_PORT.test(link.field('name')?.text ?? '') ? whereOf(names, given, depth) : undefined;
    if (where) {
      return where;
    }
  }
  return undefined;
}

function whatSays(names: Names, node: SyntaxNode): Where['is'] | undefined {
  return isAddress(names, node)
    ? 'address'
    : isPort(names, node)
      ? 'port'
      : portInUri(node) === undefined
        ? undefined
        : 'uri';
}

const NUMBERS = new Set(['int', 'Integer', 'short', 'Short', 'long', 'Long', 'char']);

/** Methods that give a number. */
const GIVES_NUMBER =
  /^(?:parse(?:Int|Short|Unsigned\w*)|get(?:As)?(?:Int|Integer)|intValue|asInt|toInt|getPort|port)$/;

/** Whether a call sets a port, or asks whether there is one: it gives no number. */
function isSetter(call: SyntaxNode): boolean {
  const name = call.field('name')?.text ?? '';
  return (
    /^(?:set|with|add|is|has|check|toString)(?=[A-Z]|$)/.test(name) ||
    (TELLS_PORT.test(name) && (call.field('arguments')?.named.length ?? 0) > 0)
  );
}

/** Whether an expression is a number that can be a port, as far as the file tells. */
export function isPort(names: Names, expression: SyntaxNode): boolean {
  const node = unwrap(expression);
  const value = valueOf(node);
  if (value !== undefined) {
    return typeof value === 'number' && (value === 0 || isPortNumber(value));
  }
  const type = declaredType(names, node);
  return type !== undefined && node.type !== 'method_invocation'
    ? NUMBERS.has(type)
    : node.type === 'method_invocation'
      ? !isSetter(node) &&
        (GIVES_NUMBER.test(node.field('name')?.text ?? '') || (type === undefined && namesPort(node)))
      : /^(?:identifier|field_access|array_access|binary_expression|ternary_expression)$/.test(node.type) &&
        namesPort(node);
}

/** Whether an expression is called a port: by a name in it, or by the key it asks for. */
export function namesPort(expression: SyntaxNode): boolean {
  const node = unwrap(expression);
  const names =
    node.type === 'method_invocation'
      ? [...node.fields('name'), ...node.fields('object'), ...(node.field('arguments')?.named ?? [])]
      : [node];
  const said = names.filter(
    ({ type }) => type !== 'method_invocation' && !/^(?:object_creation|lambda)_expression$/.test(type),
  );
  return said.some(({ text }) => saysPort(text)) && !said.some(({ text }) => OTHERS.test(text));
}

/** The port of somebody else, where a client connects to. */
const OTHERS = /remote|peer|dest(?!roy)|target|upstream|backend/i;

const HOST_TYPES = new Set(['String', 'InetAddress', 'Inet4Address', 'Inet6Address']);

function isHost(names: Names, expression: SyntaxNode): boolean {
  const node = unwrap(expression);
  return (
    node.type === 'string_literal' ||
    HOST_TYPES.has(declaredType(names, node) ?? '') ||
    typeof valueOf(node) === 'string'
  );
}

/** The port that a URI names: `"http://localhost:8080/"`, `URI.create("http://0.0.0.0:8080")`. */
export function portInUri(expression: SyntaxNode): number | undefined {
  const node = unwrap(expression);
  const given =
    node.type === 'method_invocation' || node.type === 'object_creation_expression'
      ? (node.field('arguments')?.named[0] ?? node)
      : node;
  const value = given.type === 'method_invocation' ? undefined : valueOf(given);
  const found = typeof value === 'string' ? /^\w+:\/\/[^/]*:(\d+)(?:\/|$)/.exec(value)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}
