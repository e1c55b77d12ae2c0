import { portOf } from '../../flow/ports.ts';
import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { AddressShape } from '../catalogue/family.ts';
import { initialOf, valueOf, valuesOf } from './evaluate.ts';
import { declaredType, isAddress } from './declared.ts';
import { simpleName, typeOfName, type Names } from './names.ts';
import { portInUri, whereOf, type Where } from './where.ts';
import { variableOf } from './scope.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';

/** Where a bind goes, as far as the source tells. */
export interface Target {
  readonly port: Port;
  readonly address?: string | undefined;
  /** The address that is taken, as `ListenSite.taken` has it. */
  readonly taken?: string | undefined;
}

/** Both families, unless the virtual machine is told otherwise. Source: java.net.InetAddress.anyLocalAddress() of OpenJDK. */
const EVERY = '*';

/** What a port alone says, or with an address. */
const at = (port: SyntaxNode, address: SyntaxNode | undefined): Target => ({
  port: readPort(port),
  address: literal(address),
  taken: address ? literal(address) : EVERY,
});

const MAX_DEPTH = 8;

/** Types of addresses that have no port: Unix domain sockets, channels inside of one JVM. */
const PORTLESS = /Unix|UNIX|DomainSocket|^Local(?:Address|ServerTransport)$|^VmPipeAddress$|VSock|Vsock/;

/** Reads the address from the arguments of a bind. */
export function targetOf(names: Names, given: readonly SyntaxNode[], shape: AddressShape): Target {
  const [first, second, third] = given;
  if (!first) {
    return { port: { kind: 'ephemeral' } };
  }
  if (shape === 'anywhere' || shape === 'within') {
    return targetAmong(names, given) ?? { port: { kind: 'unknown', text: short(unwrap(first)) } };
  }
  if (shape === 'address') {
    return readAddress(names, first);
  }
  if (shape === 'port') {
    return at(first, third);
  }
  if (shape === 'either' && second && !isAddress(names, first)) {
    return at(second, first);
  }
  if (isAddress(names, first) || unwrap(first).type === 'null_literal') {
    return readAddress(names, first);
  }
  return at(first, second);
}

/** What the arguments of a call say of where a server listens, or those of what they are made of; undefined where nothing does. */
export function targetAmong(names: Names, given: readonly SyntaxNode[], depth = 0): Target | undefined {
  const where = whereOf(names, given);
  if (where) {
    return targetAt(names, where);
  }
  for (const node of depth < MAX_DEPTH ? given : []) {
    const inside = initially(unwrap(node));
    const found = isPortless(names, declaredType(names, inside) ?? inside.field('object')?.text ?? '')
      ? ({ port: { kind: 'path' } } as const)
      : targetAmong(names, partsOf(inside), depth + 1);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function targetAt(names: Names, { is, node, host }: Where): Target {
  switch (is) {
    case 'port':
      return { port: readPort(node), address: literal(host) };
    case 'address':
      return readAddress(names, node);
    case 'uri':
      return { port: { kind: 'literal', value: portInUri(node) ?? 0 } };
  }
}

/** What a variable holds from its beginning. */
function initially(node: SyntaxNode): SyntaxNode {
  const variable = node.type === 'identifier' ? variableOf(node, node.text) : undefined;
  const initial = variable && variable.kind !== 'parameter' ? initialOf(variable, node) : undefined;
  return initial ? unwrap(initial) : node;
}

/** The arguments of a constructor or a factory, and what a chain of calls begins with. */
function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const given = node.field('arguments')?.named ?? [];
  const object = node.type === 'method_invocation' ? node.field('object') : undefined;
  return object?.type === 'method_invocation' ? [...given, object] : given;
}

function readAddress(names: Names, node: SyntaxNode, depth = 0): Target {
  const inside = unwrap(node);
  const type = declaredType(names, inside) ?? declaredType(names, node);
  if (type !== undefined && PORTLESS.test(type)) {
    return { port: { kind: 'path' } };
  }
  if (inside.type === 'null_literal') {
    return { port: { kind: 'ephemeral' } };
  }
  const arguments_ = inside.field('arguments')?.named ?? [];
  const isMade =
    inside.type === 'object_creation_expression' ||
    (inside.type === 'method_invocation' && inside.field('name')?.text === 'createUnresolved');
  if (isMade && (type ?? '').endsWith('InetSocketAddress')) {
    const port = arguments_.at(-1);
    return {
      port: port ? readPort(port) : { kind: 'unknown', text: short(inside) },
      address: arguments_.length > 1 ? literal(arguments_[0]) : undefined,
      taken: arguments_.length > 1 ? literal(arguments_[0]) : EVERY,
    };
  }
  if (inside.type === 'ternary_expression') {
    return eitherOf(
      [inside.field('consequence'), inside.field('alternative')].flatMap((branch) =>
        branch ? readAddress(names, branch, depth + 1) : [],
      ),
    );
  }
  const variable = inside.type === 'identifier' ? variableOf(inside, inside.text) : undefined;
  const initial = variable && variable.kind !== 'parameter' ? initialOf(variable, inside) : undefined;
  if (initial && depth < MAX_DEPTH) {
    const target = readAddress(names, initial, depth + 1);
    return target.port.kind === 'unknown' && initial.type !== 'object_creation_expression'
      ? { port: { kind: 'unknown', text: short(inside), written: target.port.written } }
      : target;
  }
  return { port: { kind: 'unknown', text: short(inside) } };
}

/** What two branches have in common: the first that is no exempt one. */
function eitherOf(targets: readonly Target[]): Target {
  const open = targets.find(({ port }) => port.kind !== 'ephemeral' && port.kind !== 'path');
  return open ?? targets[0] ?? { port: { kind: 'opaque' } };
}

export const readPort = (node: SyntaxNode): Port => portOf(valuesOf(node), short(unwrap(node)));

/** The address in a text, by itself or in `InetAddress.getByName("127.0.0.1")`. */
function literal(node: SyntaxNode | undefined): string | undefined {
  const inside = node && unwrap(node);
  const named =
    inside?.type === 'method_invocation' && inside.field('name')?.text === 'getByName'
      ? inside.field('arguments')?.named[0]
      : inside;
  const value = named && valueOf(named);
  return typeof value === 'string' ? value : undefined;
}

/** An expression as messages quote it. */
export function short({ text }: SyntaxNode): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** Whether a name is a type of addresses without ports. */
export function isPortless(names: Names, written: string): boolean {
  return PORTLESS.test(simpleName(typeOfName(names, written)?.name ?? written));
}
