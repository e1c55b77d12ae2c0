import type { AST } from 'eslint';
import { agreed, portOf } from '../../flow/ports.ts';
import { evaluator, type Form, type Value } from '../../flow/values.ts';
import { memoize } from '../../memoize.ts';
import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { PythonFile } from './file.ts';
import { unwrap } from './place.ts';
import { argument, argumentsOf } from './arguments.ts';
import { callOf, numberOf, stringOf, type Values } from './value.ts';

/** Where a socket is bound. */
export interface Address {
  readonly port: Port;
  /** The host, where it is a literal. */
  readonly host?: string | undefined;
}

const EPHEMERAL: Port = { kind: 'ephemeral' };

/** A port read back from a socket, which says nothing of the one asked for. */
const READ_BACK = /\bgetsockname\(|\bgetHost\(\)\.port\b/u;

/** Calls that draw a port, so that the next start asks for another one: `dns.randomSource()`, `random.randint(1024, 65535)`. */
const RANDOM = /(?:^|[._])(?:random(?![a-z])\w*|rand(?:int|range|below))$/u;

/** The longest expression that a message quotes. */
const MAX_TEXT = 40;

/** A port of which the source shows an expression alone. */
export const unknown = (node: SyntaxNode): Port => ({ kind: 'unknown', text: short(node) });

/** An expression as messages quote it. */
function short({ text }: SyntaxNode): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}

/** Whether an address is called the source of what a client sends. */
export const isSource = ({ text }: SyntaxNode): boolean =>
  /(?<![A-Za-z])(?:source|src|client)(?![A-Za-z])/iu.test(text);

/** The port in an expression such as `8000`, `PORT`, `int(os.environ.get("PORT", 8000))`. */
export const readPort = (node: SyntaxNode, file: PythonFile, values: Values): Port =>
  portOf(evaluatorOf(values, file)(node), short(node));

const evaluatorOf = memoize((values: Values, file: PythonFile) =>
  evaluator((node: SyntaxNode) => lower(unwrap(node), file, values)),
);

function lower(node: SyntaxNode, file: PythonFile, values: Values): Form<SyntaxNode> | undefined {
  const found = values.of(node);
  return found.length === 1 && found[0]?.node === node && !found[0].isPart
    ? lowerSource(node, file)
    : {
        is: 'any',
        of: found.flatMap((one) => (one.isPart ? [] : [one.node])),
        // what a class of another file gave a field is not what was read back later
        isOpen:
          found.some(({ isPart }) => isPart) ||
          (found.some((one) => READ_BACK.test(one.node.text)) && values.isInherited(node)),
      };
}

/** What cannot be followed to anything else. */
function lowerSource(node: SyntaxNode, file: PythonFile): Form<SyntaxNode> | undefined {
  if (READ_BACK.test(node.text)) {
    return { is: 'value', value: { kind: 'bound' } };
  }
  const range: AST.Range = [node.start, node.end];
  const text = stringOf(node);
  const number = numberOf(node);
  if (text !== undefined || number !== undefined) {
    const value: Value =
      text === undefined
        ? { kind: 'number', value: number ?? 0, range }
        : { kind: 'string', value: text, range };
    return { is: 'value', value };
  }
  const environment = lowerEnvironment(node, file);
  const callee = node.type === 'call' ? node.field('function')?.text : undefined;
  if (environment || callee === undefined) {
    return environment;
  }
  const [first] = argumentsOf(node);
  return RANDOM.test(callee)
    ? { is: 'value', value: { kind: 'number', value: 0 } }
    : first && /^(?:int|str)$/u.test(callee)
      ? { is: 'conversion', of: first }
      : undefined;
}

/** `os.environ["PORT"]`, `os.environ.get("PORT", 8000)`, `os.getenv("PORT")` */
function lowerEnvironment(node: SyntaxNode, file: PythonFile): Form<SyntaxNode> | undefined {
  const path = (one: SyntaxNode | undefined): string | undefined => one && file.pathOf(one);
  if (node.type === 'call' && /^os\.(?:environ\.get|getenv)$/u.test(path(node.field('function')) ?? '')) {
    const [variable, fallback] = argumentsOf(node);
    return variable && { is: 'environment', variable, fallback };
  }
  const variable =
    node.type === 'subscript' && path(node.field('value')) === 'os.environ'
      ? node.field('subscript')
      : undefined;
  return variable && { is: 'environment', variable };
}

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
  if (/(?:unix_?sock(?:et)?|sock(?:et)?_?path)$/iu.test(node.text)) {
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
