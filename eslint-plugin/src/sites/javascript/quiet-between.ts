import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import { isFunction, propertyName, unwrap, type CallNode, type FunctionNode, type Node } from './ast.ts';
import { visitMatches, type File } from './file.ts';
import { isPromiseExecutor } from './function-use.ts';
import { grouped } from '../grouped.ts';

/** The function around a node; what `new Promise()` calls at once is none. */
export function functionAround(node: Node): FunctionNode | undefined {
  for (let { parent } = node; parent; { parent } = parent) {
    if (isFunction(parent) && !isPromiseExecutor(parent)) {
      return parent;
    }
  }
  return undefined;
}

/** The calls of a file that do not say nothing, by the functions that run them, in source order. */
const speakingIn = memoize((file: File): ReadonlyMap<Node | undefined, readonly CallNode[]> => {
  const calls: [Node | undefined, CallNode][] = [];
  visitMatches(file, /\(/g, (node) => {
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !saysNothing(node)) {
      calls.push([functionAround(node), node]);
    }
  });
  return grouped(calls);
});

/** Whether all calls between an offset and a node say nothing that run before it: not those of functions that run later. */
export function isQuietBetween(file: File, start: number, end: Node): boolean {
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
