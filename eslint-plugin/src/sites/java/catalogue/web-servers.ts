import type { ApiFacts } from '../../site.ts';
import { server, setting, settingByItself, tcp, unverified } from './apis.ts';
import type { Listener, Family, JavaType, Method } from './family.ts';

const undertowOption: ApiFacts['statement'] = (_, value) =>
  `setSocketOption(Options.REUSE_ADDRESSES, ${value === 'off' ? 'false' : 'true'})`;

const later = (api: ApiFacts, address: Listener['address'], writing: Listener['writing']): Method => ({
  does: 'bind',
  binding: { api, address, writing, isLater: true },
});

const connector: JavaType = {
  constructs: {},
  methods: {
    setPort: later(setting('ServerConnector.setPort()'), 'port', 'setter'),
    setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
  },
};

const start = (binding: Listener): Method => ({ does: 'bind', binding });

/**
 * Its connectors bind when the server starts; until then the order of setPort() and setReuseAddress() does not matter.
 * Source: jetty-server/.../ServerConnector.java `_reuseAddress = true` and openAcceptChannel(); Jetty 9.4 under strace.
 * `new Server(port)` has such a connector; its one argument may be a pool of threads just as well.
 */
export const jetty: Family = {
  name: 'Jetty',
  version: '9.4',
  types: {
    'org.eclipse.jetty.server.ServerConnector': connector,
    'org.eclipse.jetty.server.Server': {
      constructs: { binding: server({ ...settingByItself('new Server()'), options: [] }, { isLater: true }) },
    },
  },
};

/** Its connectors before Jetty 9. Not verified: nobody has opened their sources. */
export const oldJetty: Family = {
  name: 'Jetty 6 to 8',
  types: Object.fromEntries([
    ...[
      ...['server.bio.SocketConnector', 'server.nio.SelectChannelConnector', 'server.nio.BlockingChannelConnector'],
      ...['server.ssl.SslSelectChannelConnector', 'server.ssl.SslSocketConnector'],
    ].map((name): [string, JavaType] => [`org.eclipse.jetty.${name}`, oldConnector(name)]),
    ...['bio.SocketConnector', 'nio.SelectChannelConnector', 'nio.BlockingChannelConnector'].map(
      (name): [string, JavaType] => [`org.mortbay.jetty.${name}`, oldConnector(name)],
    ),
    [
      'org.mortbay.jetty.Server',
      { constructs: { binding: server(unverified('new Server()'), { isLater: true }) } },
    ],
  ]),
};

function oldConnector(name: string): JavaType {
  const api = unverified(`${name.slice(name.lastIndexOf('.') + 1)}.setPort()`);
  return {
    constructs: {},
    methods: {
      setPort: later(api, 'port', 'none'),
      setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
    },
  };
}

/** Source: io/undertow/Undertow.java start(), `Options.REUSE_ADDRESSES, true` below the options of the builder. */
const listener = (name: string): Method =>
  later({ ...setting(name, undertowOption), states: {} }, 'host-port', 'none');

const undertowBuilder: JavaType = {
  isFluent: true,
  constructs: {},
  methods: {
    ...Object.fromEntries(
      ['addListener', 'addHttpListener', 'addHttpsListener', 'addAjpListener'].map((name) => [
        name,
        listener(`Undertow ${name}()`),
      ]),
    ),
    setSocketOption: { does: 'setNamed' },
  },
};

export const undertow: Family = {
  name: 'Undertow',
  types: {
    'io.undertow.Undertow': { statics: { builder: { type: 'io.undertow.Undertow.Builder' } } },
    'io.undertow.Undertow.Builder': undertowBuilder,
  },
};

/** Source: javalin/javalin, io/javalin/Javalin.java start(), config/JettyConfig.kt `port = 8080`; its server is Jetty's. */
export const javalin: Family = {
  name: 'Javalin',
  types: {
    'io.javalin.Javalin': {
      isFluent: true,
      statics: {
        create: { type: 'io.javalin.Javalin' },
        createStandalone: { type: 'io.javalin.Javalin' },
        start: {
          type: 'io.javalin.Javalin',
          bindsAlways: true,
          binding: server({ ...settingByItself('Javalin.start()'), options: [] }, { defaultPort: 8080 }),
        },
      },
      methods: {
        port: { does: 'setAddress' },
        start: start(server({ ...settingByItself('Javalin.start()'), options: [] }, { defaultPort: 8080 })),
      },
    },
  },
};

/** Source: perwendel/spark, spark/Service.java port(), embeddedserver/jetty/SocketConnectorFactory.java `new ServerConnector(…)`. */
const sparkPort = server({ ...settingByItself('Spark.port()'), options: [] }, { isLater: true });

const sparkStatics = Object.fromEntries(
  ['port', 'setPort'].map((name) => [name, { type: 'spark.Spark', binding: sparkPort }]),
);

export const spark: Family = {
  name: 'Spark',
  types: {
    'spark.Spark': { statics: sparkStatics },
    'spark.SparkBase': { statics: sparkStatics },
    'spark.Service': {
      isFluent: true,
      statics: { ignite: { type: 'spark.Service' } },
      methods: { port: start(sparkPort) },
    },
  },
};

/**
 * Source: Apache Tomcat 10.1.55, org/apache/tomcat/util/net/NioEndpoint.java initServerSocket(), SocketProperties.java
 * `soReuseAddress = null`: the JVM's default. A connector takes the option as a property.
 */
const tomcatApi = (name: string): ApiFacts => ({
  ...tcp(name, (_, value) => `setProperty("socket.soReuseAddress", "${value === 'off' ? 'false' : 'true'}")`),
  options: ['reuseAddr'],
  states: {},
});

export const tomcat: Family = {
  name: 'Tomcat',
  version: '10.1.55',
  types: {
    'org.apache.catalina.startup.Tomcat': {
      constructs: {},
      methods: { setPort: later(tomcatApi('Tomcat.setPort()'), 'port', 'none') },
    },
    'org.apache.catalina.connector.Connector': {
      constructs: {},
      methods: { setPort: later(tomcatApi('Connector.setPort()'), 'port', 'none') },
    },
  },
};

/** Not verified: nobody has opened its source for this table. */
export const helidon: Family = {
  name: 'Helidon',
  types: Object.assign(
    {},
    ...['io.helidon.webserver.WebServer', 'io.helidon.reactive.webserver.WebServer'].map(
      (type): Record<string, JavaType> => ({
        [type]: { statics: { builder: { type: `${type}.Builder` } } },
        [`${type}.Builder`]: {
          isFluent: true,
          methods: {
            port: later(unverified('WebServer.port()'), 'anywhere', 'none'),
          },
        },
      }),
    ),
  ) as Record<string, JavaType>,
};

const RESTLET = server(unverified('new Server()'), { isLater: true });

/** Not verified: which connector listens depends on what is installed. Source of the calls: restlet/restlet-framework-java, org/restlet/Server.java. */
export const restlet: Family = {
  name: 'Restlet',
  types: {
    'org.restlet.Server': { constructs: { binding: RESTLET } },
    'org.restlet.Component': {
      constructs: {},
      methods: { getServers: { does: 'make', type: 'org.restlet.util.ServerList' } },
    },
    'org.restlet.util.ServerList': {
      methods: { add: { does: 'bind', binding: server(unverified('getServers().add()'), { isLater: true }) } },
    },
  },
};

const grizzlyApi = (name: string): ApiFacts => ({ ...settingByItself(name), options: [] });

const grizzlyTransport = (api: ApiFacts): JavaType => ({
  isFluent: true,
  methods: {
    bind: start(server(api)),
    setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
  },
});

/**
 * Source: eclipse-ee4j/grizzly, org/glassfish/grizzly/nio/NIOTransport.java `DEFAULT_REUSE_ADDRESS = true`,
 * nio/transport/TCPNIOBindingHandler.java, http/server/HttpServer.java createSimpleServer(), NetworkListener.java.
 */
export const grizzly: Family = {
  name: 'Grizzly',
  types: {
    'org.glassfish.grizzly.nio.transport.TCPNIOTransport': grizzlyTransport(
      settingByItself('TCPNIOTransport.bind()'),
    ),
    'org.glassfish.grizzly.http.server.HttpServer': {
      constructs: {},
      statics: {
        createSimpleServer: {
          type: 'org.glassfish.grizzly.http.server.HttpServer',
          bindsAlways: true,
          binding: server(grizzlyApi('HttpServer.createSimpleServer()'), { defaultPort: 8080, isLater: true }),
        },
      },
    },
    'org.glassfish.grizzly.http.server.NetworkListener': {
      constructs: { binding: server(grizzlyApi('new NetworkListener()'), { isLater: true }) },
    },
    'org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory': uriFactory(
      'createHttpServer',
      grizzlyApi('GrizzlyHttpServerFactory.createHttpServer()'),
    ),
  },
};

function uriFactory(name: string, api: ApiFacts): JavaType {
  return {
    statics: { [name]: { type: 'HttpServer', binding: server(api, { address: 'within', isLater: true }) } },
  };
}

/** Containers of Jersey on servers of others. Not verified: nobody has opened their sources. */
export const jersey: Family = {
  name: 'Jersey containers',
  types: {
    'org.glassfish.jersey.jdkhttp.JdkHttpServerFactory': uriFactory(
      'createHttpServer',
      unverified('JdkHttpServerFactory.createHttpServer()'),
    ),
    'org.glassfish.jersey.jetty.JettyHttpContainerFactory': uriFactory(
      'createServer',
      unverified('JettyHttpContainerFactory.createServer()'),
    ),
    'org.glassfish.jersey.netty.httpserver.NettyHttpContainerProvider': uriFactory(
      'createHttp2Server',
      unverified('NettyHttpContainerProvider.createHttp2Server()'),
    ),
    'org.glassfish.jersey.simple.SimpleContainerFactory': uriFactory(
      'create',
      unverified('SimpleContainerFactory.create()'),
    ),
  },
};
