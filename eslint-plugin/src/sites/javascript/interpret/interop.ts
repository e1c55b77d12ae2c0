import { unwrap, type Node } from '../ast.ts';

/** Helpers that compilers put round `require`: what they return behaves as the module. */
const HELPERS = new Set([
  '__importDefault',
  '__importStar',
  '__toESM',
  '_interopRequireDefault',
  '_interopRequireWildcard',
  '_interopNamespace',
]);

/** Whether a call is such a helper's. */
export function isInterop(call: Node): boolean {
  const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  return callee?.type === 'Identifier' && HELPERS.has(callee.name);
}
