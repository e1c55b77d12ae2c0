import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { server, unverified } from '../catalogue/apis.ts';
import type { Listener } from '../catalogue/family.ts';
import { ADDS, CREATES, SERVES_NOT, STARTS, TOLD } from '../catalogue/shapes.ts';
import { valueOf } from './evaluate.ts';
import { simpleName, type Names } from './names.ts';
import { isNone, isOwn, receiverOf, serves, type Receiver } from './receiver.ts';
import { isStarted } from './started.ts';
import type { Bind } from './step.ts';
import { toldBefore } from './told-before.ts';
import { namesPort, whereOf, type Where } from './where.ts';

/** How a server that nothing is known of is told where to listen. */
interface Told {
  readonly listener: Listener;
  readonly arguments: readonly SyntaxNode[];
}

/**
 * A call that by its shape alone makes a server listen: on what nothing is known of, with evidence beside. What this file declares
 * is none: its bind is reported where it stands.
 */
export function shapedServer(names: Names, call: SyntaxNode, given: readonly SyntaxNode[]): Bind | undefined {
  const told =
    call.type === 'object_creation_expression' ? made(names, call, given) : called(names, call, given);
  return (
    told && {
      binding: told.listener,
      call,
      arguments: told.arguments,
      type: SHAPED,
      certainty: 'shaped',
    }
  );
}

/** No type of the catalogue. */
const SHAPED = '';

const DATAGRAMS = /udp|datagram/i;

const told = (
  { type = '', words }: Pick<Receiver, 'type' | 'words'>,
  name: string,
  arguments_: readonly SyntaxNode[],
  more?: Parameters<typeof server>[1],
): Told => ({
  listener: server(
    { ...unverified(name), ...(DATAGRAMS.test(`${type} ${words} ${name}`) ? { protocol: 'udp' } : {}) },
    more,
  ),
  arguments: arguments_,
});

function called(names: Names, call: SyntaxNode, given: readonly SyntaxNode[]): Told | undefined {
  const name = call.field('name')?.text ?? '';
  const object = call.field('object');
  if (!object || !(Object.hasOwn(TOLD, name) || STARTS.has(name) || ADDS.test(name) || CREATES.test(name))) {
    return undefined;
  }
  const receiver = receiverOf(names, object);
  if (!receiver || isNone(receiver)) {
    return undefined;
  }
  const where = whereOf(names, given);
  if (where) {
    return isTold(names, { name, given, where, receiver }) ? told(receiver, `${name}()`, given) : undefined;
  }
  if (!STARTS.has(name) || given.some((argument) => valueOf(argument) !== undefined)) {
    return undefined;
  }
  const before = toldBefore(names, object, receiver);
  return before && told(receiver, `${name}()`, [before.node]);
}

interface Telling {
  readonly name: string;
  readonly given: readonly SyntaxNode[];
  readonly where: Where;
  readonly receiver: Receiver;
}

/** Whether the arguments of a call tell a server where to listen. */
function isTold(names: Names, { name, given, where, receiver }: Telling): boolean {
  if (ADDS.test(name)) {
    return (
      given[0] === where.node && (where.host !== undefined || namesPort(where.node)) && isPortLike(where)
    );
  }
  if (!isPortLike(where)) {
    return false;
  }
  if (CREATES.test(name)) {
    return given.includes(where.node) && (isNamed(where) || where.is === 'uri' || where.host !== undefined);
  }
  if (!Object.hasOwn(TOLD, name)) {
    return false;
  }
  const isFirst = given[0] === where.node || (given[1] === where.node && where.host === given[0]);
  return (
    isFirst &&
    (serves(receiver) ||
      (TOLD[name] === 'address' && (given.length > 1 || receiver.type === undefined || isNamed(where))))
  );
}

const isNamed = ({ is, node }: Where): boolean => is === 'address' || namesPort(node);

/** Whether an argument is one by its name, or a number that servers listen on: sizes are powers of two. */
function isPortLike({ is, node }: Where): boolean {
  const value = is === 'port' ? valueOf(node) : undefined;
  return typeof value === 'number'
    ? value === 0 || (value > 20 && !isSize(value)) || namesPort(node)
    : is !== 'port' || namesPort(node);
}

const isSize = (value: number): boolean => value >= 128 && (value & (value - 1)) === 0;

/** `new FileServer(8080)`, of a type of another project, which is started then. */
function made(names: Names, node: SyntaxNode, given: readonly SyntaxNode[]): Told | undefined {
  const type = (node.field('type')?.text ?? '').replace(/<.*$/s, '');
  const simple = simpleName(type);
  if (!ENDS_SERVING.test(simple) || SERVES_NOT.test(simple) || isOwn(names, type)) {
    return undefined;
  }
  const where = whereOf(names, given);
  return where &&
    isPortLike(where) &&
    (isNamed(where) || given.filter(isNumber).length === 1) &&
    isStarted(node)
    ? told({ type, words: '' }, `new ${simple}()`, given, { isLater: true })
    : undefined;
}

const ENDS_SERVING = /(?:Server|Httpd|HTTPD|Listener|Acceptor|Daemon|Broker)$/;

const isNumber = (node: SyntaxNode): boolean => typeof valueOf(node) === 'number';
