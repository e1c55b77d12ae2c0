import type { Port } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { PythonFile } from './file.ts';
import { argument, argumentsOf } from './arguments.ts';
import { callOf, numberOf, stringOf, type Values } from './value.ts';

/** Where a socket is bound. */
export interface Address {
  readonly port: Port;
  /** The host, where it is a literal. */
  readonly host?: string | undefined;
}

const EPHEMERAL: Port = { kind: 'ephemeral' };

/** Conversions seen through: `port = int(port)` is one of itself. */
const MAX_CONVERSIONS = 3;

/** A port read back from a socket, which says nothing of the one asked for. */
const READ_BACK = /\bgetsockname\(|\bgetHost\(\)\.port\b/u;

/** Calls that draw a port, so that the next start asks for another one: `dns.randomSource()`, `random.randint(1024, 65535)`. */
const RANDOM = /(?:^|[._])(?:random(?![a-z])\w*|rand(?:int|range|below))$/u;

/** The longest expression that a message quotes. */
const MAX_TEXT = 40;

/** A port of which the source shows an expression alone. */
export function unknown({ text }: SyntaxNode): Port {
  const line = text.replaceAll(/\s+/gu, ' ');
  return { kind: 'unknown', text: line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line };
}

/** Whether an address is called the source of what a client sends. */
export const isSource = ({ text }: SyntaxNode): boolean =>
  /(?<![A-Za-z])(?:source|src|client)(?![A-Za-z])/iu.test(text);

/** The port in an expression such as `8000`, `PORT`, `int(os.environ.get("PORT", 8000))`. */
export function readPort(node: SyntaxNode, file: PythonFile, values: Values, depth = 0): Port {
  const found = values.of(node);
  const ports = found
    .filter((one) => !READ_BACK.test(one.node.text))
    .map((one) => (one.isPart ? unknown(node) : readValue(one.node, node, file, values, depth)));
  // another socket had the kernel choose it, and the next start has it chosen anew
  if (ports.length === 0 && found.length > 0) {
    return EPHEMERAL;
  }
  const written = ports.flatMap((port) => port.written ?? []);
  return { ...(agreed(ports) ?? unknown(node)), written };
}

function readValue(
  value: SyntaxNode,
  asked: SyntaxNode,
  file: PythonFile,
  values: Values,
  depth: number,
): Port {
  const text = stringOf(value);
  const number = text !== undefined && /^\d+$/u.test(text) ? Number(text) : numberOf(value);
  if (number !== undefined) {
    return number === 0
      ? EPHEMERAL
      : { kind: 'literal', value: number, written: [{ value: number, range: [value.start, value.end] }] };
  }
  if (value.type === 'call') {
    if (RANDOM.test(value.field('function')?.text ?? '')) {
      return EPHEMERAL;
    }
    const [inner] = argumentsOf(value);
    if (/^(?:int|str)$/u.test(value.field('function')?.text ?? '') && inner && depth < MAX_CONVERSIONS) {
      const port = readPort(inner, file, values, depth + 1);
      return port.kind === 'unknown' ? { ...unknown(asked), written: port.written } : port;
    }
  }
  return readEnvironment(value, file, values) ?? unknown(asked);
}

/** `os.environ["PORT"]`, `os.environ.get("PORT", 8000)`, `os.getenv("PORT")` */
function readEnvironment(value: SyntaxNode, file: PythonFile, values: Values): Port | undefined {
  const path = (node: SyntaxNode | undefined): string | undefined => node && file.pathOf(node);
  const isCall = value.type === 'call';
  const name = isCall
    ? /^os\.(?:environ\.get|getenv)$/u.test(path(value.field('function')) ?? '')
      ? argumentsOf(value)[0]
      : undefined
    : value.type === 'subscript' && path(value.field('value')) === 'os.environ'
      ? value.field('subscript')
      : undefined;
  const variable = name && stringOf(name);
  if (variable === undefined) {
    return undefined;
  }
  const fallback = isCall ? argumentsOf(value)[1] : undefined;
  const port = fallback ? readPort(fallback, file, values) : undefined;
  return {
    kind: 'environment',
    variable,
    ...(port?.kind === 'literal' ? { fallback: port.value } : {}),
    written: [{ variable, range: [value.start, value.end] }, ...(port?.written ?? [])],
  };
}

/** What several possible ports have in common; undefined where that is nothing. */
function agreed(ports: readonly Port[]): Port | undefined {
  const [first] = ports;
  return first && ports.every((port) => textOf(port) === textOf(first)) ? first : undefined;
}

/** What a port is, wherever it is written. */
const textOf = ({ written: _, ...port }: Port): string => JSON.stringify(port);

/** An address that is a text: `[::]:50051`, `unix:/run/s`, `fd://3`; undefined for anything else. */
export function readAddressText(node: SyntaxNode): Address | undefined {
  if (node.type !== 'string') {
    return undefined;
  }
  const text = stringOf(node);
  if (text === undefined) {
    return { port: unknown(node) };
  }
  const [, host, digits] = /^(.*):(\d+)$/u.exec(text) ?? [];
  return digits === undefined || /^(?:unix|fd):/u.test(text)
    ? { port: { kind: 'path' } }
    : {
        port:
          Number(digits) === 0
            ? EPHEMERAL
            : {
                kind: 'literal',
                value: Number(digits),
                written: [{ value: Number(digits), range: [node.start, node.end] }],
              },
        host: host === '' ? undefined : host?.replaceAll(/[[\]]/gu, ''),
      };
}

/** The address in `bind(...)`: a pair, something that holds one, or the path of a Unix domain socket. */
export function readAddress(node: SyntaxNode, file: PythonFile, values: Values): Address {
  const found = values.of(node).map((one) => readOne(one.node, one.isPart, file, values));
  const port = agreed(found.map((one) => one.port));
  const [first] = found;
  if (port) {
    return { port, host: found.length === 1 ? first?.host : undefined };
  }
  const written = found.flatMap((one) => one.port.written ?? []);
  return { port: found.length === 1 && first ? first.port : { ...unknown(node), written } };
}

function readOne(node: SyntaxNode, isPart: boolean, file: PythonFile, values: Values): Address {
  if (!isPart && (node.type === 'tuple' || node.type === 'list')) {
    const [host, port] = node.named;
    const [only, ...more] = host ? values.of(host) : [];
    return {
      port: port ? readPort(port, file, values) : unknown(node),
      host: only && more.length === 0 ? stringOf(only.node) : undefined,
    };
  }
  if (!isPart && /^(?:string|concatenated_string)$/u.test(node.type)) {
    return { port: { kind: 'path' } };
  }
  const call = callOf(node);
  const callee = call?.field('function');
  if (call && callee && file.pathOf(callee) === 'socket.getaddrinfo') {
    const service = argument(call, 1, 'port');
    const port = service && readPort(service, file, values);
    return {
      port: port?.kind === 'unknown' ? { ...unknown(node), written: port.written } : (port ?? unknown(node)),
    };
  }
  return { port: unknown(node) };
}
