import { spend } from '../effort.ts';
import { firstNotBelow } from './bisect.ts';
import type { SyntaxNode } from './node.ts';

/** The smallest node that is a rule of the grammar and holds an offset. */
export function nodeAt(root: SyntaxNode, offset: number): SyntaxNode {
  let found = root;
  for (let node: SyntaxNode | undefined = root; node; node = childAt(node, offset)) {
    spend();
    if (node.isNamed) {
      found = node;
    }
  }
  return found;
}

/** By bisection: a generated file may have a hundred thousand declarations in a row. */
function childAt({ children }: SyntaxNode, offset: number): SyntaxNode | undefined {
  let low = 0;
  let high = children.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const child = children[middle];
    if (!child) {
      return undefined;
    }
    if (offset < child.start) {
      high = middle - 1;
    } else if (offset >= child.end) {
      low = middle + 1;
    } else {
      return child;
    }
  }
  return undefined;
}

/** The position of a node among its siblings; -1 where it is none of them. */
export function indexAmong(siblings: readonly SyntaxNode[], node: SyntaxNode): number {
  // what is missing in the text has no width, and may begin where the next one does
  return siblings.indexOf(
    node,
    firstNotBelow(siblings, node.start, ({ start }) => start),
  );
}

/** A part of a text, by offsets. */
type Part = Pick<SyntaxNode, 'start' | 'end'>;

/** Whether one part of a text is in another one, or the same. */
export const holds = (outer: Part, { start, end }: Part): boolean => outer.start <= start && end <= outer.end;

/** The node's ancestors, the nearest first. */
export function* ancestors(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  for (let { parent } = node; parent; { parent } = parent) {
    spend();
    yield parent;
  }
}

/**
 * What stands around a node, the nearest that a test finds there. What is climbed over is remembered, as statements may nest
 * thousands deep.
 * @param find what an ancestor and the node below it stand for; undefined where that is nothing
 */
export function nearest<T>(
  find: (ancestor: SyntaxNode, below: SyntaxNode) => T | undefined,
): (node: SyntaxNode) => T | undefined {
  const known = new WeakMap<SyntaxNode, { readonly found: T | undefined }>();
  return (node) => {
    const climbed: SyntaxNode[] = [];
    let answer: { readonly found: T | undefined } = { found: undefined };
    for (let below: SyntaxNode | undefined = node; below; below = below.parent) {
      spend();
      const told = known.get(below);
      const found: T | undefined = told || !below.parent ? undefined : find(below.parent, below);
      answer = told ?? { found };
      if (told) {
        break;
      }
      climbed.push(below);
      if (found !== undefined) {
        break;
      }
    }
    climbed.forEach((one) => known.set(one, answer));
    return answer.found;
  };
}

/** The nearest ancestor of one of the types. */
export function closest(node: SyntaxNode, types: ReadonlySet<string>): SyntaxNode | undefined {
  for (const ancestor of ancestors(node)) {
    if (types.has(ancestor.type)) {
      return ancestor;
    }
  }
  return undefined;
}

/**
 * A node and what it holds, in source order, without recursion: nesting may be thousands deep.
 * @param enter whether to look inside a node; `true` for all when absent
 */
export function* within(
  node: SyntaxNode,
  enter: (node: SyntaxNode) => boolean = () => true,
): Generator<SyntaxNode, void, undefined> {
  const stack = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    spend();
    yield next;
    if (enter(next)) {
      const { named } = next;
      for (let index = named.length - 1; index >= 0; index--) {
        const child = named[index];
        if (child) {
          stack.push(child);
        }
      }
    }
  }
}
