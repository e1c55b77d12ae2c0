import { deeper, spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { propertyName, type Node } from '../ast.ts';

/** The properties that lead from a destructured value to one of its names; undefined where the source does not fix them. */
export function patternPath(pattern: Node, name: Node): readonly string[] | undefined {
  return pathsIn(pattern).get(name);
}

const pathsIn = memoize((pattern: Node): ReadonlyMap<Node, readonly string[]> => {
  const paths = new Map<Node, readonly string[]>();
  collect(pattern, [], paths);
  return paths;
});

/** Collects the names of a pattern with what leads to each, the first where a name stands twice. */
function collect(pattern: Node, path: readonly string[], paths: Map<Node, readonly string[]>): void {
  spend();
  deeper(() => {
    switch (pattern.type) {
      case 'Identifier':
        if (!paths.has(pattern)) {
          paths.set(pattern, path);
        }
        break;
      case 'AssignmentPattern':
        collect(pattern.left, path, paths);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          const key = property.type === 'Property' ? propertyName(property) : undefined;
          if (property.type === 'Property' && key !== undefined) {
            collect(property.value, [...path, key], paths);
          }
        }
        break;
      case 'ArrayPattern':
        for (const [index, element] of pattern.elements.entries()) {
          if (element) {
            collect(element, [...path, String(index)], paths);
          }
        }
        break;
      default:
    }
  }, undefined);
}
