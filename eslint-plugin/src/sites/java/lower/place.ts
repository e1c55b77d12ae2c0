import { valueOf, variable, type Place } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { typeNamed } from '../catalogue/index.ts';
import { fieldAt, fieldOf, isField, isOwnClass, isThis, spelledClass, type Field } from './fields.ts';
import { foreignType, type Names } from './names.ts';
import { variableOf } from './scope.ts';
import { methodCalled, TERMINAL, typeOf } from './types.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';

const MAX_CHAIN = 200;

/** The object whose method runs. */
export const THIS = variable('this');

/**
 * The place an expression names. A call's result has a place of its own until it is stored; a method that gives its own object
 * (`b.option(...)`, `channel.socket()`) has that object's.
 */
export function placeOf(names: Names, expression: SyntaxNode): Place | undefined {
  let node = unwrap(expression);
  for (let depth = 0; depth < MAX_CHAIN; depth++) {
    const object = node.type === 'method_invocation' ? node.field('object') : undefined;
    if (!object || !givesItself(names, node)) {
      return plainPlace(names, node);
    }
    node = unwrap(object);
  }
  return undefined;
}

/** Whether a call gives the object it is called on. */
export function givesItself(names: Names, call: SyntaxNode): boolean {
  const found = methodCalled(names, call);
  if (found) {
    const { does } = found.method;
    return (
      does === 'same' ||
      does === 'setNamed' ||
      does === 'setAddress' ||
      does === 'setChannel' ||
      (does === 'set' && typeNamed(foreignType(names, found.receiver)?.name ?? '')?.isFluent === true) ||
      (does === 'bind' &&
        (found.method.binding.writing === 'setOption' || found.method.binding.isLater === true))
    );
  }
  const object = call.field('object');
  const type = object && foreignType(names, typeOf(names, object));
  return (
    type !== undefined &&
    typeNamed(type.name)?.isFluent === true &&
    !TERMINAL.test(call.field('name')?.text ?? '')
  );
}

function plainPlace(names: Names, node: SyntaxNode): Place | undefined {
  switch (node.type) {
    case 'identifier': {
      return isField(variableOf(node, node.text))
        ? field(names, fieldAt(names, node, node.text), node.text)
        : variable(node.text);
    }
    case 'this':
      return THIS;
    case 'field_access':
      return fieldPlace(names, node);
    case 'array_access': {
      const array = node.field('array');
      const inside = array && plainPlace(names, unwrap(array));
      return inside && { ...inside, text: node.text.replaceAll(/\s+/g, '') };
    }
    case 'assignment_expression': {
      const left = node.field('left');
      return left && plainPlace(names, left);
    }
    case 'method_invocation':
    case 'object_creation_expression':
      return valueOf(node);
    default:
      return undefined;
  }
}

/** A field belongs to its class; one of another object has the spelling of that object too. */
function fieldPlace(names: Names, node: SyntaxNode): Place {
  const object = node.field('object');
  const place = field(
    names,
    fieldOf(names, node, (other) => typeOf(names, other)?.own),
    node.field('field')?.text ?? '',
  );
  return object && (isThis(object) || isOwnClass(names, object))
    ? place
    : { ...place, text: node.text.replaceAll(/\s+/g, '') };
}

/** A field of a class of the file, or of none that it has. */
function field(names: Names, found: Field | undefined, name: string): Place {
  const text = `${found ? spelledClass(names, found.owner) : ''}.${name}`;
  return { text, name, isShared: true, owner: found?.owner ?? '' };
}
