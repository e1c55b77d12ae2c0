import { memoize } from '../../memoize.ts';
import { grouped } from '../../grouped.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors } from '../../tree-sitter/walk.ts';
import { superType, typeOfName, type Names } from './names.ts';
import { classAround, variableOf, variablesIn, type Variable } from './scope.ts';

/** A field by the class that has it: two classes of a file may each have one of the same name. */
export interface Field {
  /** The class, as one of this file; of an inherited field the class that declares it. */
  readonly owner: SyntaxNode;
  /** Its declaration; absent where a class of another file declares it. */
  readonly variable?: Variable;
}

const MAX_DEPTH = 10;

/** The field that a simple name means at a node: of the class around it, of what that extends, or of the class around that. */
export function fieldAt(names: Names, node: SyntaxNode, name: string): Field | undefined {
  const around = classAround(node);
  for (let holder = around; holder; holder = classAround(holder)) {
    const found = fieldIn(names, holder, name);
    if (found) {
      return found;
    }
  }
  return around && { owner: around };
}

/** The field of a class: its own, or one that it inherits from a class of the file. */
export function fieldIn(names: Names, declaration: SyntaxNode, name: string): Field | undefined {
  let holder: SyntaxNode | undefined = declaration;
  for (let depth = 0; holder && depth < MAX_DEPTH; depth++) {
    const variable = declaredIn(holder, name);
    if (variable) {
      return { owner: holder, variable };
    }
    holder = parentOf(names, holder)?.own;
  }
  return undefined;
}

/**
 * The field that `this.socket`, `Server.socket`, `Outer.this.socket` or `other.socket` names.
 * @param classOf the class of the file that an expression is an instance of
 */
export function fieldOf(
  names: Names,
  node: SyntaxNode,
  classOf: (object: SyntaxNode) => SyntaxNode | undefined,
): Field | undefined {
  const object = node.field('object');
  const name = node.field('field')?.text ?? '';
  if (!object) {
    return undefined;
  }
  if (isThis(object)) {
    const holder = classOfThis(names, object);
    return (holder && fieldIn(names, holder, name)) ?? fieldAt(names, node, name);
  }
  const holder = isOwnClass(names, object) ? names.classes.get(object.text) : classOf(object);
  return (holder && fieldIn(names, holder, name)) ?? onlyField(names, name);
}

/** `this`, or `Outer.this`. */
export function isThis(node: SyntaxNode): boolean {
  return node.type === 'this' || node.field('field')?.type === 'this';
}

/** `Server` in `Server.socket`, a class of this file. */
export function isOwnClass(names: Names, node: SyntaxNode): boolean {
  return node.type === 'identifier' && names.classes.has(node.text) && !variableOf(node, node.text);
}

/** The field of a name, where one class of the file alone declares it. */
function onlyField(names: Names, name: string): Field | undefined {
  const found = fieldsOfFile(names).get(name) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

/** The fields that the classes of a file declare, by name. */
const fieldsOfFile = memoize((names: Names) =>
  grouped(
    [...names.classes.values()].flatMap((holder) => {
      const declared = new Set(scopesOf(holder).flatMap((scope) => [...variablesIn(scope).keys()]));
      return [...declared].flatMap((name): [string, Field][] => {
        const variable = declaredIn(holder, name);
        return variable ? [[name, { owner: holder, variable }]] : [];
      });
    }),
  ),
);

function parentOf(names: Names, holder: SyntaxNode) {
  const type = holder.type === 'object_creation_expression' ? holder.field('type') : undefined;
  return type ? typeOfName(names, type.text) : superType(names, holder);
}

function declaredIn(holder: SyntaxNode, name: string): Variable | undefined {
  for (const scope of scopesOf(holder)) {
    const found = variablesIn(scope).get(name);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** What holds the fields of a class. */
const scopesOf = memoize((holder: SyntaxNode): readonly SyntaxNode[] => {
  const body = holder.field('body') ?? holder.named.find(({ type }) => type === 'class_body');
  return body ? [body, ...body.named.filter(({ type }) => type === 'enum_body_declarations')] : [];
});

/** How a class is spelled: by its name, with its place where the file has another of that name, or where it has none. */
export function spelledClass(names: Names, holder: SyntaxNode): string {
  const name = holder.type === 'object_creation_expression' ? undefined : holder.field('name')?.text;
  return name !== undefined && names.classes.get(name) === holder ? name : `${name ?? ''}@${holder.start}`;
}

/** Whether a field is what a simple name stands for where a variable of that name is in sight. */
export function isField(variable: Variable | undefined): boolean {
  return variable === undefined || variable.kind === 'field';
}

/** The class that `Outer.this` names, or the nearest one around a `this`. */
function classOfThis(names: Names, node: SyntaxNode): SyntaxNode | undefined {
  const outer = node.type === 'field_access' ? node.field('object')?.text : undefined;
  if (outer === undefined) {
    return classAround(node);
  }
  for (const ancestor of ancestors(node)) {
    if (ancestor.type.endsWith('_declaration') && ancestor.field('name')?.text === outer) {
      return ancestor;
    }
  }
  return names.classes.get(outer);
}
