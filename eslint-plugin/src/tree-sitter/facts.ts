import type { LanguageFacts } from './source-code.ts';

/** The languages that come with the plugin. A file without a mention is never parsed for its sites. */
export const LANGUAGES: readonly LanguageFacts[] = [
  { name: 'c', grammar: 'c', mention: /\bbind\b|\blisten/iu },
  { name: 'cpp', grammar: 'cpp', mention: /\bbind\b|\blisten|acceptor/iu },
  {
    name: 'java',
    grammar: 'java',
    mention: /ServerSocket|Bootstrap|DatagramSocket|DatagramChannel|MulticastSocket|HttpServer|\bbind\b/u,
  },
  {
    name: 'python',
    grammar: 'python',
    mention: /\bbind\b|_server\b|Server\b|listen|_datagram_endpoint\b|run_app|TCPSite/u,
  },
];
