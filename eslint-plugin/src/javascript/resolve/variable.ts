import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { isClass, isFunction, type Node } from '../ast.ts';
import { asNode, variableOf, writesTo, type File } from '../file.ts';
import { fromAnnotation } from './annotation.ts';
import { membersOf } from './member.ts';
import { resolveParameter } from './parameter.ts';
import { patternPath } from './pattern.ts';
import { distinct, keeping, resolve } from './resolve.ts';
import { FOREIGN, moduleExport, preferKnown, UNKNOWN, type Value } from './value.ts';

/** Globals that lead to modules, or that are functions Rebind knows. */
const GLOBAL_MODULES = new Set(['require', 'process', 'globalThis', 'global', 'Object', 'module', 'Promise']);

/** What a name may be: by its declarations and assignments. */
export function resolveIdentifier(file: File, identifier: TSESTree.Identifier): readonly Value[] {
  const variable = variableOf(file, identifier);
  if (!variable || variable.defs.every(isAmbient)) {
    return file.catalogue.global(identifier.name) || GLOBAL_MODULES.has(identifier.name)
      ? [moduleExport(identifier.name, [], true)]
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
  return preferKnown(values);
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
      return isFunction(node) ? [{ kind: 'function', node }] : [UNKNOWN];
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
  return values.every((value) => value.kind === 'unknown') ? [...annotated, ...values] : values;
}
