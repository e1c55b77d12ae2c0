import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nearest, within } from '../../tree-sitter/walk.ts';
import { assignmentsIn } from './assignments.ts';

/** A class or struct of the file: its fields, and the classes it is derived from. */
interface Class {
  readonly fields: ReadonlySet<string>;
  readonly bases: readonly string[];
}

const MAX_BASES = 20;

const lastName = (text: string): string => text.replace(/<.*$/s, '').split('::').at(-1)?.trim() ?? text;

const classesIn = memoize((root: SyntaxNode): ReadonlyMap<string, Class> => {
  const found = new Map<string, Class>();
  for (const node of within(root)) {
    const name = node.field('name');
    if (/^(?:class|struct|union)_specifier$/.test(node.type) && name && node.field('body')) {
      found.set(lastName(name.text), {
        fields: new Set(
          (node.field('body')?.named ?? []).flatMap((member) =>
            member.type === 'field_declaration' ? member.fields('declarator').map(declaredName) : [],
          ),
        ),
        bases: (node.children.find(({ type }) => type === 'base_class_clause')?.named ?? []).map(({ text }) =>
          lastName(text),
        ),
      });
    }
  }
  return found;
});

/** Whether a file defines a class, and so what its objects do. */
export const isClassOfFile = (root: SyntaxNode, name: string): boolean => classesIn(root).has(name);

/** The class that a class of the file is derived from, the first where there are several. */
export const baseOfClass = (root: SyntaxNode, name: string): string | undefined =>
  classesIn(root)
    .get(name)
    ?.bases.find((base) => !/^(?:public|protected|private|virtual)$/.test(base));

function declaredName(declarator: SyntaxNode): string {
  for (const { type, text } of within(declarator)) {
    if (type === 'field_identifier' || type === 'identifier') {
      return text;
    }
  }
  return '';
}

/** The structs behind names that `typedef` gives them. */
const typedefsIn = memoize((root: SyntaxNode): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const node of within(root, ({ type }) => type !== 'function_definition')) {
    const type = node.type === 'type_definition' ? node.field('type') : undefined;
    const struct = type?.type.endsWith('_specifier') === true ? type.field('name')?.text : undefined;
    if (struct !== undefined) {
      node.fields('declarator').forEach((name) => found.set(name.text.replaceAll(/[*\s]/g, ''), struct));
    }
  }
  return found;
});

/** The class or struct that a declared type is about, by one name whatever it is called. */
function structOf(root: SyntaxNode, type: string): string | undefined {
  const name = lastName(
    type.replaceAll(/\b(?:const|volatile|struct|class|union|static)\b/g, '').replaceAll(/[*&[\]\s]/g, ''),
  );
  return /^[A-Za-z_]\w*$/.test(name) && name !== 'auto' && name !== 'void'
    ? (typedefsIn(root).get(name) ?? name)
    : undefined;
}

/** The class whose field a name is, seen from a class: its own or a base's; that of a header is the outermost one known. */
function declaring(root: SyntaxNode, className: string, field: string): string {
  const classes = classesIn(root);
  let name = className;
  for (let depth = 0; depth < MAX_BASES; depth++) {
    const known = classes.get(name);
    const base = known?.fields.has(field) === false ? known.bases.find((one) => classes.has(one)) : undefined;
    if (base === undefined) {
      break;
    }
    name = base;
  }
  return name;
}

/** The class whose method holds a node, or is one: the one around it, or that of `Server::open`. */
export const classAround = (node: SyntaxNode): string | undefined => classOf(node) ?? classAbove(node);

const classAbove = nearest((ancestor) => classOf(ancestor));

/** The class that a node is, or is a method of. */
function classOf(node: SyntaxNode): string | undefined {
  if (node.type === 'function_definition') {
    const [scope] = /^[\w:]+(?=::~?\w+\s*\()/.exec(declaratorText(node)) ?? [];
    return scope === undefined ? undefined : lastName(scope);
  }
  return /^(?:class|struct)_specifier$/.test(node.type)
    ? lastName(node.field('name')?.text ?? '')
    : undefined;
}

function declaratorText(definition: SyntaxNode): string {
  let declarator = definition.field('declarator');
  while (declarator && declarator.type !== 'function_declarator') {
    declarator = declarator.field('declarator') ?? declarator.named.at(-1);
  }
  return declarator?.text.replaceAll(/<[^<>]*>/g, '') ?? '';
}

/** The class whose field a name without an object before it is; empty for a variable of the file. */
export function ownerOfName(node: SyntaxNode): string | undefined {
  const name = classAround(node);
  const root = node.root;
  if (name === undefined) {
    return '';
  }
  const owner = declaring(root, name, node.text);
  const isDeclared = classesIn(root).get(owner)?.fields.has(node.text) === true;
  return !isDeclared && globalsIn(root).has(node.text) ? '' : owner;
}

const globalsIn = memoize((root: SyntaxNode): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const node of within(
    root,
    ({ type }) => !/^(?:function_definition|field_declaration_list)$/.test(type),
  )) {
    if (node.type === 'declaration') {
      node.fields('declarator').forEach((declarator) => found.add(declaredName(declarator)));
    }
  }
  return found;
});

/** The class or struct of the object before a field: `chan` of `c->fd`; undefined where the file does not tell. */
export function ownerOfField(field: SyntaxNode): string | undefined {
  const object = field.field('argument');
  const root = field.root;
  const name = field.field('field')?.text ?? '';
  const type = object && typeOf(root, object);
  const struct = type === undefined ? undefined : structOf(root, type);
  return struct === undefined ? undefined : declaring(root, struct, name);
}

const scopeAround = nearest((ancestor) =>
  /^(?:function_definition|translation_unit)$/.test(ancestor.type) ? ancestor : undefined,
);

function typeOf(root: SyntaxNode, object: SyntaxNode): string | undefined {
  switch (object.type) {
    case 'this':
      return classAround(object);
    case 'identifier': {
      for (let around = scopeAround(object); around; around = scopeAround(around)) {
        const type = assignmentsIn(around).types.get(object.text);
        if (type !== undefined) {
          return type;
        }
      }
      return undefined;
    }
    case 'field_expression': {
      const owner = ownerOfField(object);
      return owner === undefined
        ? undefined
        : assignmentsIn(root).types.get(object.field('field')?.text ?? '');
    }
    case 'subscript_expression':
    case 'pointer_expression':
    case 'parenthesized_expression': {
      const inside = object.field('argument') ?? object.named[0];
      return inside && typeOf(root, inside);
    }
    default:
      return undefined;
  }
}
