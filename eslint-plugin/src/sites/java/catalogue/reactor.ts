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

export const reactorNetty: Family = {
  name: 'Reactor Netty',
  source: 'reactor/reactor-netty: TcpServerBind.java, HttpServerBind.java, UdpServerBind.java',
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

/** The transport that is given has the port. */
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
