import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { firstNotBelow } from '../../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nearest, within } from '../../tree-sitter/walk.ts';

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
  let at = node;
  for (let climbed = 1; ; climbed++) {
    const scope = scopeAround(at);
    if (!scope) {
      return undefined;
    }
    const found = variablesIn(scope).get(name);
    if (found) {
      return found;
    }
    at = scope;
    if (climbed % MAX_CLIMBED === 0) {
      const member = memberAround(at);
      const declared = member === at ? undefined : declaredAround(member, at, name);
      if (declared) {
        return declared;
      }
      at = member;
    }
  }
}

/** The scopes climbed one by one; where they nest deeper, those that declare the name are looked up. */
const MAX_CLIMBED = 30;

const scopeAround = nearest((ancestor) => (SCOPES.has(ancestor.type) ? ancestor : undefined));

/** A variable, and the one of the same name around its scope. */
interface Declared {
  readonly variable: Variable;
  readonly around: Declared | undefined;
}

const holds = ({ scope }: Variable, { start, end }: SyntaxNode): boolean =>
  scope.start <= start && end <= scope.end;

/** The variables of a member of a class by name, in source order. */
const declaredIn = memoize((member: SyntaxNode): ReadonlyMap<string, readonly Declared[]> => {
  const byName = new Map<string, Declared[]>();
  for (const scope of within(member)) {
    for (const variable of SCOPES.has(scope.type) ? variablesIn(scope).values() : []) {
      const list = byName.get(variable.name) ?? [];
      list.push({ variable, around: lastHolding(list.at(-1), scope) });
      byName.set(variable.name, list);
    }
  }
  return byName;
});

/** The first of a variable and those around it whose scope holds a node. */
function lastHolding(from: Declared | undefined, node: SyntaxNode): Declared | undefined {
  let found = from;
  while (found && (found.variable.scope === node || !holds(found.variable, node))) {
    spend();
    found = found.around;
  }
  return found;
}

function declaredAround(member: SyntaxNode, node: SyntaxNode, name: string): Variable | undefined {
  const list = declaredIn(member).get(name) ?? [];
  const behind = firstNotBelow(list, node.start + 1, ({ variable }) => variable.scope.start);
  return lastHolding(list[behind - 1], node)?.variable;
}

/** A field that a class around a node declares. */
export function fieldAround(node: SyntaxNode, name: string): Variable | undefined {
  for (let scope = bodyAround(node); scope; scope = bodyAround(scope)) {
    const found = variablesIn(scope).get(name);
    if (found) {
      return found;
    }
  }
  return undefined;
}

const bodyAround = nearest((ancestor) =>
  /^(?:class|enum|interface)_body$|^enum_body_declarations$/.test(ancestor.type) ? ancestor : undefined,
);

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
export const variablesIn = memoize(
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
export const classAround = nearest((ancestor, below) =>
  /^(?:class|interface|enum|record)_declaration$/.test(ancestor.type) ||
  (ancestor.type === 'object_creation_expression' && below.type === 'class_body')
    ? ancestor
    : undefined,
);

/** The member of a class that holds a node; outside of classes its outermost ancestor. */
export const memberAround = (node: SyntaxNode): SyntaxNode => memberOf(node) ?? node;

const memberOf = nearest((ancestor, below) =>
  /^(?:class|interface|enum|record)_(?:body|declaration)$/.test(ancestor.type)
    ? below
    : ancestor.parent
      ? undefined
      : ancestor,
);
