import { spend } from '../../effort.ts';
import { agreed } from '../../flow/ports.ts';
import { memoize } from '../../memoize.ts';
import { grouped } from '../../grouped.ts';
import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { saysHost } from '../../flow/names.ts';
import type { Listener } from '../catalogue/family.ts';
import type { PythonFile } from './file.ts';
import { isSource, readAddress, readAddressText, readPort, unknown, type Address } from './port.ts';
import type { Reading } from './reading.ts';
import { givenTo, type Called } from './handed.ts';
import { numberOf, stringOf } from './value.ts';

/** Whether an argument is there and is not None. */
export const isGiven = (node: SyntaxNode | undefined): node is SyntaxNode =>
  node !== undefined && node.type !== 'none';

/** What a caller or a configuration gives: `uds=args.uds` beside `port=args.port`. */
const MAY_BE_NONE = /^(?:identifier|attribute|subscript|none)$/u;

const OPAQUE: Address = { port: { kind: 'opaque' } };

/** Where a call of the catalogue binds, from its arguments. */
export function whereOf(reading: Reading, called: Called, facts: Listener): Address {
  const { file, values } = reading;
  const isPortGiven = isGiven(givenTo(called, facts.port) ?? givenTo(called, facts.address));
  const isHandle = (node: SyntaxNode | undefined): boolean =>
    isGiven(node) && !(isPortGiven && values.of(node).every((one) => MAY_BE_NONE.test(one.node.type)));
  if (facts.handles?.some((keyword) => isHandle(called.keywords.get(keyword))) === true) {
    return { port: { kind: 'handle' } };
  }
  if (/\bAF_UNIX\b/u.test(called.keywords.get('family')?.text ?? '')) {
    return { port: { kind: 'path' } };
  }
  const description = givenTo(called, facts.description);
  if (description) {
    return readDescription(description);
  }
  const address = givenTo(called, facts.address);
  if (isGiven(address)) {
    return facts.api.protocol === 'udp' && isSource(address)
      ? { port: { kind: 'none' } }
      : readGivenAddress(reading, address, facts);
  }
  const port = givenTo(called, facts.port);
  if (isGiven(port)) {
    const host = givenTo(called, facts.host);
    return { port: readPort(port, file, values), host: host && stringOf(host) };
  }
  if (called.isOpen) {
    return called.address ? { port: unknown(called.address) } : OPAQUE;
  }
  if (facts.isPortElsewhere === true) {
    return { port: unknown(called.call) };
  }
  if (facts.key !== undefined) {
    return { port: readKey(reading, facts.key) ?? defaultOf(facts) };
  }
  if (facts.settings) {
    return readSettings(reading, called, facts.settings, defaultOf(facts));
  }
  return { port: defaultOf(facts) };
}

/** A pair, a text, a port alone, or a socket where the library takes one in their place. */
function readGivenAddress({ file, values }: Reading, node: SyntaxNode, facts: Listener): Address {
  if (facts.takesPort === true && values.of(node).every(({ node: value }) => numberOf(value) !== undefined)) {
    return { port: readPort(node, file, values) };
  }
  const address = readAddressText(node) ?? readAddress(node, file, values);
  if (address.port.kind === 'unknown' && /(?<![a-z])(?:sock(?:et)?_?)?path$/iu.test(node.text)) {
    return { port: { kind: 'path' } };
  }
  const isSocket =
    facts.takesSocket === true &&
    address.port.kind === 'unknown' &&
    values.of(node).every(({ node: { type } }) => type !== 'tuple') &&
    !saysHost(node.text);
  return isSocket ? { port: { kind: 'handle' } } : address;
}

const defaultOf = ({ defaultPort }: Listener): Port =>
  defaultPort === undefined ? { kind: 'none' } : { kind: 'literal', value: defaultPort, byDefault: true };

/**
 * `tcp:8080:interface=127.0.0.1`, `ssl:port=443:privateKey=key.pem`, `unix:/run/s`, `systemd:domain=INET:index=0`.
 * Source: Twisted's documentation, "Getting connected with endpoints".
 */
function readDescription(node: SyntaxNode): Address {
  const text = stringOf(node);
  if (text === undefined) {
    // another kind of endpoint may come out of a variable
    const [prefix, digits] = /^[fF]?["'](?:tcp[46]?|ssl)(?::(\d+)(?=:))?/u.exec(node.text) ?? [];
    return prefix === undefined
      ? OPAQUE
      : { port: digits === undefined ? unknown(node) : { kind: 'literal', value: Number(digits) } };
  }
  const [, digits] = /^(?:(?:tcp[46]?|ssl):)?(?:(?:[a-zA-Z]+=[^:]*:)*port=)?(\d+)(?::|$)/u.exec(text) ?? [];
  const [, host] = /:interface=((?:\\:|[^:])+)/u.exec(text) ?? [];
  const kind: Port = /^(?:unix|systemd|fd|stdio)\b/u.test(text) ? { kind: 'handle' } : { kind: 'opaque' };
  return digits === undefined
    ? { port: kind }
    : {
        port: Number(digits) === 0 ? { kind: 'ephemeral' } : { kind: 'literal', value: Number(digits) },
        host: host?.replaceAll('\\', ''),
      };
}

/** `'server.socket_port': 8080` in a dictionary, `cherrypy.server.socket_port = 8080`: what the file says. */
function readKey({ file, values }: Reading, key: string): Port | undefined {
  const found: SyntaxNode[] = [];
  for (let at = file.text.indexOf(key); at >= 0; at = file.text.indexOf(key, at + key.length)) {
    spend();
    const text = file.nodeAt(at);
    const literal = text.type === 'string_content' ? text.parent : text;
    const around = literal?.parent;
    const target = around?.type === 'attribute' ? around : undefined;
    const value =
      around?.type === 'pair'
        ? around.field('value')
        : nearestAssignment(target ?? (around?.type === 'subscript' ? around : undefined));
    found.push(...(value ? [value] : []));
  }
  const ports = found.map((value) => readPort(value, file, values));
  const [first, ...others] = ports;
  return others.length === 0 ? first : (agreed(ports) ?? { kind: 'unknown', text: key });
}

/** What is assigned to `a.b.c`, from any part of it. */
function nearestAssignment(target: SyntaxNode | undefined): SyntaxNode | undefined {
  let node = target;
  while (node?.parent?.type === 'attribute') {
    node = node.parent;
  }
  return node?.parent?.type === 'assignment' && node.parent.field('left') === node
    ? node.parent.field('right')
    : undefined;
}

/** `config.bind = ['0.0.0.0:8000']`: the assignments of the file to the object that the call is given. */
function readSettings(
  { file, values }: Reading,
  called: Called,
  { argument: parameter, attribute, madeBy }: NonNullable<Listener['settings']>,
  otherwise: Port,
): Address {
  const object = givenTo(called, parameter);
  const makers = object
    ? values
        .of(object)
        .map(({ node }) => (node.type === 'call' ? node.field('function') : undefined))
        .map((maker) => maker && file.pathOf(maker))
    : [];
  if (!object || makers.length === 0 || makers.some((path) => path !== madeBy)) {
    return OPAQUE;
  }
  const assignments = assignedTo(file, attribute).get(object.text) ?? [];
  const [first, ...others] = assignments;
  if (!first) {
    return { port: otherwise };
  }
  return others.length > 0 ? { port: unknown(first) } : (readAddressText(first) ?? { port: unknown(first) });
}

const assigned = memoize<PythonFile, Map<string, ReadonlyMap<string, readonly SyntaxNode[]>>>(
  () => new Map(),
);

/** What an attribute is given in a file, by the text of the object; of a list its first element. */
function assignedTo(file: PythonFile, attribute: string): ReadonlyMap<string, readonly SyntaxNode[]> {
  const known = assigned(file);
  const found =
    known.get(attribute) ??
    grouped(
      [...file.text.matchAll(new RegExp(`\\.${attribute}\\s*=(?!=)`, 'gu'))].flatMap(({ index }) => {
        spend();
        const target = file.nodeAt(index + 1).parent;
        const object = target?.type === 'attribute' ? target.field('object')?.text : undefined;
        const value =
          object !== undefined && target?.parent?.type === 'assignment'
            ? target.parent.field('right')
            : undefined;
        return object !== undefined && value
          ? [[object, value.type === 'list' ? (value.named[0] ?? value) : value] as const]
          : [];
      }),
    );
  known.set(attribute, found);
  return found;
}
