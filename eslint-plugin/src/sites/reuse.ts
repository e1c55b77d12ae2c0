import { RUNTIMES } from './runtimes/index.ts';
import type { ListenSite, OptionName, Platform } from './site.ts';
import type { Targets } from './targets.ts';

/** The reuse options of a socket when it binds; `unknown` where the source does not tell. */
export interface Reuse {
  readonly reuseAddr: boolean | 'unknown';
  readonly reusePort: boolean | 'unknown';
}

const POSIX: readonly Platform[] = ['linux', 'darwin'];

/**
 * What the socket of a site has on a platform when it binds: what its runtime sets by itself, and what the source states
 * with effect.
 *
 * TCP: Node, Deno, Bun, OpenJDK and parts of Python set SO_REUSEADDR everywhere but on Windows (libuv src/unix/tcp.c
 * uv__tcp_bind and src/win/tcp.c; Deno ext/net/tcp.rs; OpenJDK sun/nio/ch/Net.java; CPython Lib/socket.py create_server);
 * sockets of the system itself come without. UDP: nothing is set unasked.
 */
export function reuseOf(site: ListenSite, targets: Targets, platform: Platform): Reuse {
  const { api } = site;
  const stated = (name: OptionName): boolean | 'unknown' | undefined =>
    site.given.find(
      (option) =>
        option.name === name && !option.noEffect && !api.ignoredBy?.[targets.runtime]?.includes(name),
    )?.values[platform];
  const { hasReusePort = POSIX, reuseAddrIsReusePort = [] } = RUNTIMES[api.runtime];
  const canShare = hasReusePort.includes(platform);
  const reusePort = canShare ? (stated('reusePort') ?? api.sharesByDefault ?? false) : false;
  if (api.protocol === 'tcp') {
    const byItself = platform !== 'win32' && api.restart !== 'fails';
    return { reuseAddr: stated('reuseAddr') ?? byItself, reusePort };
  }
  const reuseAddr = stated('reuseAddr') ?? false;
  return reuseAddrIsReusePort.includes(platform)
    ? { reuseAddr: false, reusePort: either(reuseAddr, reusePort) }
    : { reuseAddr, reusePort };
}

function either(one: boolean | 'unknown', other: boolean | 'unknown'): boolean | 'unknown' {
  if (one === true || other === true) {
    return true;
  }
  return one === 'unknown' || other === 'unknown' ? 'unknown' : false;
}
