import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
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
import { asNode, variableOf, visitMatches, type File } from './file.ts';
import { resolve } from './interpret/interpret.ts';
import { creationsOf, type Creation } from './interpret/value.ts';
import { functionAround, isQuietBetween } from './quiet-between.ts';

/** Methods that wait for an event. */
export const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener)$/;

/** Whether a server is closed where it has just begun to listen: in that handler, or in the next statements. */
export function isClosedAtOnce(file: File, listen: CallNode, creation: Creation): boolean {
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
      for (const creation of creationsOf(values)) {
        addTo(byServer, creation.node, () => new Set<object>()).add(server);
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

/** `Deno.listen({ port }).close()`, or a variable whose only use is its close right after. */
export function isClosedListener(file: File, call: CallNode): boolean {
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
