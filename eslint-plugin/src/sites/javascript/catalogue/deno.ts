import { tcpFacts } from '../../flow/catalogue.ts';
import { DENO_FLAG } from '../../runtimes/deno.ts';
import type { Family, Listener } from './family.ts';

/**
 * ext/net/tcp.rs sets SO_REUSEADDR everywhere but on Windows; reusePort adds SO_REUSEPORT on Linux alone and is refused without
 * the flag (ext/net/ops.rs, check_unstable).
 */
const tcp = (name: string): Listener => ({
  api: tcpFacts({ name, runtime: 'deno', options: ['reusePort'], reusePortNeedsFlag: DENO_FLAG }),
  arguments: { shape: 'options', at: 0 },
  // ext/net/01_net.js
  defaultAddress: '0.0.0.0',
});

export const deno: Family = {
  name: 'deno',
  version: '2.9.6',
  modules: [],
  global: 'Deno',
  calls: {
    listen: tcp('Deno.listen()'),
    listenTls: tcp('Deno.listenTls()'),
    serve: {
      ...tcp('Deno.serve()'),
      defaultPort: 8000,
      arguments: { shape: 'options', at: 0, isBeforeHandler: true },
    },
    // ext/net/ops.rs, net_listen_udp: reuseAddress is SO_REUSEADDR on Linux and Windows, SO_REUSEPORT on other Unix
    listenDatagram: {
      api: tcpFacts({
        name: 'Deno.listenDatagram()',
        runtime: 'deno',
        protocol: 'udp',
        options: ['reuseAddr'],
        spelled: { reuseAddr: 'reuseAddress' },
      }),
      arguments: { shape: 'options', at: 0 },
      defaultAddress: '',
    },
  },
};
