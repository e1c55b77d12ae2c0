import type { TSESTree } from '@typescript-eslint/utils';
import {
  isFunction,
  outermost,
  propertyName,
  unwrap,
  visitAt,
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
  if (listener.runtime === 'deno' && creations.length === 0) {
    return isClosedListener(file, call);
  }
  const [creation] = creations;
  return (
    creation !== undefined &&
    creations.length === 1 &&
    type !== undefined &&
    PROBES.test(type) &&
    !creation.arguments.some((argument) => mayHandle(argument)) &&
    usesOf(file, creation.node).every(({ isQuiet }) => isQuiet) &&
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

interface UseOf {
  readonly isQuiet: boolean;
}

/** What is done with the value of a call, through chains of methods and the variable that holds it. */
function usesOf(file: File, creation: Node): UseOf[] {
  const uses: UseOf[] = [];
  const seen = new Set<unknown>();
  const follow = (value: Node): void => {
    const node = outermost(value);
    const { parent } = node;
    switch (parent?.type) {
      case 'MemberExpression': {
        const method = outermost(parent).parent;
        const name = propertyName(parent) ?? '';
        if (parent.object !== node) {
          uses.push({ isQuiet: false });
        } else if (method?.type === 'CallExpression' && unwrap(method.callee) === parent) {
          uses.push({ isQuiet: isQuietCall(name, method) });
          follow(method);
        } else {
          uses.push({ isQuiet: name === 'listening' || name === 'listen' || name === 'close' });
        }
        return;
      }
      case 'VariableDeclarator':
      case 'AssignmentExpression': {
        const target = parent.type === 'VariableDeclarator' ? parent.id : parent.left;
        const variable = target.type === 'Identifier' ? variableOf(file, target) : undefined;
        const isExported = parent.parent.parent?.type === 'ExportNamedDeclaration';
        if (!variable || isExported) {
          uses.push({ isQuiet: false });
        } else if (!seen.has(variable)) {
          seen.add(variable);
          variable.references
            .filter((reference) => reference.isRead())
            .forEach((reference) => {
              follow(asNode(reference.identifier));
            });
        }
        return;
      }
      case 'CallExpression':
        // once(server, 'listening')
        uses.push({ isQuiet: parent.arguments[0] === node && isQuietCall('once', parent, 1) });
        return;
      case 'ExpressionStatement':
      case 'IfStatement':
      case 'UnaryExpression':
      case 'AwaitExpression':
        return;
      case 'ArrowFunctionExpression':
        // the callback of `(resolve) => server.listen(port, resolve)`
        uses.push({ isQuiet: node.type === 'CallExpression' });
        return;
      default:
        uses.push({ isQuiet: false });
    }
  };
  follow(creation);
  return uses;
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
  let isClosed = false;
  visitMatches(file, /\bclose\b/g, (node) => {
    if (node.type !== 'CallExpression' || isClosed) {
      return;
    }
    const callee = unwrap(node.callee);
    if (callee.type === 'MemberExpression' && propertyName(callee) === 'close') {
      isClosed = isOf(file, callee.object, creation) && isAtOnce(file, node, listen);
    }
  });
  return isClosed;
}

/** Whether an expression is the server that a creation makes; `this` of a handler is taken for it. */
function isOf(file: File, expression: Node, creation: Creation): boolean {
  const node = unwrap(expression);
  return (
    node.type === 'ThisExpression' ||
    resolve(file, node).some((value) => value.kind === 'instance' && value.creation?.node === creation.node)
  );
}

function isAtOnce(file: File, close: Node, listen: CallNode): boolean {
  const holder = functionAround(close);
  if (holder && isHandler(holder, listen)) {
    return (
      isUnconditional(close, holder) && callsBetween(file, holder.body.range[0], close).every(saysNothing)
    );
  }
  return (
    holder === functionAround(listen) &&
    listen.range[1] <= close.range[0] &&
    isUnconditional(close, holder) &&
    callsBetween(file, listen.range[1], close).every(saysNothing)
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
  const call = outermost(holder).parent;
  if (call?.type !== 'CallExpression' || !call.arguments.includes(outermost(holder) as never)) {
    return false;
  }
  if (call === listen) {
    return true;
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

/** The calls between an offset and a node that run before it: not those of functions that run later. */
function callsBetween(file: File, start: number, end: Node): CallNode[] {
  const { text, visitorKeys } = file.sourceCode;
  const offsets = [...text.slice(start, end.range[0]).matchAll(/\(/g)].map(({ index }) => start + index);
  const calls = new Set<CallNode>();
  const holder = functionAround(end);
  visitAt(file.root, offsets, visitorKeys, (node) => {
    const isCall = node.type === 'CallExpression' || node.type === 'NewExpression';
    if (isCall && node.range[0] >= start && node.range[1] <= end.range[0]) {
      if (functionAround(node) === holder) {
        calls.add(node);
      }
    }
  });
  return [...calls];
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
