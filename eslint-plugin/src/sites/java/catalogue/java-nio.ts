import { nio } from './apis.ts';
import type { Family, JavaType } from './family.ts';

const channel = (api: ReturnType<typeof nio.tcp>, socket: string): NonNullable<JavaType['methods']> => ({
  bind: { does: 'bind', binding: { api, address: 'address', writing: 'setOption' } },
  setOption: { does: 'setNamed' },
  socket: { does: 'same', type: socket },
  accept: { does: 'use', use: 'accept' },
  close: { does: 'use', use: 'close' },
});

/** Source: docs.oracle.com, java.nio.channels; measured with OpenJDK 17. */
export const javaNio: Family = {
  name: 'java.nio.channels',
  types: {
    'java.nio.channels.ServerSocketChannel': {
      statics: { open: { type: 'java.nio.channels.ServerSocketChannel' } },
      methods: channel(nio.tcp('ServerSocketChannel.bind()'), 'java.net.ServerSocket'),
    },
    'java.nio.channels.AsynchronousServerSocketChannel': {
      statics: { open: { type: 'java.nio.channels.AsynchronousServerSocketChannel' } },
      methods: channel(nio.tcp('AsynchronousServerSocketChannel.bind()'), 'java.net.ServerSocket'),
    },
    'java.nio.channels.DatagramChannel': {
      statics: { open: { type: 'java.nio.channels.DatagramChannel' } },
      methods: {
        ...channel(nio.udp('DatagramChannel.bind()'), 'java.net.DatagramSocket'),
        connect: { does: 'use', use: 'connect' },
        join: { does: 'use', use: 'join' },
      },
    },
    // bind() and setOption() of all channels; which one it is tells the creation
    'java.nio.channels.NetworkChannel': {
      isGeneral: true,
      methods: {
        bind: {
          does: 'bind',
          binding: { api: nio.tcp('NetworkChannel.bind()'), address: 'address', writing: 'setOption' },
        },
        setOption: { does: 'setNamed' },
      },
    },
    'java.nio.channels.SelectableChannel': { isGeneral: true },
    'java.nio.channels.Selector': {
      statics: { open: { type: 'java.nio.channels.Selector' } },
      methods: { provider: { does: 'make', type: 'java.nio.channels.spi.SelectorProvider' } },
    },
    'java.nio.channels.spi.SelectorProvider': {
      statics: { provider: { type: 'java.nio.channels.spi.SelectorProvider' } },
      methods: {
        openServerSocketChannel: { does: 'make', type: 'java.nio.channels.ServerSocketChannel' },
        openDatagramChannel: { does: 'make', type: 'java.nio.channels.DatagramChannel' },
      },
    },
  },
};
