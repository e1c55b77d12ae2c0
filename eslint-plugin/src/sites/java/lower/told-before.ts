import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { callsOn } from './calls-on.ts';
import type { Names } from './names.ts';
import { serves, type Receiver } from './receiver.ts';
import { classAround, memberAround, variableOf, type Variable } from './scope.ts';
import { assignedIn } from './types.ts';
import { toldInChain, type Where } from './where.ts';

/** What a server was told before it is started: in the chain of calls, on its variable, or on what it is made of. */
export function toldBefore(names: Names, object: SyntaxNode, receiver: Receiver): Where | undefined {
  if (!serves(receiver)) {
    return undefined;
  }
  const chained = toldInChain(names, unwrap(object));
  if (chained) {
    return chained;
  }
  const { root, variable } = receiver;
  const values = variable ? valuesOf(root, variable) : [root];
  for (const value of values) {
    const found = toldInChain(names, value) ?? toldIn(names, value);
    if (found) {
      return found;
    }
  }
  return variable && toldOnVariable(names, root);
}

/** What a variable holds, by its declaration and all that is assigned to it. */
function valuesOf(name: SyntaxNode, { value }: Variable): readonly SyntaxNode[] {
  return [...(value ? [value] : []), ...(assignedIn(memberOrClass(name)).get(name.text) ?? [])].map((one) =>
    unwrap(one),
  );
}

/** `server.setPort(8080)` in the same method, or the class where it is a field. */
function toldOnVariable(names: Names, root: SyntaxNode): Where | undefined {
  for (const call of callsOn(memberOrClass(root)).get(root.text) ?? []) {
    const given = toldInChain(names, call);
    if (given) {
      return given;
    }
  }
  return undefined;
}

/** What an object is made of was told: `new SocketServer(config)` after `config.setPort(8080)`. */
function toldIn(names: Names, made: SyntaxNode): Where | undefined {
  if (made.type !== 'object_creation_expression') {
    return undefined;
  }
  for (const argument of made.field('arguments')?.named ?? []) {
    const found =
      argument.type === 'identifier' ? toldOnVariable(names, argument) : toldInChain(names, unwrap(argument));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** The body that a variable is used in. */
function memberOrClass(name: SyntaxNode): SyntaxNode {
  return variableOf(name, name.text)?.kind === 'field' ? (classAround(name) ?? name) : memberAround(name);
}
