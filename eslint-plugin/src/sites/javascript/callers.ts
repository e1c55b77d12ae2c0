import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { assignmentsInClass, isSetFromOutside } from './assignments.ts';
import {
  classOfThis,
  firstSpread,
  isFunction,
  outermost,
  propertyName,
  unwrap,
  type FunctionNode,
  type Node,
} from './ast.ts';
import { evaluate } from './interpret/interpret.ts';
import type { Value } from './interpret/value.ts';
import { primitiveOf } from './interpret/primitive-type.ts';
import { isPromiseExecutor, parameterAround, usesOf, type Parameter } from './function-use.ts';
import { asNode, isTypeScript, variableOf, type File } from './file.ts';

const MAX_DEPTH = 8;

/**
 * Whether a caller may make a value something else than the source shows: `(port = 3000) => server.listen(port)`
 * can be called with a pipe's name, and `load(config)` can set `config.port` to one. Not where TypeScript keeps it to the type of its default, nor where every call of
 * the function is in the file and gives nothing, or a value of the same kind.
 */
export function mayComeFromCaller(file: File, expression: Node, depth = 0): boolean {
  const node = unwrap(expression);
  const inner = (child: Node): boolean => mayComeFromCaller(file, child, depth + 1);
  if (depth > MAX_DEPTH) {
    return true;
  }
  switch (node.type) {
    case 'Identifier':
      return variableMayComeFromCaller(file, node, inner);
    case 'MemberExpression':
      return memberMayComeFromCaller(file, node, inner);
    case 'LogicalExpression':
      return inner(node.left) || inner(node.right);
    case 'ConditionalExpression':
      return inner(node.consequent) || inner(node.alternate);
    case 'SequenceExpression':
      return inner(node.expressions.at(-1) as Node);
    case 'AssignmentExpression':
      return inner(node.right);
    case 'AwaitExpression':
      return inner(node.argument);
    case 'CallExpression':
      return node.arguments.length === 1 && isConversionToString(node) && inner(node.arguments[0] as Node);
    default:
      // arithmetic and conversions make numbers of whatever a caller gives
      return false;
  }
}

const isConversionToString = ({ callee }: TSESTree.CallExpression): boolean =>
  callee.type === 'Identifier' && callee.name === 'String';

function variableMayComeFromCaller(
  file: File,
  node: TSESTree.Identifier,
  inner: (child: Node) => boolean,
): boolean {
  const variable = variableOf(file, node);
  return (
    variable?.defs.some((definition) => {
      const declared = definition.node as unknown as Node;
      if (isFunction(declared)) {
        return definition.type === 'Parameter' && parameterIsOpen(file, declared, asNode(definition.name));
      }
      return declared.type === 'VariableDeclarator' && declared.init ? inner(declared.init) : false;
    }) ?? false
  );
}

function memberMayComeFromCaller(
  file: File,
  node: TSESTree.MemberExpression,
  inner: (child: Node) => boolean,
): boolean {
  const name = propertyName(node);
  const object = unwrap(node.object);
  if (object.type === 'Identifier') {
    return inner(object) || (!isTypeScript(file) && mayChangeElsewhere(file, object));
  }
  if (object.type !== 'ThisExpression' || name === undefined) {
    return inner(object);
  }
  // `app.port = …` may set the field of any class
  return (
    (!isTypeScript(file) && isSetFromOutside(file, name)) ||
    assignmentsInClass(file, name, classOfThis(node)).some(({ right }) => inner(right))
  );
}

/** Whether the properties of a variable's object may be set where that cannot be seen: `load(config)`, `config[key] = …`. */
function mayChangeElsewhere(file: File, identifier: TSESTree.Identifier): boolean {
  const variable = variableOf(file, identifier);
  return variable !== undefined && isChangedElsewhere(variable);
}

const isChangedElsewhere = memoize((variable: Scope.Variable): boolean => {
  const [definition] = variable.defs;
  const declarator = definition?.node as unknown as Node | undefined;
  if (declarator?.type !== 'VariableDeclarator' || declarator.init?.type !== 'ObjectExpression') {
    return false;
  }
  const isExported = declarator.parent.parent.type === 'ExportNamedDeclaration';
  return (
    isExported ||
    variable.references.some((reference) => {
      spend();
      const use = outermost(asNode(reference.identifier));
      const { parent } = use;
      if (reference.init || (parent?.type === 'CallExpression' && onlyReads(parent.callee))) {
        return false;
      }
      const isMember = parent?.type === 'MemberExpression' && parent.object === use;
      const isSet = parent?.parent?.type === 'AssignmentExpression' && parent.parent.left === parent;
      return !isMember || (isSet && propertyName(parent) === undefined);
    })
  );
});

/** `console.log(config)`, `JSON.stringify(config)` */
function onlyReads(callee: Node): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    ['console', 'JSON'].includes(callee.object.name)
  );
}

/** Whether a parameter can hold what its default does not show. */
function parameterIsOpen(file: File, owner: FunctionNode, name: Node): boolean {
  const parameter = parameterAround(owner, name);
  const { target, byDefault } = parameter ?? {};
  const annotation = target?.type === 'Identifier' ? target.typeAnnotation?.typeAnnotation : undefined;
  if (annotation) {
    return primitiveOf(annotation) === undefined;
  }
  if (!parameter || isPromiseExecutor(owner) || isTypeScript(file)) {
    // TypeScript infers the type from the default; without one the value is unknown anyway
    return false;
  }
  return byDefault === undefined || target !== name || mayBeGivenOther(byDefault, parameter, file);
}

/** Whether calls give a parameter something else than its default is, or some are not known; asked of each use of it. */
const mayBeGivenOther = memoize((byDefault: Node, { owner, index }: Parameter, file: File): boolean => {
  const { calls, isOnlyCalled } = usesOf(owner, file);
  return (
    !isOnlyCalled ||
    calls.some((call) => {
      spend();
      const argument = call.arguments[index];
      return (
        firstSpread(call) <= index ||
        (argument !== undefined && !isSameKind(evaluate(file, byDefault), evaluate(file, argument)))
      );
    })
  );
});

/** Whether values are constants of the type that the constants of a default have. */
function isSameKind(byDefault: readonly Value[], given: readonly Value[]): boolean {
  const kindOf = (value: Value): string | undefined =>
    value.kind === 'constant' ? typeof value.value : undefined;
  const [first] = byDefault.map(kindOf);
  return first !== undefined && [...byDefault, ...given].every((value) => kindOf(value) === first);
}
