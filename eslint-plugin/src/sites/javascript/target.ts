import type { TSESTree } from '@typescript-eslint/utils';
import { deeper } from '../effort.ts';
import { outermost, propertyName, unwrap, type CallNode, type Node } from './ast.ts';
import { asNode, variableOf, type File } from './file.ts';

/** What a call calls, once `.call`, `.apply`, `.bind` and `promisify` are seen through. */
export interface Target {
  readonly call: CallNode;
  /** The method called on a receiver, or a function or constructor called by name. */
  readonly callee: Node;
  readonly arguments: readonly TSESTree.CallExpressionArgument[];
  /** What to underline. */
  readonly subject: Node;
}

/** Reads what a call calls. Undefined where that cannot be told, as in `f.apply(x, list)`. */
export function targetOf(file: File, call: CallNode, names: (name: string) => boolean): Target | undefined {
  const callee = unwrap(call.callee);
  if (callee.type === 'MemberExpression') {
    const method = promisified(unwrap(callee.object));
    const name = propertyName(callee);
    if ((name === 'call' || name === 'apply') && isMethodNamed(method, names)) {
      const given = name === 'call' ? call.arguments.slice(1) : appliedArguments(call);
      return given && { call, callee: method, arguments: given, subject: method };
    }
  }
  const bound = boundMethod(file, callee, names);
  if (bound) {
    return {
      call,
      callee: bound.method,
      arguments: [...bound.arguments, ...call.arguments],
      subject: callee.type === 'Identifier' ? callee : bound.method,
    };
  }
  return { call, callee, arguments: call.arguments, subject: callee };
}

function appliedArguments(call: CallNode): readonly TSESTree.CallExpressionArgument[] | undefined {
  const list = call.arguments[1] && unwrap(call.arguments[1]);
  return list?.type === 'ArrayExpression' && list.elements.every((element) => element !== null)
    ? list.elements
    : undefined;
}

function isMethodNamed(node: Node, names: (name: string) => boolean): node is TSESTree.MemberExpression {
  const name = node.type === 'MemberExpression' ? propertyName(node) : undefined;
  return name !== undefined && names(name);
}

interface Bound {
  readonly method: TSESTree.MemberExpression;
  readonly arguments: readonly TSESTree.CallExpressionArgument[];
}

/** `server.listen.bind(server)`, `promisify(…)` of it or within it, or a constant that holds one of these. */
function boundMethod(file: File, callee: Node, names: (name: string) => boolean): Bound | undefined {
  let node = callee;
  if (node.type === 'Identifier') {
    const definition = variableOf(file, node)?.defs[0]?.node as Node | undefined;
    const init =
      definition?.type === 'VariableDeclarator' && definition.id.type === 'Identifier'
        ? definition.init
        : null;
    if (!init) {
      return undefined;
    }
    node = unwrap(init);
  }
  if (node.type !== 'CallExpression') {
    return undefined;
  }
  if (isPromisify(node)) {
    const [inner] = node.arguments;
    // `const f = promisify(f)` asks for itself
    return inner && inner.type !== 'SpreadElement'
      ? deeper(() => boundMethod(file, unwrap(inner), names), undefined)
      : undefined;
  }
  const member = unwrap(node.callee);
  if (member.type !== 'MemberExpression' || propertyName(member) !== 'bind') {
    return undefined;
  }
  const method = promisified(unwrap(member.object));
  return isMethodNamed(method, names) ? { method, arguments: node.arguments.slice(1) } : undefined;
}

/** `server.listen` in `promisify(server.listen)`; any other expression is itself. */
function promisified(node: Node): Node {
  const [inner] = node.type === 'CallExpression' && isPromisify(node) ? node.arguments : [];
  return inner && inner.type !== 'SpreadElement' ? unwrap(inner) : node;
}

function isPromisify(node: TSESTree.CallExpression): boolean {
  const callee = unwrap(node.callee);
  return (
    (callee.type === 'Identifier' && callee.name === 'promisify') ||
    (callee.type === 'MemberExpression' && propertyName(callee) === 'promisify')
  );
}

/** The call of promisify() around an expression, where there is one. */
function wrappedIn(node: Node): Node {
  const { parent } = outermost(node);
  return parent?.type === 'CallExpression' && isPromisify(parent) && parent.arguments[0] === outermost(node)
    ? parent
    : node;
}

/** The calls of a constant that holds a bound method: `const start = promisify(server.listen.bind(server)); start(3000)`. */
export function callsOfBound(file: File, method: TSESTree.MemberExpression): CallNode[] {
  const bind = outermost(wrappedIn(method)).parent;
  const node =
    bind?.type === 'MemberExpression' && propertyName(bind) === 'bind' ? outermost(bind).parent : undefined;
  if (node?.type !== 'CallExpression') {
    return [];
  }
  const declarator = outermost(wrappedIn(node)).parent;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') {
    return [];
  }
  return (variableOf(file, declarator.id)?.references ?? []).flatMap((reference) => {
    const identifier = asNode(reference.identifier);
    const call = outermost(identifier).parent;
    return call?.type === 'CallExpression' && unwrap(call.callee) === identifier ? [call] : [];
  });
}
