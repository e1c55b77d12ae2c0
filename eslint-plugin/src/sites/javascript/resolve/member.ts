import type { TSESTree } from '@typescript-eslint/utils';
import { deeper, spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { fromAnnotation } from './annotation.ts';
import { classOfThis, isFunction, propertyName, unwrap, type ClassNode, type Node } from '../ast.ts';
import { indexBy, indexOf, type Assignment } from '../assignments.ts';
import { variableOf, type File } from '../file.ts';
import { classMembers, isIndexed, objectProperties, parameterProperty, typeMembers } from '../members.ts';
import { returnedBy } from './call.ts';
import { ownType } from './own-class.ts';
import { distinct, keeping, resolve, resolveAny } from './resolve.ts';
import { FOREIGN, TOO_MANY, UNKNOWN, type DeclaredType, type Value } from './value.ts';

/** `this` in a class: an instance of it. */
export function thisValue(node: TSESTree.ThisExpression): readonly Value[] {
  const owner = classOfThis(node);
  return [owner ? { kind: 'own-instance', node: owner } : UNKNOWN];
}

/** `object.name`. */
export function memberOf(file: File, node: TSESTree.MemberExpression): readonly Value[] {
  const name = propertyName(node);
  if (name === undefined) {
    return [UNKNOWN];
  }
  const object = unwrap(node.object);
  if (object.type === 'Super') {
    return [UNKNOWN];
  }
  const objects = resolve(file, object);
  const ofOne = (value: Value): readonly Value[] =>
    value.kind === 'own-instance' ? instanceMember(file, value.node, name) : membersOf(file, [value], name);
  const [only] = objects;
  // the list of one object's is handed on as it is: what is found for it is kept
  const values = only && objects.length === 1 ? ofOne(only) : objects.flatMap(ofOne);
  if (values.some((value) => value.kind !== 'unknown' || value === TOO_MANY)) {
    return values;
  }
  const assigned = assignedTo(file, object, name, node);
  return assigned.length > 0 ? assigned : values;
}

function instanceMember(file: File, owner: ClassNode, name: string): readonly Value[] {
  const known = file.members.get(owner) ?? new Map<string, readonly Value[]>();
  file.members.set(owner, known);
  const ask = (): readonly Value[] => {
    const values = memberOfInstance(file, owner, name);
    return file.budget.left < 0 ? [TOO_MANY] : distinct(values);
  };
  return known.get(name) ?? keeping(file, ask, known.set.bind(known, name));
}

/** A field, accessor or method of a class of this file, from its declaration and from every `this.name = value` in it. */
function memberOfInstance(file: File, owner: ClassNode, name: string): readonly Value[] {
  const declared: Value[] = [];
  const sources: Node[] = [];
  for (const member of classMembers(owner, name)) {
    spend();
    if (member.type === 'PropertyDefinition') {
      declared.push(...fromAnnotation(file, member.typeAnnotation));
      if (member.value) {
        sources.push(member.value);
      }
    } else if (member.type === 'MethodDefinition') {
      if (member.kind === 'get' && isFunction(member.value)) {
        declared.push(...returnedBy(file, member.value));
      } else if (isFunction(member.value)) {
        declared.push({ kind: 'function', node: member.value });
      }
    }
  }
  const parameter = parameterProperty(owner, name)?.parameter;
  if (parameter?.type === 'Identifier') {
    declared.push(...fromAnnotation(file, parameter.typeAnnotation));
  }
  sources.push(...(fieldsSet(file, name).get(owner) ?? []).map(({ right }) => right));
  const values = resolveAny(file, sources).filter(
    (value) => value.kind !== 'unknown' && value.kind !== 'foreign',
  );
  if (values.length > 0 || declared.length > 0) {
    return [...values, ...declared];
  }
  const type = ownType(file, owner);
  return type ? membersOf(file, [{ kind: 'instance', type }], name) : [UNKNOWN];
}

/** The assignments of a name by the classes whose objects they set, through `this` or a variable that holds it (`const self = this`). */
function fieldsSet(file: File, name: string): ReadonlyMap<Node, readonly Assignment[]> {
  const { budget, fields } = file;
  const known = fields.get(name);
  if (known) {
    return known;
  }
  const { cuts } = budget;
  const found = indexOf<Node>(file, name, (_, { left }) => {
    const object = unwrap(left.object);
    return (object.type === 'ThisExpression' ? thisValue(object) : resolve(file, left.object)).flatMap(
      (value) => (value.kind === 'own-instance' ? [value.node] : []),
    );
  });
  if (budget.cuts === cuts) {
    fields.set(name, found);
  }
  return found;
}

/** What other places of the file assign to the same property of the same variable, or of `this` outside classes. */
function assignedTo(
  file: File,
  object: Node,
  name: string,
  use: TSESTree.MemberExpression,
): readonly Value[] {
  const key = objectKey(file, object);
  if (key === undefined) {
    return [];
  }
  const ask = (): readonly Value[] => {
    const candidates = objectsSet(file, name).get(key) ?? [];
    spend(candidates.length);
    const sources = candidates.filter(
      ({ left }) => left !== use && (!isAmbiguous(key) || isSameObject(file, unwrap(left.object), object)),
    );
    const values = resolveAny(
      file,
      sources.map(({ right }) => right),
    );
    const known = values.filter((value) => value.kind !== 'unknown');
    // `this.server = null` on closing says nothing of what else is assigned
    return known.length < values.length ? known.filter((value) => value.kind !== 'foreign') : known;
  };
  const isOwn = use.parent.type === 'AssignmentExpression' && use.parent.left === use;
  if (isOwn || (isAmbiguous(key) && rootOf(object).type !== 'ThisExpression')) {
    return ask();
  }
  const { assigned } = file;
  const question = `${key} ${name}`;
  return (
    assigned.get(question) ??
    keeping(
      file,
      () => {
        const values = ask();
        return values.length > 0 ? distinct(values) : values;
      },
      assigned.set.bind(assigned, question),
    )
  );
}

/** Function constructors: `this` of one function is that of its prototype's methods as far as a name goes. */
const AMBIGUOUS = 'this';

const isAmbiguous = (key: string): boolean => key.startsWith(AMBIGUOUS);

const objectsSet = indexBy<string | undefined>((file, { left }) => [objectKey(file, unwrap(left.object))]);

/** What a chain of names begins with. */
function rootOf(object: Node): Node {
  let node = object;
  while (node.type === 'MemberExpression') {
    node = unwrap(node.object);
  }
  return node;
}

/** Numbers of variables, to tell objects apart by. */
const numbers = memoize<File, Map<unknown, number>>(() => new Map());

/** What objects have in common that are the same: a variable, and the names that lead on from it. */
function objectKey(file: File, object: Node): string | undefined {
  const names: string[] = [];
  for (let node = object; node.type === 'MemberExpression'; node = unwrap(node.object)) {
    spend();
    const name = propertyName(node);
    if (name === undefined) {
      return undefined;
    }
    names.push(name);
  }
  const node = rootOf(object);
  if (isThisAlias(file, node)) {
    return [AMBIGUOUS, ...names.reverse()].join('.');
  }
  if (node.type !== 'Identifier') {
    return undefined;
  }
  const known = numbers(file);
  const variable = variableOf(file, node) ?? node.name;
  const number = known.get(variable) ?? known.size;
  known.set(variable, number);
  return [number, ...names.reverse()].join('.');
}

function isSameObject(file: File, one: Node, other: Node): boolean {
  if (one.type === 'Identifier' && other.type === 'Identifier') {
    if (one.name !== other.name) {
      return isThisAlias(file, one) && isThisAlias(file, other);
    }
    return variableOf(file, one) === variableOf(file, other);
  }
  if (one.type === 'MemberExpression' && other.type === 'MemberExpression') {
    const name = propertyName(one);
    return (
      name !== undefined &&
      name === propertyName(other) &&
      deeper(() => isSameObject(file, unwrap(one.object), unwrap(other.object)), false)
    );
  }
  // function constructors: `this` of one function is that of its prototype's methods as far as a name goes
  return isThisAlias(file, one) && isThisAlias(file, other);
}

function isThisAlias(file: File, node: Node): boolean {
  if (node.type === 'ThisExpression') {
    return true;
  }
  if (node.type !== 'Identifier') {
    return false;
  }
  const definition = variableOf(file, node)?.defs[0];
  const declarator = definition?.node as Node | undefined;
  return (
    declarator?.type === 'VariableDeclarator' &&
    declarator.id.type === 'Identifier' &&
    declarator.init?.type === 'ThisExpression'
  );
}

/** A property of values that are known already. */
export function membersOf(file: File, objects: readonly Value[], name: string): Value[] {
  return objects.flatMap((object): readonly Value[] => {
    switch (object.kind) {
      case 'export':
        return [name === 'default' ? object : { ...object, path: [...object.path, name] }];
      case 'instance': {
        const property = object.type.properties?.[name];
        const type = property === undefined ? undefined : file.catalogue.type(property);
        return [type ? { kind: 'instance', type } : UNKNOWN];
      }
      case 'object': {
        const [property] = objectProperties(object.node, name);
        return property ? resolve(file, property.value) : [UNKNOWN];
      }
      case 'declared':
        return memberOfType(file, object.node, name);
      case 'class': {
        const member = classMembers(object.node, name).find(
          (candidate) => candidate.type !== 'TSAbstractMethodDefinition' && candidate.static,
        );
        return member && 'value' in member && member.value ? resolve(file, member.value) : [UNKNOWN];
      }
      case 'foreign':
        return [FOREIGN];
      default:
        return [UNKNOWN];
    }
  });
}

/** A property or method that a type of this file declares. */
function memberOfType(file: File, type: DeclaredType, name: string): readonly Value[] {
  const [member] = typeMembers(type, name);
  if (member?.type === 'TSPropertySignature') {
    const values = fromAnnotation(file, member.typeAnnotation);
    return values.length > 0 ? values : [UNKNOWN];
  }
  return member ? [{ kind: 'function', node: member }] : [UNKNOWN];
}

/** What a declared type says of a method: that it has it, that it has not, or neither, where any name will do. */
export function declaresMethod(type: DeclaredType, name: string): boolean | undefined {
  return typeMembers(type, name).length > 0 || (isIndexed(type) ? undefined : false);
}
