import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors } from '../../tree-sitter/walk.ts';
import { ownNodes } from './definitions.ts';

/** How a name got its value. */
export interface Binding {
  readonly kind: 'value' | 'element' | 'parameter';
  /** The value; of an `element` what is iterated over or taken apart. */
  readonly value: SyntaxNode | undefined;
  readonly at: number;
}

/** How an identifier or attribute is given a value where it stands; undefined where it is only read. */
export function readBinding(target: SyntaxNode): Binding | undefined {
  const at = target.start;
  const path: number[] = [];
  let node = target;
  for (const parent of ancestors(target)) {
    switch (parent.type) {
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
      case 'tuple':
        path.unshift(parent.named.indexOf(node));
        break;
      case 'as_pattern_target':
      case 'list_splat_pattern':
        break;
      case 'assignment':
        return parent.field('left') === node ? taken(parent.field('right'), path, at) : undefined;
      case 'named_expression':
        return parent.field('name') === node
          ? { kind: 'value', value: parent.field('value'), at }
          : undefined;
      case 'as_pattern': {
        // `with value as name`, and `except Error as name`
        const [value] = parent.named;
        return value === node ? undefined : taken(value, path, at);
      }
      case 'for_statement':
      case 'for_in_clause':
        return parent.field('left') === node
          ? { kind: 'element', value: parent.field('right'), at }
          : undefined;
      case 'default_parameter':
      case 'typed_default_parameter':
        return parent.field('name') === node
          ? { kind: 'parameter', value: parent.field('value'), at }
          : undefined;
      case 'parameters':
        return { kind: 'parameter', value: undefined, at };
      case 'typed_parameter':
      case 'dictionary_splat_pattern':
        if (parent.named[0] !== node) {
          return undefined;
        }
        break;
      default:
        return undefined;
    }
    node = parent;
  }
  return undefined;
}

/** The part of a value that a target in a pattern gets. */
function taken(value: SyntaxNode | undefined, path: readonly number[], at: number): Binding {
  let part = value;
  // `a = b = value`
  while (part?.type === 'assignment') {
    part = part.field('right');
  }
  for (const index of path) {
    const isList = part && /^(?:expression_list|tuple|list)$/u.test(part.type);
    if (!isList) {
      return { kind: 'element', value: part, at };
    }
    part = part?.named[index];
  }
  return { kind: 'value', value: part, at };
}

/** The names that a function or class body binds, those of imports left out. */
export function boundNames(definition: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const outer = new Set<string>();
  for (const node of ownNodes(definition)) {
    if (node !== definition && (node.type === 'function_definition' || node.type === 'class_definition')) {
      names.add(node.field('name')?.text ?? '');
    } else if (node.type === 'global_statement' || node.type === 'nonlocal_statement') {
      for (const name of node.named) {
        outer.add(name.text);
      }
    } else if (node.type === 'identifier' && readBinding(node)) {
      names.add(node.text);
    }
  }
  for (const name of outer) {
    names.delete(name);
  }
  return names;
}
