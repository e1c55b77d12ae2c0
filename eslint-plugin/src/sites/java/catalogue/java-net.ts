import { tcp, tcpBound, udp, udpBound } from './apis.ts';
import type { Listener, Family, Method } from './family.ts';

const setReuseAddress: Method = { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' };
const setOption: Method = { does: 'setNamed' };

const SERVER_SOCKET = tcp('ServerSocket.bind()');
const DATAGRAM_SOCKET = udp('DatagramSocket.bind()');

export const boundServerSocket = (name: string): Listener => ({
  api: tcpBound(name),
  address: 'port',
  writing: 'setter',
  unbound: { arguments: '', api: SERVER_SOCKET },
});

/** Source: docs.oracle.com, java.net.ServerSocket, DatagramSocket, MulticastSocket; measured with OpenJDK 17. */
export const javaNet: Family = {
  name: 'java.net',
  types: {
    'java.net.ServerSocket': {
      constructs: { binding: boundServerSocket('new ServerSocket()') },
      methods: {
        bind: { does: 'bind', binding: { api: SERVER_SOCKET, address: 'address', writing: 'setter' } },
        setReuseAddress,
        setOption,
        accept: { does: 'use', use: 'accept' },
        close: { does: 'use', use: 'close' },
        getChannel: { does: 'same', type: 'java.nio.channels.ServerSocketChannel' },
      },
    },
    'javax.net.ssl.SSLServerSocket': { extends: 'java.net.ServerSocket' },
    'java.net.DatagramSocket': {
      constructs: {
        bindsAlways: true,
        binding: {
          api: udpBound('new DatagramSocket()'),
          address: 'host-port',
          writing: 'setter',
          unbound: { arguments: 'null', api: DATAGRAM_SOCKET },
        },
      },
      methods: {
        bind: { does: 'bind', binding: { api: DATAGRAM_SOCKET, address: 'address', writing: 'setter' } },
        setReuseAddress,
        setOption,
        connect: { does: 'use', use: 'connect' },
        joinGroup: { does: 'use', use: 'join' },
        setBroadcast: { does: 'use', use: 'broadcast' },
        close: { does: 'use', use: 'close' },
        getChannel: { does: 'same', type: 'java.nio.channels.DatagramChannel' },
      },
    },
    // sets SO_REUSEADDR in its constructor
    'java.net.MulticastSocket': { extends: 'java.net.DatagramSocket', isMulticast: true },
    'javax.net.ServerSocketFactory': {
      methods: {
        createServerSocket: {
          does: 'make',
          type: 'javax.net.ssl.SSLServerSocket',
          binding: boundServerSocket('ServerSocketFactory.createServerSocket()'),
        },
      },
      statics: { getDefault: { type: 'javax.net.ServerSocketFactory' } },
    },
    'javax.net.ssl.SSLServerSocketFactory': {
      methods: {
        createServerSocket: {
          does: 'make',
          type: 'javax.net.ssl.SSLServerSocket',
          binding: boundServerSocket('SSLServerSocketFactory.createServerSocket()'),
        },
      },
      statics: { getDefault: { type: 'javax.net.ssl.SSLServerSocketFactory' } },
    },
    'javax.net.ssl.SSLContext': {
      methods: { getServerSocketFactory: { does: 'make', type: 'javax.net.ssl.SSLServerSocketFactory' } },
      statics: {
        getInstance: { type: 'javax.net.ssl.SSLContext' },
        getDefault: { type: 'javax.net.ssl.SSLContext' },
      },
    },
  },
};
