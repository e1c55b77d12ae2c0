import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { RUNTIMES } from '../runtimes/index.ts';
import { isFunction, outermost, propertyName, unwrap, type Node } from './ast.ts';
import type { Binding } from './arguments/reading.ts';
import { isClosedAtOnce, isClosedListener, LISTENS } from './closed-at-once.ts';
import { asNode, variableOf, type File } from './file.ts';

/** Servers and sockets that serve nobody without a handler of their own. */
const PROBES = /^(?:(?:net|tls)\.Server|https?\.Server|Http2(?:Secure)?Server|dgram\.Socket)$/;

/** Methods that serve nobody. */
const QUIET =
  /^(?:listen|bind|close|ref|unref|address|off|remove(?:All)?Listeners?|setMaxListeners|setTimeout)$/;
const QUIET_EVENTS = /^(?:error|listening|close)$/;

/**
 * Whether a server asks whether its port is free, and serves nobody: no handler of connections, messages or requests is given
 * to it, it does not leave the function, and it is closed as soon as it listens.
 */
export function isPortProbe({ file, call, listener, creations }: Binding, type: string | undefined): boolean {
  if (RUNTIMES[listener.api.runtime].bindsAtOnce && creations.length === 0) {
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
