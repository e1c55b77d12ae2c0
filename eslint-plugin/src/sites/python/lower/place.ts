import { calleeIn, type Callee } from '../../flow/callee.ts';
import type { Place } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { isSelf, type Classes } from './classes.ts';
import type { Definition } from './definitions.ts';
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
 * The place an expression names; undefined for any other. A field belongs to its class and those that share it, a variable to the
 * function that owns it.
 */
export function placeOf(expression: SyntaxNode, file: PythonFile, classes: Classes): Place | undefined {
  const node = unwrap(expression);
  const text = node.text.replaceAll(/\s+/gu, '');
  switch (node.type) {
    case 'identifier': {
      const own = isSelf(text) ? classes.at(node.start) : undefined;
      if (own) {
        return { text, name: text, isShared: true, owner: own.family };
      }
      const owner = file.ownerOf(text, node.start);
      return { text, name: text, isShared: file.isReachedInside(text, owner), owner: owner ?? '' };
    }
    case 'attribute': {
      const attribute = node.field('attribute')?.text ?? '';
      const object = node.field('object');
      const owner = object && classes.holding(attribute, object);
      return { text, name: attribute, isShared: true, owner: owner ?? '' };
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

/** Who is called by a function's name; a method's class tells it from others. */
export function calleeOf(file: PythonFile, { name, parent }: Definition): Callee {
  return calleeIn(file, name, parent?.kind === 'class' ? parent : undefined);
}
