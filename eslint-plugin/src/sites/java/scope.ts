import { remembered } from '../flow/remembered.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, within } from '../tree-sitter/walk.ts';

/** Where a variable is declared. */
export interface Variable {
  readonly name: string;
  readonly kind: 'local' | 'parameter' | 'field';
  readonly type: SyntaxNode | undefined;
  readonly value: SyntaxNode | undefined;
  /** What declares it: a declarator, a parameter, a resource. */
  readonly node: SyntaxNode;
  /** The block, method or class it is declared in. */
  readonly scope: SyntaxNode;
  readonly isFinal: boolean;
  readonly isPrivate: boolean;
  /** A field that code of any package may assign. */
  readonly isPublic: boolean;
}

/** The variable a name stands for at a node; undefined where the file does not declare it. */
export function variableOf(node: SyntaxNode, name: string): Variable | undefined {
  for (const scope of ancestors(node)) {
    if (SCOPES.has(scope.type)) {
      const found = variablesIn(scope).get(name);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

/** A field that a class around a node declares. */
export function fieldAround(node: SyntaxNode, name: string): Variable | undefined {
  for (const scope of ancestors(node)) {
    const found = /^(?:class|enum|interface)_body$|^enum_body_declarations$/.test(scope.type)
      ? variablesIn(scope).get(name)
      : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}

const SCOPES = new Set([
  'block',
  'constructor_body',
  'switch_block_statement_group',
  'for_statement',
  'enhanced_for_statement',
  'try_with_resources_statement',
  'catch_clause',
  'lambda_expression',
  'method_declaration',
  'constructor_declaration',
  'compact_constructor_declaration',
  'record_declaration',
  'class_body',
  'interface_body',
  'enum_body_declarations',
  'if_statement',
  'while_statement',
  'ERROR',
  'program',
]);

/** The variables that a block, a method's head or a class's body declares, by name. */
export const variablesIn = remembered(
  (scope: SyntaxNode): ReadonlyMap<string, Variable> =>
    new Map(readVariables(scope).map((variable) => [variable.name, variable])),
);

function readVariables(scope: SyntaxNode): Variable[] {
  switch (scope.type) {
    case 'enhanced_for_statement':
    case 'lambda_expression':
    case 'catch_clause':
    case 'method_declaration':
    case 'constructor_declaration':
    case 'record_declaration':
    case 'try_with_resources_statement':
      return parametersOf(scope);
    case 'if_statement':
    case 'while_statement':
      return patternsIn(scope);
    default:
      return scope.named.flatMap((child) => declaratorsOf(scope, child));
  }
}

function declaratorsOf(scope: SyntaxNode, declaration: SyntaxNode): Variable[] {
  const isField = declaration.type === 'field_declaration' || declaration.type === 'constant_declaration';
  if (!isField && declaration.type !== 'local_variable_declaration') {
    return [];
  }
  const modifiers = declaration.named.find(({ type }) => type === 'modifiers')?.text ?? '';
  return declaration.fields('declarator').flatMap((node): Variable[] => {
    const name = node.field('name')?.text;
    return name === undefined
      ? []
      : [
          {
            name,
            kind: isField ? 'field' : 'local',
            type: declaration.field('type'),
            value: node.field('value'),
            node,
            scope,
            isFinal: /\bfinal\b/.test(modifiers) || declaration.type === 'constant_declaration',
            isPrivate: /\bprivate\b/.test(modifiers),
            isPublic: /\b(?:public|protected)\b/.test(modifiers),
          },
        ];
  });
}

function parametersOf(scope: SyntaxNode): Variable[] {
  const holders =
    scope.type === 'enhanced_for_statement'
      ? [scope]
      : scope.type === 'catch_clause'
        ? scope.named.filter(({ type }) => type === 'catch_formal_parameter')
        : scope.type === 'try_with_resources_statement'
          ? (scope.field('resources')?.named ?? [])
          : parameterNodes(scope);
  return holders.flatMap((node): Variable[] => {
    const name = node.type === 'identifier' ? node.text : parameterName(node);
    return name === undefined
      ? []
      : [
          {
            name,
            kind: node.type === 'resource' ? 'local' : 'parameter',
            type: node.field('type'),
            value: node.type === 'resource' ? node.field('value') : undefined,
            node,
            scope,
            isFinal: node.type === 'resource',
            isPrivate: false,
            isPublic: false,
          },
        ];
  });
}

function parameterNodes(scope: SyntaxNode): readonly SyntaxNode[] {
  const parameters = scope.field('parameters');
  return parameters?.type === 'identifier' ? [parameters] : (parameters?.named ?? []);
}

function parameterName(node: SyntaxNode): string | undefined {
  const name =
    node.field('name') ?? node.named.find(({ type }) => type === 'variable_declarator')?.field('name');
  return name?.text;
}

/** The names of a method's parameters. */
export function parameterNames(method: SyntaxNode): string[] {
  return parameterNodes(method).map((node) =>
    node.type === 'identifier' ? node.text : (parameterName(node) ?? ''),
  );
}

/** `if (x instanceof ServerSocket socket)` */
function patternsIn(scope: SyntaxNode): Variable[] {
  const condition = scope.field('condition');
  return condition
    ? [...within(condition)].flatMap((node): Variable[] => {
        const name = node.type === 'instanceof_expression' ? node.field('name') : undefined;
        return name
          ? [
              {
                name: name.text,
                kind: 'local',
                type: node.field('right'),
                value: node.field('left'),
                node,
                scope,
                isFinal: true,
                isPrivate: false,
                isPublic: false,
              },
            ]
          : [];
      })
    : [];
}

/** The class declaration, or the expression with a class body, around a node. */
export function classAround(node: SyntaxNode): SyntaxNode | undefined {
  for (const ancestor of ancestors(node)) {
    if (/^(?:class|interface|enum|record)_declaration$/.test(ancestor.type)) {
      return ancestor;
    }
    if (
      ancestor.type === 'object_creation_expression' &&
      ancestor.named.some(
        (child) => child.type === 'class_body' && child.start <= node.start && node.end <= child.end,
      )
    ) {
      return ancestor;
    }
  }
  return undefined;
}

/** The member of a class that holds a node; outside of classes its outermost ancestor. */
export function memberAround(node: SyntaxNode): SyntaxNode {
  let member = node;
  for (const ancestor of ancestors(node)) {
    if (/^(?:class|interface|enum|record)_(?:body|declaration)$/.test(ancestor.type)) {
      break;
    }
    member = ancestor;
  }
  return member;
}
