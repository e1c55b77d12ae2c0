import { spend } from '../../effort.ts';
import { declaration } from '../../flow/edits/insert.ts';
import { memoize } from '../../memoize.ts';
import type { Edit } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { indentOf, lineEnd } from '../dialect/edit.ts';
import type { Definition } from '../lower/definitions.ts';
import type { PythonFile } from '../lower/file.ts';

/** How names of the socket module are written at a place of a file, and what has to be imported for it. */
export interface Spelling {
  readonly names: readonly string[];
  readonly edits: readonly Edit[];
}

/** Writes names of the socket module, such as `SO_REUSEADDR`, as the file's imports let one write them at an offset. */
export function spell(
  file: PythonFile,
  names: readonly string[],
  at: number,
  creation: SyntaxNode | undefined,
): Spelling | undefined {
  const prefix = modulePrefix(file, at, creation);
  if (prefix !== undefined) {
    return { names: names.map((name) => `${prefix}.${name}`), edits: [] };
  }
  const imported = names.map((name) => importedAs(file, name, at));
  if (imported.every((name) => name !== undefined)) {
    return { names: imported, edits: [] };
  }
  const missing = names.filter((_, index) => imported[index] === undefined);
  const edit = missing.some((name) => isTaken(file, name, at)) ? undefined : importing(file, missing);
  return edit && { names: names.map((name, index) => imported[index] ?? name), edits: [edit] };
}

/** Whether a name stands for something else at an offset. */
export const isTaken = (file: PythonFile, name: string, at: number): boolean =>
  file.ownerOf(name, at) !== undefined || file.bindingsOf(name, undefined).length > 0;

/** Whether what an import statement binds is seen at an offset. */
export function reaches(file: PythonFile, start: number, at: number): boolean {
  const scope = file.functionAt(start);
  for (let inside = file.functionAt(at); inside; inside = inside.parent) {
    if (inside === scope) {
      return true;
    }
  }
  return scope === undefined;
}

/** The functions in which import statements bind each name; undefined for the module. */
const scopesOf = memoize((file: PythonFile) => {
  const scopes = new Map<string, Set<Definition | undefined>>();
  for (const { names, start } of file.imports.statements) {
    for (const name of names) {
      spend();
      const known = scopes.get(name) ?? new Set();
      scopes.set(name, known.add(file.functionAt(start)));
    }
  }
  return scopes;
});

/** Whether an import statement binds a name that is seen at an offset. */
export function isImported(file: PythonFile, name: string, at: number): boolean {
  const scopes = scopesOf(file).get(name);
  for (let inside = file.functionAt(at); inside && scopes; inside = inside.parent) {
    spend();
    if (scopes.has(inside)) {
      return true;
    }
  }
  return scopes?.has(undefined) === true;
}

/** What stands before the dot in `socket.SO_REUSEADDR`; undefined where the module has no name here. */
function modulePrefix(file: PythonFile, at: number, creation: SyntaxNode | undefined): string | undefined {
  const name = nameOf(file, 'socket', at);
  if (name !== undefined) {
    return name;
  }
  // `gevent.socket.socket(...)`, and snippets that leave the import out
  const callee = creation?.field('function');
  const object = callee?.type === 'attribute' ? callee.field('object') : undefined;
  const [root = ''] = object?.text.split('.') ?? [];
  return object && file.pathOf(object) === 'socket' && !isTaken(file, root, at) ? object.text : undefined;
}

function importedAs(file: PythonFile, name: string, at: number): string | undefined {
  return (
    nameOf(file, `socket.${name}`, at) ??
    (file.imports.stars.includes('socket') && !isTaken(file, name, at) ? name : undefined)
  );
}

/** What a path is imported as, where that is seen at an offset. */
function nameOf(file: PythonFile, path: string, at: number): string | undefined {
  return file.imports.byPath
    .get(path)
    ?.find((name) => !isTaken(file, name, at) && isImported(file, name, at));
}

/** The module's own statements that names can be added to: a `from socket import`, or an `import socket`. */
const ofModule = memoize((file: PythonFile) => {
  const statements = file.imports.statements.filter(({ start }) => file.definitionAt(start) === undefined);
  return {
    list: statements.find(({ from, names: bound }) => from === 'socket' && bound.length > 0),
    whole: statements.find(
      ({ from, names: bound, start }) =>
        from === undefined &&
        bound.some((name) => file.imports.names.get(name) === 'socket') &&
        indentOf(file.text, { start }) === '',
    ),
  };
});

/** Imports names beside others: in a `from socket import` of the module, or on a line after `import socket`. */
function importing(file: PythonFile, names: readonly string[]): Edit | undefined {
  const { list, whole } = ofModule(file);
  if (list) {
    return declaration(list.lastNameEnd, names.map((name) => `, ${name}`).join(''));
  }
  return (
    whole && declaration(whole.end, `${lineEnd(file.text, whole.end)}from socket import ${names.join(', ')}`)
  );
}
