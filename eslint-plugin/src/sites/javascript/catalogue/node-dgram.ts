import type { Family, Listener } from './family.ts';
import { REUSE_PORT_IN_NODE } from '../../runtimes/node.ts';

const bind = (name: string): Listener => ({
  name,
  runtime: 'node',
  protocol: 'udp',
  options: ['reuseAddr', 'reusePort', 'exclusive'],
  forwards: 'yes',
  reusePortNeedsNode: REUSE_PORT_IN_NODE,
  // observed with Deno 2.9.6 under strace
  ignoredBy: { deno: ['reusePort'] },
  arguments: { shape: 'dgram' },
});

export const dgram: Family = {
  name: 'node:dgram',
  modules: ['dgram'],
  creates: { createSocket: 'dgram.Socket', Socket: 'dgram.Socket' },
  types: {
    'dgram.Socket': {
      listeners: {
        bind: bind('dgram.Socket.bind()'),
        // since Node 26.4 and 24.21: nodejs.org/api/dgram.html
        bindSync: bind('dgram.Socket.bindSync()'),
      },
      returnsItself: ['on', 'once', 'off', 'addListener', 'removeListener', 'bind', 'close', 'ref', 'unref'],
    },
  },
};
