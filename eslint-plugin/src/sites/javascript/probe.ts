import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { RUNTIMES } from '../runtimes/index.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import {
  isFunction,
  outermost,
  propertyName,
  unwrap,
  type CallNode,
  type FunctionNode,
  type Node,
} from './ast.ts';
import type { Binding } from './arguments/reading.ts';
import { isPromiseExecutor } from './evaluate/variable.ts';
import { asNode, variableOf, visitMatches, type File } from './file.ts';
import { resolve } from './resolve/resolve.ts';
import type { Creation } from './resolve/value.ts';

/** Servers and sockets that serve nobody without a handler of their own. */
const PROBES = /^(?:(?:net|tls)\.Server|https?\.Server|Http2(?:Secure)?Server|dgram\.Socket)$/;

/** Methods that serve nobody. */
const QUIET =
  /^(?:listen|bind|close|ref|unref|address|off|remove(?:All)?Listeners?|setMaxListeners|setTimeout)$/;
const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener)$/;
const QUIET_EVENTS = /^(?:error|listening|close)$/;

/**
 * Whether a server asks whether its port is free, and serves nobody: no handler of connections, messages or requests is given
 * to it, it does not leave the function, and it is closed as soon as it listens.
 */
export function isPortProbe({ file, call, listener, creations }: Binding, type: string | undefined): boolean {
  if (RUNTIMES[listener.runtime].bindsAtOnce && creations.length === 0) {
    return isClosedListener(file, call);
  }
  const [creation] = creations;
  return (
    creation !== undefined &&
    creations.length === 1 &&
    type !== undefined &&
    PROBES.test(type) &&
    !creation.arguments.some((argument) => mayHandle(argument)) &&
    isQuiet(creation.node, file) &&
    isClosedAtOnce(file, call, creation)
  );
}

/** A function that does something, or a name that may be one. */
function mayHandle(argument: Node): boolean {
  const node = unwrap(argument);
  if (isFunction(node)) {
    return node.body.type !== 'BlockStatement' || node.body.body.length > 0;
  }
  return !(node.type === 'ObjectExpression' || node.type === 'Literal' || node.type === 'TemplateLiteral');
}

/** Whether all that is done with the value of a call is quiet, through chains of methods and the variable that holds it. */
const isQuiet = memoize((creation: Node, file: File): boolean => {
  const seen = new Set<Scope.Variable>();
  const pending: Node[] = [creation];
  for (let value = pending.pop(); value; value = pending.pop()) {
    spend();
    const uses = useOf(file, outermost(value), seen);
    if (!uses) {
      return false;
    }
    pending.push(...uses);
  }
  return true;
});

/** What a value is passed on to where it stands; undefined where it may serve somebody there. */
function useOf(file: File, node: Node, seen: Set<Scope.Variable>): readonly Node[] | undefined {
  const { parent } = node;
  switch (parent?.type) {
    case 'MemberExpression': {
      const method = outermost(parent).parent;
      const name = propertyName(parent) ?? '';
      if (parent.object !== node) {
        return undefined;
      }
      if (method?.type === 'CallExpression' && unwrap(method.callee) === parent) {
        return isQuietCall(name, method) ? [method] : undefined;
      }
      return name === 'listening' || name === 'listen' || name === 'close' ? [] : undefined;
    }
    case 'VariableDeclarator':
    case 'AssignmentExpression': {
      const target = parent.type === 'VariableDeclarator' ? parent.id : parent.left;
      const variable = target.type === 'Identifier' ? variableOf(file, target) : undefined;
      const isExported = parent.parent.parent?.type === 'ExportNamedDeclaration';
      if (!variable || isExported) {
        return undefined;
      }
      if (seen.has(variable)) {
        return [];
      }
      seen.add(variable);
      spend(variable.references.length);
      return variable.references
        .filter((reference) => reference.isRead())
        .map((reference) => asNode(reference.identifier));
    }
    case 'CallExpression':
      // once(server, 'listening')
      return parent.arguments[0] === node && isQuietCall('once', parent, 1) ? [] : undefined;
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'UnaryExpression':
    case 'AwaitExpression':
      return [];
    case 'ArrowFunctionExpression':
      // the callback of `(resolve) => server.listen(port, resolve)`
      return node.type === 'CallExpression' ? [] : undefined;
    default:
      return undefined;
  }
}

/** Whether a method serves nobody: of events it hears those of the socket's own life. */
function isQuietCall(name: string, call: TSESTree.CallExpression, at = 0): boolean {
  const event = call.arguments[at];
  return LISTENS.test(name)
    ? event?.type === 'Literal' && QUIET_EVENTS.test(String(event.value))
    : QUIET.test(name);
}

/** Whether a server is closed where it has just begun to listen: in that handler, or in the next statements. */
function isClosedAtOnce(file: File, listen: CallNode, creation: Creation): boolean {
  const { byServer, byHolder, atListening } = closesIn(file);
  const servers = [THIS, ...(byServer.get(creation.node) ?? [])];
  const handlers = listen.arguments.map(unwrap).filter(isFunction);
  return (
    servers.some((server) => atListening.has(server)) ||
    handlers.some((handler) =>
      // of several, what stands before the first stands before all of them
      servers.some((server) => closes(byHolder.get(handler)?.get(server)?.[0])),
    ) ||
    servers.some((server) => {
      const after = byHolder.get(functionAround(listen))?.get(server) ?? [];
      return closes(after[firstNotBelow(after, listen.range[1], ({ range }) => range[0])]);
    })
  );

  function closes(close: CallNode | undefined): boolean {
    return close !== undefined && isAtOnce(file, close, listen);
  }
}

/** `this` of a handler is taken for any server. */
const THIS = {};

/** The calls of close() in a file that run whenever the functions around them do. */
interface Closes {
  /** By the functions around them, and what they close: the values of an expression, or `this`. */
  readonly byHolder: ReadonlyMap<Node | undefined, ReadonlyMap<object, readonly CallNode[]>>;
  /** What may be closed, by the calls that make it. */
  readonly byServer: ReadonlyMap<Node, ReadonlySet<object>>;
  /** What a handler of 'listening' closes first of all. */
  readonly atListening: ReadonlySet<object>;
}

const closesIn = memoize((file: File): Closes => {
  const byHolder = new Map<Node | undefined, Map<object, CallNode[]>>();
  const byServer = new Map<Node, Set<object>>();
  const atListening = new Set<object>();
  const known = new Set<object>();
  visitMatches(file, /\bclose\b/g, (node) => {
    const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
    if (
      node.type !== 'CallExpression' ||
      callee?.type !== 'MemberExpression' ||
      propertyName(callee) !== 'close'
    ) {
      return;
    }
    const holder = functionAround(node);
    if (!isUnconditional(node, holder)) {
      return;
    }
    const object = unwrap(callee.object);
    const values = object.type === 'ThisExpression' ? [] : resolve(file, object);
    const server = object.type === 'ThisExpression' ? THIS : values;
    if (!known.has(server)) {
      known.add(server);
      spend(values.length);
      for (const value of values) {
        if (value.kind === 'instance' && value.creation) {
          addTo(byServer, value.creation.node, () => new Set<object>()).add(server);
        }
      }
    }
    addTo(
      addTo(byHolder, holder, () => new Map<object, CallNode[]>()),
      server,
      (): CallNode[] => [],
    ).push(node);
    if (holder && isOnListening(holder) && isQuietBetween(file, holder.body.range[0], node)) {
      atListening.add(server);
    }
  });
  return { byHolder, byServer, atListening };
});

function addTo<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function isAtOnce(file: File, close: Node, listen: CallNode): boolean {
  const holder = functionAround(close);
  if (!isUnconditional(close, holder)) {
    return false;
  }
  if (holder && isHandler(holder, listen)) {
    return isQuietBetween(file, holder.body.range[0], close);
  }
  return (
    holder === functionAround(listen) &&
    listen.range[1] <= close.range[0] &&
    isQuietBetween(file, listen.range[1], close)
  );
}

/** The function around a node; what `new Promise()` calls at once is none. */
function functionAround(node: Node): FunctionNode | undefined {
  for (let { parent } = node; parent; { parent } = parent) {
    if (isFunction(parent) && !isPromiseExecutor(parent)) {
      return parent;
    }
  }
  return undefined;
}

/** The callback of listen(), or a handler of 'listening'. */
function isHandler(holder: FunctionNode, listen: CallNode): boolean {
  const call = callGiven(holder);
  return call !== undefined && (call === listen || isOnListening(holder));
}

/** The call that a function is an argument of. */
function callGiven(holder: FunctionNode): TSESTree.CallExpression | undefined {
  const call = outermost(holder).parent;
  return call?.type === 'CallExpression' && unwrap(call.callee) !== holder ? call : undefined;
}

function isOnListening(holder: FunctionNode): boolean {
  const call = callGiven(holder);
  if (!call) {
    return false;
  }
  const callee = unwrap(call.callee);
  const [event] = call.arguments;
  return (
    callee.type === 'MemberExpression' &&
    LISTENS.test(propertyName(callee) ?? '') &&
    event?.type === 'Literal' &&
    event.value === 'listening'
  );
}

/** Whether a node is reached whenever the function around it runs: nothing but its own statements is around it. */
function isUnconditional(node: Node, holder: FunctionNode | undefined): boolean {
  for (let { parent } = node; parent && parent !== holder; { parent } = parent) {
    if (!PLAIN.has(parent.type)) {
      return false;
    }
  }
  return true;
}

const PLAIN = new Set([
  'ExpressionStatement',
  'BlockStatement',
  'Program',
  'ReturnStatement',
  'AwaitExpression',
  'CallExpression',
  'ChainExpression',
  'MemberExpression',
  'NewExpression',
  'ArrowFunctionExpression',
  'TryStatement',
  'VariableDeclarator',
  'VariableDeclaration',
  'UnaryExpression',
  'ExportNamedDeclaration',
]);

/** The calls of a file that do not say nothing, by the functions that run them, in source order. */
const speakingIn = memoize((file: File): ReadonlyMap<Node | undefined, readonly CallNode[]> => {
  const calls = new Map<Node | undefined, CallNode[]>();
  visitMatches(file, /\(/g, (node) => {
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !saysNothing(node)) {
      addTo(calls, functionAround(node), (): CallNode[] => []).push(node);
    }
  });
  return calls;
});

/** Whether all calls between an offset and a node say nothing that run before it: not those of functions that run later. */
function isQuietBetween(file: File, start: number, end: Node): boolean {
  const calls = speakingIn(file).get(functionAround(end)) ?? [];
  for (let at = firstNotBelow(calls, start, ({ range }) => range[0]); ; at += 1) {
    spend();
    const range = calls[at]?.range;
    if (!range || range[0] >= end.range[0]) {
      return true;
    }
    if (range[1] <= end.range[0]) {
      return false;
    }
  }
}

/** Functions that say or ask something, and those that wait until the server listens. */
const SAYS =
  /^(?:once|resolve|log|info|debug|warn|error|address|on|off|addListener|removeListener|removeAllListeners|unref|ref|clearTimeout|Promise|String|Number)$/;

function saysNothing(call: CallNode): boolean {
  const callee = unwrap(call.callee);
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression'
        ? propertyName(callee)
        : undefined;
  return name !== undefined && (SAYS.test(name) || name === 'listen' || name === 'bind');
}

/** `Deno.listen({ port }).close()`, or a variable whose only use is its close right after. */
function isClosedListener(file: File, call: CallNode): boolean {
  const node = outermost(call);
  const { parent } = node;
  if (parent?.type === 'MemberExpression') {
    return propertyName(parent) === 'close';
  }
  const variable =
    parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
      ? variableOf(file, parent.id)
      : undefined;
  const uses = variable?.references.filter((reference) => !reference.init) ?? [];
  return (
    uses.length > 0 &&
    uses.every((reference) => {
      const member = asNode(reference.identifier).parent;
      const close = member?.parent;
      return (
        member?.type === 'MemberExpression' &&
        (propertyName(member) === 'addr' ||
          (propertyName(member) === 'close' && close !== undefined && isAtOnce(file, close, call)))
      );
    })
  );
}
