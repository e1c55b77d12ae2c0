import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { grouped } from '../../grouped.ts';
import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { Listener, Parameter } from '../catalogue/family.ts';
import type { PythonFile } from './file.ts';
import { isSource, readAddress, readAddressText, readPort, unknown, type Address } from './port.ts';
import type { Reading } from './reading.ts';
import { argument, keywordArgument } from './arguments.ts';
import { stringOf } from './value.ts';

const given = (call: SyntaxNode, parameter: Parameter | undefined): SyntaxNode | undefined =>
  parameter && argument(call, ...parameter);

/** Whether an argument is there and is not None. */
export const isGiven = (node: SyntaxNode | undefined): node is SyntaxNode =>
  node !== undefined && node.type !== 'none';

const OPAQUE: Address = { port: { kind: 'opaque' } };

/** Where a call of the catalogue binds, from its arguments. */
export function whereOf(reading: Reading, call: SyntaxNode, facts: Listener): Address {
  const { file, values } = reading;
  if (facts.handles?.some((keyword) => isGiven(keywordArgument(call, keyword)?.field('value'))) === true) {
    return { port: { kind: 'handle' } };
  }
  if (/\bAF_UNIX\b/u.test(keywordArgument(call, 'family')?.text ?? '')) {
    return { port: { kind: 'path' } };
  }
  const description = given(call, facts.description);
  if (description) {
    return readDescription(description);
  }
  const address = given(call, facts.address);
  if (isGiven(address)) {
    return facts.api.protocol === 'udp' && isSource(address)
      ? { port: { kind: 'none' } }
      : (readAddressText(address) ?? readAddress(address, file, values));
  }
  const port = given(call, facts.port);
  if (isGiven(port)) {
    const host = given(call, facts.host);
    return { port: readPort(port, file, values), host: host && stringOf(host) };
  }
  const list = call.field('arguments')?.named ?? [];
  if (list.some(({ type }) => type === 'list_splat' || type === 'dictionary_splat')) {
    return OPAQUE;
  }
  if (facts.settings) {
    return readSettings(reading, call, facts.settings, defaultOf(facts));
  }
  return { port: defaultOf(facts) };
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

/** `config.bind = ['0.0.0.0:8000']`: the assignments of the file to the object that the call is given. */
function readSettings(
  { file, values }: Reading,
  call: SyntaxNode,
  { argument: parameter, attribute, madeBy }: NonNullable<Listener['settings']>,
  otherwise: Port,
): Address {
  const object = given(call, parameter);
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
