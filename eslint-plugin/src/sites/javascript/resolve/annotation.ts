import type { TSESTree } from '@typescript-eslint/utils';
import { deeper } from '../../effort.ts';
import { isClass, typeArgumentsOf, type Node } from '../ast.ts';
import { variableOf, type File } from '../file.ts';
import { distinct, resolve } from './resolve.ts';
import { FOREIGN, UNKNOWN, type Value } from './value.ts';

/** What a type annotation says of a value; empty when there is none, or when it is `any` or `unknown`. */
export function fromAnnotation(
  file: File,
  annotation: TSESTree.TSTypeAnnotation | undefined,
): readonly Value[] {
  return annotation ? fromTypeNode(file, annotation.typeAnnotation) : [];
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

/** What a type says of a value; a type may stand for itself: `type A = A`. */
export function fromTypeNode(file: File, type: TSESTree.TypeNode): readonly Value[] {
  return deeper(() => fromKnownType(file, type), []);
}

function fromKnownType(file: File, type: TSESTree.TypeNode): readonly Value[] {
  switch (type.type) {
    case 'TSTypeReference':
      return fromReference(file, type);
    case 'TSUnionType':
    case 'TSIntersectionType':
      return fromParts(file, type);
    case 'TSImportType':
      return fromImportType(file, type);
    case 'TSTypeLiteral':
      return [{ kind: 'declared', node: type }];
    case 'TSFunctionType':
      return [{ kind: 'function', node: type }];
    case 'TSTypeQuery':
      return type.exprName.type === 'Identifier' ? resolve(file, type.exprName) : [];
    default:
      return NO_SERVERS.has(type.type) ? [FOREIGN] : [];
  }
}

function fromParts(file: File, type: TSESTree.TSUnionType | TSESTree.TSIntersectionType): readonly Value[] {
  const parts = type.types.map((part) => fromTypeNode(file, part));
  const known = parts.flat().filter((value) => value.kind !== 'foreign');
  if (type.type === 'TSIntersectionType' && known.some(({ kind }) => kind === 'instance')) {
    // `Server & { name: string }` has all that a server has
    return known.filter(({ kind }) => kind !== 'declared');
  }
  // a part nothing is known of may be anything; `Server | undefined` is a server
  return known.length > 0 ? known : parts.some((part) => part.length === 0) ? [] : [FOREIGN];
}

/** What parsers before typescript-eslint 8.48 and Babel 8 call the parts of `import('net').Server`. */
interface OldImportType {
  readonly argument?: { readonly value?: unknown; readonly literal?: { readonly value?: unknown } };
}

function fromImportType(file: File, type: TSESTree.TSImportType): readonly Value[] {
  const { argument } = type as OldImportType;
  const source = type.source as TSESTree.TSImportType['source'] | undefined;
  const specifier: unknown = source?.value ?? argument?.literal?.value ?? argument?.value;
  return typeof specifier === 'string' ? fromPath(file, specifier, namePath(type.qualifier)) : [];
}

function fromReference(file: File, type: TSESTree.TSTypeReference): readonly Value[] {
  const path = namePath(type.typeName);
  const [head] = path;
  if (head === undefined) {
    return [];
  }
  const [argument] = typeArgumentsOf(type)?.params ?? [];
  const root = rootIdentifier(type.typeName);
  const variable = root ? variableOf(file, root) : undefined;
  if (!variable) {
    if (argument && TRANSPARENT.has(head)) {
      return fromTypeNode(file, argument);
    }
    if (argument && (head === 'ReturnType' || head === 'InstanceType')) {
      return fromTypeofArgument(file, argument);
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
    return fromAlias(file, node);
  }
  if (node?.type === 'TSInterfaceDeclaration') {
    return fromInterface(file, node, 0);
  }
  if ((declaration?.type as string) === 'ImportBinding' && root) {
    return resolve(file, root).flatMap((value) =>
      value.kind === 'export' ? fromPath(file, value.module, [...value.path, ...path.slice(1)]) : [],
    );
  }
  return [];
}

const MAX_DEPTH = 8;

/** What an interface extends, through interfaces of this file; one that extends nothing is no server. */
function fromInterface(
  file: File,
  declaration: TSESTree.TSInterfaceDeclaration,
  depth: number,
): readonly Value[] {
  const bases = declaration.extends.map(({ expression }) => {
    const own = expression.type === 'Identifier' ? variableOf(file, expression)?.defs[0]?.node : undefined;
    if ((own as Node | undefined)?.type === 'TSInterfaceDeclaration' && depth < MAX_DEPTH) {
      return fromInterface(file, own as unknown as TSESTree.TSInterfaceDeclaration, depth + 1);
    }
    const values =
      expression.type === 'Identifier' || expression.type === 'MemberExpression'
        ? resolve(file, expression)
        : [];
    return values.flatMap((base) => (base.kind === 'export' ? fromPath(file, base.module, base.path) : []));
  });
  const known = bases.flat().filter(({ kind }) => kind !== 'foreign');
  return known.some(({ kind }) => kind === 'instance')
    ? known
    : bases.some((base) => base.length === 0)
      ? []
      : [{ kind: 'declared', node: declaration }, ...known];
}

/** Each once: types may stand for one another in a circle. */
function fromAlias(file: File, alias: TSESTree.TSTypeAliasDeclaration): readonly Value[] {
  const { resolved } = file;
  const known = resolved.get(alias);
  if (known) {
    return known;
  }
  resolved.set(alias, []);
  const all = fromTypeNode(file, alias.typeAnnotation);
  const values = all.length > 0 ? distinct(all) : all;
  resolved.set(alias, values);
  return values;
}

/** `ReturnType<typeof createServer>`, `InstanceType<typeof Server>`. */
function fromTypeofArgument(file: File, argument: TSESTree.TypeNode): readonly Value[] {
  if (argument.type !== 'TSTypeQuery' || argument.exprName.type === 'TSImportType') {
    return [];
  }
  const root = rootIdentifier(argument.exprName);
  const path = namePath(argument.exprName);
  return root
    ? resolve(file, root).flatMap((value) =>
        value.kind === 'export' ? fromPath(file, value.module, [...value.path, ...path.slice(1)]) : [],
      )
    : [];
}

/** The instance that a module's type, class or factory stands for. */
function fromPath(file: File, specifier: string, path: readonly string[]): readonly Value[] {
  const family = file.catalogue.module(specifier);
  const name = path.join('.');
  const typeName = family?.typeNames?.[name] ?? family?.creates?.[name];
  const type =
    typeName === undefined
      ? file.catalogue.declared(name, specifier.replace(/^node:/, ''))
      : file.catalogue.type(typeName);
  if (type) {
    return [{ kind: 'instance', type }];
  }
  // a type of Node's own that is no server, `net.Socket`; of a package the catalogue may not know every type
  return family?.name.startsWith('node:') && path.length > 0 ? [FOREIGN] : [];
}

function namePath(name: TSESTree.EntityName | TSESTree.TSTypeQuery['exprName'] | null): string[] {
  const path: string[] = [];
  let current = name;
  while (current?.type === 'TSQualifiedName') {
    path.unshift(current.right.name);
    current = current.left;
  }
  return current?.type === 'Identifier' ? [current.name, ...path] : [];
}

function rootIdentifier(
  name: TSESTree.EntityName | TSESTree.TSTypeQuery['exprName'],
): TSESTree.Identifier | undefined {
  let current: Node = name;
  while (current.type === 'TSQualifiedName') {
    current = current.left;
  }
  return current.type === 'Identifier' ? current : undefined;
}
