import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';
import { groupedBy } from '../../grouped.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';

/** A value that a routine gives to a place. */
export interface Assignment {
  /** The place, spelled without spaces: `addr.sin_port`. */
  readonly into: string;
  readonly value: SyntaxNode;
  readonly at: number;
}

/** What one routine, or the file outside of its routines, declares and assigns. */
export interface Assignments {
  readonly all: readonly Assignment[];
  /** The places that get a value nobody reads here: by `port++`, `sscanf(text, "%d", &port)`. */
  readonly unread: ReadonlySet<string>;
  /** The variables whose address is taken, so that others may write them: `&type`. */
  readonly pointed: ReadonlySet<string>;
  /** The declared types of names, `struct sockaddr_in` for instance, pointers and arrays with their marks. */
  readonly types: ReadonlyMap<string, string>;
  /** The values given to one place, in source order. */
  readonly to: (place: string) => readonly Assignment[];
}

/** Reads a function, or the file's own declarations, once. */
export const assignmentsIn = memoize(readAll);

const spell = (node: SyntaxNode): string => unwrap(node).text.replaceAll(/\s+/g, '');

function readAll(scope: SyntaxNode): Assignments {
  const all: Assignment[] = [];
  const unread = new Set<string>();
  const pointed = new Set<string>();
  const types = new Map<string, string>();
  // the bodies of functions are read on their own
  const enter = ({ type }: SyntaxNode): boolean =>
    scope.type !== 'translation_unit' || type !== 'function_definition';
  for (const node of within(scope, enter)) {
    switch (node.type) {
      case 'init_declarator': {
        const value = node.field('value');
        const into = node.field('declarator');
        if (value && into) {
          all.push({ into: nameOf(into), value, at: node.end });
        }
        break;
      }
      case 'assignment_expression': {
        const value = node.field('right');
        const into = node.field('left');
        if (value && into) {
          const isPlain = node.children.some(({ type }) => type === '=');
          if (isPlain) {
            all.push({ into: spell(into), value, at: node.end });
          } else {
            unread.add(spell(into));
          }
        }
        break;
      }
      case 'pointer_expression': {
        const argument = node.field('argument');
        if (argument?.type === 'identifier' && node.children[0]?.type === '&') {
          pointed.add(argument.text);
        }
        break;
      }
      case 'update_expression': {
        const into = node.field('argument');
        if (into) {
          unread.add(spell(into));
        }
        break;
      }
      case 'declaration':
      case 'parameter_declaration':
      case 'optional_parameter_declaration':
      case 'field_declaration': {
        const type = node.field('type');
        for (const declarator of node.fields('declarator')) {
          const written = declarator.type === 'init_declarator' ? declarator.field('declarator') : declarator;
          if (type && written) {
            const marks = written.text.replaceAll(/[^*[\]]/g, '');
            types.set(
              nameOf(written),
              `${type.type === 'struct_specifier' || type.type === 'union_specifier' ? headOf(type) : type.text}${marks}`,
            );
          }
        }
        break;
      }
      default:
    }
  }
  const byPlace = groupedBy(all, ({ into }) => [into]);
  return { all, unread, pointed, types, to: (place) => byPlace.get(place) ?? [] };
}

/** `struct sockaddr_in`, also where its fields follow. */
function headOf(type: SyntaxNode): string {
  return `struct ${type.field('name')?.text ?? ''}`;
}

/** The name in a declarator: `fds` of `*fds[2]`. */
function nameOf(declarator: SyntaxNode): string {
  for (const node of within(declarator)) {
    if (node.type === 'identifier' || node.type === 'field_identifier') {
      return node.text;
    }
  }
  return declarator.text;
}
