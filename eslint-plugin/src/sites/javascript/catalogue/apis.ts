import { tcpFacts } from '../../flow/catalogue.ts';
import { REUSE_PORT_IN_NODE } from '../../runtimes/node.ts';
import type { ApiFacts } from '../../site.ts';

/** Whatever ends in net.Server.listen(), and hands its options on to it. */
export const nodeTcp = (name: string, own: Partial<ApiFacts> = {}): ApiFacts =>
  tcpFacts({ name, runtime: 'node', options: ['reusePort'], reusePortNeedsNode: REUSE_PORT_IN_NODE, ...own });

/** Whatever hands port and address on, and drops the option; `instead` tells the way around. */
export const dropping = (name: string, instead: string, own: Partial<ApiFacts> = {}): ApiFacts =>
  tcpFacts({ name, runtime: 'node', options: ['reusePort'], forwards: 'no', instead, ...own });
