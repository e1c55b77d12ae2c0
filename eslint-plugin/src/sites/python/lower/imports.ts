import { spend } from '../../effort.ts';
import { grouped, groupedBy } from '../../grouped.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';

/** The imports of a file: which dotted path a name stands for. */
export interface Imports {
  /** Name in the file → `socket`, `socketserver.TCPServer`. */
  readonly names: ReadonlyMap<string, string>;
  /** Modules of which everything is imported. */
  readonly stars: readonly string[];
  readonly statements: readonly ImportStatement[];
  /** The names of the file for a path. */
  readonly byPath: ReadonlyMap<string, readonly string[]>;
  /** The statements that bind a name, or something within it: `import os.path` for `os`. */
  readonly byName: ReadonlyMap<string, readonly ImportStatement[]>;
}

/** One import statement, for adding a name to it. */
export interface ImportStatement {
  /** The module of `from module import ...`, or undefined for `import module`. */
  readonly from: string | undefined;
  /** The names bound, in order. */
  readonly names: readonly string[];
  readonly start: number;
  readonly end: number;
  /** Where one more name can be written after the last one. */
  readonly lastNameEnd: number;
}

/** Names under which modules were known, or stand-ins with the same API: what they are now. */
const RENAMED: Readonly<Record<string, string>> = {
  // Python 2, and six, which bridges to it
  SocketServer: 'socketserver',
  BaseHTTPServer: 'http.server',
  SimpleHTTPServer: 'http.server',
  SimpleXMLRPCServer: 'xmlrpc.server',
  DocXMLRPCServer: 'xmlrpc.server',
  'six.moves.socketserver': 'socketserver',
  'six.moves.BaseHTTPServer': 'http.server',
  'six.moves.xmlrpc_server': 'xmlrpc.server',
  // sockets of event loops, made to be used like those of the library
  _socket: 'socket',
  'gevent.socket': 'socket',
  'eventlet.green.socket': 'socket',
  'trio.socket': 'socket',
  'curio.socket': 'socket',
  'asyncio.streams': 'asyncio',
};

/** A path by its present name. */
export function canonical(path: string): string {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const renamed = RENAMED[path.slice(0, end)];
    if (renamed !== undefined) {
      return renamed + path.slice(end);
    }
  }
  return path;
}

/** What stands before the names of an import. */
const HEAD = /^(?:from\s+(?<module>[\w.]+)\s+import\s*\(?|import\s)/u;

/** Reads the import statements of a file, wherever they stand. */
export function readImports(root: SyntaxNode, text: string): Imports {
  const names = new Map<string, string>();
  const stars: string[] = [];
  const statements: ImportStatement[] = [];
  for (const [start, stop] of root.rangesOf(['import_statement', 'import_from_statement'])) {
    const statement = text.slice(start, stop);
    // comments and line breaks are allowed between names
    const plain = statement.replaceAll(/#[^\n]*|\\\r?\n/gu, (skipped) => ' '.repeat(skipped.length));
    const head = HEAD.exec(plain);
    const module = head?.groups?.module;
    const end = plain.endsWith(')') ? -1 : undefined;
    const list = head ? plain.slice(head[0].length, module === undefined ? undefined : end) : '';
    const bound: string[] = [];
    for (const part of list.split(',')) {
      spend();
      const [, path, alias] = /^([\w.*]+)(?:\s+as\s+(\w+))?$/u.exec(part.trim()) ?? [];
      if (path === undefined) {
        continue;
      }
      if (path === '*') {
        stars.push(canonical(module ?? ''));
      } else if (module !== undefined) {
        names.set(alias ?? path, canonical(`${module}.${path}`));
      } else if (alias !== undefined) {
        names.set(alias, canonical(path));
      } else {
        // `import a.b` binds a
        const [first = path] = path.split('.');
        names.set(first, canonical(first));
      }
      bound.push(alias ?? path);
    }
    const lastNameEnd = start + endOfNames(plain);
    statements.push({
      from: module === undefined ? undefined : canonical(module),
      names: bound,
      start,
      end: stop,
      lastNameEnd,
    });
  }
  return {
    names,
    stars,
    statements,
    byPath: grouped([...names].map(([name, path]) => [path, name] as const)),
    byName: groupedBy(statements, ({ names: bound }) =>
      bound.flatMap((name) => [name, name.slice(0, name.indexOf('.') >>> 0)]),
    ),
  };
}

/** Where the last name of an import ends; what may follow are commas, blanks and a parenthesis. */
function endOfNames(plain: string): number {
  let end = plain.length;
  while (end > 0 && /[\s,)]/u.test(plain.charAt(end - 1))) {
    end -= 1;
  }
  return end;
}
