import { describe, expect, it } from 'vitest';
import { sitesOf } from '../../../../eslint-plugin/src/sites/from-text.ts';
import { reports } from '../../lint.ts';

const JAVA = { filename: 'Main.java' };

/** A file of Java with imports, and a method's body. */
const file = (imports: readonly string[], body: string, parent = ''): string =>
  `package com.example;\n${imports.map((name) => `import ${name};\n`).join('')}class Main${parent} {\n  void run(int port, String host) throws Exception {\n    ${body.replaceAll('\n', '\n    ')}\n  }\n}\n`;

const sites = (code: string): string[] =>
  sitesOf(code, 'Main.java').map(({ api, port, certainty }) => {
    const text =
      port.kind === 'literal' ? String(port.value) : port.kind === 'unknown' ? port.text : port.kind;
    return certainty === 'traced' ? `${api.name} ${text}` : `${certainty} ${api.name} ${text}`;
  });

const VERTX = ['io.vertx.core.*', 'io.vertx.core.http.*', 'io.vertx.core.net.*'];

describe('a server of a library', () => {
  it.each<[string, readonly string[], string, string]>([
    [
      'Vert.x',
      VERTX,
      'Vertx.vertx().createHttpServer().requestHandler(r -> {}).listen(8080);',
      'HttpServer.listen() 8080',
    ],
    [
      'Vert.x, with what comes then',
      VERTX,
      'NetServer server = Vertx.vertx().createNetServer();\nserver.connectHandler(s -> {}).listen(1234, "localhost", done -> {});',
      'NetServer.listen() 1234',
    ],
    [
      'Vert.x, by its options',
      VERTX,
      'HttpServerOptions options = new HttpServerOptions().setPort(8443);\nVertx.vertx().createHttpServer(options).listen();',
      'HttpServer.listen() 8443',
    ],
    [
      'Vert.x, by default',
      VERTX,
      'Vertx.vertx().createHttpServer().listen(done -> {});',
      'HttpServer.listen() 80',
    ],
    [
      'Vert.x for RxJava',
      ['io.vertx.rxjava3.core.Vertx'],
      'Vertx.vertx().createHttpServer().rxListen(8080).subscribe();',
      'HttpServer.listen() 8080',
    ],
    [
      'Vert.x, MQTT',
      ['io.vertx.mqtt.MqttServer', 'io.vertx.mqtt.MqttServerOptions'],
      'MqttServer.create(vertx, new MqttServerOptions().setPort(1884)).endpointHandler(e -> {}).listen();',
      'MqttServer.listen() 1884',
    ],
    [
      'Vert.x, MQTT by default',
      ['io.vertx.mqtt.MqttServer'],
      'MqttServer.create(vertx).listen();',
      'MqttServer.listen() 1883',
    ],
    [
      'Javalin',
      ['io.javalin.Javalin'],
      'Javalin app = Javalin.create(config -> {});\napp.get("/", c -> {}).start(7070);',
      'Javalin.start() 7070',
    ],
    [
      'Javalin with a host',
      ['io.javalin.Javalin'],
      'Javalin.create().start("localhost", port);',
      'Javalin.start() port',
    ],
    ['Javalin by default', ['io.javalin.Javalin'], 'Javalin.create().start();', 'Javalin.start() 8080'],
    [
      'Jetty',
      ['org.eclipse.jetty.server.Server'],
      'Server server = new Server(8080);\nserver.start();',
      'new Server() 8080',
    ],
    [
      'Jetty by address',
      ['org.eclipse.jetty.server.Server', 'java.net.InetSocketAddress'],
      'new Server(new InetSocketAddress(host, 8081)).start();',
      'new Server() 8081',
    ],
    ['Spark', ['static spark.Spark.*'], 'port(4567);\nget("/", (q, a) -> "");', 'Spark.port() 4567'],
    [
      'Tomcat',
      ['org.apache.catalina.startup.Tomcat'],
      'Tomcat tomcat = new Tomcat();\ntomcat.setPort(8080);\ntomcat.start();',
      'Tomcat.setPort() 8080',
    ],
    [
      'Undertow',
      ['io.undertow.Undertow'],
      'Undertow.Builder builder = Undertow.builder();\nbuilder.addHttpListener(8080, host);',
      'Undertow addHttpListener() 8080',
    ],
    [
      'Reactor Netty',
      ['reactor.netty.http.server.HttpServer'],
      'HttpServer.create().host(host).port(8080).route(r -> {}).bindNow();',
      'HttpServer.bind() 8080',
    ],
    [
      'RSocket',
      ['io.rsocket.core.RSocketServer', 'io.rsocket.transport.netty.server.TcpServerTransport'],
      'RSocketServer.create(acceptor).bindNow(TcpServerTransport.create("localhost", 7000));',
      'RSocketServer.bind() 7000',
    ],
    [
      'RSocket, by a variable',
      ['io.rsocket.core.RSocketServer', 'io.rsocket.transport.netty.server.*'],
      'WebsocketServerTransport transport = WebsocketServerTransport.create(7001);\nRSocketServer.create().bind(transport).block();',
      'RSocketServer.bind() 7001',
    ],
    [
      'Prometheus',
      ['io.prometheus.client.exporter.HTTPServer'],
      'new HTTPServer(1234);',
      'new HTTPServer() 1234',
    ],
    [
      'Prometheus, by its builder',
      ['io.prometheus.metrics.exporter.httpserver.HTTPServer'],
      'HTTPServer.builder().port(9400).buildAndStart();',
      'HTTPServer.buildAndStart() 9400',
    ],
    [
      'Thrift',
      ['org.apache.thrift.transport.*'],
      'TServerTransport transport = new TServerSocket(9090);',
      'new TServerSocket() 9090',
    ],
    [
      'smart-socket',
      ['org.smartboot.socket.transport.AioQuickServer'],
      'new AioQuickServer(8888, protocol, processor).start();',
      'new AioQuickServer() 8888',
    ],
    [
      'SubEtha SMTP',
      ['org.subethamail.wiser.Wiser'],
      'Wiser wiser = new Wiser();\nwiser.setPort(2500);\nwiser.start();',
      'Wiser.start() 2500',
    ],
    [
      'jSMPP',
      ['org.jsmpp.session.*'],
      'new SMPPServerSessionListener(8056).accept();',
      'new SMPPServerSessionListener() 8056',
    ],
    [
      'AndroidAsync',
      ['com.koushikdutta.async.http.server.AsyncHttpServer'],
      'new AsyncHttpServer().listen(5000);',
      'AsyncHttpServer.listen() 5000',
    ],
    [
      'Restlet',
      ['org.restlet.*'],
      'Component component = new Component();\ncomponent.getServers().add(Protocol.HTTP, 8182);',
      'getServers().add() 8182',
    ],
    [
      'Grizzly for Jersey',
      ['java.net.URI', 'org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory'],
      'GrizzlyHttpServerFactory.createHttpServer(URI.create("http://localhost:8082/"), config);',
      'GrizzlyHttpServerFactory.createHttpServer() 8082',
    ],
    [
      'Grizzly',
      ['org.glassfish.grizzly.http.server.HttpServer'],
      'HttpServer.createSimpleServer(".", 8083).start();',
      'HttpServer.createSimpleServer() 8083',
    ],
    [
      'MockWebServer',
      ['okhttp3.mockwebserver.MockWebServer'],
      'MockWebServer server = new MockWebServer();\nserver.start(8090);',
      'MockWebServer.start() 8090',
    ],
    [
      'WireMock',
      ['com.github.tomakehurst.wiremock.WireMockServer'],
      'new WireMockServer(options().port(8089)).start();',
      'new WireMockServer() 8089',
    ],
    [
      'gRPC by address',
      ['io.grpc.netty.NettyServerBuilder', 'java.net.InetSocketAddress'],
      'NettyServerBuilder.forAddress(new InetSocketAddress(host, 50051)).build().start();',
      'NettyServerBuilder.forAddress() 50051',
    ],
    [
      'gRPC with credentials',
      ['io.grpc.Grpc'],
      'Grpc.newServerBuilderForPort(50052, credentials).build().start();',
      'Grpc.newServerBuilderForPort() 50052',
    ],
    [
      'Netty, by what its bootstraps extend',
      ['io.netty.bootstrap.*'],
      'AbstractBootstrap<?, ?> bootstrap = new ServerBootstrap().group(group);\nbootstrap.bind(port);',
      'ServerBootstrap.bind() port',
    ],
  ])('%s is a site where it is told its port', (_, imports, body, found) => {
    expect(sites(file(imports, body))).toEqual([found]);
  });

  it.each<[string, string, string]>([
    [
      'NanoHTTPD',
      'class Main extends fi.iki.elonen.NanoHTTPD {\n  Main() { super(8080); }\n}',
      'new NanoHTTPD() 8080',
    ],
    [
      'Java-WebSocket',
      'import java.net.InetSocketAddress;\nimport org.java_websocket.server.WebSocketServer;\nclass Main extends WebSocketServer {\n  Main(int port) { super(new InetSocketAddress(port)); }\n}',
      'WebSocketServer() port',
    ],
  ])('%s is a site where a subclass is told its port', (_, code, found) => {
    expect(sites(code)).toEqual([found]);
  });

  it('of a verticle is made by what the verticle inherits', () => {
    const code = file(
      ['io.vertx.core.AbstractVerticle'],
      'vertx.createHttpServer().listen(8080);',
      ' extends AbstractVerticle',
    );
    expect(sites(code)).toEqual(['HttpServer.listen() 8080']);
  });

  it.each<[string, readonly string[], string]>([
    [
      'a pool of threads',
      ['org.eclipse.jetty.server.Server', 'org.eclipse.jetty.util.thread.QueuedThreadPool'],
      'new Server(new QueuedThreadPool(200)).start();',
    ],
    [
      'a socket that is bound already',
      ['org.apache.thrift.transport.TServerSocket'],
      'new TServerSocket(given);',
    ],
    [
      'a transport inside of one process',
      ['io.rsocket.transport.local.LocalServerTransport', 'io.rsocket.core.RSocketServer'],
      'RSocketServer.create().bindNow(LocalServerTransport.create("a"));',
    ],
    [
      'a builder for tests in one process',
      ['io.grpc.inprocess.InProcessServerBuilder'],
      'InProcessServerBuilder.forName("a").build().start();',
    ],
  ])('that is given %s, no port, is not reported', (_, imports, body) => {
    expect(reports(file(imports, body), JAVA)).toEqual([]);
  });

  it.each<[string, readonly string[], string]>([
    [
      'Vert.x',
      VERTX,
      'Vertx.vertx().createHttpServer(new HttpServerOptions().setPort(8080).setReuseAddress(true)).listen();',
    ],
    [
      'Vert.x, in statements',
      VERTX,
      'HttpServerOptions options = new HttpServerOptions();\noptions.setReuseAddress(true);\nVertx.vertx().createHttpServer(options).listen(8080);',
    ],
    [
      'Reactor Netty',
      ['io.netty.channel.ChannelOption', 'reactor.netty.tcp.TcpServer'],
      'TcpServer.create().port(8080).option(ChannelOption.SO_REUSEADDR, true).bindNow();',
    ],
  ])('that says it in its own words has said it: %s', (_, imports, body) => {
    expect(reports(file(imports, body), JAVA)).toEqual([]);
  });

  it('whose options switch it off is reported', () => {
    const code = file(
      VERTX,
      'Vertx.vertx().createHttpServer(new HttpServerOptions().setReuseAddress(false)).listen(8080);',
    );
    expect(reports(code, JAVA)).toEqual(['no-disabled-reuse']);
  });
});
