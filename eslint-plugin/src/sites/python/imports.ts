import type { SyntaxNode } from '../tree-sitter/node.ts';

/** The imports of a file: which dotted path a name stands for. */
export interface Imports {
  /** Name in the file → `socket`, `socketserver.TCPServer`. */
  readonly names: ReadonlyMap<string, string>;
  /** Modules of which everything is imported. */
  readonly stars: readonly string[];
  readonly statements: readonly ImportStatement[];
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

const STATEMENT =
  /^(?:from\s+(?<module>[\w.]+)\s+import\s*\(?(?<names>[^]*?)\)?|import\s+(?<modules>[^]*))$/u;

/** Reads the import statements of a file, wherever they stand. */
export function readImports(root: SyntaxNode, text: string): Imports {
  const names = new Map<string, string>();
  const stars: string[] = [];
  const statements: ImportStatement[] = [];
  for (const [start, end] of root.rangesOf(['import_statement', 'import_from_statement'])) {
    const statement = text.slice(start, end);
    // comments and line breaks are allowed between names
    const plain = statement.replaceAll(/#[^\n]*|\\\r?\n/gu, (skipped) => ' '.repeat(skipped.length));
    const { module, names: list, modules } = STATEMENT.exec(plain)?.groups ?? {};
    const bound: string[] = [];
    for (const part of (list ?? modules ?? '').split(',')) {
      const [, path, alias] = /^\s*([\w.*]+)(?:\s+as\s+(\w+))?\s*$/u.exec(part) ?? [];
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
    const lastNameEnd = start + plain.replace(/[\s,)]+$/u, '').length;
    statements.push({
      from: module === undefined ? undefined : canonical(module),
      names: bound,
      start,
      end,
      lastNameEnd,
    });
  }
  return { names, stars, statements };
}
