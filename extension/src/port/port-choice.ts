import type { ConfiguredPort } from 'rebind/port';

/** The port a folder's server takes, and why we think so. */
export interface PortChoice {
  readonly port: number;
  /** `asked` came with a command: a listen call, a message in a terminal. */
  readonly by: 'configured' | 'chosen' | 'asked';
  readonly protocol: 'tcp' | 'udp';
  /** As a URI; undefined where the window has no folder. */
  readonly folder: string | undefined;
  /** Where it is written; undefined where the user typed it. */
  readonly place: Pick<ConfiguredPort, 'file' | 'line' | 'column'> | undefined;
}
