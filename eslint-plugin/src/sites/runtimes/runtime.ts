import type { UnstatedId } from '../ids.ts';
import type { OptionName, Platform } from '../option.ts';

/**
 * What goes wrong where SO_REUSEPORT is asked for. `platform`: the bind fails with ENOTSUP. `no-balance`: every process binds, one
 * is served. `unsupported`: an exception. `missing`: the constant has no such name. `path`: refused on a Unix domain socket.
 */
export type ReusePortHarm = 'platform' | 'no-balance' | 'unsupported' | 'missing' | 'path';

/** What is the same for all sockets that a runtime, a language's library or the system opens. What one API does is the catalogue's. */
export interface RuntimeFacts {
  /** How messages name it. */
  readonly name: string;
  /** What is said of a TCP server that says nothing of reuse. */
  readonly unstatedTcp: UnstatedId;
  /** Platforms on which SO_REUSEPORT does harm, and which. */
  readonly reusePort: Readonly<Partial<Record<Platform, ReusePortHarm>>>;
  /** SO_REUSEPORT is refused on a Unix domain socket, where it is set as the source says. */
  readonly refusesReusePortOnPath?: boolean;
  /** Platforms that have a SO_REUSEPORT this runtime sets; all but Windows when absent. */
  readonly hasReusePort?: readonly Platform[];
  /** Platforms on which `reuseAddr` of a datagram socket is SO_REUSEPORT. */
  readonly reuseAddrIsReusePort?: readonly Platform[];
  /**
   * Whether SO_REUSEADDR that reaches Windows is reported, where it lets any program take the port: `where-named` only where the
   * settings name Windows, or the code sets it for Windows alone.
   */
  readonly onWindows?: 'reported' | 'where-named';
  /** Options that `true` alone switches on, by protocol; anything else that JavaScript takes for true does nothing. */
  readonly takesTrueAlone?: Readonly<Partial<Record<'tcp' | 'udp', readonly OptionName[]>>>;
  /** How its programs ask for a platform, as an expression. */
  readonly asks?: { readonly linux: string; readonly posix: string };
  /** Values of `transport` without ports. */
  readonly portlessTransports?: readonly string[];
  /** Its calls bind and give the listener at once, so that a probe has no creation before. */
  readonly bindsAtOnce?: boolean;
  /** Other runtimes bring modules of its names. */
  readonly isRunByOthers?: boolean;
  /** Its options depend on the version that `settings.rebind.node` names. */
  readonly isVersioned?: boolean;
  /** The flag that `reusePort` needs in its own API. */
  readonly reusePortNeedsFlag?: string;
  /** What tells that it runs a file, whose modules are made for another runtime. */
  readonly signs?: Signs;
}

/** What tells a file's runtime. */
export interface Signs {
  /** The `#!` line. */
  readonly hashbang: RegExp;
  /** Specifiers of imports that it alone resolves by itself. */
  readonly specifier: RegExp;
  /** The global that it alone has. */
  readonly global: string;
}
