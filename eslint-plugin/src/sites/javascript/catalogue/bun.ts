import { tcpFacts } from '../../flow/catalogue.ts';
import { dropping } from './apis.ts';
import type { Family } from './family.ts';

/** Observed with Bun 1.4.5 under strace: SO_REUSEADDR always, SO_REUSEPORT with `reusePort: true`. */
export const bun: Family = {
  name: 'bun',
  version: '1.4.5',
  modules: ['bun'],
  global: 'Bun',
  calls: {
    serve: {
      api: tcpFacts({ name: 'Bun.serve()', runtime: 'bun', options: ['reusePort'] }),
      defaultPort: 3000,
      // after BUN_PORT, before NODE_PORT
      portVariable: 'PORT',
      arguments: { shape: 'options', at: 0 },
      defaultAddress: '',
    },
    listen: {
      api: tcpFacts({ name: 'Bun.listen()', runtime: 'bun', options: ['reusePort', 'exclusive'] }),
      arguments: { shape: 'options', at: 0 },
      defaultAddress: '',
    },
    udpSocket: {
      api: dropping(
        'Bun.udpSocket()',
        'there is no option for it; node:dgram, which Bun supports, has reuseAddr',
        { runtime: 'bun', protocol: 'udp', options: [] },
      ),
      arguments: { shape: 'options', at: 0 },
      defaultAddress: '',
    },
  },
};
