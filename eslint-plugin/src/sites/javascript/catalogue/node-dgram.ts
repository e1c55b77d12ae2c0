import { nodeTcp } from './apis.ts';
import type { Family, Listener } from './family.ts';

const bind = (name: string): Listener => ({
  api: nodeTcp(name, {
    protocol: 'udp',
    options: ['reuseAddr', 'reusePort', 'exclusive'],
    // observed with Deno 2.9.6 under strace
    ignoredBy: { deno: ['reusePort'] },
  }),
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
