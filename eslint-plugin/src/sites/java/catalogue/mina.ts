import type { ApiFacts } from '../../site.ts';
import { tcp, udp } from './apis.ts';
import type { Family, Method } from './family.ts';

const setter: ApiFacts['statement'] = (_, value) => `setReuseAddress(${value === 'off' ? 'false' : 'true'})`;

const bind = (api: ApiFacts): Method => ({
  does: 'bind',
  binding: { api: { ...api, options: ['reuseAddr'] }, address: 'either', writing: 'setter' },
});

const setReuseAddress: Method = { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' };

/**
 * Its acceptor switches SO_REUSEADDR off unless told otherwise. Source: Apache MINA 2.2.1,
 * AbstractPollingIoAcceptor.java (`reuseAddress = false`), NioSocketAcceptor.java `open`.
 */
export const mina: Family = {
  name: 'Apache MINA',
  version: '2.2.1',
  types: {
    'org.apache.mina.transport.socket.nio.NioSocketAcceptor': {
      constructs: {},
      methods: {
        bind: bind({
          ...tcp('NioSocketAcceptor.bind()', setter),
          unstated: 'switchedOff',
          restart: 'fails',
        }),
        setReuseAddress,
        setDefaultLocalAddress: { does: 'setAddress' },
      },
    },
    'org.apache.mina.transport.socket.nio.NioDatagramAcceptor': {
      constructs: {},
      methods: {
        bind: bind(udp('NioDatagramAcceptor.bind()', setter)),
        setDefaultLocalAddress: { does: 'setAddress' },
        getSessionConfig: { does: 'same', type: 'org.apache.mina.transport.socket.DatagramSessionConfig' },
      },
    },
    'org.apache.mina.transport.socket.DatagramSessionConfig': { methods: { setReuseAddress } },
    'org.apache.mina.transport.socket.SocketAcceptor': {
      isGeneral: true,
      methods: { bind: bind(tcp('bind()')), setReuseAddress, setDefaultLocalAddress: { does: 'setAddress' } },
    },
    'org.apache.mina.transport.socket.DatagramAcceptor': {
      isGeneral: true,
      methods: {
        bind: bind(udp('bind()')),
        getSessionConfig: { does: 'same', type: 'org.apache.mina.transport.socket.DatagramSessionConfig' },
      },
    },
    'org.apache.mina.core.service.IoAcceptor': {
      isGeneral: true,
      methods: {
        bind: bind(tcp('bind()')),
        setDefaultLocalAddress: { does: 'setAddress' },
        getSessionConfig: { does: 'same', type: 'org.apache.mina.transport.socket.DatagramSessionConfig' },
      },
    },
  },
};
