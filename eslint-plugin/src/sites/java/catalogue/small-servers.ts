import type { ApiFacts } from '../../site.ts';
import { binds, fixed, server, settingByItself, tcp, udp, unverified } from './apis.ts';
import type { Family, JavaType, Method } from './family.ts';

const address: Method = { does: 'setAddress' };

/** Servers of one library each that are told a port, and started. */
const jdkBelow = (name: string): ApiFacts =>
  fixed(name, 'use a server that takes a socket of your own, or one with the option, such as Netty');

/** On the server of the JDK. */
export const prometheus: Family = {
  name: 'Prometheus HTTPServer',
  source: 'prometheus/client_java: HTTPServer.java',
  types: {
    'io.prometheus.client.exporter.HTTPServer': {
      constructs: { binding: server(jdkBelow('new HTTPServer()')) },
    },
    'io.prometheus.client.exporter.HTTPServer.Builder': {
      constructs: {},
      isFluent: true,
      methods: {
        withPort: address,
        withInetSocketAddress: address,
        build: binds(server(jdkBelow('HTTPServer.Builder.build()'))),
      },
    },
    'io.prometheus.metrics.exporter.httpserver.HTTPServer': {
      statics: { builder: { type: 'io.prometheus.metrics.exporter.httpserver.HTTPServer.Builder' } },
    },
    'io.prometheus.metrics.exporter.httpserver.HTTPServer.Builder': {
      isFluent: true,
      methods: { port: address, buildAndStart: binds(server(jdkBelow('HTTPServer.buildAndStart()'))) },
    },
  },
};

const SMTP = 'org.subethamail.smtp.server.SMTPServer';
const ownSocket = (name: string): ApiFacts =>
  fixed(name, 'override createServerSocket(), and give a socket that was told before its bind');

const smtpServer = (name: string, port: number): JavaType => ({
  constructs: {},
  methods: {
    setPort: address,
    start: binds(server(ownSocket(`${name}.start()`), { defaultPort: port })),
  },
});

export const subEtha: Family = {
  name: 'SubEtha SMTP',
  source: 'voodoodyne/subethasmtp: SMTPServer.java createServerSocket()',
  types: {
    [SMTP]: {
      ...smtpServer('SMTPServer', 25),
      statics: { port: { type: `${SMTP}.Builder`, binding: server(unverified('SMTPServer.port()')) } },
    },
    'org.subethamail.wiser.Wiser': smtpServer('Wiser', 25),
  },
};

const aioQuickServer: JavaType = {
  isFluent: true,
  constructs: {
    binding: server(
      {
        ...tcp(
          'new AioQuickServer()',
          (_, value) =>
            `setOption(StandardSocketOptions.SO_REUSEADDR, ${value === 'off' ? 'false' : 'true'})`,
        ),
        states: {},
      },
      { isLater: true },
    ),
  },
  methods: { setOption: { does: 'setNamed' } },
};

const udpBootstrap: JavaType = {
  isFluent: true,
  constructs: {},
  methods: { open: binds(server({ ...udp('UdpBootstrap.open()'), options: [], states: {} })) },
};

/** Its options are set before it binds, when it starts. */
export const smartSocket: Family = {
  name: 'smart-socket',
  source: 'smartboot/smart-socket: AioQuickServer.java start()',
  types: {
    'org.smartboot.socket.transport.AioQuickServer': aioQuickServer,
    'io.github.smartboot.socket.transport.AioQuickServer': aioQuickServer,
    'org.smartboot.socket.transport.UdpBootstrap': udpBootstrap,
    'io.github.smartboot.socket.transport.UdpBootstrap': udpBootstrap,
  },
};

export const jsmpp: Family = {
  name: 'jSMPP',
  source: 'opentelecoms-org/jsmpp: ServerSocketConnectionFactory.java',
  types: Object.fromEntries(
    ['SMPPServerSessionListener', 'OutboundSMPPServerSessionListener'].map((name): [string, JavaType] => [
      `org.jsmpp.session.${name}`,
      {
        constructs: {
          binding: server(
            fixed(
              `new ${name}()`,
              'give it a ServerConnectionFactory whose sockets are told before their bind',
            ),
          ),
        },
      },
    ]),
  ),
};

const android = (name: string): Method =>
  binds(server(fixed(`${name}.listen()`, 'use a server that takes a socket of your own')));

export const androidAsync: Family = {
  name: 'AndroidAsync',
  source: 'koush/AndroidAsync: AsyncServer.java listen()',
  types: {
    'com.koushikdutta.async.http.server.AsyncHttpServer': {
      constructs: {},
      methods: { listen: android('AsyncHttpServer'), listenSecure: android('AsyncHttpServer') },
    },
    'com.koushikdutta.async.AsyncServer': {
      constructs: {},
      statics: { getDefault: { type: 'com.koushikdutta.async.AsyncServer' } },
      methods: {
        listen: android('AsyncServer'),
        openDatagram: binds(server({ ...udp('AsyncServer.openDatagram()'), options: [], states: {} })),
      },
    },
  },
};

const nano = (name: string): JavaType => ({
  constructs: { binding: server({ ...settingByItself(`new ${name}()`), options: [] }, { isLater: true }) },
});

export const nanoHttpd: Family = {
  name: 'NanoHTTPD',
  source: 'NanoHttpd/nanohttpd: NanoHTTPD.java start()',
  types: {
    'fi.iki.elonen.NanoHTTPD': nano('NanoHTTPD'),
    'fi.iki.elonen.NanoWSD': nano('NanoWSD'),
    'fi.iki.elonen.NanoWebSocketServer': nano('NanoWebSocketServer'),
    'fi.iki.elonen.SimpleWebServer': nano('SimpleWebServer'),
    'fi.iki.elonen.router.RouterNanoHTTPD': nano('RouterNanoHTTPD'),
    'org.nanohttpd.protocols.http.NanoHTTPD': nano('NanoHTTPD'),
    'org.nanohttpd.protocols.websockets.NanoWSD': nano('NanoWSD'),
    'org.nanohttpd.router.RouterNanoHTTPD': nano('RouterNanoHTTPD'),
  },
};

/** Its server switches SO_REUSEADDR off unless told otherwise. */
export const javaWebSocket: Family = {
  name: 'Java-WebSocket',
  source: 'TooTallNate/Java-WebSocket: WebSocketServer.java',
  types: {
    'org.java_websocket.server.WebSocketServer': {
      constructs: {
        binding: server(
          {
            ...settingByItself(
              'WebSocketServer()',
              (_, value) => `setReuseAddr(${value === 'off' ? 'false' : 'true'})`,
            ),
            unstated: 'switchedOff',
            restart: 'fails',
          },
          { isLater: true },
        ),
      },
      methods: { setReuseAddr: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddr' } },
    },
  },
};

/** Servers of tests. */
export const testServers: Family = {
  name: 'MockWebServer, WireMock',
  types: {
    ...Object.fromEntries(
      [
        'okhttp3.mockwebserver.MockWebServer',
        'mockwebserver3.MockWebServer',
        'com.squareup.okhttp.mockwebserver.MockWebServer',
      ].map((type): [string, JavaType] => [
        type,
        { constructs: {}, methods: { start: binds(server(unverified('MockWebServer.start()'))) } },
      ]),
    ),
    ...Object.fromEntries(
      ['com.github.tomakehurst.wiremock.WireMockServer'].map((type): [string, JavaType] => [
        type,
        { constructs: { binding: server(unverified('new WireMockServer()'), { isLater: true }) } },
      ]),
    ),
  },
};
