import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';
import type { PythonFile } from './file.ts';
import { argument, argumentsOf } from './arguments.ts';
import type { Creation } from './step.ts';
import { callOf, type Alternative, type Values } from './value.ts';

/** What a socket may be: it takes connections, datagrams, or something else without ports. */
export type SocketType = 'stream' | 'datagram' | 'other' | 'unknown';

/** Names and numbers of types. Source: the socket module's documentation; include/linux/net.h `enum sock_type`. */
const TYPES: readonly (readonly [RegExp, SocketType])[] = [
  [/^(?:SOCK_STREAM|1|-1)$/u, 'stream'],
  [/^(?:SOCK_DGRAM|2)$/u, 'datagram'],
  [/^(?:SOCK_(?:RAW|RDM|SEQPACKET|PACKET)|3|4|5|10)$/u, 'other'],
];

/** Flags beside a type. */
const FLAG = /^SOCK_(?:CLOEXEC|NONBLOCK)$/u;

/** Protocols that have one type of socket. */
const PROTOCOLS: readonly (readonly [RegExp, SocketType])[] = [
  [/(?:^|\.)(?:IPPROTO_TCP|SOL_TCP)$|^6$/u, 'stream'],
  [/(?:^|\.)IPPROTO_UDP$|^17$/u, 'datagram'],
];

/** Methods of tables and lists whose results are elements. */
const ELEMENTS = /^(?:get|pop|items|values|copy)$/u;

/** Nested tables and functions looked into. */
const MAX_DEPTH = 4;

const named = (table: readonly (readonly [RegExp, SocketType])[], text: string): SocketType | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1];

/** What the sockets that a call makes may be. */
export function socketTypesOf(creation: Creation, values: Values, file: PythonFile): ReadonlySet<SocketType> {
  const { call, type } = creation;
  const [first] = argumentsOf(call);
  if (first?.type === 'list_splat' || call.field('arguments')?.named.some(isSplat) === true) {
    // `socket(*info[:3])`
    const splat = call.field('arguments')?.named.find(isSplat)?.named[0];
    return splat ? new TypeReader(values, file).of(splat, 0) : new Set(['unknown']);
  }
  if (!type) {
    return new Set(['stream']);
  }
  const found = new TypeReader(values, file).of(type, 0);
  const protocol = argument(call, 2, 'proto');
  const known = found.has('unknown') && protocol ? named(PROTOCOLS, protocol.text) : undefined;
  return known ? new Set([...found].map((one) => (one === 'unknown' ? known : one))) : found;
}

const isSplat = ({ type }: SyntaxNode): boolean => type === 'list_splat' || type === 'dictionary_splat';

class TypeReader {
  readonly #values: Values;
  readonly #file: PythonFile;

  constructor(values: Values, file: PythonFile) {
    this.#values = values;
    this.#file = file;
  }

  /** All that an expression may be. */
  of(node: SyntaxNode, depth: number): ReadonlySet<SocketType> {
    return new Set(this.#values.of(node).flatMap((one) => [...this.#one(one, depth)]));
  }

  #one({ node, isPart }: Alternative, depth: number): Iterable<SocketType> {
    if (depth > MAX_DEPTH) {
      return ['unknown'];
    }
    const known = named(TYPES, this.#nameOf(node));
    if (known && !isPart) {
      return [known];
    }
    const made = callOf(node);
    if (made && this.#file.pathOf(made.field('function') ?? made) === 'socket.getaddrinfo') {
      return this.#ofAddresses(made, depth);
    }
    switch (node.type) {
      case 'binary_operator':
        return this.#ofFlags(node, depth);
      case 'subscript': {
        const table = node.field('value');
        return table ? this.#ofElements(table, depth + 1) : ['unknown'];
      }
      case 'call':
        return this.#ofCall(node, depth);
      default:
        return isPart ? this.#ofContainer(node) : ['unknown'];
    }
  }

  /** The last part of a name, as the module that it is imported from spells it. */
  #nameOf(node: SyntaxNode): string {
    const path = this.#file.pathOf(node) ?? node.text;
    return path.slice(path.lastIndexOf('.') + 1).trim();
  }

  /** `SOCK_STREAM | SOCK_CLOEXEC` */
  #ofFlags(node: SyntaxNode, depth: number): Iterable<SocketType> {
    const parts = [node.field('left'), node.field('right')].flatMap((part) =>
      part && !FLAG.test(this.#nameOf(part)) ? [part] : [],
    );
    const [part, ...others] = parts;
    return part && others.length === 0 ? this.of(part, depth + 1) : ['unknown'];
  }

  /** getaddrinfo() without a type gives addresses for all of them. Source: getaddrinfo(3). */
  #ofAddresses(call: SyntaxNode, depth: number): Iterable<SocketType> {
    const type = argument(call, 3, 'type');
    const protocol = argument(call, 4, 'proto');
    const known = protocol && named(PROTOCOLS, protocol.text);
    return known ? [known] : type && type.text !== '0' ? this.of(type, depth + 1) : ['unknown'];
  }

  #ofCall(call: SyntaxNode, depth: number): Iterable<SocketType> {
    const callee = call.field('function');
    const given = argumentsOf(call);
    if (callee?.text === 'getattr') {
      const [, name, fallback] = given;
      const known = name && named(TYPES, name.text.replaceAll(/^\w*["']|["']$/gu, ''));
      return [known ?? 'unknown', ...(fallback ? this.of(fallback, depth + 1) : [])];
    }
    const table = callee?.type === 'attribute' ? callee.field('object') : undefined;
    if (table && ELEMENTS.test(callee?.field('attribute')?.text ?? '')) {
      const fallback = given[1];
      return [...this.#ofElements(table, depth + 1), ...(fallback ? this.of(fallback, depth + 1) : [])];
    }
    const definition = callee?.type === 'identifier' ? this.#file.functionNamed(callee.text) : undefined;
    return definition ? this.#ofReturned(this.#file.nodeOf(definition), depth) : ['unknown'];
  }

  #ofReturned(definition: SyntaxNode, depth: number): Iterable<SocketType> {
    const found = [...within(definition)]
      .filter(({ type }) => type === 'return_statement')
      .flatMap(({ named: [value] }): SocketType[] => (value ? [...this.of(value, depth + 1)] : ['unknown']));
    return found.length > 0 ? found : ['unknown'];
  }

  /** What a table or list holds. */
  #ofElements(table: SyntaxNode, depth: number): Iterable<SocketType> {
    return this.#values.of(table).flatMap(({ node }) => {
      const made = callOf(node);
      return made && depth <= MAX_DEPTH
        ? [...this.#one({ node: made, isPart: true }, depth)]
        : [...this.#ofContainer(node)];
    });
  }

  /** All types that a display names: `{'tcp': SOCK_STREAM, 'udp': SOCK_DGRAM}`. */
  #ofContainer(node: SyntaxNode): Iterable<SocketType> {
    if (!/^(?:dictionary|list|tuple|set|expression_list)$/u.test(node.type)) {
      return ['unknown'];
    }
    const found = [...within(node)]
      .filter(({ type }) => type === 'identifier' || type === 'attribute')
      .flatMap((part) => named(TYPES, this.#nameOf(part)) ?? []);
    return found.length > 0 ? new Set(found) : ['unknown'];
  }
}
