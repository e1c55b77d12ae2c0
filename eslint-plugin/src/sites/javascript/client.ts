import { memoize } from '../memoize.ts';
import { propertyName, type Node } from './ast.ts';
import { visitMatches, type File } from './file.ts';
import { resolve } from './interpret/interpret.ts';
import { creationsOf, type Creation } from './interpret/value.ts';

/** The calls that create sockets which connect. */
const connecting = memoize((file: File): ReadonlySet<Node> => {
  const found = new Set<Node>();
  visitMatches(file, /\.\s*connect\b/g, (node) => {
    if (node.type === 'MemberExpression' && propertyName(node) === 'connect') {
      for (const creation of creationsOf(resolve(file, node.object))) {
        found.add(creation.node);
      }
    }
  });
  return found;
});

/** Whether a datagram socket connects: its bind chooses the address that it connects from, and serves nobody. */
export function isClient(file: File, creations: readonly Creation[]): boolean {
  return creations.some(({ node }) => connecting(file).has(node));
}
