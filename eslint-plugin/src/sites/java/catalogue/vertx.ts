import type { ApiFacts } from '../../site.ts';
import { server, settingByItself, udp, unverified } from './apis.ts';
import type { Family, JavaType, Listener, Method } from './family.ts';

/** The packages of its API: its own, and those that wrap it for reactive libraries. */
const FLAVOURS = ['core', 'reactivex.core', 'rxjava.core', 'rxjava3.core', 'mutiny.core'].map(
  (name) => `io.vertx.${name}`,
);

const LISTENS = ['listen', 'rxListen', 'listenAndAwait', 'listenAndForget'];

const stated: ApiFacts['statement'] = (_, value) => `setReuseAddress(${value === 'off' ? 'false' : 'true'})`;

const listening = (binding: Listener): Record<string, Method> =>
  Object.fromEntries(LISTENS.map((name) => [name, { does: 'bind', binding }]));

/** A server whose options say how its port is reused. */
const serverType = (name: string, defaultPort?: number): JavaType => ({
  isFluent: true,
  methods: listening(
    server(settingByItself(`${name}.listen()`, stated), defaultPort === undefined ? {} : { defaultPort }),
  ),
});

const options: JavaType = {
  constructs: {},
  isFluent: true,
  isOptions: true,
  methods: {
    setPort: { does: 'setAddress' },
    setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
    setReusePort: { does: 'set', option: 'reusePort', spelled: 'setReusePort' },
  },
};

const made = (type: string): Method => ({ does: 'make', type, takesOn: true });

const flavour = (at: string): Record<string, JavaType> => ({
  [`${at}.Vertx`]: {
    statics: Object.fromEntries(
      ['vertx', 'newInstance', 'clusteredVertx'].map((name) => [name, { type: `${at}.Vertx` }]),
    ),
    methods: {
      createHttpServer: made(`${at}.http.HttpServer`),
      createNetServer: made(`${at}.net.NetServer`),
      createDatagramSocket: made(`${at}.datagram.DatagramSocket`),
    },
  },
  // what verticles inherit
  [`${at}.AbstractVerticle`]: {
    fields: { vertx: `${at}.Vertx` },
    methods: { getVertx: { does: 'make', type: `${at}.Vertx` } },
  },
  [`${at}.VerticleBase`]: { extends: `${at}.AbstractVerticle`, fields: { vertx: `${at}.Vertx` } },
  [`${at}.http.HttpServer`]: serverType('HttpServer', 80),
  [`${at}.net.NetServer`]: serverType('NetServer'),
  [`${at}.datagram.DatagramSocket`]: {
    isFluent: true,
    methods: listening(
      server({ ...udp('DatagramSocket.listen()', stated), options: ['reuseAddr'], states: {} }),
    ),
  },
});

/** Its servers by protocol, made by a method of their own. */
const beside = (type: string, name: string, defaultPort: number): Record<string, JavaType> => ({
  [type]: {
    isFluent: true,
    statics: { create: { type, takesOn: true } },
    methods: listening(server(unverified(`${name}.listen()`), { defaultPort })),
  },
  [`${type}Options`]: options,
});

/** Its servers set SO_REUSEADDR by themselves, its datagram sockets do not. */
export const vertx: Family = {
  name: 'Vert.x',
  source:
    'eclipse-vertx/vert.x: NetworkOptions.java, NetServerImpl.java, HttpServerOptions.java, DatagramSocketOptions.java',
  types: {
    ...Object.fromEntries(FLAVOURS.flatMap((at) => Object.entries(flavour(at)))),
    'io.vertx.core.http.HttpServerOptions': options,
    'io.vertx.core.net.NetServerOptions': options,
    'io.vertx.core.datagram.DatagramSocketOptions': options,
  },
};

/** Servers that are built on Vert.x. */
export const onVertx: Family = {
  name: 'Vert.x MQTT, STOMP and AMQP',
  types: {
    ...beside('io.vertx.mqtt.MqttServer', 'MqttServer', 1883),
    ...beside('io.vertx.ext.stomp.StompServer', 'StompServer', 61_613),
    ...beside('io.vertx.proton.ProtonServer', 'ProtonServer', 5672),
  },
};
