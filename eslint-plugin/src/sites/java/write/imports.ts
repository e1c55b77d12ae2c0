import { declaration } from '../../flow/edits/insert.ts';
import type { Layout } from '../../flow/edits/layout.ts';
import { memoize, memoizeBy } from '../../memoize.ts';
import type { Edit } from '../../site.ts';
import { isTaken, isVisible, simpleName, type Names } from '../lower/names.ts';

/** A type as it can be written in a file, and the import that this needs. */
export interface Written {
  readonly name: string;
  readonly edits: readonly Edit[];
}

/** The lines that set an option on a receiver (`socket.`), and the imports they need. */
export interface Lines {
  readonly lines: readonly string[];
  readonly imports: readonly Edit[];
}

/** Writes a type by its simple name, importing it where that is needed; by its full name where that name is taken. */
export function writeType(names: Names, layout: Layout, full: string): Written {
  const simple = simpleName(full);
  if (isVisible(names, full)) {
    return { name: simple, edits: [] };
  }
  return isTaken(names, full)
    ? { name: full, edits: [] }
    : { name: simple, edits: [importOf(names, layout, full)] };
}

const plainImports = memoize(({ importNodes }: Names) =>
  importNodes.filter((node) => !node.children.some(({ type }) => type === 'static')),
);

/** The last of the plain imports that comes before a type's in alphabetical order. */
const importBefore = memoizeBy((names: Names, line: string) =>
  plainImports(names).findLast((node) => node.text < line),
);

/** An import among the others in alphabetical order, which they may or may not keep. */
function importOf(names: Names, { newline }: Layout, full: string): Edit {
  const { importNodes, packageNode } = names;
  const plain = plainImports(names);
  const line = `import ${full};`;
  const before = importBefore(names, line);
  if (before) {
    return declaration(before.end, `${newline}${line}`);
  }
  const [first] = plain.length > 0 ? plain : importNodes;
  if (first) {
    return declaration(first.start, `${line}${newline}`);
  }
  return packageNode
    ? declaration(packageNode.end, `${newline}${newline}${line}`)
    : declaration(0, `${line}${newline}${newline}`);
}
