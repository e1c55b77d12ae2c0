import type { RuntimeFacts } from './runtime.ts';

/** The flag that reusePort needs in Deno's own API; Node's modules there need none. Measured with Deno 2.9.6. */
export const DENO_FLAG = '--unstable-net';

export const deno: RuntimeFacts = {
  name: 'Deno',
  unstatedTcp: 'denoTcp',
  // sets no option outside Linux, and shares a listener within its own process there: ext/net/tcp.rs
  reusePort: {},
  hasReusePort: ['linux'],
  // as libuv: ext/net/ops.rs, net_listen_udp
  reuseAddrIsReusePort: ['darwin'],
  asks: { linux: "Deno.build.os === 'linux'", posix: "Deno.build.os !== 'windows'" },
  // of Deno.listen() and Deno.listenDatagram()
  portlessTransports: ['unix', 'unixpacket', 'vsock'],
  bindsAtOnce: true,
  reusePortNeedsFlag: DENO_FLAG,
  signs: {
    hashbang: /^#!.*\bdeno\b/,
    // with the names of its entry files: docs.deno.com, "Style guide"
    specifier: /^(?:npm|jsr|https?):|^@std\/|(?:^|\/)(?:mod|deps)\.tsx?$/,
    global: 'Deno',
  },
};
