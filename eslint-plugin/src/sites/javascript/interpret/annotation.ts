import type { TSESTree } from '@typescript-eslint/utils';
import { deeper } from '../../effort.ts';
import { isClass, typeArgumentsOf, type Node } from '../ast.ts';
import { variableOf } from '../file.ts';
import { distinctIfAny } from './distinct.ts';
import { kept, type Interpreter } from './interpreter.ts';
import { importTypeSource, namePath, rootIdentifier } from './type-name.ts';
import { FOREIGN, UNKNOWN, type Value } from './value.ts';

/** What a type annotation says of a value; empty when there is none, or when it is `any` or `unknown`. */
export function fromAnnotation(
  it: Interpreter,
  annotation: TSESTree.TSTypeAnnotation | undefined,
): readonly Value[] {
  return annotation ? fromTypeNode(it, annotation.typeAnnotation) : [];
}

/** Types whose values do not listen; of others, and of what a parser brings that is not known here, nothing is known. */
const NO_SERVERS: ReadonlySet<string> = new Set([
  'TSArrayType',
  'TSBigIntKeyword',
  'TSBooleanKeyword',
  'TSConstructorType',
  'TSFunctionType',
  'TSLiteralType',
  'TSMappedType',
  'TSNeverKeyword',
  'TSNullKeyword',
  'TSNumberKeyword',
  'TSStringKeyword',
  'TSSymbolKeyword',
  'TSTemplateLiteralType',
  'TSTupleType',
  'TSTypeLiteral',
  'TSTypePredicate',
  'TSUndefinedKeyword',
  'TSVoidKeyword',
]);

/** Types that stand for one of their type arguments, as far as methods go. */
const TRANSPARENT = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Pick',
  'Omit',
]);

/** What a type says of a value. */
export function fromTypeNode(it: Interpreter, type: TSESTree.TypeNode): readonly Value[] {
  return deeper(() => fromKnownType(it, type), []);
}

function fromKnownType(it: Interpreter, type: TSESTree.TypeNode): readonly Value[] {
  switch (type.type) {
    case 'TSTypeReference':
      return fromReference(it, type);
    case 'TSUnionType':
    case 'TSIntersectionType':
      return fromParts(it, type);
    case 'TSImportType':
      return fromImportType(it, type);
    case 'TSTypeLiteral':
      return [{ kind: 'declared', node: type }];
    case 'TSFunctionType':
      return [{ kind: 'function', node: type }];
    case 'TSTypeQuery':
      return type.exprName.type === 'Identifier' ? it.identity.ask(type.exprName) : [];
    default:
      return NO_SERVERS.has(type.type) ? [FOREIGN] : [];
  }
}

function fromParts(
  it: Interpreter,
  type: TSESTree.TSUnionType | TSESTree.TSIntersectionType,
): readonly Value[] {
  const parts = type.types.map((part) => fromTypeNode(it, part));
  const known = parts.flat().filter((value) => value.kind !== 'foreign');
  if (type.type === 'TSIntersectionType' && known.some(({ kind }) => kind === 'instance')) {
    // `Server & { name: string }` has all that a server has
    return known.filter(({ kind }) => kind !== 'declared');
  }
  // a part nothing is known of may be anything; `Server | undefined` is a server
  return known.length > 0 ? known : parts.some((part) => part.length === 0) ? [] : [FOREIGN];
}

function fromImportType(it: Interpreter, type: TSESTree.TSImportType): readonly Value[] {
  const specifier = importTypeSource(type);
  return typeof specifier === 'string' ? fromPath(it, specifier, namePath(type.qualifier)) : [];
}

function fromReference(it: Interpreter, type: TSESTree.TSTypeReference): readonly Value[] {
  const path = namePath(type.typeName);
  const [head] = path;
  if (head === undefined) {
    return [];
  }
  const [argument] = typeArgumentsOf(type)?.params ?? [];
  const root = rootIdentifier(type.typeName);
  const variable = root ? variableOf(it.file, root) : undefined;
  if (!variable) {
    if (argument && TRANSPARENT.has(head)) {
      return fromTypeNode(it, argument);
    }
    if (argument && (head === 'ReturnType' || head === 'InstanceType')) {
      return fromTypeofArgument(it, argument);
    }
    // a global type of which nothing is known
    return [UNKNOWN];
  }
  const declaration = variable.defs[0];
  const node = declaration?.node as Node | undefined;
  if (node && isClass(node)) {
    return [{ kind: 'own-instance', node }];
  }
  if (node?.type === 'TSTypeAliasDeclaration') {
    return fromAlias(it, node);
  }
  if (node?.type === 'TSInterfaceDeclaration') {
    return fromInterface(it, node, 0);
  }
  if ((declaration?.type as string) === 'ImportBinding' && root) {
    return it.identity
      .ask(root)
      .flatMap((value) =>
        value.kind === 'export' ? fromPath(it, value.module, [...value.path, ...path.slice(1)]) : [],
      );
  }
  return [];
}

const MAX_DEPTH = 8;

/** What an interface extends, through interfaces of this file; one that extends nothing is no server. */
function fromInterface(
  it: Interpreter,
  declaration: TSESTree.TSInterfaceDeclaration,
  depth: number,
): readonly Value[] {
  const bases = declaration.extends.map(({ expression }) => {
    const own = expression.type === 'Identifier' ? variableOf(it.file, expression)?.defs[0]?.node : undefined;
    if ((own as Node | undefined)?.type === 'TSInterfaceDeclaration' && depth < MAX_DEPTH) {
      return fromInterface(it, own as unknown as TSESTree.TSInterfaceDeclaration, depth + 1);
    }
    const values =
      expression.type === 'Identifier' || expression.type === 'MemberExpression'
        ? it.identity.ask(expression)
        : [];
    return values.flatMap((base) => (base.kind === 'export' ? fromPath(it, base.module, base.path) : []));
  });
  const known = bases.flat().filter(({ kind }) => kind !== 'foreign');
  return known.some(({ kind }) => kind === 'instance')
    ? known
    : bases.some((base) => base.length === 0)
      ? []
      : [{ kind: 'declared', node: declaration }, ...known];
}

/** Each once; a type that stands for itself is none: `type A = A`. */
const fromAlias = kept(
  (it, alias: TSESTree.TSTypeAliasDeclaration): readonly Value[] =>
    it.reach.within(alias, () => distinctIfAny(fromTypeNode(it, alias.typeAnnotation))) ?? [],
);

/** `ReturnType<typeof createServer>`, `InstanceType<typeof Server>`. */
function fromTypeofArgument(it: Interpreter, argument: TSESTree.TypeNode): readonly Value[] {
  if (argument.type !== 'TSTypeQuery' || argument.exprName.type === 'TSImportType') {
    return [];
  }
  const root = rootIdentifier(argument.exprName);
  const path = namePath(argument.exprName);
  return root
    ? it.identity
        .ask(root)
        .flatMap((value) =>
          value.kind === 'export' ? fromPath(it, value.module, [...value.path, ...path.slice(1)]) : [],
        )
    : [];
}

/** The instance that a module's type, class or factory stands for. */
function fromPath(it: Interpreter, specifier: string, path: readonly string[]): readonly Value[] {
  const family = it.file.catalogue.module(specifier);
  const name = path.join('.');
  const typeName = family?.typeNames?.[name] ?? family?.creates?.[name];
  const type =
    typeName === undefined
      ? it.file.catalogue.declared(name, specifier.replace(/^node:/, ''))
      : it.file.catalogue.type(typeName);
  if (type) {
    return [{ kind: 'instance', type }];
  }
  // a type of Node's own that is no server, `net.Socket`; of a package the catalogue may not know every type
  return family?.name.startsWith('node:') && path.length > 0 ? [FOREIGN] : [];
}
