import { deeper, spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { propertyName, type Node } from '../ast.ts';

/** How a pattern gives a name its value. */
export interface Binding {
  /** The properties that lead to it from the destructured value. */
  readonly path: readonly string[];
  /** The key of the last of them. */
  readonly key?: Node | undefined;
  /** What it is where the destructured value has none. */
  readonly byDefault?: Node | undefined;
}

/** What a pattern does for one of its names; undefined where the source does not fix it. */
export const bindingIn = (pattern: Node, name: Node): Binding | undefined => bindingsOf(pattern).get(name);

const bindingsOf = memoize((pattern: Node): ReadonlyMap<Node, Binding> => {
  const bindings = new Map<Node, Binding>();
  collect(pattern, { path: [] }, bindings);
  return bindings;
});

/** Collects the names of a pattern with what leads to each, the first where a name stands twice. */
function collect(pattern: Node, binding: Binding, bindings: Map<Node, Binding>): void {
  const { path } = binding;
  spend();
  deeper(() => {
    switch (pattern.type) {
      case 'Identifier':
        if (!bindings.has(pattern)) {
          bindings.set(pattern, binding);
        }
        break;
      case 'AssignmentPattern':
        collect(pattern.left, { ...binding, byDefault: pattern.right }, bindings);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          const key = property.type === 'Property' ? propertyName(property) : undefined;
          if (property.type === 'Property' && key !== undefined) {
            collect(property.value, { path: [...path, key], key: property.key }, bindings);
          }
        }
        break;
      case 'ArrayPattern':
        for (const [index, element] of pattern.elements.entries()) {
          if (element) {
            collect(element, { path: [...path, String(index)], key: element }, bindings);
          }
        }
        break;
      default:
    }
  }, undefined);
}
