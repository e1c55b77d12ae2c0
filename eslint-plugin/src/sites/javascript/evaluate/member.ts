import type { TSESTree } from '@typescript-eslint/utils';
import { deeper, spend } from '../../effort.ts';
import type { Platform } from '../../site.ts';
import { classOfThis, propertyName, unwrap, type ClassNode, type Node } from '../ast.ts';
import { assignmentsInClass, isSetFromOutside, isSetOnVariables } from '../assignments.ts';
import { variableOf, type File } from '../file.ts';
import { classMembers, parameterProperty } from '../members.ts';
import { dotted, isAliasOfEnvironment, isEnvironment, isModule } from './environment.ts';
import { constant, MAX_ALTERNATIVES, type Inner, type Static } from './static.ts';
import { fromType } from './type.ts';
import { evaluateParameter, fromObjectLiteral, valueIn } from './variable.ts';

/** `object.name`: the environment, the platform, a field of a class, a property of a constant object. */
export function evaluateMember(
  file: File,
  node: TSESTree.MemberExpression,
  platform: Platform | undefined,
  inner: Inner,
): readonly Static[] | undefined {
  const name = propertyName(node);
  if (name === undefined) {
    return undefined;
  }
  if (isEnvironment(node.object) || isAliasOfEnvironment(file, node.object)) {
    return [{ kind: 'environment', variable: name, numeric: false, node }];
  }
  const path = dotted(node);
  if (platform !== undefined) {
    if (path === 'process.platform' || (name === 'platform' && isModule(file, node.object, 'process'))) {
      return constant(platform);
    }
    if (path === 'Deno.build.os') {
      return constant(platform === 'win32' ? 'windows' : platform);
    }
  }
  const object = unwrap(node.object);
  const owner = object.type === 'ThisExpression' ? classOfThis(object) : undefined;
  if (owner) {
    return evaluateField(file, owner, name, inner);
  }
  if (object.type === 'Identifier' || object.type === 'MemberExpression') {
    const literal = literalOf(file, object);
    if (literal) {
      const initial = fromObjectLiteral(literal, name, inner);
      const isSet = object.type === 'Identifier' ? isSetOnVariables : isSetFromOutside;
      return initial && !isSet(file, name) ? initial : undefined;
    }
  }
  return undefined;
}

/** The object literal that a constant, or a property of one, is: `config.http` of `const config = { http: { port: 3000 } }`. */
function literalOf(file: File, object: Node): TSESTree.ObjectExpression | undefined {
  return deeper((): TSESTree.ObjectExpression | undefined => {
    const node = unwrap(object);
    if (node.type === 'MemberExpression') {
      const holder = literalOf(file, node.object);
      const name = propertyName(node);
      const value = holder && name !== undefined ? valueIn(holder, name) : undefined;
      return value?.type === 'ObjectExpression' ? value : undefined;
    }
    const definition =
      node.type === 'Identifier' ? (variableOf(file, node)?.defs[0]?.node as Node | undefined) : undefined;
    const init =
      definition?.type === 'VariableDeclarator' && definition.id.type === 'Identifier'
        ? definition.init
        : undefined;
    const literal = init ? unwrap(init) : undefined;
    return literal?.type === 'ObjectExpression' ? literal : undefined;
  }, undefined);
}

/** A field of a class: its initialiser, parameter property default and every `this.name =`. */
function evaluateField(
  file: File,
  owner: ClassNode,
  name: string,
  inner: Inner,
): readonly Static[] | undefined {
  const values: Static[] = [];
  for (const member of classMembers(owner, name)) {
    spend();
    if (member.type === 'PropertyDefinition') {
      values.push(
        ...(member.value ? inner(member.value) : (fromType(member.typeAnnotation?.typeAnnotation) ?? [])),
      );
    }
  }
  const declared = parameterProperty(owner, name);
  if (declared) {
    values.push(...(evaluateParameter(declared.constructor, declared.parameter, inner) ?? []));
  }
  for (const { right } of assignmentsInClass(file, name, owner)) {
    spend();
    values.push(...inner(right));
    if (values.length > MAX_ALTERNATIVES) {
      break;
    }
  }
  return values.length > 0 ? values : undefined;
}
