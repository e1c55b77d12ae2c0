import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { isClass, isFunction, type Node } from '../ast.ts';
import { asNode, variableOf, writesTo, type File } from '../file.ts';
import { fromAnnotation } from './annotation.ts';
import { membersOf } from './member.ts';
import { resolveParameter } from './parameter.ts';
import { patternPath } from './pattern.ts';
import { distinct, keeping, resolve } from './resolve.ts';
import { FOREIGN, isForeignExport, moduleExport, preferKnown, UNKNOWN, type Value } from './value.ts';

/** Globals that lead to modules, or that are functions Rebind knows. */
const GLOBAL_MODULES = new Set(['require', 'process', 'globalThis', 'global', 'Object', 'module', 'Promise']);

/** What a name may be: by its declarations and assignments. */
export function resolveIdentifier(file: File, identifier: TSESTree.Identifier): readonly Value[] {
  const variable = variableOf(file, identifier);
  if (!variable || variable.defs.every(isAmbient)) {
    return file.catalogue.global(identifier.name) || GLOBAL_MODULES.has(identifier.name)
      ? [moduleExport(identifier.name, [], true)]
      : variable
        ? declaredAs(file, variable)
        : [UNKNOWN];
  }
  const { variables } = file;
  return (
    variables.get(variable) ??
    keeping(file, () => distinct(resolveVariable(file, variable)), variables.set.bind(variables, variable))
  );
}

/** `declare const Bun: …` tells the type of a global, and defines none. */
function isAmbient({ node }: Scope.Definition): boolean {
  const declared = node as unknown as Node;
  return declared.type === 'VariableDeclarator'
    ? declared.parent.declare
    : declared.type === 'TSInterfaceDeclaration' || declared.type === 'TSTypeAliasDeclaration';
}

/** What `declare const radio: { listen(channel: number): void }` says of a global that no runtime has by itself. */
function declaredAs(file: File, variable: Scope.Variable): readonly Value[] {
  const declared = variable.defs.flatMap(({ node }) => {
    const declarator = node as unknown as Node;
    return declarator.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
      ? fromAnnotation(file, declarator.id.typeAnnotation)
      : [];
  });
  return declared.length > 0 ? declared : [UNKNOWN];
}

function resolveVariable(file: File, variable: Scope.Variable): Value[] {
  const values: Value[] = [];
  for (const definition of variable.defs) {
    values.push(...resolveDefinition(file, variable, definition));
  }
  for (const reference of writesTo(variable)) {
    const written = reference.writeExpr ? asNode(reference.writeExpr) : undefined;
    const target = asNode(reference.identifier);
    // destructuring assignments write a part of their right side: not followed
    if (written && target.parent?.type === 'AssignmentExpression' && target.parent.left === target) {
      values.push(...resolve(file, written));
    }
  }
  const known = preferKnown(values);
  // what a variable is declared as says more than an assignment of which nothing is known
  return isAnnotated(file, variable) ? withoutUnknown(file, known) : known;
}

function isAnnotated(file: File, { defs }: Scope.Variable): boolean {
  return defs.some(({ node }) => {
    const declarator = node as unknown as Node;
    return (
      declarator.type === 'VariableDeclarator' &&
      declarator.id.type === 'Identifier' &&
      fromAnnotation(file, declarator.id.typeAnnotation).some(({ kind }) => kind !== 'unknown')
    );
  });
}

function withoutUnknown(file: File, values: Value[]): Value[] {
  const known = values.filter((value) => value.kind !== 'unknown' && !isForeignExport(file, value));
  return known.length > 0 ? known : values;
}

function resolveDefinition(
  file: File,
  variable: Scope.Variable,
  definition: Scope.Definition,
): readonly Value[] {
  const name = definition.name as unknown as TSESTree.Identifier;
  const node = definition.node as unknown as Node;
  switch (definition.type as string) {
    case 'ImportBinding':
      return resolveImport(node, definition.parent as unknown as TSESTree.ImportDeclaration | undefined);
    case 'FunctionName':
      return isFunction(node) || node.type === 'TSDeclareFunction' ? [{ kind: 'function', node }] : [UNKNOWN];
    case 'ClassName':
      return isClass(node) ? [{ kind: 'class', node }] : [UNKNOWN];
    case 'Variable':
      return node.type === 'VariableDeclarator' ? resolveDeclarator(file, node, name) : [UNKNOWN];
    case 'Parameter':
      return isFunction(node) ? resolveParameter(file, node, name) : [UNKNOWN];
    case 'CatchClause':
    case 'TSEnumName':
      return [FOREIGN];
    default:
      return variable.defs.length > 1 ? [] : [UNKNOWN];
  }
}

function resolveImport(node: Node, declaration: TSESTree.ImportDeclaration | undefined): readonly Value[] {
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference;
    return reference.type === 'TSExternalModuleReference'
      ? [moduleExport(reference.expression.value)]
      : [UNKNOWN];
  }
  if (!declaration) {
    return [UNKNOWN];
  }
  const module = declaration.source.value;
  switch (node.type) {
    case 'ImportSpecifier': {
      const imported = node.imported.type === 'Identifier' ? node.imported.name : node.imported.value;
      return [moduleExport(module, imported === 'default' ? [] : [imported])];
    }
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [moduleExport(module)];
    default:
      return [UNKNOWN];
  }
}

function resolveDeclarator(
  file: File,
  node: TSESTree.VariableDeclarator,
  name: TSESTree.Identifier,
): readonly Value[] {
  const annotated = node.id.type === 'Identifier' ? fromAnnotation(file, node.id.typeAnnotation) : [];
  if (!node.init) {
    return annotated;
  }
  const path = patternPath(node.id, name);
  if (!path) {
    return [UNKNOWN];
  }
  const values = preferKnown([
    ...path.reduce<readonly Value[]>((from, part) => membersOf(file, from, part), resolve(file, node.init)),
  ]);
  // it is used by what it is declared as
  const declared = annotated.filter(({ kind }) => kind === 'declared');
  return values.every((value) => value.kind === 'unknown' || isForeignExport(file, value))
    ? [...annotated, ...values]
    : [...values, ...declared];
}
