import type { ApiFacts } from '../../site.ts';
import { tcp, udp } from './apis.ts';
import type { Listener, Family, JavaType, Method } from './family.ts';

const option: ApiFacts['statement'] = (_, value) =>
  `option(ChannelOption.SO_REUSEADDR, ${value === 'off' ? 'false' : 'true'})`;

const onlyReuseAddr = (api: ApiFacts): ApiFacts => ({ ...api, options: ['reuseAddr'] });

const bind = (api: ApiFacts, writing: Listener['writing']): Method => ({
  does: 'bind',
  binding: { api: onlyReuseAddr(api), address: 'either', writing },
});

/**
 * Netty 4: `option()` is for the channel that listens, `childOption()` for those it accepts. NIO channels are the JDK's;
 * those of epoll and kqueue set SO_REUSEADDR by themselves.
 * Source: netty.io/4.1/api, ServerBootstrap; transport-classes-epoll/.../EpollServerSocketChannelConfig.java.
 */
const serverBootstrap: JavaType = {
  isFluent: true,
  constructs: {},
  methods: {
    bind: bind(tcp('ServerBootstrap.bind()', option), 'bootstrap'),
    option: { does: 'setNamed' },
    childOption: { does: 'setNamed', accepted: true },
    localAddress: { does: 'setAddress' },
    channel: { does: 'setChannel' },
    channelFactory: { does: 'setChannel' },
  },
};

const bootstrap: JavaType = {
  isFluent: true,
  isDatagramOnly: true,
  constructs: {},
  methods: {
    bind: bind(udp('Bootstrap.bind()', option), 'bootstrap'),
    option: { does: 'setNamed' },
    localAddress: { does: 'setAddress' },
    channel: { does: 'setChannel' },
    channelFactory: { does: 'setChannel' },
    connect: { does: 'use', use: 'connect' },
  },
};

/** Netty 3: options by name, those of accepted channels begin with `child.`. Source: netty.io/3.10/api, ServerBootstrap. */
const setOption: ApiFacts['statement'] = (_, value) =>
  `setOption("reuseAddress", ${value === 'off' ? 'false' : 'true'})`;

export const netty: Family = {
  name: 'Netty',
  types: {
    'io.netty.bootstrap.ServerBootstrap': serverBootstrap,
    'io.netty.bootstrap.Bootstrap': bootstrap,
    'io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap': serverBootstrap,
    'io.netty5.bootstrap.ServerBootstrap': serverBootstrap,
    'io.netty5.bootstrap.Bootstrap': bootstrap,
    // what both extend: which one it is tells only its creation
    'io.netty.bootstrap.AbstractBootstrap': { ...serverBootstrap, isGeneral: true },
    'org.jboss.netty.bootstrap.ServerBootstrap': {
      constructs: {},
      methods: {
        bind: bind(tcp('ServerBootstrap.bind()', setOption), 'setProperty'),
        bindAsync: bind(tcp('ServerBootstrap.bindAsync()', setOption), 'setProperty'),
        setOption: { does: 'setNamed' },
      },
    },
    'org.jboss.netty.bootstrap.ConnectionlessBootstrap': {
      constructs: {},
      methods: {
        bind: bind(udp('ConnectionlessBootstrap.bind()', setOption), 'setProperty'),
        setOption: { does: 'setNamed' },
        connect: { does: 'use', use: 'connect' },
      },
    },
  },
};
