import type { TSESTree } from '@typescript-eslint/utils';
import type { NamedType } from './catalogue/catalogue.ts';
import type { Node } from './ast.ts';
import type { File } from './file.ts';

/** What the type checker says of a receiver: a type of the catalogue, no server, or nothing (`any`, an error, no checker). */
export type TypeAnswer =
  { readonly is: 'server'; readonly type: NamedType } | { readonly is: 'other' | 'unknown' };

/** The part of the TypeScript compiler's objects that is used: the plugin needs no TypeScript of its own. */
interface Checker {
  getBaseTypes?(type: Type): readonly Type[] | undefined;
  getBaseConstraintOfType(type: Type): Type | undefined;
  getApparentType(type: Type): Type;
  getAwaitedType?(type: Type): Type | undefined;
  getTypeOfSymbol(symbol: TypeSymbol): Type;
  typeToString(type: Type): string;
}

interface Type {
  readonly flags: number;
  readonly types?: readonly Type[];
  getSymbol(): TypeSymbol | undefined;
  getProperty(name: string): TypeSymbol | undefined;
  getCallSignatures(): readonly Signature[];
  getBaseTypes?(): readonly Type[] | undefined;
  isClassOrInterface?(): boolean;
  readonly target?: Type;
}

interface Signature {
  getParameters(): readonly TypeSymbol[];
}

interface TypeSymbol {
  getName(): string;
  readonly declarations?: readonly Declaration[];
}

interface Declaration {
  readonly parent?: Declaration;
  readonly name?: { readonly text?: string };
  getSourceFile(): { readonly fileName: string };
}

interface Services {
  readonly program?: { getTypeChecker(): Checker } | null;
  getTypeAtLocation(node: TSESTree.Node): Type;
}

/** TypeFlags.Any and TypeFlags.Unknown of the TypeScript compiler. */
const ANY = 1;
const UNKNOWN = 2;

function services(file: File): (Services & { readonly program: { getTypeChecker(): Checker } }) | undefined {
  const found = file.sourceCode.parserServices as Services | undefined;
  return found?.program && typeof found.getTypeAtLocation === 'function'
    ? (found as Services & { readonly program: { getTypeChecker(): Checker } })
    : undefined;
}

/** Asks the type checker, where the parser brought one, what a receiver is. */
export function typeOfReceiver(file: File, receiver: Node): TypeAnswer {
  const found = services(file);
  if (!found) {
    return { is: 'unknown' };
  }
  const checker = found.program.getTypeChecker();
  return classify(file, checker, found.getTypeAtLocation(receiver), 0);
}

function classify(file: File, checker: Checker, type: Type, depth: number): TypeAnswer {
  if ((type.flags & (ANY | UNKNOWN)) !== 0 || depth > 8) {
    return { is: 'unknown' };
  }
  if (type.types) {
    const answers = type.types.map((part) => classify(file, checker, part, depth + 1));
    return (
      answers.find(({ is }) => is === 'server') ??
      answers.find(({ is }) => is === 'unknown') ?? { is: 'other' }
    );
  }
  const symbol = type.getSymbol();
  if (!symbol) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint && constraint !== type
      ? classify(file, checker, constraint, depth + 1)
      : { is: 'other' };
  }
  const own = (symbol.declarations ?? [])
    .map((declaration) => declared(file, symbol.getName(), declaration))
    .find(Boolean);
  if (own) {
    return { is: 'server', type: own };
  }
  const constraint = checker.getBaseConstraintOfType(type);
  if (constraint && constraint !== type) {
    return classify(file, checker, constraint, depth + 1);
  }
  const bases = (type.target ?? type).getBaseTypes?.() ?? type.getBaseTypes?.() ?? [];
  const answers = bases.map((base) => classify(file, checker, base, depth + 1));
  return (
    answers.find(({ is }) => is === 'server') ?? answers.find(({ is }) => is === 'unknown') ?? { is: 'other' }
  );
}

/** The catalogue's type for a symbol, by the package or `declare module` that declares it. */
function declared(file: File, name: string, declaration: Declaration): NamedType | undefined {
  for (let { parent } = declaration; parent; { parent } = parent) {
    const module = parent.name?.text;
    if (module !== undefined) {
      const type = file.catalogue.declared(name, module.replace(/^node:/, ''));
      if (type) {
        return type;
      }
    }
  }
  const path = declaration.getSourceFile().fileName;
  const packageName = /.*[\\/]node_modules[\\/](?:@types[\\/])?((?:@[^\\/]+[\\/])?[^\\/]+)/
    .exec(path)?.[1]
    ?.replace('\\', '/');
  return packageName === undefined ? undefined : file.catalogue.declared(name, packageName);
}

/**
 * Whether the installed types of an API reject an option: its object parameter has no such property, and no overload takes `any`
 * in its place, as that of `server.listen(handle: any)` does.
 * False where there is no checker to ask, or no object parameter to look at.
 */
export function typesReject(file: File, callee: Node, argument: number, option: string): boolean {
  const found = services(file);
  if (!found) {
    return false;
  }
  const checker = found.program.getTypeChecker();
  const types = found
    .getTypeAtLocation(callee)
    .getCallSignatures()
    .flatMap((signature) => signature.getParameters().slice(argument, argument + 1))
    .flatMap((parameter) => {
      const type = checker.getTypeOfSymbol(parameter);
      return type.types ?? [type];
    });
  const objects = types.filter(
    (type) => type.getProperty('port') !== undefined || type.getProperty('type') !== undefined,
  );
  return (
    objects.length > 0 &&
    objects.every((type) => type.getProperty(option) === undefined) &&
    !types.some(({ flags }) => (flags & ANY) !== 0)
  );
}
