import { describe, expect, it } from 'vitest';
import { sitesOf } from '../../../../eslint-plugin/src/sites/from-text.ts';
import { lint } from '../../lint.ts';

const NO_IMPORTS = 'package com.example.app;\n';
const ACME = `${NO_IMPORTS}import org.acme.net.*;\nimport org.acme.net.FileServer;\n`;

/** A class's members as a file of Java. */
const members = (body: string, imports: string): string =>
  `${imports}class Main {\n  ${body.replaceAll('\n', '\n  ')}\n}\n`;

/** A method's body as a file of Java. */
const method = (body: string, imports: string): string =>
  members(
    `void run(int port, int remotePort) throws Exception {\n  ${body.replaceAll('\n', '\n  ')}\n}`,
    imports,
  );

/** What is found by its shape: the call, and the port that it is told. */
const shaped = (code: string): string[] =>
  sitesOf(code, 'Main.java').map(({ api, port, certainty }) => {
    const text =
      port.kind === 'literal' ? String(port.value) : port.kind === 'unknown' ? port.text : port.kind;
    return `${certainty} ${api.name} ${text}`;
  });

describe('a call on what nothing is known of, that plainly makes a server listen', () => {
  it.each([
    ['listen(port)', 'app.listen(8080);', 'listen() 8080'],
    ['listen(port, handler)', 'http.listen(8080, started -> {});', 'listen() 8080'],
    ['listen(host, port)', 'http.listen("localhost", port);', 'listen() port'],
    ['listen(address)', 'http.listen(new java.net.InetSocketAddress(8080));', 'listen() 8080'],
    ['bind(port)', 'server.bind(54555);', 'bind() 54555'],
    ['bind(host, port)', 'server.bind("0.0.0.0", port);', 'bind() port'],
    ['bind(address)', 'acceptor.bind(new java.net.InetSocketAddress("localhost", 8080));', 'bind() 8080'],
    ['start(port)', 'server.start(9000);', 'start() 9000'],
    [
      'start(port), the port from the settings',
      'server.start(config.getInt("http.port"));',
      'start() config.getInt("http.port")',
    ],
    [
      'port(port) and start() in a chain',
      'HttpServers.server().port(8080).threads(4).build().start();',
      'start() 8080',
    ],
    [
      'port(port) and bindNow() in a chain',
      'QuicServer server = QuicServer.create();\nserver.port(8443).bindNow();',
      'bindNow() 8443',
    ],
    [
      'setPort(port) and start()',
      'FtpServer server = new FtpServer();\nserver.setPort(2121);\nserver.start();',
      'start() 2121',
    ],
    [
      'a server made of what was told its port',
      'Configuration config = new Configuration();\nconfig.setPort(9092);\nSocketIOServer server = new SocketIOServer(config);\nserver.start();',
      'start() 9092',
    ],
    ['addListener(port, host)', 'web.addHttpListener(8080, "0.0.0.0");', 'addHttpListener() 8080'],
    ['new FileServer(port) and start()', 'new FileServer(8080).start();', 'new FileServer() 8080'],
    [
      'new FileServer(port) in a thread',
      'FileServer files = new FileServer(port);\nnew Thread(files).start();',
      'new FileServer() port',
    ],
    [
      'createXServer(uri)',
      'servers.createHttpServer("http://0.0.0.0:8080/", handler);',
      'createHttpServer() 8080',
    ],
  ])('%s is a site', (_, body, found) => {
    expect(shaped(method(body, ACME))).toEqual([`shaped ${found}`]);
  });

  it('is reported with what is taken for granted, and never changed unasked', () => {
    const [message, ...others] = lint(method('app.listen(8080);', ACME), { filename: 'Main.java' });
    expect(others).toEqual([]);
    expect(message?.message).toContain('listen() on port 8080 is taken for a server that listens');
    expect(message?.fix).toBeUndefined();
  });

  it('says nothing where its options are set', () => {
    const code = method(
      'FtpServer server = new FtpServer();\nserver.setPort(2121);\nserver.setReuseAddress(true);\nserver.start();',
      ACME,
    );
    expect(lint(code, { filename: 'Main.java' })).toEqual([]);
  });
});

describe('what looks like it, and listens to nothing', () => {
  it.each([
    ['sizes of buffers', 'Server server = new Server(16384, 8192);\nserver.start();'],
    ['a size alone', 'RingServer server = new RingServer(4096);\nserver.start();'],
    ['a proxy', 'Server proxy = new Server("http://localhost:8080");\nproxy.getUrl();'],
    ['a server that nobody starts', 'entries.add(new FileServer("files", 8080));'],
    ['a prepared statement', 'statement.bind(1, port);'],
    ['a prepared statement, by name', 'query.bind("port", port);'],
    ['a directory', 'ldapConnection.bind("cn=admin", "secret");'],
    ['a remote object', 'registry.bind("Hello", stub);'],
    ['a remote procedure', 'rpcClient.bind(host, port);'],
    ['a property', 'portField.textProperty().bind(model.portProperty());'],
    ['a class, for injection', 'bind(HttpServer.class).to(MyHttpServer.class);'],
    ['a view', 'holder.bind(port);'],
    ["a client's own address", 'client.bind(new java.net.InetSocketAddress(port));'],
    ['a listener of events', 'model.listen(event -> {});'],
    ['a backlog', 'socket.listen(5);'],
    ['a clock', 'timer.start(5000);'],
    ['a client', 'client.setPort(8080);\nclient.start();'],
    ['what describes a server', 'serverConfig.setPort(8080);\nserverConfig.run();'],
    ['the port of another', 'server.start(remotePort);'],
    ['a test double', 'verify(server).start(8080);'],
    ['an expectation', 'when(server.listen(8080)).thenReturn(done);'],
    ['the address of a server', 'new ServerAddress("localhost", 27017);'],
    ["a helper of this project's, whose bind is reported where it stands", 'Servers.start(8080);'],
  ])('%s', (_, body) => {
    expect(shaped(method(body, `${NO_IMPORTS}import org.acme.db.Statement;\n`))).toEqual([]);
  });

  it('a method of the name that the file declares', () => {
    expect(
      shaped(
        members('void listen(int port) {}\nvoid run() {\n  listen(8080);\n  this.listen(8080);\n}', ACME),
      ),
    ).toEqual([]);
  });

  it('a method of a class that the file declares', () => {
    const code = `${members('void run(Timer server) {\n  server.start(8080);\n}', ACME)}class Timer {\n  void start(int port) {}\n}\n`;
    expect(shaped(code)).toEqual([]);
  });

  it('the constructor of a class that the file declares', () => {
    const code = `${members('void run() {\n  new FileServer(8080).start();\n}', NO_IMPORTS)}class FileServer {\n  FileServer(int port) {}\n  void start() {}\n}\n`;
    expect(shaped(code)).toEqual([]);
  });

  it('the 0 of HttpServer.create(address, 0), which is a backlog', () => {
    const code = method(
      'HttpServer.create(new InetSocketAddress(8080), 0).start();',
      'import com.sun.net.httpserver.HttpServer;\nimport java.net.InetSocketAddress;\n',
    );
    expect(shaped(code)).toEqual(['traced HttpServer.create() 8080']);
  });
});
