import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { isClass, isFunction, type Node } from '../ast.ts';
import { asNode, variableOf, writesTo } from '../file.ts';
import { fromAnnotation } from './annotation.ts';
import { distinct, valuesOfEach } from './distinct.ts';
import { kept, type Interpreter } from './interpreter.ts';
import { annotationOf, declarator } from './declarator.ts';
import { parameter } from './parameter.ts';
import { primitiveOf } from './primitive-type.ts';
import {
  constant,
  FOREIGN,
  isForeignExport,
  isUnknown,
  moduleExport,
  preferKnown,
  UNKNOWN,
  type Value,
} from './value.ts';

/** Globals that lead to modules, or that are functions Rebind knows. */
const GLOBAL_MODULES = new Set(['require', 'process', 'globalThis', 'global', 'Object', 'module', 'Promise']);

/** Names that stand for a constant. */
const CONSTANTS = new Map([
  ['undefined', constant(undefined)],
  ['NaN', constant(NaN)],
]);

/** What a name may be: by its declarations and assignments. */
export function identifier(it: Interpreter, node: TSESTree.Identifier): readonly Value[] {
  const variable = variableOf(it.file, node);
  if (variable && !variable.defs.every(isAmbient)) {
    return ofVariable(it, variable);
  }
  if (it.asks === 'value') {
    return variable
      ? variable.defs.flatMap(
          ({ node: declared }) => primitiveOf(annotationOf(declared)?.typeAnnotation) ?? [],
        )
      : (CONSTANTS.get(node.name) ?? [UNKNOWN]);
  }
  return it.file.catalogue.global(node.name) || GLOBAL_MODULES.has(node.name)
    ? [moduleExport(node.name, [], true)]
    : variable
      ? declaredAs(it, variable)
      : [UNKNOWN];
}

/** `declare const Bun: …` tells the type of a global, and defines none. */
function isAmbient({ node }: Scope.Definition): boolean {
  const declared = node as unknown as Node;
  return declared.type === 'VariableDeclarator'
    ? declared.parent.declare
    : declared.type === 'TSInterfaceDeclaration' || declared.type === 'TSTypeAliasDeclaration';
}

/** What `declare const radio: { listen(channel: number): void }` says of a global that no runtime has by itself. */
function declaredAs(it: Interpreter, { defs }: Scope.Variable): readonly Value[] {
  const declared = defs.flatMap(({ node }) => fromAnnotation(it, annotationOf(node)));
  return declared.length > 0 ? declared : [UNKNOWN];
}

const ofVariable = kept((it, variable: Scope.Variable): readonly Value[] => {
  const definition = (one: Scope.Definition): readonly Value[] => ofDefinition(it, variable, one);
  const write = (one: Scope.Reference): readonly Value[] => ofWrite(it, one);
  if (it.asks === 'value') {
    return valuesOfEach(
      [valuesOfEach(writesTo(variable), write), variable.defs.flatMap(definition)],
      (one) => one,
    );
  }
  const known = preferKnown([...variable.defs.flatMap(definition), ...writesTo(variable).flatMap(write)]);
  // what a variable is declared as says more than an assignment of which nothing is known
  return distinct(isAnnotated(it, variable) ? withoutUnknown(it, known) : known);
});

/** Destructuring assignments write a part of their right side: not followed. */
function ofWrite(it: Interpreter, { identifier: written, writeExpr }: Scope.Reference): readonly Value[] {
  const target = asNode(written);
  const { parent } = target;
  if (!writeExpr || parent?.type !== 'AssignmentExpression' || parent.left !== target) {
    return it.asks === 'value' ? [UNKNOWN] : [];
  }
  return it.asks === 'value' && parent.operator !== '=' ? [UNKNOWN] : it.ask(asNode(writeExpr));
}

function isAnnotated(it: Interpreter, { defs }: Scope.Variable): boolean {
  return defs.some(({ node }) => fromAnnotation(it, annotationOf(node)).some((value) => !isUnknown(value)));
}

function withoutUnknown(it: Interpreter, values: readonly Value[]): readonly Value[] {
  const known = values.filter((value) => !isUnknown(value) && !isForeignExport(it.file.catalogue, value));
  return known.length > 0 ? known : values;
}

function ofDefinition(
  it: Interpreter,
  variable: Scope.Variable,
  definition: Scope.Definition,
): readonly Value[] {
  const name = asNode(definition.name) as TSESTree.Identifier;
  const node = asNode(definition.node);
  switch (definition.type as string) {
    case 'ImportBinding':
      return (
        imported(node, definition.parent as unknown as TSESTree.ImportDeclaration | undefined) ?? [UNKNOWN]
      );
    case 'FunctionName':
      return isFunction(node) || node.type === 'TSDeclareFunction' ? [{ kind: 'function', node }] : [UNKNOWN];
    case 'ClassName':
      return isClass(node) ? [{ kind: 'class', node }] : [UNKNOWN];
    case 'Variable':
      return node.type === 'VariableDeclarator' ? declarator(it, node, name, variable) : [UNKNOWN];
    case 'Parameter':
      return isFunction(node) ? parameter(it, node, name) : [UNKNOWN];
    case 'CatchClause':
    case 'TSEnumName':
      return [FOREIGN];
    default:
      return variable.defs.length > 1 ? [] : [UNKNOWN];
  }
}

function imported(
  node: Node,
  declaration: TSESTree.ImportDeclaration | undefined,
): readonly Value[] | undefined {
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference;
    return reference.type === 'TSExternalModuleReference'
      ? [moduleExport(reference.expression.value)]
      : undefined;
  }
  if (!declaration) {
    return undefined;
  }
  const module = declaration.source.value;
  switch (node.type) {
    case 'ImportSpecifier': {
      const name = node.imported.type === 'Identifier' ? node.imported.name : node.imported.value;
      return [moduleExport(module, name === 'default' ? [] : [name])];
    }
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [moduleExport(module)];
    default:
      return undefined;
  }
}
