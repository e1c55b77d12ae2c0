import type { ApiFacts } from '../../site.ts';
import { server, settingByItself, udp, unverified } from './apis.ts';
import type { Family, JavaType, Listener, Method } from './family.ts';

const option: ApiFacts['statement'] = (_, value) =>
  `option(ChannelOption.SO_REUSEADDR, ${value === 'off' ? 'false' : 'true'})`;

const BINDS = ['bind', 'bindNow', 'bindUntilJavaShutdown'];

const binds = (binding: Listener, names = BINDS): Record<string, Method> =>
  Object.fromEntries(names.map((name) => [name, { does: 'bind', binding }]));

const ADDRESSED: Record<string, Method> = {
  port: { does: 'setAddress' },
  bindAddress: { does: 'setAddress' },
  localAddress: { does: 'setAddress' },
};

const builder = (type: string, api: (name: string) => ApiFacts): Record<string, JavaType> => ({
  [type]: {
    isFluent: true,
    statics: { create: { type } },
    methods: {
      ...binds(server(api(`${type.slice(type.lastIndexOf('.') + 1)}.bind()`))),
      ...ADDRESSED,
      option: { does: 'setNamed' },
      childOption: { does: 'setNamed', accepted: true },
    },
  },
});

const tcp = (name: string): ApiFacts => settingByItself(name, option);

/**
 * Source: reactor/reactor-netty, reactor/netty/tcp/TcpServerBind.java and http/server/HttpServerBind.java
 * `singletonMap(ChannelOption.SO_REUSEADDR, true)`; udp/UdpServerBind.java has no such option.
 */
export const reactorNetty: Family = {
  name: 'Reactor Netty',
  types: {
    ...builder('reactor.netty.tcp.TcpServer', tcp),
    ...builder('reactor.netty.http.server.HttpServer', tcp),
    ...builder('reactor.netty.udp.UdpServer', (name) => ({
      ...udp(name, option),
      options: ['reuseAddr'],
      states: {},
    })),
  },
};

const within: Partial<Listener> = { address: 'within' };
const RSOCKET = server(unverified('RSocketServer.bind()'), within);

/**
 * The transport that is given has the port: those on Reactor Netty listen as its servers do.
 * Source: rsocket/rsocket-java, io/rsocket/transport/netty/server/TcpServerTransport.java, WebsocketServerTransport.java.
 */
export const rsocket: Family = {
  name: 'RSocket',
  types: {
    'io.rsocket.core.RSocketServer': {
      isFluent: true,
      constructs: {},
      statics: { create: { type: 'io.rsocket.core.RSocketServer' } },
      methods: binds(RSOCKET, ['bind', 'bindNow']),
    },
    'io.rsocket.RSocketFactory': {
      statics: { receive: { type: 'io.rsocket.RSocketFactory.ServerRSocketFactory' } },
    },
    'io.rsocket.RSocketFactory.ServerRSocketFactory': {
      isFluent: true,
      methods: {
        transport: { does: 'setAddress' },
        start: { does: 'bind', binding: server(unverified('RSocketFactory.start()'), within) },
      },
    },
  },
};
