import { spend } from '../effort.ts';
import type { Node } from './ast.ts';

const NO_CHILDREN = new Set(['parent', 'loc', 'range', 'tokens', 'comments', 'type']);

/**
 * Visits the nodes that contain one of the offsets, outermost first; everything else is skipped unseen.
 * @param offsets ascending, in UTF-16 units
 * @param visitorKeys the names of the properties that hold child nodes, by node type
 */
export function visitAt(
  root: Node,
  offsets: readonly number[],
  visitorKeys: Readonly<Record<string, readonly string[]>>,
  visit: (node: Node) => void,
): void {
  const stack: Part[] = [{ node: root, low: 0, high: offsets.length }];
  for (let part = stack.pop(); part; part = stack.pop()) {
    const { node } = part;
    spend();
    visit(node);
    const first = stack.length;
    for (const key of visitorKeys[node.type] ?? Object.keys(node).filter((name) => !NO_CHILDREN.has(name))) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const inside of partsOf(Array.isArray(child) ? child : [child], offsets, part)) {
        stack.push(inside);
      }
    }
    // taken from the end, so that they are visited in source order
    if (stack.length > first + 1) {
      stack.push(...stack.splice(first).reverse());
    }
  }
}

/** A node, and which of the offsets, from `low` up to before `high`, may lie in it. */
interface Part {
  readonly node: Node;
  readonly low: number;
  readonly high: number;
}

/** The siblings that hold an offset. Both are in source order, so that one pass over them is enough. */
function* partsOf(
  siblings: readonly unknown[],
  offsets: readonly number[],
  { low, high }: Pick<Part, 'low' | 'high'>,
): Generator<Part> {
  let from = low;
  for (const sibling of siblings as readonly (Node | null | undefined)[]) {
    if (!sibling?.range) {
      continue;
    }
    const [start, end] = sibling.range;
    while (from < high && (offsets[from] ?? 0) < start) {
      from += 1;
    }
    if (from === high) {
      return;
    }
    let to = from;
    while (to < high && (offsets[to] ?? 0) < end) {
      to += 1;
    }
    if (to > from) {
      yield { node: sibling, low: from, high: to };
    }
  }
}
