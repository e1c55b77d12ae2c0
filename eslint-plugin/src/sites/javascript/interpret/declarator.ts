import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { unwrap, type Node } from '../ast.ts';
import { asNode, writesTo } from '../file.ts';
import { fromAnnotation } from './annotation.ts';
import { valuesOfEach } from './distinct.ts';
import { isEnvironment } from './environment.ts';
import type { Interpreter } from './interpreter.ts';
import { bindingIn, type Binding } from './pattern.ts';
import { primitiveOf } from './primitive-type.ts';
import { membersOf, valueIn } from './property.ts';
import { constant, isForeignExport, isUnknown, preferKnown, UNKNOWN, type Value } from './value.ts';

/** The type that a declaration gives a variable. */
export function annotationOf(declaration: object): TSESTree.TSTypeAnnotation | undefined {
  const declarator = asNode(declaration);
  return declarator.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
    ? declarator.id.typeAnnotation
    : undefined;
}

/** What `const`, `let` and `var` give a name. */
export function declarator(
  it: Interpreter,
  node: TSESTree.VariableDeclarator,
  name: TSESTree.Identifier,
  variable: Scope.Variable,
): readonly Value[] {
  return it.asks === 'value' ? valuesOf(it, node, name, variable) : identitiesOf(it, node, name);
}

function identitiesOf(
  it: Interpreter,
  node: TSESTree.VariableDeclarator,
  name: TSESTree.Identifier,
): readonly Value[] {
  const annotated = fromAnnotation(it, annotationOf(node));
  if (!node.init) {
    return annotated;
  }
  const binding = bindingIn(node.id, name);
  if (!binding) {
    return [UNKNOWN];
  }
  const values = preferKnown(
    binding.path.reduce<readonly Value[]>((from, part) => membersOf(it, from, part), it.ask(node.init)),
  );
  // it is used by what it is declared as
  const declared = annotated.filter(({ kind }) => kind === 'declared');
  return values.every((value) => isUnknown(value) || isForeignExport(it.file.catalogue, value))
    ? [...annotated, ...values]
    : [...values, ...declared];
}

function valuesOf(
  it: Interpreter,
  { id, init, parent }: TSESTree.VariableDeclarator,
  name: TSESTree.Identifier,
  variable: Scope.Variable,
): readonly Value[] {
  if (id.type !== 'Identifier') {
    const binding = id.type === 'ObjectPattern' ? bindingIn(id, name) : undefined;
    return init && binding?.path.length === 1 ? destructured(it, init, binding) : [UNKNOWN];
  }
  const annotated = primitiveOf(id.typeAnnotation?.typeAnnotation);
  if (init) {
    const values = it.ask(init);
    // of a variable and what it is set from, the one whose name says more: `pipe = getRandomPipe()`, `x = config.get('port')`
    return values.every(isUnknown)
      ? (annotated ?? [name.name.length > 2 ? UNKNOWN : { kind: 'unknown', node: init }])
      : values;
  }
  const loop = parent.parent;
  if ((loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') && loop.left === parent) {
    const list = unwrap(loop.right);
    return loop.type === 'ForOfStatement' && list.type === 'ArrayExpression'
      ? valuesOfEach(list.elements, (element) =>
          element && element.type !== 'SpreadElement' ? it.ask(element) : [],
        )
      : [UNKNOWN];
  }
  // `let port;` that is never written stays undefined; else the writes tell
  return writesTo(variable).length > 0 ? [] : (annotated ?? constant(undefined));
}

/** `const { PORT = 3000, port: p } = object`. */
function destructured(it: Interpreter, init: Node, { path, key, byDefault }: Binding): readonly Value[] {
  const [name = ''] = path;
  const object = unwrap(init);
  const value = object.type === 'ObjectExpression' ? valueIn(object, name) : undefined;
  const from: readonly Value[] = isEnvironment(init)
    ? [{ kind: 'environment', variable: name, numeric: false, node: key }]
    : value
      ? it.ask(value)
      : [{ kind: 'unknown', ...(key && { node: key }) }];
  return byDefault ? [...from, ...it.ask(byDefault)] : from;
}
