import { fixed, tcp } from './apis.ts';
import type { Family, JavaType } from './family.ts';

const option = 'withOption(ChannelOption.SO_REUSEADDR, true)';

/** Netty's NIO and epoll channels below: the JDK's default. Source: io/grpc/netty/NettyServer.java start(); 1.41 under strace. */
const nettyServerBuilder = (type: string): JavaType => ({
  isFluent: true,
  statics: {
    forPort: {
      type,
      binding: {
        api: { ...tcp('NettyServerBuilder.forPort()', () => option), options: ['reuseAddr'], states: {} },
        address: 'port',
        writing: 'none',
        isLater: true,
      },
    },
  },
  methods: { withOption: { does: 'setNamed' }, withChildOption: { does: 'setNamed', accepted: true } },
});

export const grpc: Family = {
  name: 'gRPC',
  version: '1.41',
  types: {
    'io.grpc.ServerBuilder': {
      isFluent: true,
      statics: {
        forPort: {
          type: 'io.grpc.ServerBuilder',
          binding: {
            api: fixed('ServerBuilder.forPort()', `use NettyServerBuilder.forPort() and its ${option}`),
            address: 'port',
            writing: 'none',
          },
        },
      },
    },
    'io.grpc.netty.NettyServerBuilder': nettyServerBuilder('io.grpc.netty.NettyServerBuilder'),
    'io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder': nettyServerBuilder(
      'io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder',
    ),
  },
};
