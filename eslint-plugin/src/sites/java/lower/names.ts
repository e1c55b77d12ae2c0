import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';
import { typeNames } from '../catalogue/index.ts';

/** What a file declares and imports: what a simple name means in it. */
export interface Names {
  readonly package: string | undefined;
  /** Simple name → full name, of imports of one type. */
  readonly imports: ReadonlyMap<string, string>;
  /** Packages, or types for static imports, that are imported as a whole. */
  readonly wildcards: ReadonlySet<string>;
  /** Simple name → the type it is a static member of. */
  readonly statics: ReadonlyMap<string, string>;
  readonly staticWildcards: ReadonlySet<string>;
  readonly importNodes: readonly SyntaxNode[];
  readonly packageNode: SyntaxNode | undefined;
  /** The classes, interfaces, enums and records of the file; the first of each name. */
  readonly classes: ReadonlyMap<string, SyntaxNode>;
}

/** A type that a name stands for. */
export interface TypeRef {
  /** Its full name, as far as the file tells. */
  readonly name: string;
  /** Its declaration, when the file has it. */
  readonly own?: SyntaxNode | undefined;
  /** Taken for that type by its name alone: the file, a fragment, imports nothing. */
  readonly isGuess?: boolean;
}

export const CLASS =
  /^(?:class|interface|enum|record|annotation_type)_declaration$|^(?:class|interface|enum|annotation_type)_body$|^enum_body_declarations$|^program$|^ERROR$/;

const DECLARATION = /^(?:class|interface|enum|record)_declaration$/;

const bySimpleName = new Map<string, string[]>();
for (const name of typeNames) {
  const simple = simpleName(name);
  bySimpleName.set(simple, [...(bySimpleName.get(simple) ?? []), name]);
}

/** The last part of a full name. */
export function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

export function readNames(root: SyntaxNode): Names {
  const imports = new Map<string, string>();
  const wildcards = new Set<string>();
  const statics = new Map<string, string>();
  const staticWildcards = new Set<string>();
  const importNodes = root.named.filter(({ type }) => type === 'import_declaration');
  for (const node of importNodes) {
    const isStatic = node.children.some(({ type }) => type === 'static');
    const isWildcard = node.children.some(({ type }) => type === 'asterisk');
    const name = (node.named[0]?.text ?? '').replaceAll(/\s+/g, '');
    if (isWildcard) {
      (isStatic ? staticWildcards : wildcards).add(name);
    } else if (isStatic) {
      statics.set(simpleName(name), name.slice(0, name.lastIndexOf('.')));
    } else {
      imports.set(simpleName(name), name);
    }
  }
  const packageNode = root.named.find(({ type }) => type === 'package_declaration');
  const classes = new Map<string, SyntaxNode>();
  for (const node of within(root, ({ type }) => CLASS.test(type))) {
    const name = DECLARATION.test(node.type) ? node.field('name')?.text : undefined;
    if (name !== undefined && !classes.has(name)) {
      classes.set(name, node);
    }
  }
  return {
    package: packageNode?.named.at(-1)?.text.replaceAll(/\s+/g, ''),
    imports,
    wildcards,
    statics,
    staticWildcards,
    importNodes,
    packageNode,
    classes,
  };
}

/** The type that a name in the source stands for, from its imports; undefined where the file does not tell. */
export function typeOfName(names: Names, written: string): TypeRef | undefined {
  const name = written.replaceAll(/\s+/g, '').replace(/<.*$/, '');
  const simple = simpleName(name);
  if (simple !== name) {
    const outer = name.slice(0, name.indexOf('.'));
    if (!/^[A-Z]/.test(outer)) {
      return { name };
    }
    // `Outer.Inner` of this file, or of a type that it imports
    const holder = names.classes.has(outer) ? undefined : typeOfName(names, outer);
    return names.classes.has(simple) && !names.imports.has(outer)
      ? { name: simple, own: names.classes.get(simple) }
      : holder && { ...holder, name: `${holder.name}${name.slice(outer.length)}` };
  }
  const own = names.classes.get(name);
  if (own) {
    return { name, own };
  }
  const imported = names.imports.get(name);
  if (imported !== undefined) {
    return { name: imported };
  }
  const known = bySimpleName.get(name) ?? [];
  const found = known.find((full) => {
    const where = full.slice(0, full.lastIndexOf('.'));
    return names.wildcards.has(where) || names.package === where;
  });
  if (found !== undefined) {
    return { name: found };
  }
  const [first] = known;
  return first !== undefined && names.importNodes.length === 0 && names.package === undefined
    ? { name: first, isGuess: true }
    : undefined;
}

/** The type a class extends. */
export function superType(names: Names, declaration: SyntaxNode): TypeRef | undefined {
  const type = declaration.field('superclass')?.named[0];
  const found = type && typeOfName(names, type.text);
  return found?.own === declaration ? undefined : found;
}

/** A type's nearest ancestor that is not of this file: what the catalogue may know. */
export function foreignType(names: Names, type: TypeRef | undefined): TypeRef | undefined {
  let found = type;
  for (let depth = 0; found?.own && depth < 10; depth++) {
    found = superType(names, found.own);
  }
  return found?.own ? undefined : found;
}

/** Whether a simple name can be written for a type without an import. */
export function isVisible(names: Names, full: string): boolean {
  return !names.classes.has(simpleName(full)) && typeIsImported(names, full);
}

function typeIsImported(names: Names, full: string): boolean {
  const simple = simpleName(full);
  const where = full.slice(0, full.lastIndexOf('.'));
  const imported = names.imports.get(simple);
  return imported === undefined ? names.wildcards.has(where) || names.package === where : imported === full;
}

/** Whether a simple name means something else in the file. */
export function isTaken(names: Names, full: string): boolean {
  const imported = names.imports.get(simpleName(full));
  return names.classes.has(simpleName(full)) || (imported !== undefined && imported !== full);
}
