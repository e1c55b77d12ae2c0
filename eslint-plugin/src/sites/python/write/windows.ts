import { spend } from '../../effort.ts';
import { declaration } from '../../flow/edits/insert.ts';
import { memoize, memoizeBy } from '../../memoize.ts';
import type { Edit, Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { firstNotBelow } from '../../tree-sitter/bisect.ts';
import { ancestors } from '../../tree-sitter/walk.ts';
import { platformsAt } from '../lower/conditions.ts';
import { indentOf, lineEnd } from '../dialect/edit.ts';
import { lineStart } from '../../tree-sitter/lines.ts';
import type { PythonFile } from '../lower/file.ts';
import type { ImportStatement } from '../lower/imports.ts';
import { isTaken, reaches } from './spelling.ts';
import type { Values } from '../lower/value.ts';

/** Modules that Windows lacks. Source: the library's reference, "Unix Specific Services" and the availability notes. */
const POSIX_MODULES =
  /^(?:fcntl|pwd|grp|spwd|crypt|termios|tty|pty|resource|posix|syslog|nis|ossaudiodev|curses|readline)$/u;

/** Names that Windows lacks. Source: Lib/socketserver.py of CPython 3.11, `if hasattr(os, "fork")`. */
const POSIX_NAMES = /\bos\.fork(?:pty)?\s*\(|\bForking(?:MixIn|TCPServer|UDPServer)\b/gu;

/** Whether a file cannot run on Windows: it needs what only POSIX has, under no condition. */
const isPosixOnly = memoize((file: PythonFile, values: Values): boolean => {
  const isNeeded = (offset: number): boolean => {
    const node = file.nodeAt(offset);
    const isTried = [node, ...ancestors(node)].some(({ type }) => type === 'try_statement');
    return !isTried && !node.isComment && platformsAt(node, values).includes('win32');
  };
  const imported = file.imports.statements.some(({ from, names, start }) =>
    (from === undefined ? names : [from]).some((module) => POSIX_MODULES.test(module))
      ? isNeeded(start)
      : false,
  );
  return imported || [...file.text.matchAll(POSIX_NAMES)].some(({ index }) => isNeeded(index));
});

/** The platforms on which a node of a file is reached. */
export function reachedOn(node: SyntaxNode, file: PythonFile, values: Values): readonly Platform[] {
  const platforms = platformsAt(node, values);
  return isPosixOnly(file, values) ? platforms.filter((platform) => platform !== 'win32') : platforms;
}

/** A condition that keeps something from Windows, and the import it needs. */
export interface Guard {
  readonly condition: string;
  readonly edits: readonly Edit[];
}

/** How a file tests for Windows, if it does, and the mark of its strings. */
const habits = memoize(({ text }: PythonFile) => ({
  quote: (text.match(/'/gu)?.length ?? 0) > (text.match(/"/gu)?.length ?? 0) ? "'" : '"',
  asksSys:
    /\bsys\.platform\s*(?:[!=]=|(?:not )?in\b|\.startswith\()\s*(?:\(\s*)?["']win/u.test(text) &&
    !/\bos\.name\s*[!=]=\s*["'](?:nt|posix)["']/u.test(text),
}));

/** A test for POSIX as a file can write it at an offset, in its own words; undefined where it has no name for a module. */
export function exceptOnWindows(file: PythonFile, at: number): Guard | undefined {
  const { quote, asksSys } = habits(file);
  const sys = asksSys ? importedAs(file, 'sys', at) : undefined;
  if (sys !== undefined) {
    return { condition: `${sys}.platform != ${quote}win32${quote}`, edits: [] };
  }
  const os = importedAs(file, 'os', at);
  const edit = os === undefined && !isTaken(file, 'os', at) ? importingOs(file, at) : undefined;
  return os === undefined && !edit
    ? undefined
    : { condition: `${os ?? 'os'}.name != ${quote}nt${quote}`, edits: edit ? [edit] : [] };
}

/** What a file calls a module at an offset, where that is imported whenever the offset is reached. */
function importedAs(file: PythonFile, module: string, at: number): string | undefined {
  const isSeen = ({ names, from, start }: ImportStatement, name: string): boolean => {
    const [block] = ancestors(file.nodeAt(start));
    return (
      from === undefined &&
      names.some((each) => each === name || each.startsWith(`${name}.`)) &&
      reaches(file, start, at) &&
      (start < at || file.functionAt(start) !== file.functionAt(at)) &&
      (block?.type === 'module' || (block !== undefined && block.start <= at && at < block.end))
    );
  };
  return file.imports.byPath.get(module)?.find(
    (name) =>
      !isTaken(file, name, at) &&
      file.imports.byName.get(name)?.some((statement) => {
        spend();
        return isSeen(statement, name);
      }),
  );
}

/** Where the block of each of some lines begins and ends. */
function blocksOf(follows: readonly boolean[]): readonly { readonly from: number; readonly to: number }[] {
  spend(follows.length);
  const starts = follows.flatMap((isNext, index) => (isNext ? [] : [index]));
  return starts.flatMap((from, index) => {
    const to = starts[index + 1] ?? follows.length;
    return Array.from({ length: to - from }, () => ({ from, to }));
  });
}

/** The import statements of the module that have lines to themselves, and the blocks they stand in. */
const importsOf = memoize((file: PythonFile) => {
  const nodes = file.root.named.filter(
    (node) => /^import_(?:from_)?statement$/u.test(node.type) && indentOf(file.text, node) === '',
  );
  const follows = nodes.map((node, index) => {
    const before = nodes[index - 1];
    const between = before && file.text.slice(before.end, lineStart(file.text, node.start));
    return between !== undefined && /^[^\r\n]*(?:\r\n|\r|\n)$/u.test(between);
  });
  return {
    nodes,
    blocks: blocksOf(follows),
    ofSockets: nodes.findIndex((node) => /\b(?:socket|socketserver|asyncore)\b/iu.test(node.text)),
  };
});

/** `import os` among the imports of the module, where their order has it. */
function importingOs(file: PythonFile, at: number): Edit | undefined {
  const { text } = file;
  const { nodes, blocks, ofSockets } = importsOf(file);
  const count = firstNotBelow(nodes, at, ({ start }) => start);
  if (count === 0) {
    const first = file.root.named.find(({ type, named: [only] }) => {
      const isDocstring = type === 'expression_statement' && only?.type === 'string';
      return !isDocstring && type !== 'future_import_statement';
    });
    return first && first.start <= at
      ? declaration(first.start, `import os${lineEnd(text, first.start).repeat(2)}`)
      : undefined;
  }
  const beside = ofSockets !== -1 && ofSockets < count ? ofSockets : 0;
  const { from, to: end } = blocks[beside] ?? { from: beside, to: beside + 1 };
  const to = Math.min(end, count);
  const last = nodes[to - 1];
  return last && inBlock(file, last, { from, to, beside });
}

/** Import statements by their positions: a block of lines, and the one to write beside. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly beside: number;
}

/** `import os` in a block of lines that import, by the last of them. */
const inBlock = memoizeBy(
  (file: PythonFile, last: SyntaxNode, { from, to, beside: position }: Block): Edit => {
    const { text } = file;
    const { nodes } = importsOf(file);
    const beside = nodes[position] ?? last;
    const plain = nodes.slice(from, to).filter(({ type }) => type === 'import_statement');
    const names = plain.map((node) => /^import\s+([\w.]+)/u.exec(node.text)?.[1] ?? '');
    const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name);
    const later = isSorted ? plain[names.findIndex((name) => name > 'os')] : undefined;
    const end = plain.at(-1);
    const line = lineEnd(text, beside.start);
    return isSorted && !later && end && indentEnd(text, end)
      ? declaration(end.end, `${line}import os`)
      : declaration((later ?? beside).start, `import os${line}`);
  },
);

/** Whether nothing follows a statement on its line. */
const indentEnd = (text: string, { end }: SyntaxNode): boolean =>
  /^[ \t]*(?:\r|\n|$)/u.test(text.slice(end, end + 200));
