import { calleeIn, type Callee } from '../../flow/callee.ts';
import { keepsNothing } from '../../flow/keeps-nothing.ts';
import { valueOf, type Place, type Use } from '../../flow/step.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { argument, argumentsOf } from './arguments.ts';
import { isSelf, type Classes, type OwnClass } from './classes.ts';
import { PASSES_ON } from './copies.ts';
import type { Definition } from './definitions.ts';
import { calleeOf } from './place.ts';
import { placeIn, type Creation, type PythonStep, type Scope } from './step.ts';
import { ADDS, targetsOf } from './targets.ts';

/** What a call does to sockets. */
export function readCall(scope: Scope, call: SyntaxNode): readonly PythonStep[] {
  const callee = call.field('function');
  if (!callee) {
    return [];
  }
  switch (scope.file.pathOf(callee)) {
    case 'socket.socket':
    case 'socket.SocketType':
      return create(scope, creationBy(call));
    case 'socket.fromfd':
    case 'socket.fromshare': {
      const [, family, type] = argumentsOf(call);
      return create(scope, { kind: 'given', family, type, call });
    }
    default:
      return callee.type === 'attribute'
        ? readMethod(scope, call, callee)
        : readFunction(scope, call, callee.text);
  }
}

function creationBy(call: SyntaxNode): Creation {
  const descriptor = argument(call, 3, 'fileno');
  return { ...creationOf(call), kind: descriptor && descriptor.text !== 'None' ? 'given' : 'made' };
}

function creationOf(call: SyntaxNode): Creation {
  return { kind: 'made', family: argument(call, 0, 'family'), type: argument(call, 1, 'type'), call };
}

function create(scope: Scope, creation: Creation): readonly PythonStep[] {
  const { call } = creation;
  return targetsOf(scope, call).map((into) => ({
    kind: 'create',
    at: call.start,
    node: call,
    into,
    creation,
  }));
}

const USES: ReadonlyMap<string, Use> = new Map([
  ['listen', 'listen'],
  ['accept', 'accept'],
  ['connect', 'connect'],
  ['connect_ex', 'connect'],
  ['close', 'close'],
]);

/** Methods of an event loop that use the socket they are given: `await loop.sock_accept(sock)`. */
const USES_OF_LOOP: ReadonlyMap<string, Use> = new Map([
  ['sock_connect', 'connect'],
  ['sock_accept', 'accept'],
]);

/** Memberships, by the names of their options. Source: ip(7), ipv6(7). */
const JOINS = /\b(?:IP_ADD_(?:SOURCE_)?MEMBERSHIP|IPV6_(?:JOIN_GROUP|ADD_MEMBERSHIP)|MCAST_JOIN_\w*GROUP)\b/u;

/** A call of a method, taken apart. */
interface MethodCall {
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode | undefined;
  readonly method: string;
  readonly given: readonly SyntaxNode[];
  /** What the receiver holds. */
  readonly socket: Place | undefined;
}

function readMethod(scope: Scope, call: SyntaxNode, callee: SyntaxNode): readonly PythonStep[] {
  const receiver = callee.field('object');
  const method = callee.field('attribute')?.text ?? '';
  const socket = placeIn(scope, receiver);
  const parts: MethodCall = { call, receiver, method, given: argumentsOf(call), socket };
  return (
    readOption(parts) ??
    readBind(scope, parts) ??
    readDispatcher(scope, parts) ??
    readUse(scope, parts) ??
    readConstructor(scope, parts) ??
    readOwnMethod(scope, call, receiver, method)
  );
}

type Read = readonly PythonStep[] | undefined;

function readOption({ call, method, given, socket }: MethodCall): Read {
  if (method !== 'setsockopt' || !socket) {
    return undefined;
  }
  const at = { at: call.start, node: call };
  const option: PythonStep = { ...at, kind: 'option', socket, option: { call, arguments: given } };
  const use: Use | undefined = JOINS.test(call.text)
    ? 'join'
    : call.text.includes('SO_BROADCAST')
      ? 'broadcast'
      : undefined;
  return use ? [option, { ...at, kind: 'use', socket, use }] : [option];
}

function readBind(scope: Scope, { call, receiver, method, given, socket }: MethodCall): Read {
  const [address, ...others] = given;
  return method === 'bind' && receiver && address && others.length === 0
    ? [
        { at: call.start, node: call, kind: 'bind', socket, bind: { call, receiver, address } },
        ...readOwnMethod(scope, call, receiver, method),
      ]
    : undefined;
}

/** asyncore.dispatcher makes, configures and binds a socket by methods of its own. Source: Lib/asyncore.py of CPython 3.11. */
function readDispatcher({ classes }: Scope, { call, receiver, method, socket }: MethodCall): Read {
  const own = receiver && isSelf(receiver.text) ? classes.at(call.start) : undefined;
  if (!receiver || !own || !socket) {
    return undefined;
  }
  const at = { at: call.start, node: call };
  switch (method) {
    case 'create_socket': {
      const text = `${receiver.text}.socket`;
      const held: Place = { text, name: 'socket', isShared: true, owner: own.family };
      return [
        { ...at, kind: 'create', into: socket, creation: creationOf(call) },
        { ...at, kind: 'copy', into: held, from: socket },
      ];
    }
    case 'set_reuse_addr':
      return [{ ...at, kind: 'option', socket, option: { call, arguments: undefined } }];
    default:
      return undefined;
  }
}

function readUse(scope: Scope, { call, receiver, method, given: [first], socket }: MethodCall): Read {
  const at = { at: call.start, node: call };
  const passed = placeIn(scope, first);
  const ofLoop = USES_OF_LOOP.get(method);
  if (ofLoop && passed) {
    return [{ ...at, kind: 'use', socket: passed, use: ofLoop }];
  }
  const use = USES.get(method);
  // `asyncore.dispatcher.listen(self, 5)`
  const isOfBase = first !== undefined && isSelf(first.text) && !isSelf(receiver?.text ?? '');
  const used = isOfBase ? passed : socket;
  if (!use || !used) {
    return undefined;
  }
  const step: PythonStep = { ...at, kind: 'use', socket: used, use };
  return method === 'accept'
    ? [step, ...create(scope, { kind: 'accepted', family: undefined, type: undefined, call }).slice(0, 1)]
    : [step, ...readMethodOfItsName(scope, call, receiver, method)];
}

const isSuper = (node: SyntaxNode | undefined): boolean =>
  node?.type === 'call' && node.field('function')?.text === 'super';

/** `super().__init__()` in a class that is a socket. */
function readConstructor({ classes }: Scope, { call, receiver, method }: MethodCall): Read {
  const own = isSuper(receiver) && method === '__init__' ? classes.at(call.start) : undefined;
  if (!own || !isSocketClass(own, classes)) {
    return undefined;
  }
  const into: Place = { text: 'self', name: 'self', isShared: true, owner: own.family };
  return [{ at: call.start, node: call, kind: 'create', into, creation: creationOf(call) }];
}

/** Whether a class of the file is a socket itself. */
const isSocketClass = (own: OwnClass, classes: Classes): boolean =>
  [...classes.lineage(own)].includes('socket.socket');

/** Whether the `bind()` of a class that is a socket binds: a double's only notes what it was given. */
const binds = memoize((own: OwnClass, { classes, file }: Pick<Scope, 'classes' | 'file'>): boolean => {
  const bind = classes.method(own, 'bind');
  return !bind || /(?<!\bdef\s+)\bbind\s*\(/u.test(file.text.slice(bind.start, bind.end));
});

/** A call of a method that a class of this file defines under the name of a socket's. */
function readMethodOfItsName(
  scope: Scope,
  call: SyntaxNode,
  receiver: SyntaxNode | undefined,
  method: string,
): readonly PythonStep[] {
  const { classes } = scope;
  const own = receiver && isSelf(receiver.text) ? classes.at(call.start) : undefined;
  const definition = own ? classes.method(own, method) : classes.onlyMethod(method);
  return definition ? callOf(scope, call, calleeOf(scope.file, definition)) : [];
}

/** A method of a class of this file, or of an object of which nothing is known. */
function readOwnMethod(
  scope: Scope,
  call: SyntaxNode,
  receiver: SyntaxNode | undefined,
  method: string,
): readonly PythonStep[] {
  if (!receiver) {
    return [];
  }
  const { classes } = scope;
  const own =
    isSuper(receiver) || isSelf(receiver.text)
      ? classes.at(call.start)
      : receiver.type === 'identifier'
        ? classes.named(receiver.text)
        : undefined;
  const found = own ? classes.method(own, method, isSuper(receiver)) : classes.onlyMethod(method);
  return callOf(scope, call, called(scope, found, method));
}

const called = ({ file }: Scope, definition: Definition | undefined, name: string): Callee =>
  definition ? calleeOf(file, definition) : calleeIn(file, name);

function readFunction(scope: Scope, call: SyntaxNode, name: string): readonly PythonStep[] {
  const { classes } = scope;
  const own = classes.named(name);
  if (own && isSocketClass(own, classes)) {
    return create(scope, { ...creationOf(call), kind: binds(own, scope) ? 'made' : 'given' });
  }
  return callOf(scope, call, called(scope, own && classes.method(own, '__init__'), name));
}

/** Functions of Python that look at a socket and change nothing. */
const LOOKS_ON =
  /^(?:len|id|isinstance|hasattr|type|bool|select|poll|register|unregister|append|add|Thread|start_new_thread)$/u;

function callOf(scope: Scope, call: SyntaxNode, callee: Callee): readonly PythonStep[] {
  const { name, owner } = callee;
  const isForeign = owner === undefined && scope.routine(callee) === undefined;
  if (isForeign && PASSES_ON.test(name)) {
    return [];
  }
  if (isForeign && (keepsNothing(name) || LOOKS_ON.test(name))) {
    return readAppended(scope, call);
  }
  const given = givenTo(scope, call, callee);
  // its arguments are evaluated first
  return targetsOf(scope, call).map((into) => ({
    kind: 'call',
    at: call.end - 1,
    node: call,
    callee,
    arguments: given,
    into,
  }));
}

/** The places that a call gives, by the positions of the parameters. */
function givenTo(scope: Scope, call: SyntaxNode, callee: Callee): readonly (Place | undefined)[] {
  const routine = scope.routine(callee);
  const given: (Place | undefined)[] = [];
  for (const [index, node] of (call.field('arguments')?.named ?? []).entries()) {
    const isKeyword = node.type === 'keyword_argument';
    const at = isKeyword ? (routine?.parameters.indexOf(node.field('name')?.text ?? '') ?? -1) : index;
    const value = isKeyword ? node.field('value') : node;
    given[at === -1 ? index : at] =
      placeIn(scope, value) ?? (value?.type === 'call' ? valueOf(value) : undefined);
  }
  return Array.from(given);
}

/** `sockets.append(sock)` */
function readAppended(scope: Scope, call: SyntaxNode): readonly PythonStep[] {
  const callee = call.field('function');
  const isAppend = callee?.type === 'attribute' && ADDS.test(callee.field('attribute')?.text ?? '');
  const into = isAppend ? placeIn(scope, callee.field('object')) : undefined;
  const from = placeIn(scope, argumentsOf(call)[0]);
  return into && from ? [{ kind: 'copy', at: call.end, node: call, into, from }] : [];
}
