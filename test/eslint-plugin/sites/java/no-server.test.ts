import { describe, expect, it } from 'vitest';
import { javaReports, members, method } from './java.ts';

type Row = readonly [what: string, code: string];

const IO = 'throws IOException';
const MOCKITO = `import java.io.*;
import java.net.*;
import javax.net.*;
import org.mockito.Mock;
import static org.mockito.Mockito.*;
`;

describe('a port probe is no server', () => {
  it.each<Row>([
    [
      'a resource that answers at once',
      members(
        'static boolean free(int port) {\n  try (ServerSocket s = new ServerSocket(port)) { return true; } catch (IOException e) { return false; }\n}',
      ),
    ],
    ['closed where it is made', method('new ServerSocket(port).close();')],
    ['closed by the next statement', method('ServerSocket s = new ServerSocket(port);\ns.close();')],
    [
      'a server and a datagram socket, closed in finally',
      members(`static boolean available(int port) {
  ServerSocket ss = null;
  DatagramSocket ds = null;
  try {
    ss = new ServerSocket(port);
    ss.setReuseAddress(true);
    ds = new DatagramSocket(port);
    ds.setReuseAddress(true);
    return true;
  } catch (IOException e) {
    // taken
  } finally {
    if (ds != null) {
      ds.close();
    }
    if (ss != null) {
      try { ss.close(); } catch (IOException e) { throw new IllegalStateException(e); }
    }
  }
  return false;
}`),
    ],
    [
      'unbound, with the option off, then bound',
      members(
        `static boolean isFree(int port) ${IO} {\n  try (ServerSocket s = new ServerSocket()) {\n    s.setReuseAddress(false);\n    s.bind(new InetSocketAddress(InetAddress.getByName("localhost"), port), 1);\n    return true;\n  }\n}`,
      ),
    ],
    [
      'closed by a helper of another file',
      members(
        'static boolean portIsTaken(int port) {\n  ServerSocket s = null;\n  try { s = new ServerSocket(port); return false; } catch (IOException e) { return true; } finally { IOUtils.closeQuietly(s); }\n}',
      ),
    ],
    [
      'closed by a helper of this file',
      members(
        `static boolean isFree(int port) ${IO} {\n  ServerSocket s = new ServerSocket(port);\n  end(s);\n  return true;\n}\nstatic void end(ServerSocket s) ${IO} { s.close(); }`,
      ),
    ],
    [
      'a channel',
      members(
        `boolean isFree(int port) ${IO} {\n  try (ServerSocketChannel c = ServerSocketChannel.open()) { c.bind(new InetSocketAddress(port)); return true; }\n}`,
      ),
    ],
    [
      "a channel's socket",
      members(
        `boolean isFree(int port) ${IO} {\n  ServerSocketChannel c = ServerSocketChannel.open();\n  c.socket().bind(new InetSocketAddress(port));\n  c.close();\n  return true;\n}`,
      ),
    ],
    ['a datagram socket', method('DatagramSocket s = new DatagramSocket(port);\ns.close();')],
    [
      'in a lambda',
      members(
        'java.util.function.IntPredicate isFree = port -> { try (ServerSocket s = new ServerSocket(port)) { return true; } catch (IOException e) { return false; } };',
      ),
    ],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });

  it.each<Row>([
    ['it accepts', method('try (ServerSocket s = new ServerSocket(port)) { s.accept(); }')],
    [
      'it accepts in a thread',
      method(
        'ServerSocket s = new ServerSocket(port);\nThread t = new Thread(() -> { try { s.accept(); } catch (IOException e) { } });\nt.join();\ns.close();',
      ),
    ],
    [
      'it accepts through a method reference',
      method(
        'ServerSocket s = new ServerSocket(port);\njava.util.concurrent.Callable<Socket> c = s::accept;\nc.call();\ns.close();',
      ),
    ],
    [
      'its connections wait in the backlog',
      method('try (ServerSocket s = new ServerSocket(port)) { new Client(port).connect(); }'),
    ],
    [
      'it holds the port for a while',
      method('ServerSocket s = new ServerSocket(port);\nThread.sleep(1000);\ns.close();'),
    ],
    [
      'a test keeps the port from somebody',
      members(
        `void testStartWhereThePortIsTaken(int port) ${IO} {\n  try (ServerSocket s = new ServerSocket(port)) { start(port); }\n}`,
      ),
    ],
    [
      'a helper serves from it',
      members(
        `void isServing(int port) ${IO} {\n  try (ServerSocket s = new ServerSocket(port)) { serve(s); }\n}\nvoid serve(ServerSocket s) ${IO} { s.accept(); }`,
      ),
    ],
    [
      "another file's function is given it",
      members(
        `void test(int port) ${IO} {\n  try (ServerSocket s = new ServerSocket(port)) { Workers.serve(s); }\n}`,
      ),
    ],
    [
      'it stays in a field that is closed elsewhere',
      members(
        `ServerSocket s;\nvoid checkAndStart(int port) ${IO} { s = new ServerSocket(port); }\nvoid stop() ${IO} { s.close(); }`,
      ),
    ],
    [
      'it is returned',
      members(
        `ServerSocket tryPort(int port) ${IO} {\n  ServerSocket s = new ServerSocket(port);\n  if (port < 0) s.close();\n  return s;\n}`,
      ),
    ],
    [
      'a list takes it',
      members(
        `void check(int port, java.util.List<ServerSocket> all) ${IO} {\n  ServerSocket s = new ServerSocket(port);\n  all.add(s);\n  if (port < 0) s.close();\n}`,
      ),
    ],
    [
      'a selector takes its channel',
      members(
        `void tryPort(Selector selector) ${IO} {\n  try (ServerSocketChannel c = ServerSocketChannel.open()) {\n    c.bind(new InetSocketAddress(80));\n    c.register(selector, SelectionKey.OP_ACCEPT);\n    selector.select();\n  }\n}`,
      ),
    ],
    [
      'a datagram socket receives',
      method('DatagramSocket s = new DatagramSocket(port);\ns.receive(null);\ns.close();'),
    ],
    ['nothing closes it', method('ServerSocket s = new ServerSocket(port);\ns.getLocalPort();')],
    [
      'its port is chosen, to be used',
      members(
        `static int next(int from) ${IO} {\n  for (int p = from; ; p++) {\n    try (var s = new ServerSocket(p)) { return s.getLocalPort(); } catch (BindException e) { continue; }\n  }\n}`,
      ),
    ],
  ])('but is reported where %s', (_, code) => {
    expect(javaReports(code)).toEqual(['prefer-explicit-reuse']);
  });
});

describe('a datagram socket that connects is a client', () => {
  it.each<Row>([
    [
      'after its constructor',
      method('DatagramSocket s = new DatagramSocket(port);\ns.connect(address);\ns.receive(null);'),
    ],
    [
      'in another method, on its field',
      members(
        `DatagramSocket s;\nvoid open() ${IO} { s = new DatagramSocket(90); }\nvoid to(SocketAddress a) ${IO} { s.connect(a); }`,
      ),
    ],
    [
      'on one path',
      method(
        'DatagramSocket s = new DatagramSocket(port);\nif (port > 0) s.connect(address);\ns.receive(null);',
      ),
    ],
    [
      'in a helper',
      members(
        `void open(SocketAddress a) ${IO} { DatagramSocket s = new DatagramSocket(90); to(s, a); }\nvoid to(DatagramSocket s, SocketAddress a) ${IO} { s.connect(a); }`,
      ),
    ],
    [
      'a channel',
      method('DatagramChannel c = DatagramChannel.open();\nc.bind(address);\nc.connect(address);'),
    ],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });

  it('but is a server where another socket connects', () => {
    const code = method(
      'DatagramSocket s = new DatagramSocket(port);\ns.receive(null);\nSocket t = new Socket();\nt.connect(address);',
    );
    expect(javaReports(code)).toEqual(['prefer-explicit-reuse']);
  });
});

describe('an override that only delegates is no server', () => {
  const factory = (body: string, head = 'class Own extends ServerSocketFactory'): string =>
    `import java.io.IOException;\nimport java.net.*;\nimport java.rmi.server.RMIServerSocketFactory;\nimport javax.net.*;\n${head} {\n  ServerSocketFactory inner = ServerSocketFactory.getDefault();\n  ${body}\n}\n`;
  it.each<Row>([
    [
      'to another factory',
      factory(`public ServerSocket createServerSocket(int p) ${IO} { return inner.createServerSocket(p); }`),
    ],
    [
      'and sets what it gives back',
      factory(
        `public ServerSocket createServerSocket(int p, int n) ${IO} { ServerSocket s = inner.createServerSocket(p, n); s.setSoTimeout(5); return s; }`,
      ),
    ],
    [
      'adding an address',
      factory(
        `public ServerSocket createServerSocket(int p) ${IO} { return inner.createServerSocket(p, 50, null); }`,
      ),
    ],
    [
      'to super',
      factory(
        `@Override public ServerSocket createServerSocket(int p) ${IO} { return super.createServerSocket(p); }`,
        'class Own extends com.example.PlainFactory',
      ),
    ],
    [
      'as a factory of RMI',
      factory(
        `public ServerSocket createServerSocket(int p) ${IO} { return inner.createServerSocket(p); }`,
        'class Own implements RMIServerSocketFactory',
      ),
    ],
    [
      'in an anonymous class',
      method(
        'ServerSocketFactory inner = ServerSocketFactory.getDefault();\nServerSocketFactory own = new ServerSocketFactory() {\n  public ServerSocket createServerSocket(int p) throws IOException { return inner.createServerSocket(p); }\n};',
      ),
    ],
    [
      "a socket's own bind()",
      `import java.io.IOException;\nimport java.net.*;\nclass Own extends ServerSocket {\n  Own() ${IO} { }\n  @Override public void bind(SocketAddress a, int n) ${IO} { setSoTimeout(5); super.bind(a, n); }\n}`,
    ],
    [
      "a socket's bind() to another socket",
      `import java.io.IOException;\nimport java.net.*;\nclass Own extends ServerSocket {\n  final ServerSocket inner = new ServerSocket();\n  Own() ${IO} { }\n  @Override public void bind(SocketAddress a) ${IO} { inner.bind(a); }\n}`,
    ],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });

  it.each<Row>([
    [
      'makes the socket itself',
      factory(`public ServerSocket createServerSocket(int p) ${IO} { return new ServerSocket(p); }`),
    ],
    [
      'chooses the port',
      factory(
        `public ServerSocket createServerSocket(int p) ${IO} { return inner.createServerSocket(8080); }`,
      ),
    ],
    ['has another name', factory(`ServerSocket open(int p) ${IO} { return inner.createServerSocket(p); }`)],
    [
      "overrides what the program's own factory has",
      factory(
        `@Override public ServerSocket createServerSocket(int p) ${IO} { return inner.createServerSocket(p); }`,
        'class Own extends PlainSocketFactory',
      ),
    ],
    [
      'overrides nothing',
      factory(
        `ServerSocket createServerSocket(int p) ${IO} { return inner.createServerSocket(p); }`,
        'class Own',
      ),
    ],
    [
      'binds its own channel in a bind() of its own interface',
      `import java.io.IOException;\nimport java.net.*;\nimport java.nio.channels.*;\ninterface Transport { void bind(SocketAddress a) ${IO}; }\nclass Own implements Transport {\n  public void bind(SocketAddress a) ${IO} { ServerSocketChannel c = ServerSocketChannel.open(); c.bind(a); c.accept(); }\n}`,
    ],
  ])('but is one where it %s', (_, code) => {
    expect(javaReports(code)).toEqual(['prefer-explicit-reuse']);
  });
});

describe('a test double is no server', () => {
  it.each<Row>([
    ['what a factory is to give', method('when(factory.createServerSocket(80)).thenReturn(null);', MOCKITO)],
    [
      'what a field of the test is to give',
      members(
        '@Mock ServerSocketFactory factory;\nvoid f() throws IOException { factory.createServerSocket(80); }',
        MOCKITO,
      ),
    ],
    ['what a socket is to throw', method('doThrow(new IOException()).when(socket).bind(address);', MOCKITO)],
    ['a mock that is bound', method('ServerSocket s = mock(ServerSocket.class);\ns.bind(address);', MOCKITO)],
    [
      'a mocked factory',
      method(
        'ServerSocketFactory f = mock(ServerSocketFactory.class);\nServerSocket s = f.createServerSocket(80);',
        MOCKITO,
      ),
    ],
    [
      'a verified call',
      members(
        '@Mock ServerSocketFactory factory;\nvoid f() throws IOException { verify(factory).createServerSocket(80); }',
        MOCKITO,
      ),
    ],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });

  it('but is one where the test makes a real socket', () => {
    const code = method(
      'ServerSocket s = new ServerSocket(80);\nwhen(x.y()).thenReturn(s.accept());',
      MOCKITO,
    );
    expect(javaReports(code)).toEqual(['prefer-explicit-reuse']);
  });
});

describe("a class of the file's own is no server", () => {
  it.each<Row>([
    [
      'declared inside',
      members(
        'static class ServerSocket { ServerSocket(int p) { } void bind(Object a) { } }\nvoid f() { new ServerSocket(80).bind(null); }',
      ),
    ],
    [
      'an interface with a bind() of its own',
      members(
        'interface DataServerSocket { void bind(SocketAddress a); }\nvoid f(DataServerSocket s) { s.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'a record',
      members(
        'record ServerSocketChannel(int port) { void bind(int p) { } }\nvoid f() { new ServerSocketChannel(1).bind(80); }',
      ),
    ],
    [
      'a factory',
      members(
        'static class Own { Object createServerSocket(int p) { return null; } }\nvoid f(Own own) { own.createServerSocket(80); }',
      ),
    ],
    [
      'inherited from a class of the file',
      members(
        'static class Base { void bind(SocketAddress a) { } }\nstatic class OwnServerSocket extends Base { }\nvoid f(OwnServerSocket s) { s.bind(new InetSocketAddress(80)); }',
      ),
    ],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });
});
