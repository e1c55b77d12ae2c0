// As extensions of source control hosts show repositories that nobody has cloned.
import {
  Diagnostic,
  Disposable,
  EventEmitter,
  type ExtensionContext,
  FileSystemError,
  type FileStat,
  FileType,
  languages,
  Range,
  Uri,
  workspace,
} from 'vscode';

const SERVER = "import http from 'node:http';\nhttp.createServer().listen(3000);\n";
const FILES: ReadonlyMap<string, string> = new Map([
  ['server.js', SERVER],
  ['linted.js', SERVER],
  ['.env', 'PORT=3000\n'],
]);

export function activate({ subscriptions }: ExtensionContext): void {
  const changes = new EventEmitter<never[]>();
  const textOf = ({ path }: Uri): string => {
    const text = FILES.get(path.slice(1));
    if (text === undefined) {
      throw FileSystemError.FileNotFound(path);
    }
    return text;
  };
  const readOnly = (): never => {
    throw FileSystemError.NoPermissions();
  };
  const findings = languages.createDiagnosticCollection('other linter');
  const finding = new Diagnostic(new Range(1, 0, 1, 26), 'Another linter that loads the plugin says so.');
  finding.source = 'other linter';
  finding.code = 'rebind/prefer-explicit-reuse';
  findings.set(Uri.parse('virtual:/linted.js'), [finding]);
  subscriptions.push(
    changes,
    findings,
    workspace.registerFileSystemProvider(
      'virtual',
      {
        onDidChangeFile: changes.event,
        watch: () => new Disposable(() => undefined),
        stat: (uri): FileStat =>
          uri.path === '/'
            ? { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 }
            : { type: FileType.File, ctime: 0, mtime: 0, size: textOf(uri).length },
        readDirectory: () => [...FILES.keys()].map((name) => [name, FileType.File]),
        readFile: (uri) => new TextEncoder().encode(textOf(uri)),
        writeFile: readOnly,
        createDirectory: readOnly,
        delete: readOnly,
        rename: readOnly,
      },
      { isReadonly: true },
    ),
  );
}
