import type { Pieces } from './excerpt.ts';
import type { LanguageFacts } from './source-code.ts';

/**
 * The functions of C and C++ by the brace in the first column that ends each; those that have to do with sockets, and
 * the lines of the preprocessor, which say what is compiled where.
 */
const C_PIECES: Pieces = {
  end: /^\}[^\n]*(?:\n|$)/gmu,
  mention: /sock|bind|listen|accept|addrinfo|reuse|Server|eslint/iu,
  always: /^[ \t]*#(?:\\\r?\n|[^\n])*(?:\n|$)/gmu,
};

/** The languages that come with the plugin. A file without a mention is never parsed for its sites. */
export const LANGUAGES: readonly LanguageFacts[] = [
  {
    name: 'c',
    grammar: 'c',
    comments: ['comment'],
    pieces: C_PIECES,
    mention: /\b(?:evconnlistener_new_|uv_udp_)?bind\s*\(|\bevhttp_bind_socket/iu,
  },
  {
    name: 'cpp',
    grammar: 'cpp',
    comments: ['comment'],
    pieces: C_PIECES,
    mention:
      /\b(?:evconnlistener_new_|uv_udp_)?bind\s*\(|\bevhttp_bind_socket|acceptor|ServerSocket|Q(?:Tcp|Ssl)Server/iu,
  },
  {
    name: 'java',
    grammar: 'java',
    comments: ['line_comment', 'block_comment'],
    mention:
      /Server(?:Socket|Connector|Builder)|Bootstrap|Undertow|Datagram(?:Socket|Channel|Acceptor)|MulticastSocket|Https?Server|LocateRegistry|\bbind\s*\(/u,
  },
  {
    name: 'python',
    grammar: 'python',
    comments: ['comment'],
    mention:
      /\bbind(?:_sockets)?\b|_server\b|Server\b|[lL]isten|_datagram_endpoint\b|run_app|TCPSite|ServerEndpoint|serverFromString|strports|run_simple|uvicorn|hypercorn|waitress|\bFlask\b|add_(?:in)?secure_port/u,
  },
];
