import type { TSESTree } from '@typescript-eslint/utils';
import { deeper, spend } from '../../effort.ts';
import { classOfThis, propertyName, unwrap, type Node } from '../ast.ts';
import { indexBy, isSetFromOutside, isSetOnVariables } from '../assignments.ts';
import { memoize } from '../../memoize.ts';
import { initialiserOf } from '../file.ts';
import { distinctIfAny } from './distinct.ts';
import { isAliasOfEnvironment, isEnvironment, platformName } from './environment.ts';
import { fieldOf } from './field.ts';
import { kept, type Interpreter } from './interpreter.ts';
import { placeOf, type Place } from './place.ts';
import { ownType } from './own-class.ts';
import { membersOf, valueIn } from './property.ts';
import { constant, isForeign, isUnknown, TOO_MANY, UNKNOWN, type Value } from './value.ts';

/** `object.name`. */
export function member(it: Interpreter, node: TSESTree.MemberExpression): readonly Value[] {
  const name = propertyName(node);
  return name === undefined
    ? [UNKNOWN]
    : it.asks === 'value'
      ? valuesOf(it, node, name)
      : identitiesOf(it, node, name);
}

function identitiesOf(it: Interpreter, node: TSESTree.MemberExpression, name: string): readonly Value[] {
  const object = unwrap(node.object);
  if (object.type === 'Super') {
    return [UNKNOWN];
  }
  const objects = it.ask(object);
  const [only] = objects;
  // the list of one object's is handed on as it is: what is found for it is kept
  const values =
    only && objects.length === 1 ? ofOne(it, only, name) : objects.flatMap((value) => ofOne(it, value, name));
  if (values.some((value) => !isUnknown(value) || value === TOO_MANY)) {
    return values;
  }
  const assigned = assignedTo(it, object, name);
  return assigned.length > 0 ? assigned : values;
}

function ofOne(it: Interpreter, value: Value, name: string): readonly Value[] {
  if (value.kind !== 'own-instance') {
    return membersOf(it, [value], name);
  }
  const own = fieldOf(it, value.node, name);
  const type = own.length > 0 ? undefined : ownType(it, value.node);
  return type ? membersOf(it, [{ kind: 'instance', type }], name) : own.length > 0 ? own : [UNKNOWN];
}

/** What other places of the file assign to the same property of the same object. */
function assignedTo(it: Interpreter, object: Node, name: string): readonly Value[] {
  const place = placeOf(it.file, object);
  return place ? assignedAt(place)(it, name) : [];
}

const assignedAt = memoize((place: Place) =>
  kept((it, name: string): readonly Value[] => {
    const sources = objectsSet(it.file, name).get(place) ?? [];
    spend(sources.length);
    const values = sources.flatMap(({ right }) => it.ask(right));
    const known = values.filter((value) => !isUnknown(value));
    // `this.server = null` on closing says nothing of what else is assigned
    return distinctIfAny(known.length < values.length ? known.filter((value) => !isForeign(value)) : known);
  }),
);

const objectsSet = indexBy<Place | undefined>((file, { left }) => [placeOf(file, unwrap(left.object))]);

/** The environment, the platform, a field of a class, a property of a constant object. */
function valuesOf(it: Interpreter, node: TSESTree.MemberExpression, name: string): readonly Value[] {
  const { file, platform } = it;
  if (isEnvironment(node.object) || isAliasOfEnvironment(it, node.object)) {
    return [{ kind: 'environment', variable: name, numeric: false, node }];
  }
  const running = platform === undefined ? undefined : platformName(it, node, name, platform);
  if (running !== undefined) {
    return constant(running);
  }
  const object = unwrap(node.object);
  const owner = object.type === 'ThisExpression' ? classOfThis(object) : undefined;
  if (owner) {
    return fieldOf(it, owner, name);
  }
  const isSet = object.type === 'Identifier' ? isSetOnVariables : isSetFromOutside;
  const literal = literalOf(it, object);
  const value = literal && valueIn(literal, name);
  return value && !isSet(file, name) ? it.ask(value) : [UNKNOWN];
}

/** The object literal that a constant, or a property of one, is: `config.http` of `const config = { http: { port: 3000 } }`. */
function literalOf(it: Interpreter, object: Node): TSESTree.ObjectExpression | undefined {
  return deeper((): TSESTree.ObjectExpression | undefined => {
    const node = unwrap(object);
    let value: Node | null | undefined;
    if (node.type === 'MemberExpression') {
      const holder = literalOf(it, node.object);
      const name = propertyName(node);
      value = holder && name !== undefined ? valueIn(holder, name) : undefined;
    } else if (node.type === 'Identifier') {
      value = initialiserOf(it.file, node);
    }
    const literal = value && unwrap(value);
    return literal?.type === 'ObjectExpression' ? literal : undefined;
  }, undefined);
}
