import { deeper } from '../../effort.ts';
import { propertyName, type Node } from '../ast.ts';

/** The properties that lead from a destructured value to one of its names; undefined where the source does not fix them. */
export function patternPath(pattern: Node, name: Node): string[] | undefined {
  return deeper(() => pathWithin(pattern, name), undefined);
}

function pathWithin(pattern: Node, name: Node): string[] | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern === name ? [] : undefined;
    case 'AssignmentPattern':
      return patternPath(pattern.left, name);
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'Property') {
          const rest = patternPath(property.value, name);
          const key = propertyName(property);
          if (rest && key !== undefined) {
            return [key, ...rest];
          }
        }
      }
      return undefined;
    case 'ArrayPattern':
      for (const [index, element] of pattern.elements.entries()) {
        const rest = element ? patternPath(element, name) : undefined;
        if (rest) {
          return [String(index), ...rest];
        }
      }
      return undefined;
    default:
      return undefined;
  }
}
