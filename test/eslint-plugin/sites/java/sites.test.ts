import { describe, expect, it } from 'vitest';
import { javaReports, members, method } from './java.ts';

const UNSTATED = ['prefer-explicit-reuse'];
const INEFFECTIVE = ['no-ineffective-reuse'];
const DISABLED = ['no-disabled-reuse'];
const UNSAFE = ['no-unsafe-reuse'];

type Row = readonly [what: string, code: string];

const NETTY = `import io.netty.bootstrap.*;
import io.netty.channel.*;
import io.netty.channel.epoll.*;
import io.netty.channel.local.*;
import io.netty.channel.socket.nio.*;
import java.net.*;
`;

describe('a Java server that says nothing of reuse is found', () => {
  it.each<Row>([
    ['made with a port', method('ServerSocket server = new ServerSocket(8080);')],
    ['made with port, backlog and address', method('var server = new ServerSocket(port, 50, host);')],
    [
      'by its full name',
      method('var server = new java.net.ServerSocket(port);', 'import java.net.InetAddress;\n'),
    ],
    ['imported alone', method('new ServerSocket(port);', 'import java.net.ServerSocket;\n')],
    ['as a resource', method('try (ServerSocket server = new ServerSocket(port)) { server.accept(); }')],
    ['returned', members('ServerSocket open() throws IOException { return new ServerSocket(9000); }')],
    ['in a field', members('final ServerSocket server = new ServerSocket(9000);')],
    [
      'in a lambda',
      members('interface Open { Object it() throws Exception; }\nOpen open = () -> new ServerSocket(80);'),
    ],
    ['with a body of its own', method('new ServerSocket(port) { public void close() {} };')],
    ['in both branches of a condition', method('ServerSocket s = port > 0 ? new ServerSocket(port) : null;')],
    [
      'unbound, then bound',
      method('ServerSocket s = new ServerSocket();\ns.bind(new InetSocketAddress(port));'),
    ],
    [
      'unbound in a field',
      members(
        'ServerSocket s;\nvoid open() throws IOException { s = new ServerSocket(); }\nvoid start() throws IOException { this.s.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'an element of an array',
      members(
        'final ServerSocketChannel[] all = new ServerSocketChannel[2];\nvoid open() throws IOException { this.all[1] = ServerSocketChannel.open(); this.all[1].bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'an element of an array whose name has the brackets',
      method('ServerSocket all[] = { new ServerSocket() };\nall[0].bind(new InetSocketAddress(port));'),
    ],
    [
      'an element of an array whose type is that of its value',
      method('var all = new ServerSocket[1];\nall[0] = new ServerSocket();\nall[0].bind(address);'),
    ],
    ['a channel', method('ServerSocketChannel c = ServerSocketChannel.open();\nc.bind(address);')],
    [
      "a channel's socket",
      method(
        'ServerSocketChannel c = ServerSocketChannel.open();\nc.configureBlocking(false);\nc.socket().bind(address);',
      ),
    ],
    [
      'a channel in one chain',
      method('var c = ServerSocketChannel.open().bind(new InetSocketAddress(port));'),
    ],
    [
      'by a static import',
      method(
        'open().bind(address);',
        'import static java.nio.channels.ServerSocketChannel.open;\nimport java.net.*;\n',
      ),
    ],
    [
      'of a provider',
      method(
        'var c = java.nio.channels.spi.SelectorProvider.provider().openServerSocketChannel();\nc.bind(address);',
        'import java.nio.channels.spi.SelectorProvider;\nimport java.net.*;\n',
      ).replace('java.nio.channels.spi.SelectorProvider.provider', 'SelectorProvider.provider'),
    ],
    ['as a NetworkChannel', method('NetworkChannel c = ServerSocketChannel.open();\nc.bind(address);')],
    ['an asynchronous channel', method('var c = AsynchronousServerSocketChannel.open();\nc.bind(address);')],
    ['of a factory', method('ServerSocketFactory.getDefault().createServerSocket(port);')],
    [
      'of an SSL context',
      method('SSLContext.getDefault().getServerSocketFactory().createServerSocket(port);'),
    ],
    [
      'of a factory, cast',
      method(
        'SSLServerSocketFactory f = (SSLServerSocketFactory) SSLServerSocketFactory.getDefault();\nSSLServerSocket s = (SSLServerSocket) f.createServerSocket(port);',
      ),
    ],
    [
      'of a factory of another file',
      members(
        'SocketFactory2 factory;\nvoid open() throws IOException { var s = factory.createServerSocket(7070); }',
      ),
    ],
    [
      'of a factory, unbound, then bound',
      method('ServerSocket s = SSLServerSocketFactory.getDefault().createServerSocket();\ns.bind(address);'),
    ],
    [
      'a subclass of this file',
      members(
        'static class Own extends ServerSocket { Own() throws IOException { super(); } }\nvoid open() throws IOException { Own own = new Own(); own.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      "a subclass's own super(port)",
      'import java.net.*;\nclass Own extends ServerSocket { Own(int port) throws java.io.IOException { super(port); } }',
    ],
    [
      'a subclass that binds itself',
      'import java.net.*;\nclass Own extends ServerSocket { Own() throws java.io.IOException { bind(new InetSocketAddress(80)); } }',
    ],
    [
      'a subclass of another file',
      method('UnifiedServerSocket s = new UnifiedServerSocket();\ns.bind(new InetSocketAddress(port));'),
    ],
    [
      'made by a method',
      members(
        'ServerSocket make() throws IOException { return new ServerSocket(); }\nvoid open() throws IOException { ServerSocket s = make(); s.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'bound by a helper',
      members(
        'void open() throws IOException { listen(new ServerSocket()); }\nvoid listen(ServerSocket s) throws IOException { s.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'com.sun.net.httpserver',
      method(
        'var s = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(port), 0);',
        'import java.net.*;\n',
      ),
    ],
    [
      'an HttpServer, bound later',
      method(
        'HttpServer s = HttpServer.create();\ns.bind(new InetSocketAddress(port), 0);',
        'import com.sun.net.httpserver.HttpServer;\nimport java.net.*;\n',
      ),
    ],
    [
      'an RMI registry',
      method(
        'java.rmi.registry.LocateRegistry.createRegistry(1099);',
        'import java.rmi.registry.*;\nimport java.net.*;\n',
      ).replace('java.rmi.registry.LocateRegistry.', 'LocateRegistry.'),
    ],
    ['a datagram socket', method('DatagramSocket s = new DatagramSocket(5353);')],
    [
      'a datagram socket with an address',
      method('DatagramSocket s = new DatagramSocket(new InetSocketAddress(port));'),
    ],
    [
      'an unbound datagram socket, bound',
      method('DatagramSocket s = new DatagramSocket(null);\ns.bind(new InetSocketAddress(port));'),
    ],
    ['a datagram channel', method('DatagramChannel.open().bind(new InetSocketAddress(5353));')],
    [
      'Netty',
      method(
        'ServerBootstrap b = new ServerBootstrap();\nb.group(boss, work).channel(NioServerSocketChannel.class);\nb.bind(port).sync();',
        NETTY,
      ),
    ],
    [
      'Netty in one chain',
      method(
        'new ServerBootstrap().group(g).channel(NioServerSocketChannel.class).bind("0.0.0.0", port).sync();',
        NETTY,
      ),
    ],
    [
      'Netty with its address set before',
      method('new ServerBootstrap().localAddress(new InetSocketAddress(port)).bind();', NETTY),
    ],
    [
      'Netty for datagrams',
      method('new Bootstrap().group(g).channel(NioDatagramChannel.class).handler(h).bind(9999);', NETTY),
    ],
    [
      'Netty 3',
      method(
        'ServerBootstrap b = new ServerBootstrap(factory);\nb.bind(address);',
        'import org.jboss.netty.bootstrap.ServerBootstrap;\nimport java.net.*;\n',
      ),
    ],
    ['in a fragment without imports', 'class A { void f() { new ServerSocket(80); } }'],
    ['beside code that does not parse', `${method('new ServerSocket(port);')}\nclass B { void f( { @@@ ]`],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual(UNSTATED);
  });

  it('MINA, which switches the option off: a restart fails', () => {
    const code = method(
      'IoAcceptor a = new NioSocketAcceptor();\na.bind(new InetSocketAddress(port));',
      'import org.apache.mina.core.service.*;\nimport org.apache.mina.transport.socket.nio.*;\nimport java.net.*;\n',
    );
    expect(javaReports(code)).toEqual(['require-reuse']);
  });
});

describe('silent stays', () => {
  it.each<Row>([
    ['port 0', method('new ServerSocket(0);')],
    ['port 0x0', method('new ServerSocket(0x0, 50);')],
    ['port 0 by a constant', members('static final int PORT = 0;\nServerSocket s = new ServerSocket(PORT);')],
    [
      'port 0 by a field that only getLocalPort() assigns',
      members(
        'int port = 0;\nvoid f() throws IOException { var s = new ServerSocket(port); port = s.getLocalPort(); }',
      ),
    ],
    ['port 0 by a variable', method('int any = 0;\nnew ServerSocket(any);')],
    ['port 0 by Integer.parseInt', method('new ServerSocket(Integer.parseInt("0"));')],
    [
      'port 0 in an address',
      method('ServerSocket s = new ServerSocket();\ns.bind(new InetSocketAddress("localhost", 0));'),
    ],
    [
      'port 0 in a variable address',
      method('InetSocketAddress a = new InetSocketAddress(host, 0);\nServerSocketChannel.open().bind(a);'),
    ],
    ['bind(null)', method('ServerSocketChannel.open().bind(null);')],
    ['a named constant for any port', method('new ServerSocket(Ports.ANY_PORT);')],
    ['a socket that is never bound', method('ServerSocket s = new ServerSocket();')],
    [
      'an element of an array of clients',
      method('Socket[] all = { new Socket() };\nall[0].bind(new InetSocketAddress(port));'),
    ],
    ['a client', method('Socket s = new Socket();\ns.bind(new InetSocketAddress(port));')],
    ['a client channel', method('SocketChannel c = SocketChannel.open();\nc.bind(address);')],
    [
      'a connected datagram socket',
      method('DatagramSocket s = new DatagramSocket(null);\ns.bind(address);\ns.connect(address);'),
    ],
    ['a datagram socket without a port', method('DatagramSocket s = new DatagramSocket();')],
    [
      'a MulticastSocket, which sets the option itself',
      method('MulticastSocket s = new MulticastSocket(5353);'),
    ],
    [
      'a Unix domain socket',
      method('var c = ServerSocketChannel.open(StandardProtocolFamily.UNIX);\nc.bind(address);'),
    ],
    [
      'a Unix domain address',
      method(
        'UnixDomainSocketAddress a = UnixDomainSocketAddress.of("/tmp/s");\nServerSocketChannel.open().bind(a);',
      ),
    ],
    [
      "the file's own ServerSocket",
      `${method('new ServerSocket(port);')}\nclass ServerSocket { ServerSocket(int port) {} }`,
    ],
    [
      "another package's ServerSocket",
      method('new ServerSocket(port);', 'import org.example.ServerSocket;\nimport java.net.InetAddress;\n'),
    ],
    [
      "the package's own ServerSocket",
      method('new ServerSocket(port);', 'package org.example;\nimport java.net.InetAddress;\n'),
    ],
    ['a naming context', method('javax.naming.Context c = null;\nc.bind("name", new Object());')],
    ['a property', members('Property width;\nvoid f() { width.bind(other); }')],
    [
      'a mock of a socket',
      method('MockServerSocket s = new MockServerSocket();\ns.bind(new InetSocketAddress(port));'),
    ],
    ['a function of another file', method('NetUtils.createServerSocket(port, false);')],
    [
      "a class's own method createServerSocket()",
      members(
        'ServerSocket createServerSocket(int port) { return null; }\nvoid f() { this.createServerSocket(80); }',
      ),
    ],
    [
      'a socket from another file',
      members('void f(ServerSocket s) throws IOException { s.bind(new InetSocketAddress(80)); }'),
    ],
    [
      'a socket that only its own recursion passes on',
      members(
        'int f(ServerSocket s, int n) throws IOException { s.bind(new InetSocketAddress(n)); return f(s, n + 1); }',
      ),
    ],
    [
      "a socket that another file's function configures",
      method('ServerSocket s = new ServerSocket();\nSockets.configure(s);\ns.bind(address);'),
    ],
    [
      'a registry with socket factories of its own',
      method(
        'LocateRegistry.createRegistry(1099, client, server);',
        'import java.rmi.registry.*;\nimport java.net.*;\n',
      ),
    ],
    ['a Netty client', method('new Bootstrap().channel(NioSocketChannel.class).bind(address);', NETTY)],
    [
      'Netty within one JVM',
      method('new ServerBootstrap().channel(LocalServerChannel.class).bind(new LocalAddress("x"));', NETTY),
    ],
    [
      'Netty with options that come from a map',
      method(
        'ServerBootstrap b = new ServerBootstrap();\nfor (var e : options.entrySet()) b.option(e.getKey(), e.getValue());\nb.bind(port);',
        NETTY,
      ),
    ],
    [
      'MINA within one JVM',
      method(
        'IoAcceptor a = new VmPipeAcceptor();\na.bind(new VmPipeAddress(8080));',
        'import org.apache.mina.core.service.*;\nimport org.apache.mina.transport.vmpipe.*;\nimport java.net.*;\n',
      ),
    ],
    ['a comment and a string', method('// new ServerSocket(8080)\nString s = "new ServerSocket(8080)";')],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });
});

describe('reuse that is stated is believed', () => {
  it.each<Row>([
    [
      'for the datagrams of MINA, in another method',
      members(
        'IoAcceptor acceptor;\nvoid setUp() {\n  acceptor = new NioDatagramAcceptor();\n  ((DatagramSessionConfig) acceptor.getSessionConfig()).setReuseAddress(true);\n}\nvoid go() throws Exception { acceptor.bind(new InetSocketAddress(80)); acceptor.setHandler(joinGroup); }',
        'import java.net.*;\nimport org.apache.mina.core.service.IoAcceptor;\nimport org.apache.mina.transport.socket.DatagramSessionConfig;\nimport org.apache.mina.transport.socket.nio.NioDatagramAcceptor;\n',
      ),
    ],
    [
      'setReuseAddress(true) before bind',
      method('ServerSocket s = new ServerSocket();\ns.setReuseAddress(true);\ns.bind(address);'),
    ],
    [
      'a value that is decided at run time',
      method('ServerSocket s = new ServerSocket();\ns.setReuseAddress(config.reuse());\ns.bind(address);'),
    ],
    [
      'setOption in the chain',
      method('ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);'),
    ],
    [
      'setOption by a static import',
      method(
        'var c = ServerSocketChannel.open();\nc.setOption(SO_REUSEADDR, true);\nc.bind(address);',
        'import static java.net.StandardSocketOptions.*;\nimport java.nio.channels.*;\nimport java.net.*;\n',
      ),
    ],
    [
      "on the channel's socket",
      method('var c = ServerSocketChannel.open();\nc.socket().setReuseAddress(true);\nc.bind(address);'),
    ],
    [
      'under another name',
      method(
        'var c = ServerSocketChannel.open();\nServerSocket s = c.socket();\ns.setReuseAddress(true);\nc.bind(address);',
      ),
    ],
    [
      'by a helper of the file',
      members(
        'void tune(ServerSocket s) throws IOException { s.setReuseAddress(true); }\nvoid open() throws IOException { var s = new ServerSocket(); tune(s); s.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'by a caller in the file',
      members(
        'void open() throws IOException { var s = new ServerSocket(); s.setReuseAddress(true); listen(s); }\nvoid listen(ServerSocket s) throws IOException { s.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'by what makes the socket',
      members(
        'ServerSocket make() throws IOException { var s = new ServerSocket(); s.setReuseAddress(true); return s; }\nvoid open() throws IOException { make().bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'by a method that another overloads',
      members(
        'ServerSocket make() throws IOException { var s = new ServerSocket(); s.setReuseAddress(true); return s; }\nServerSocket make(int n) throws IOException { return null; }\nvoid open() throws IOException { make().bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'on a field, in another method',
      members(
        'ServerSocket s;\nServer() throws IOException { s = new ServerSocket(); s.setReuseAddress(true); }\nvoid start() throws IOException { s.bind(new InetSocketAddress(80)); }',
      ),
    ],
    [
      'in the subclass',
      'import java.net.*;\nclass Own extends ServerSocket { Own() throws java.io.IOException { setReuseAddress(true); bind(new InetSocketAddress(80)); } }',
    ],
    [
      'false, for datagrams',
      method(
        'var s = new DatagramSocket(null);\ns.setReuseAddress(false);\ns.bind(new InetSocketAddress(5353));',
      ),
    ],
    [
      'Netty option()',
      method('new ServerBootstrap().option(ChannelOption.SO_REUSEADDR, true).bind(port);', NETTY),
    ],
    [
      'Netty option() beside childOption()',
      method(
        'new ServerBootstrap().option(ChannelOption.SO_REUSEADDR, true).childOption(ChannelOption.SO_REUSEADDR, true).bind(port);',
        NETTY,
      ),
    ],
    [
      'Netty SO_REUSEPORT of epoll',
      method('new ServerBootstrap().option(EpollChannelOption.SO_REUSEPORT, true).bind(port);', NETTY),
    ],
    [
      'Netty 3 setOption()',
      method(
        'ServerBootstrap b = new ServerBootstrap(f);\nb.setOption("reuseAddress", true);\nb.bind(address);',
        'import org.jboss.netty.bootstrap.ServerBootstrap;\nimport java.net.*;\n',
      ),
    ],
    [
      'MINA setReuseAddress()',
      method(
        'NioSocketAcceptor a = new NioSocketAcceptor();\na.setReuseAddress(true);\na.bind(address);',
        'import org.apache.mina.transport.socket.nio.*;\nimport java.net.*;\n',
      ),
    ],
    [
      'SO_REUSEPORT where it is supported',
      method(
        'ServerSocket s = new ServerSocket();\nif (s.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {\n  s.setOption(StandardSocketOptions.SO_REUSEPORT, true);\n}\ns.bind(address);',
      ),
    ],
    [
      'false, for a port of the kernel',
      method(
        'ServerSocket s = new ServerSocket();\ns.setReuseAddress(false);\ns.bind(new InetSocketAddress(0));',
      ),
    ],
    [
      'false, under a condition',
      method(
        'ServerSocket s = new ServerSocket();\nif (port == 0) s.setReuseAddress(false);\ns.bind(address);',
      ),
    ],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });
});

describe('a reuse option in the wrong way is told', () => {
  it.each<readonly [string, string, string[]]>([
    [
      'after the bind',
      method('ServerSocket s = new ServerSocket();\ns.bind(address);\ns.setReuseAddress(true);'),
      INEFFECTIVE,
    ],
    [
      'after the constructor',
      method('ServerSocket s = new ServerSocket(port);\ns.setReuseAddress(true);'),
      INEFFECTIVE,
    ],
    [
      'after a factory',
      method(
        'ServerSocket s = ServerSocketFactory.getDefault().createServerSocket(port);\ns.setReuseAddress(true);',
      ),
      INEFFECTIVE,
    ],
    [
      'on the accepted connection',
      method('ServerSocket s = new ServerSocket(port);\nSocket c = s.accept();\nc.setReuseAddress(true);'),
      INEFFECTIVE,
    ],
    [
      'on the accepted connection, in another method',
      members(
        'ServerSocket s;\nvoid open() throws IOException { s = new ServerSocket(80); }\nvoid loop() throws IOException { Socket c = s.accept(); c.setReuseAddress(true); }',
      ),
      INEFFECTIVE,
    ],
    [
      'by childOption() alone',
      method('new ServerBootstrap().childOption(ChannelOption.SO_REUSEADDR, true).bind(port);', NETTY),
      INEFFECTIVE,
    ],
    [
      'off',
      method('ServerSocket s = new ServerSocket();\ns.setReuseAddress(false);\ns.bind(address);'),
      DISABLED,
    ],
    [
      'off by a constant',
      members(
        'static final boolean REUSE = false;\nvoid f() throws IOException { var s = new ServerSocket(); s.setReuseAddress(REUSE); s.bind(new InetSocketAddress(80)); }',
      ),
      DISABLED,
    ],
    [
      'off by option()',
      method('new ServerBootstrap().option(ChannelOption.SO_REUSEADDR, false).bind(port);', NETTY),
      DISABLED,
    ],
    [
      'off for a multicast receiver',
      method(
        'var s = new MulticastSocket(null);\ns.setReuseAddress(false);\ns.bind(address);\ns.joinGroup(address, null);',
      ),
      DISABLED,
    ],
    [
      'on for unicast datagrams',
      method(
        'DatagramSocket s = new DatagramSocket(null);\ns.setReuseAddress(true);\ns.bind(new InetSocketAddress(5353));',
      ),
      UNSAFE,
    ],
    [
      'SO_REUSEPORT on every platform',
      method(
        'ServerSocket s = new ServerSocket();\ns.setOption(StandardSocketOptions.SO_REUSEPORT, true);\ns.bind(address);',
      ),
      UNSAFE,
    ],
  ])('%s', (_, code, expected) => {
    expect(javaReports(code)).toEqual(expected);
  });

  it('but not SO_REUSEPORT where Windows is no target', () => {
    const code = method(
      'ServerSocket s = new ServerSocket();\ns.setOption(StandardSocketOptions.SO_REUSEPORT, true);\ns.bind(address);',
    );
    expect(javaReports(code, { settings: { platforms: ['linux', 'darwin'] } })).toEqual([]);
  });
});

describe('with checkUnknown', () => {
  it('a socket that another file gave is looked at too', () => {
    const code = members('void f(ServerSocket s) throws IOException { s.bind(new InetSocketAddress(80)); }');
    expect(javaReports(code, { settings: { checkUnknown: true } })).toEqual(UNSTATED);
  });
});
