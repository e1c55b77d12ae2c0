import { memoize } from '../../memoize.ts';
import { grouped, groupedBy } from '../../grouped.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { methodOf, typeNamed } from '../catalogue/index.ts';
import type { Maker, Method } from '../catalogue/family.ts';
import { fieldAt, fieldOf } from './fields.ts';
import { foreignType, superType, typeOfName, type Names, type TypeRef } from './names.ts';
import { classAround, variableOf, type Variable } from './scope.ts';
import { within } from '../../tree-sitter/walk.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';

/** How deep an expression is followed; real chains have ten or twenty links. */
const MAX_DEPTH = 60;

const known = new WeakMap<SyntaxNode, { readonly type: TypeRef | undefined }>();

/** The type of an expression, as far as the file and the catalogue tell. */
export function typeOf(names: Names, node: SyntaxNode, depth = 0): TypeRef | undefined {
  if (depth > MAX_DEPTH) {
    return undefined;
  }
  let found = known.get(node);
  if (!found) {
    found = { type: readType(names, node, depth + 1) };
    known.set(node, found);
  }
  return found.type;
}

function readType(names: Names, node: SyntaxNode, depth: number): TypeRef | undefined {
  switch (node.type) {
    case 'parenthesized_expression': {
      const [inside] = node.named;
      return inside && typeOf(names, inside, depth);
    }
    case 'cast_expression': {
      const type = node.field('type');
      return type && typeOfName(names, type.text);
    }
    case 'this':
    case 'super':
      return typeOfThis(names, node);
    case 'identifier':
      return typeOfVariable(names, node, node.text, depth);
    case 'field_access': {
      const field = fieldOf(names, node, (object) => typeOf(names, object, depth)?.own);
      return field?.variable && typeOfDeclared(names, field.variable, depth);
    }
    case 'object_creation_expression': {
      const type = node.field('type');
      return type && typeOfName(names, type.text);
    }
    case 'method_invocation':
      return typeOfCall(names, node, depth);
    case 'array_access': {
      const array = node.field('array');
      return array && typeOfElement(names, unwrap(array), depth);
    }
    case 'assignment_expression': {
      const left = node.field('left');
      return left && typeOf(names, left, depth);
    }
    case 'ternary_expression': {
      const branches = [node.field('consequence'), node.field('alternative')];
      const [first] = branches.flatMap((branch) => (branch && typeOf(names, branch, depth)) ?? []);
      return first;
    }
    default:
      return undefined;
  }
}

function typeOfThis(names: Names, node: SyntaxNode): TypeRef | undefined {
  const holder = classAround(node);
  if (!holder) {
    return undefined;
  }
  return node.type === 'super' && holder.type !== 'object_creation_expression'
    ? superType(names, holder)
    : typeOfClass(names, holder);
}

/** The type that a class declaration, or an expression with a class body, is. */
function typeOfClass(names: Names, holder: SyntaxNode): TypeRef | undefined {
  if (holder.type === 'object_creation_expression') {
    const type = holder.field('type');
    return type && typeOfName(names, type.text);
  }
  return { name: holder.field('name')?.text ?? '', own: holder };
}

/** The type of the elements of an array that a variable or a field holds. */
function typeOfElement(names: Names, array: SyntaxNode, depth: number): TypeRef | undefined {
  const variable =
    array.type === 'identifier'
      ? variableNamed(names, array, array.text)
      : array.type === 'field_access'
        ? fieldOf(names, array, (object) => typeOf(names, object, depth)?.own)?.variable
        : undefined;
  const written = variable?.type?.text;
  const element =
    written === 'var'
      ? variable?.value?.field('type')?.text
      : variable?.node.field('dimensions')
        ? written
        : written?.replace(/\s*\[\s*\]\s*$/, '');
  return element === undefined ? undefined : typeOfName(names, element);
}

function variableNamed(names: Names, node: SyntaxNode, name: string): Variable | undefined {
  return variableOf(node, name) ?? fieldAt(names, node, name)?.variable;
}

function typeOfVariable(names: Names, node: SyntaxNode, name: string, depth: number): TypeRef | undefined {
  const variable = variableNamed(names, node, name);
  return variable
    ? typeOfDeclared(names, variable, depth)
    : (inheritedField(names, node, name) ?? typeOfAssigned(names, node, name, depth));
}

/** The type of what a field that another file declares is assigned in the class around a node. */
function typeOfAssigned(names: Names, node: SyntaxNode, name: string, depth: number): TypeRef | undefined {
  const holder = classAround(node);
  const values = (holder && assignedIn(holder).get(name)) ?? [];
  const [first] = values.flatMap((value) => typeOf(names, value, depth) ?? []);
  return first;
}

/** What the fields and variables of a class are assigned, by their names. */
export const assignedIn = memoize((holder: SyntaxNode) =>
  grouped(
    [...within(holder)].flatMap((node): [string, SyntaxNode][] => {
      const left = node.type === 'assignment_expression' ? node.field('left') : undefined;
      const right = left && node.field('right');
      return left && right ? [[left.text.replace(/^this\s*\.\s*/, ''), unwrap(right)]] : [];
    }),
  ),
);

/** The type of a field that a class around a node inherits from one of the catalogue: `vertx` of a verticle. */
function inheritedField(names: Names, node: SyntaxNode, name: string): TypeRef | undefined {
  for (let holder = classAround(node); holder; holder = classAround(holder)) {
    const type = foreignType(names, typeOfClass(names, holder));
    const field = type && typeNamed(type.name)?.fields?.[name];
    if (field !== undefined) {
      return { name: field };
    }
  }
  return undefined;
}

function typeOfDeclared(names: Names, { type, value }: Variable, depth: number): TypeRef | undefined {
  return type && type.text !== 'var' ? typeOfName(names, type.text) : value && typeOf(names, value, depth);
}

function typeOfCall(names: Names, call: SyntaxNode, depth: number): TypeRef | undefined {
  const maker = makerOf(names, call, depth);
  if (maker) {
    return { name: maker.type };
  }
  const object = call.field('object');
  const name = call.field('name')?.text ?? '';
  const receiver = object ? typeOf(names, object, depth) : undefined;
  const own = object ? receiver?.own : classAround(call);
  const declared = own && methodNamed(own, name);
  if (declared) {
    const type = declared.field('type');
    return type && typeOfName(names, type.text);
  }
  const foreign = foreignType(names, receiver);
  const method = methodOf(foreign?.name, name);
  if (method) {
    switch (method.does) {
      case 'same':
      case 'make':
        return { name: method.type };
      case 'use':
        return undefined;
      default:
        return typeNamed(foreign?.name ?? '')?.isFluent ||
          method.does === 'setNamed' ||
          method.does === 'bind'
          ? receiver
          : undefined;
    }
  }
  return foreign && typeNamed(foreign.name)?.isFluent && !TERMINAL.test(name) ? receiver : undefined;
}

/** Methods of builders that give something else. */
export const TERMINAL =
  /^(?:get[A-Z]|is[A-Z]|config$|build$|bind|connect$|register|toString$|hashCode$|equals$)/;

/** A method of a class that the file declares. */
export function methodNamed(declaration: SyntaxNode, name: string, count?: number): SyntaxNode | undefined {
  return methodsIn(declaration)
    .get(name)
    ?.find((method) => count === undefined || method.field('parameters')?.named.length === count);
}

/** The methods of a class by their names, in source order. */
const methodsIn = memoize((declaration: SyntaxNode) => {
  const body = declaration.field('body') ?? declaration.named.find(({ type }) => type === 'class_body');
  const methods = body?.named.filter(({ type }) => type === 'method_declaration') ?? [];
  return groupedBy(methods, (method) => [method.field('name')?.text ?? '']);
});

/** What a static call or a constructor of the catalogue makes. */
export function makerOf(names: Names, node: SyntaxNode, depth = 0): Maker | undefined {
  if (node.type === 'object_creation_expression') {
    const type = node.field('type');
    const ref = type && typeOfName(names, type.text);
    const facts = ref && !ref.own ? typeNamed(ref.name) : undefined;
    return facts && ref ? constructed(ref.name) : undefined;
  }
  if (node.type !== 'method_invocation') {
    return undefined;
  }
  const object = node.field('object');
  const name = node.field('name')?.text ?? '';
  const holder = object ? staticHolder(names, object, depth) : staticImport(names, node, name);
  const statics = holder === undefined ? undefined : typeNamed(holder)?.statics;
  return statics && Object.hasOwn(statics, name) ? statics[name] : undefined;
}

/** What `new` of a type makes; a subtype's constructor is its own or its supertype's. */
function constructed(name: string): Maker | undefined {
  for (let facts = typeNamed(name); facts;) {
    if (facts.constructs) {
      return { ...facts.constructs, type: name };
    }
    facts = facts.extends === undefined ? undefined : typeNamed(facts.extends);
  }
  return undefined;
}

/** `ServerSocketChannel` in `ServerSocketChannel.open()`: a type and no variable. */
function staticHolder(names: Names, object: SyntaxNode, depth: number): string | undefined {
  if (object.type === 'identifier') {
    return variableOf(object, object.text)
      ? undefined
      : foreignType(names, typeOfName(names, object.text))?.name;
  }
  return object.type === 'field_access' && depth < MAX_DEPTH && /^[\w.\s]+$/.test(object.text)
    ? typeOfName(names, object.text)?.name
    : undefined;
}

function staticImport(names: Names, call: SyntaxNode, name: string): string | undefined {
  const own = classAround(call);
  if (own && methodNamed(own, name)) {
    return undefined;
  }
  const imported = names.statics.get(name);
  return (
    imported ??
    [...names.staticWildcards].find((type) => {
      const statics = typeNamed(type)?.statics;
      return statics !== undefined && Object.hasOwn(statics, name);
    })
  );
}

/** What a method call does to its receiver, by the catalogue; undefined where it knows nothing of either. */
export function methodCalled(
  names: Names,
  call: SyntaxNode,
): { readonly method: Method; readonly receiver: TypeRef | undefined } | undefined {
  const object = call.field('object');
  const name = call.field('name')?.text ?? '';
  const receiver = object ? typeOf(names, object) : thisType(names, call);
  const count = call.field('arguments')?.named.length ?? 0;
  for (let own = receiver?.own, depth = 0; own && depth < 10; depth++) {
    if (methodNamed(own, name, count)) {
      return undefined;
    }
    own = superType(names, own)?.own;
  }
  const method = methodOf(foreignType(names, receiver)?.name, name);
  return method && { method, receiver };
}

function thisType(names: Names, call: SyntaxNode): TypeRef | undefined {
  const holder = classAround(call);
  return holder && typeOfClass(names, holder);
}
