import { mentionInC, mentionInCpp } from './c/mention.ts';
import { mentionInJava } from './java/mention.ts';
import type { Pieces } from './tree-sitter/excerpt.ts';
import type { LanguageFacts } from './tree-sitter/source-code.ts';

/**
 * A language that Rebind reads. The list of them is read by the plugin's configs and ESLint languages, the editor, and the port
 * finder; what finds the sites is in front-ends.ts, which the editor's own process goes without.
 */
export interface Language {
  /** VS Code's language id. */
  readonly id: string;
  /** The plugin's config that lints it: `rebind.configs.cpp`. */
  readonly config: string;
  /** Extensions of its files; the first is given to documents without a name. */
  readonly extensions: readonly string[];
  /** What begins a comment to the end of the line. */
  readonly lineComment: '//' | '#';
  /** A text with a server, by which what reads the language is loaded before a document is there. */
  readonly sample: string;
  /** What reads it through tree-sitter; absent for JavaScript and TypeScript, which ESLint knows itself. */
  readonly treeSitter?: LanguageFacts;
}

const javascript = {
  config: 'recommended',
  lineComment: '//',
  sample: "import http from 'node:http';\nhttp.createServer().listen(3000);\n",
} as const;

/** A language that the plugin reads through tree-sitter; its id is the name of its config, its grammar and its ESLint language. */
const treeSitter = <const Id extends string>(
  id: Id,
  of: Pick<Language, 'extensions' | 'lineComment' | 'sample'>,
  facts: Omit<LanguageFacts, 'name'>,
) => ({ id, config: id, ...of, treeSitter: { name: id, ...facts } });

/**
 * The functions of C and C++ by the brace in the first column that ends each; those that have to do with sockets, and
 * the lines of the preprocessor, which say what is compiled where.
 */
const C_PIECES: Pieces = {
  end: /^\}[^\n]*(?:\n|$)/gmu,
  mention: /sock|bind|listen|accept|addrinfo|reuse|Server|eslint/iu,
  always: /^[ \t]*#(?:\\\r?\n|[^\n])*(?:\n|$)/gmu,
};

const C_SAMPLE =
  'int main(void) {\n  int fd = socket(AF_INET, SOCK_STREAM, 0);\n  bind(fd, &address, size);\n  listen(fd, 8);\n}\n';

/**
 * What binds by its own name, and calls that run or serve something and have a word of a port close by. What may follow a call is
 * looked at for a bounded length, as it may be a file of nothing else.
 */
const PYTHON_MENTION = new RegExp(
  [
    String.raw`\bbind(?:_sockets)?\b|_server\b|Server\b|[lL]isten|_datagram_endpoint\b|run_app|TCPSite|ServerEndpoint|serverFromString`,
    String.raw`strports|run_simple|uvicorn|hypercorn|waitress|add_(?:in)?secure_port|serve_tcp|\bquickstart\b|cherrypy\.engine\.start`,
    String.raw`aiosmtpd\.controller|nicegui|gradio|serveSimple|start_?[nN][sS]|\b[bB]ottle\b|\bFlask\b`,
    String.raw`\b(?:Quart|Sanic|Dash|Robyn|SocketIO|Daemon|TServerSocket)\s*\(|(?<!\bdef )\bserve\s*[(,]`,
    String.raw`\bapp\w*(?:\(\))?\.run\s*\(\s*[^\s)]`,
    String.raw`(?<!\bdef )\b(?:(?:run|serve|start|launch)(?:_[a-z]+)?\s*[(,]|partial\s*\()[^;]{0,120}?(?:(?:(?<![a-zA-Z])port|Port|PORT)\b|["']\s*,\s*\d{2,5}\b)`,
  ].join('|'),
  'u',
);

const rows = [
  { id: 'javascript', extensions: ['.js', '.mjs', '.cjs'], ...javascript },
  { id: 'javascriptreact', extensions: ['.jsx'], ...javascript },
  { id: 'typescript', extensions: ['.ts', '.mts', '.cts'], ...javascript },
  { id: 'typescriptreact', extensions: ['.tsx'], ...javascript },
  treeSitter(
    'c',
    { extensions: ['.c', '.h'], lineComment: '//', sample: C_SAMPLE },
    {
      comments: ['comment'],
      pieces: C_PIECES,
      mention: mentionInC,
    },
  ),
  treeSitter(
    'cpp',
    {
      extensions: ['.cpp', '.cc', '.cxx', '.c++', '.hh', '.hpp', '.hxx', '.h++', '.ipp', '.inl'],
      lineComment: '//',
      sample: C_SAMPLE,
    },
    {
      comments: ['comment'],
      pieces: C_PIECES,
      mention: mentionInCpp,
    },
  ),
  treeSitter(
    'java',
    {
      extensions: ['.java'],
      lineComment: '//',
      sample: 'class A {\n  void a() throws Exception {\n    new java.net.ServerSocket(3000);\n  }\n}\n',
    },
    {
      comments: ['line_comment', 'block_comment'],
      mention: mentionInJava,
    },
  ),
  treeSitter(
    'python',
    {
      extensions: ['.py', '.pyi'],
      lineComment: '#',
      sample: "import socket\n\ns = socket.socket()\ns.bind(('', 3000))\ns.listen()\n",
    },
    {
      comments: ['comment'],
      mention: PYTHON_MENTION,
    },
  ),
] as const satisfies readonly Language[];

type Row = (typeof rows)[number];

/** The names of the plugin's configs for one language, or a family of them. */
export type ConfigName = Row['config'];

/** The names of the languages that are read through tree-sitter. */
export type TreeSitterName = Extract<Row, { readonly treeSitter: object }>['id'];

export const languages: readonly Language[] = rows;

export function languageOf(id: string): Language | undefined {
  return languages.find((language) => language.id === id);
}

/** The language of a file that no editor has open, by its extension. */
export function languageOfFile(path: string): Language | undefined {
  return languages.find(({ extensions }) => extensions.some((extension) => path.endsWith(extension)));
}
