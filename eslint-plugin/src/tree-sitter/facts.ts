import type { LanguageFacts } from './source-code.ts';

/** The languages that come with the plugin. A file without a mention is never parsed for its sites. */
export const LANGUAGES: readonly LanguageFacts[] = [
  { name: 'c', grammar: 'c', mention: /\b(?:evconnlistener_new_)?bind\s*\(/iu },
  { name: 'cpp', grammar: 'cpp', mention: /\b(?:evconnlistener_new_)?bind\s*\(|acceptor/iu },
  {
    name: 'java',
    grammar: 'java',
    mention:
      /Server(?:Socket|Connector|Builder)|Bootstrap|Undertow|Datagram(?:Socket|Channel|Acceptor)|MulticastSocket|Https?Server|LocateRegistry|\bbind\s*\(/u,
  },
  {
    name: 'python',
    grammar: 'python',
    mention:
      /\bbind(?:_sockets)?\b|_server\b|Server\b|[lL]isten|_datagram_endpoint\b|run_app|TCPSite|ServerEndpoint|serverFromString|strports|run_simple|uvicorn|hypercorn|waitress|\bFlask\b|add_(?:in)?secure_port/u,
  },
];
