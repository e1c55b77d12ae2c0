import type { ApiFacts } from '../../site.ts';
import { binds, later, server, setting, settingByItself, tcp, unverified } from './apis.ts';
import type { Family, JavaType, Method } from './family.ts';

const undertowOption: ApiFacts['statement'] = (_, value) =>
  `setSocketOption(Options.REUSE_ADDRESSES, ${value === 'off' ? 'false' : 'true'})`;

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
  source: 'undertow-io/undertow: Undertow.java start()',
  types: {
    'io.undertow.Undertow': { statics: { builder: { type: 'io.undertow.Undertow.Builder' } } },
    'io.undertow.Undertow.Builder': undertowBuilder,
  },
};

/** Its server is Jetty's. */
export const javalin: Family = {
  name: 'Javalin',
  source: 'javalin/javalin: Javalin.java start(), JettyConfig.kt',
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
        start: binds(server({ ...settingByItself('Javalin.start()'), options: [] }, { defaultPort: 8080 })),
      },
    },
  },
};

const sparkPort = server({ ...settingByItself('Spark.port()'), options: [] }, { isLater: true });

const sparkStatics = Object.fromEntries(
  ['port', 'setPort'].map((name) => [name, { type: 'spark.Spark', binding: sparkPort }]),
);

/** Its server is Jetty's. */
export const spark: Family = {
  name: 'Spark',
  source: 'perwendel/spark: Service.java port(), SocketConnectorFactory.java',
  types: {
    'spark.Spark': { statics: sparkStatics },
    'spark.SparkBase': { statics: sparkStatics },
    'spark.Service': {
      isFluent: true,
      statics: { ignite: { type: 'spark.Service' } },
      methods: { port: binds(sparkPort) },
    },
  },
};

/** Without the option a connector takes the JVM's default. */
const tomcatApi = (name: string): ApiFacts => ({
  ...tcp(name, (_, value) => `setProperty("socket.soReuseAddress", "${value === 'off' ? 'false' : 'true'}")`),
  options: ['reuseAddr'],
  states: {},
});

export const tomcat: Family = {
  name: 'Tomcat',
  version: '10.1.55',
  source: 'Apache Tomcat 10.1.55: SocketProperties.java',
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

export const helidon: Family = {
  name: 'Helidon',
  types: Object.fromEntries(
    ['io.helidon.webserver.WebServer', 'io.helidon.reactive.webserver.WebServer'].flatMap(
      (type): [string, JavaType][] => [
        [type, { statics: { builder: { type: `${type}.Builder` } } }],
        [
          `${type}.Builder`,
          {
            isFluent: true,
            methods: { port: later(unverified('WebServer.port()'), 'anywhere', 'none') },
          },
        ],
      ],
    ),
  ),
};
