import type { RuntimeFacts } from './runtime.ts';

/** `reusePort` of server.listen() and dgram.createSocket(). Source: the changelogs on nodejs.org/api/net.html and dgram.html. */
export const REUSE_PORT_IN_NODE = '^22.12.0 || >=23.1.0';

/** How programs for Node, and for Bun, ask for the platform. */
export const PROCESS_PLATFORM = {
  linux: "process.platform === 'linux'",
  posix: "process.platform !== 'win32'",
};

export const node: RuntimeFacts = {
  name: 'Node',
  unstatedTcp: 'nodeTcp',
  // libuv: src/unix/core.c uv__sock_reuseport, src/win/tcp.c
  reusePort: { darwin: 'platform', win32: 'platform' },
  // libuv: src/unix/udp.c uv__sock_reuseaddr
  reuseAddrIsReusePort: ['darwin'],
  // lib/net.js getFlags; lib/dgram.js bind takes anything truthy
  takesTrueAlone: { tcp: ['reusePort'] },
  asks: PROCESS_PLATFORM,
  isRunByOthers: true,
  isVersioned: true,
};
