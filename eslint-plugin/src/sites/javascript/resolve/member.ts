import type { TSESTree } from '@typescript-eslint/utils';
import { deeper } from '../../effort.ts';
import { fromAnnotation } from './annotation.ts';
import {
  classOfThis,
  isFunction,
  parameterProperty,
  propertyName,
  unwrap,
  type ClassNode,
  type Node,
} from '../ast.ts';
import { assignmentsTo, variableOf, type File } from '../file.ts';
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
  const values = objects.flatMap((value): readonly Value[] =>
    value.kind === 'own-instance' ? instanceMember(file, value.node, name) : membersOf(file, [value], name),
  );
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
  for (const member of owner.body.body) {
    if (member.type === 'PropertyDefinition' && propertyName(member) === name) {
      declared.push(...fromAnnotation(file, member.typeAnnotation));
      if (member.value) {
        sources.push(member.value);
      }
    } else if (member.type === 'MethodDefinition' && propertyName(member) === name) {
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
  for (const { left, right } of assignmentsTo(file, name)) {
    if (
      left.type === 'MemberExpression' &&
      propertyName(left) === name &&
      isThisOf(file, left.object, owner)
    ) {
      sources.push(right);
    }
  }
  const values = resolveAny(file, sources).filter(
    (value) => value.kind !== 'unknown' && value.kind !== 'foreign',
  );
  if (values.length > 0 || declared.length > 0) {
    return [...values, ...declared];
  }
  const type = ownType(file, owner);
  return type ? membersOf(file, [{ kind: 'instance', type }], name) : [UNKNOWN];
}

/** Whether an expression is `this` in a class, or a variable that holds it (`const self = this`). */
function isThisOf(file: File, expression: Node, owner: ClassNode): boolean {
  return resolve(file, expression).some((value) => value.kind === 'own-instance' && value.node === owner);
}

/** What other places of the file assign to the same property of the same variable, or of `this` outside classes. */
function assignedTo(file: File, object: Node, name: string, use: Node): Value[] {
  const sources: Node[] = [];
  for (const { left, right } of assignmentsTo(file, name)) {
    if (
      left.type === 'MemberExpression' &&
      left !== use &&
      propertyName(left) === name &&
      isSameObject(file, unwrap(left.object), object)
    ) {
      sources.push(right);
    }
  }
  const values = resolveAny(file, sources);
  const known = values.filter((value) => value.kind !== 'unknown');
  // `this.server = null` on closing says nothing of what else is assigned
  return known.length < values.length ? known.filter((value) => value.kind !== 'foreign') : known;
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
        const property = object.node.properties.find(
          (candidate): candidate is TSESTree.Property =>
            candidate.type === 'Property' && propertyName(candidate) === name,
        );
        return property ? resolve(file, property.value) : [UNKNOWN];
      }
      case 'declared':
        return memberOfType(file, object.node, name);
      case 'class': {
        const member = object.node.body.body.find(
          (candidate) =>
            (candidate.type === 'MethodDefinition' || candidate.type === 'PropertyDefinition') &&
            candidate.static &&
            propertyName(candidate) === name,
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
  for (const member of membersIn(type)) {
    if (member.type === 'TSPropertySignature' && propertyName(member) === name) {
      const values = fromAnnotation(file, member.typeAnnotation);
      return values.length > 0 ? values : [UNKNOWN];
    }
    if (member.type === 'TSMethodSignature' && propertyName(member) === name) {
      return [{ kind: 'function', node: member }];
    }
  }
  return [UNKNOWN];
}

/** The members of a declared type, as the file has them. */
export function membersIn(type: DeclaredType): readonly TSESTree.TypeElement[] {
  return type.type === 'TSTypeLiteral' ? type.members : type.body.body;
}

/** What a declared type says of a method: that it has it, that it has not, or neither, where any name will do. */
export function declaresMethod(type: DeclaredType, name: string): boolean | undefined {
  const members = membersIn(type);
  const isOwn = members.some(
    (member) =>
      (member.type === 'TSPropertySignature' || member.type === 'TSMethodSignature') &&
      propertyName(member) === name,
  );
  return isOwn || (members.some(({ type: kind }) => kind === 'TSIndexSignature') ? undefined : false);
}
