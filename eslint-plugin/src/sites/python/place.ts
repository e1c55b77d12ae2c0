import type { Place } from '../flow/step.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { isSelf, type Classes } from './classes.ts';
import type { PythonFile } from './file.ts';

/** An expression without its parentheses and `await`. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let inside = node;
  while (inside.type === 'parenthesized_expression' || inside.type === 'await') {
    const [next] = inside.named;
    if (!next) {
      break;
    }
    inside = next;
  }
  return inside;
}

/**
 * The place an expression names; undefined for any other. A field is followed by its name and the class it belongs to,
 * a variable that an inner function can reach by its name and the function that owns it: `sock@120`.
 */
export function placeOf(expression: SyntaxNode, file: PythonFile, classes: Classes): Place | undefined {
  const node = unwrap(expression);
  const text = node.text.replaceAll(/\s+/gu, '');
  switch (node.type) {
    case 'identifier': {
      const own = isSelf(text) ? classes.at(node.start) : undefined;
      if (own) {
        return { text, name: `${text}@${own.family}`, isShared: true };
      }
      const owner = file.ownerOf(text, node.start);
      const name = owner ? `${text}@${owner.start}` : text;
      return { text, name, isShared: file.isReachedInside(text, owner) };
    }
    case 'attribute': {
      const attribute = node.field('attribute')?.text ?? '';
      const object = node.field('object');
      const owner = object && classes.holding(attribute, object);
      return { text, name: owner === undefined ? attribute : `${attribute}@${owner}`, isShared: true };
    }
    case 'subscript': {
      const value = node.field('value');
      const inside = value && placeOf(value, file, classes);
      return inside && { ...inside, text };
    }
    default:
      return undefined;
  }
}

/** The word of a place's name that stands in the source. */
export const wordOf = (name: string): string => name.split('@')[0] ?? name;
