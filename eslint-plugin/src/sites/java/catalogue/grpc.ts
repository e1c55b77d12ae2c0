import { fixed, tcp, unverified } from './apis.ts';
import type { ApiFacts } from '../../site.ts';
import type { Family, JavaType } from './family.ts';

const option = 'withOption(ChannelOption.SO_REUSEADDR, true)';

/** Netty's NIO and epoll channels below: the JDK's default. Source: io/grpc/netty/NettyServer.java start(); 1.41 under strace. */
const nettyServerBuilder = (type: string): JavaType => ({
  isFluent: true,
  statics: Object.fromEntries(
    (['forPort', 'forAddress'] as const).map((name) => [
      name,
      {
        type,
        binding: {
          api: { ...tcp(`NettyServerBuilder.${name}()`, () => option), options: ['reuseAddr'], states: {} },
          address: name === 'forPort' ? 'port' : 'address',
          writing: 'none',
          isLater: true,
        },
      },
    ]),
  ),
  methods: { withOption: { does: 'setNamed' }, withChildOption: { does: 'setNamed', accepted: true } },
});

const INSTEAD = `use NettyServerBuilder.forPort() and its ${option}`;

/** Builders on another transport, or on whichever is there. */
const fixedBuilder = (type: string, of: string, method: string, api: ApiFacts): Record<string, JavaType> => ({
  [of]: {
    isFluent: true,
    statics: { [method]: { type, binding: { api, address: 'port', writing: 'none' } } },
  },
});

const BUILDER = 'io.grpc.ServerBuilder';

export const grpc: Family = {
  name: 'gRPC',
  version: '1.41',
  types: {
    ...fixedBuilder(BUILDER, BUILDER, 'forPort', fixed('ServerBuilder.forPort()', INSTEAD)),
    ...fixedBuilder(
      BUILDER,
      'io.grpc.Grpc',
      'newServerBuilderForPort',
      fixed('Grpc.newServerBuilderForPort()', INSTEAD),
    ),
    ...fixedBuilder(
      BUILDER,
      'io.grpc.okhttp.OkHttpServerBuilder',
      'forPort',
      unverified('OkHttpServerBuilder.forPort()'),
    ),
    ...fixedBuilder(
      BUILDER,
      'io.grpc.xds.XdsServerBuilder',
      'forPort',
      unverified('XdsServerBuilder.forPort()'),
    ),
    ...fixedBuilder(
      BUILDER,
      'io.grpc.alts.AltsServerBuilder',
      'forPort',
      unverified('AltsServerBuilder.forPort()'),
    ),
    'io.grpc.netty.NettyServerBuilder': nettyServerBuilder('io.grpc.netty.NettyServerBuilder'),
    'io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder': nettyServerBuilder(
      'io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder',
    ),
  },
};
