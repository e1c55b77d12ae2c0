import { describe, expect, it } from 'vitest';
import { draw } from '../../draw.ts';
import { members, method } from './java.ts';

const JAVA = { filename: 'Server.java' };
const NETTY = 'import io.netty.bootstrap.ServerBootstrap;\nimport io.netty.channel.ChannelOption;\n';

/** One program for each thing that is said of Java, with its fix and suggestions. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'a socket bound later': method(
    'ServerSocket server = new ServerSocket();\nserver.bind(new InetSocketAddress(8080));',
  ),
  'a constructor that binds': method('ServerSocket server = new ServerSocket(8080, 50, host);'),
  'a constructor that binds, without imports': method(
    'try (ServerSocket server = new ServerSocket(8080)) {\n  server.accept();\n}',
    'import java.net.InetAddress;\nimport java.net.ServerSocket;\nimport java.net.SocketAddress;\n',
  ),
  'a constructor that binds, in a field': members(
    'private final ServerSocket server = new ServerSocket(8080);',
  ),
  'a constructor that binds, returned': members(
    'ServerSocket open(int port) throws IOException {\n  return new ServerSocket(port);\n}',
  ),
  'a constructor that binds, without braces': method(
    'ServerSocket s = null;\nif (port > 0)\n  s = new ServerSocket(port); // the port given\nelse s = null;',
  ),
  'super(port)':
    'import java.io.IOException;\nimport java.net.*;\n\nclass Own extends ServerSocket {\n    Own(int port) throws IOException {\n        super(port, 50);\n    }\n}\n',
  'an asynchronous channel in a chain': method(
    'AsynchronousServerSocketChannel.open()\n    .bind(address);',
    'import java.net.*;\nimport java.nio.channels.AsynchronousServerSocketChannel;\n',
  ),
  'a datagram socket': method('DatagramSocket socket = new DatagramSocket(5353);'),
  'a multicast receiver': method(
    'DatagramChannel channel = DatagramChannel.open();\nchannel.bind(new InetSocketAddress(5353));\nchannel.join(host, null);',
  ),
  'an HttpServer': method(
    'HttpServer server = HttpServer.create(new InetSocketAddress(8000), 0);',
    'import com.sun.net.httpserver.HttpServer;\nimport java.net.*;\n',
  ),
  Netty: method(
    'ServerBootstrap b = new ServerBootstrap();\nChannel c = b.bind(8080).sync().channel();',
    `${NETTY}import io.netty.channel.Channel;\n`,
  ),
  'childOption()': method(
    'new ServerBootstrap()\n    .childOption(ChannelOption.SO_REUSEADDR, true)\n    .bind(8080);',
    NETTY,
  ),
  MINA: method(
    'NioSocketAcceptor acceptor = new NioSocketAcceptor();\nacceptor.bind(new InetSocketAddress(9123));',
    'import java.net.InetSocketAddress;\nimport org.apache.mina.transport.socket.nio.NioSocketAcceptor;\n',
  ),
  Jetty: method(
    'ServerConnector connector = new ServerConnector(server);\nconnector.setPort(8080);',
    'import org.eclipse.jetty.server.ServerConnector;\n',
  ),
  'Jetty, switched off': method(
    'ServerConnector connector = new ServerConnector(server);\nconnector.setPort(8080);\nconnector.setReuseAddress(false);',
    'import org.eclipse.jetty.server.ServerConnector;\n',
  ),
  Undertow: method(
    'Undertow.builder()\n    .addHttpListener(8080, "localhost")\n    .build()\n    .start();',
    'import io.undertow.Undertow;\n',
  ),
  gRPC: method('ServerBuilder.forPort(50051).build().start();', 'import io.grpc.ServerBuilder;\n'),
  'gRPC on Netty': method(
    'NettyServerBuilder.forPort(50051).build().start();',
    'import io.grpc.netty.NettyServerBuilder;\n',
  ),
  'an option after the bind': method(
    'ServerSocket server = new ServerSocket();\nserver.bind(address);\nserver.setReuseAddress(true); // too late',
  ),
  'an option after the constructor': method(
    'ServerSocket server = new ServerSocket(8080);\nserver.setReuseAddress(true);',
  ),
  'an option on the connection': method(
    'ServerSocket server = new ServerSocket(8080);\nSocket client = server.accept();\nclient.setReuseAddress(true);',
  ),
  'an option switched off': method(
    'ServerSocket server = new ServerSocket();\nserver.setReuseAddress(false);\nserver.bind(new InetSocketAddress(8080));',
  ),
  'SO_REUSEPORT everywhere': method(
    'ServerSocket server = new ServerSocket();\nserver.setOption(StandardSocketOptions.SO_REUSEPORT, true);\nserver.bind(address);',
  ),
  'reuse of a unicast port': method(
    'DatagramSocket socket = new DatagramSocket(null);\nsocket.setReuseAddress(true);\nsocket.bind(new InetSocketAddress(5353));',
  ),
  'a port from the environment': method(
    'ServerSocket server = new ServerSocket();\nserver.bind(new InetSocketAddress(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"))));',
  ),
};

describe('a person is told of', () => {
  it.each(Object.entries(PROGRAMS))('%s', (_, code) => {
    expect(draw(code, JAVA)).toMatchSnapshot();
  });
});
