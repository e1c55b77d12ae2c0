import type { TSESTree } from '@typescript-eslint/utils';
import { outermost, propertyName, unwrap, type FunctionNode, type Node } from '../ast.ts';
import { argumentFor, isPromiseExecutor, parameterAround, usesOf, type Parameter } from '../function-use.ts';
import { methodCallsOf } from '../method-calls.ts';
import { fromAnnotation } from './annotation.ts';
import type { Interpreter } from './interpreter.ts';
import { bindingIn } from './pattern.ts';
import { primitiveOf } from './primitive-type.ts';
import { membersOf } from './property.ts';
import { preferKnown, UNKNOWN, type Value } from './value.ts';

/** What a parameter may be. */
export function parameter(it: Interpreter, owner: FunctionNode, name: TSESTree.Identifier): readonly Value[] {
  const around = parameterAround(owner, name);
  const binding = around && bindingIn(around.pattern, name);
  if (it.asks === 'value') {
    // the type of a parameter is that of its default, unless it says otherwise; calls from elsewhere may give anything
    return isPromiseExecutor(owner)
      ? [{ kind: 'function' }]
      : binding?.byDefault
        ? it.ask(binding.byDefault)
        : ((binding?.path.length === 0 ? primitiveOf(name.typeAnnotation?.typeAnnotation) : undefined) ?? [
            UNKNOWN,
          ]);
  }
  return around && binding ? fromCalls(it, around, binding.path) : [UNKNOWN];
}

/** By its type, its default, and the calls of its function in the file. */
function fromCalls(it: Interpreter, around: Parameter, path: readonly string[]): readonly Value[] {
  const { target, byDefault } = around;
  const given = argumentsFor(it, around);
  if (path.length === 0) {
    const annotated = fromAnnotation(it, target.type === 'Identifier' ? target.typeAnnotation : undefined);
    if (annotated.length > 0) {
      // callers in this file may show where it was created
      const created = given.flatMap(it.ask).filter((value) => 'creation' in value && value.creation);
      // it is used by what it is declared as
      const declared = annotated.filter(({ kind }) => kind === 'declared');
      return created.length > 0 ? [...created, ...declared] : annotated;
    }
  }
  const whole = (byDefault ? [byDefault, ...given] : given).flatMap(it.ask);
  return preferKnown(path.reduce<readonly Value[]>((from, part) => membersOf(it, from, part), whole));
}

/** What a function of this file is called with: `.then(callback)`'s promise, an immediate call, or calls by its name. */
function argumentsFor(it: Interpreter, { owner, index }: Parameter): readonly Node[] {
  const whole = outermost(owner);
  const { parent } = whole;
  if (parent?.type === 'CallExpression' && unwrap(parent.callee) !== owner) {
    const callee = unwrap(parent.callee);
    const isThen = callee.type === 'MemberExpression' && propertyName(callee) === 'then';
    return isThen && parent.arguments[0] === whole && index === 0 ? [callee.object] : [];
  }
  const calls =
    parent?.type === 'CallExpression'
      ? [parent]
      : parent?.type === 'MethodDefinition' && parent.kind === 'method'
        ? callsOfMethod(it, parent)
        : usesOf(owner, it.file).calls;
  return calls.flatMap((call) => argumentFor(call, index) ?? []);
}

/** The calls of a method of a class inside that class: `this.open(socket)`. */
function callsOfMethod(it: Interpreter, method: TSESTree.MethodDefinition): TSESTree.CallExpression[] {
  const name = propertyName(method);
  return name === undefined
    ? []
    : methodCallsOf(it.file, name).filter((call) =>
        it
          .ask((call.callee as TSESTree.MemberExpression).object)
          .some((owner) => owner.kind === 'own-instance' && owner.node.body === method.parent),
      );
}
