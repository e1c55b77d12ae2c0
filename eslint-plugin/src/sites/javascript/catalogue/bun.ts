import type { Family } from './family.ts';

/** Observed with Bun 1.4.5 under strace: SO_REUSEADDR always, SO_REUSEPORT with `reusePort: true`. */
export const bun: Family = {
  name: 'bun',
  version: '1.4.5',
  modules: ['bun'],
  global: 'Bun',
  calls: {
    serve: {
      name: 'Bun.serve()',
      runtime: 'bun',
      protocol: 'tcp',
      options: ['reusePort'],
      forwards: 'yes',
      defaultPort: 3000,
      // after BUN_PORT, before NODE_PORT
      portVariable: 'PORT',
      arguments: { shape: 'options', at: 0 },
    },
    listen: {
      name: 'Bun.listen()',
      runtime: 'bun',
      protocol: 'tcp',
      options: ['reusePort', 'exclusive'],
      forwards: 'yes',
      arguments: { shape: 'options', at: 0 },
    },
    udpSocket: {
      name: 'Bun.udpSocket()',
      runtime: 'bun',
      protocol: 'udp',
      options: [],
      forwards: 'no',
      instead: 'there is no option for it; node:dgram, which Bun supports, has reuseAddr',
      arguments: { shape: 'options', at: 0 },
    },
  },
};
