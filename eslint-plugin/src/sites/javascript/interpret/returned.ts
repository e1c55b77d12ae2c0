import { spend } from '../../effort.ts';
import { isClass, isFunction, type DeclaredFunction, type Node } from '../ast.ts';
import { fromAnnotation } from './annotation.ts';
import { distinctIfAny } from './distinct.ts';
import { kept, type Interpreter } from './interpreter.ts';
import { FOREIGN, isUnknown, preferKnown, UNKNOWN, type Value } from './value.ts';

/** What a function of the file returns. */
export const returnedBy = kept((it, node: DeclaredFunction) => distinctIfAny(findReturned(it, node)));

function findReturned(it: Interpreter, node: DeclaredFunction): readonly Value[] {
  if (!('body' in node) || !node.body) {
    const declared = fromAnnotation(it, node.returnType);
    return declared.length > 0 ? declared : [UNKNOWN];
  }
  if (node.body.type !== 'BlockStatement') {
    return it.ask(node.body);
  }
  const annotated = fromAnnotation(it, node.returnType);
  const values: Value[] = [];
  const pending: Node[] = [node.body];
  for (let inside = pending.pop(); inside; inside = pending.pop()) {
    spend();
    if (inside.type === 'ReturnStatement') {
      values.push(...(inside.argument ? it.ask(inside.argument) : [FOREIGN]));
    } else if (!isFunction(inside) && !isClass(inside)) {
      pending.push(...statementsIn(inside).toReversed());
    }
  }
  const known = preferKnown(values);
  return annotated.length > 0 && known.every(isUnknown) ? annotated : [...known, ...annotated];
}

/** The statements directly inside a statement; expressions hold no `return`. */
function statementsIn(node: Node): Node[] {
  switch (node.type) {
    case 'BlockStatement':
      return node.body;
    case 'IfStatement':
      return node.alternate ? [node.consequent, node.alternate] : [node.consequent];
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
    case 'WithStatement':
      return [node.body];
    case 'SwitchStatement':
      return node.cases.flatMap((branch) => branch.consequent);
    case 'TryStatement':
      return [
        node.block,
        ...(node.handler ? [node.handler.body] : []),
        ...(node.finalizer ? [node.finalizer] : []),
      ];
    default:
      return [];
  }
}
