import { valueOf, variable, type Place } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { isPattern, PASSES_ON } from './copies.ts';
import { placeIn, type Scope } from './step.ts';

/** Where the value of a call stands that is returned at once. */
export const RESULT = variable('return');

/** Methods that put a socket into a list. */
export const ADDS = /^(?:append|add)$/u;

/** The places that take a call's result; undefined among them for one that nothing takes. */
export function targetsOf(scope: Scope, call: SyntaxNode): readonly (Place | undefined)[] {
  let node = call;
  for (let { parent } = node; parent; { parent } = parent) {
    switch (parent.type) {
      case 'parenthesized_expression':
      case 'await':
      case 'list':
      case 'list_comprehension':
      case 'conditional_expression':
      case 'boolean_operator':
        node = parent;
        continue;
      case 'call':
        // the one that passes its argument on
        if (parent === node) {
          continue;
        }
        return [undefined];
      case 'expression_list':
      case 'tuple':
        return [ofTuple(scope, parent, node)];
      case 'argument_list': {
        const { parent: outer } = parent;
        if (outer?.type === 'call' && PASSES_ON.test(outer.field('function')?.text ?? '')) {
          node = outer;
          continue;
        }
        return [ofArgument(scope, outer, node)];
      }
      case 'assignment': {
        const left = parent.field('left');
        return (left && isPattern(left) ? left.named : [left]).map((part) => placeIn(scope, part));
      }
      case 'named_expression':
        return [placeIn(scope, parent.field('name'))];
      case 'as_pattern':
        return [placeIn(scope, parent.named[1]?.named[0])];
      case 'return_statement':
      case 'yield':
      case 'lambda':
        return [RESULT];
      default:
        return [undefined];
    }
  }
  return [undefined];
}

function ofTuple(scope: Scope, tuple: SyntaxNode, node: SyntaxNode): Place | undefined {
  const { parent: assignment } = tuple;
  if (assignment?.type === 'return_statement') {
    return RESULT;
  }
  const left = assignment?.type === 'assignment' ? assignment.field('left') : undefined;
  return placeIn(scope, left?.named[tuple.named.indexOf(node)]);
}

/** `sockets.append(socket.socket())` */
function ofArgument(scope: Scope, outer: SyntaxNode | undefined, node: SyntaxNode): Place | undefined {
  const receiver = outer?.field('function');
  return receiver?.type === 'attribute' && ADDS.test(receiver.field('attribute')?.text ?? '')
    ? placeIn(scope, receiver.field('object'))
    : valueOf(node);
}
