import { describe, expect, it } from 'vitest';
import { lint } from '../../lint.ts';
import { javaReports, members, method } from './java.ts';

/** The calls that are reported, by the port that each message names. */
const ports = (code: string): string[] =>
  lint(code, { filename: 'Server.java' }).map(
    ({ message }) => /on (.*?)(?: relies| binds| has| is taken| sets)/.exec(message)?.[1] ?? message,
  );

describe('a socket in the ways of Java', () => {
  it.each([
    [
      'in a field of a superclass of another file',
      'void run() throws Exception {\n  channel = ServerSocketChannel.open();\n  channel.bind(new InetSocketAddress(8001));\n}',
    ],
    [
      'through a cast',
      'void run(Selector selector) throws Exception {\n  var channel = (ServerSocketChannel) selector.provider().openServerSocketChannel();\n  channel.socket().bind(new InetSocketAddress(8001));\n}',
    ],
    [
      "kept by another file's constructor before it is bound",
      'void run() throws Exception {\n  ServerSocketChannel channel = ServerSocketChannel.open();\n  Wrapper wrapper = new Wrapper(channel);\n  channel.bind(new InetSocketAddress(8001));\n}',
    ],
    [
      'in an object of this file',
      'record Holder(ServerSocketChannel channel) {}\nvoid run() throws Exception {\n  Kept kept = new Kept(ServerSocketChannel.open());\n  kept.channel.bind(new InetSocketAddress(8001));\n}\nstatic class Kept {\n  final ServerSocketChannel channel;\n  Kept(ServerSocketChannel channel) { this.channel = channel; }\n}',
    ],
    [
      "of a provider's factory",
      'void run() throws Exception {\n  SSLServerSocketFactory sockets = (SSLServerSocketFactory) SSLServerSocketFactory.getDefault();\n  ServerSocket socket = sockets.createServerSocket(8001);\n  socket.accept();\n}',
    ],
  ])('%s is found', (_, code) => {
    expect(ports(members(code))).toEqual(['port 8001']);
  });

  it("that another file's function is given before its bind may have been told by it", () => {
    expect(
      javaReports(
        method(
          'ServerSocketChannel channel = ServerSocketChannel.open();\nTuning.apply(channel);\nchannel.bind(new InetSocketAddress(8001));',
        ),
      ),
    ).toEqual([]);
  });
});

describe('an option of a multicast socket', () => {
  it('after its constructor, which binds, comes too late', () => {
    expect(
      javaReports(
        method('MulticastSocket socket = new MulticastSocket(5353);\nsocket.setReuseAddress(true);'),
      ),
    ).toEqual(['no-ineffective-reuse']);
  });

  it('is not needed', () => {
    expect(
      javaReports(method('MulticastSocket socket = new MulticastSocket(5353);\nsocket.joinGroup(host);')),
    ).toEqual([]);
  });
});

describe('an option in one branch of a switch', () => {
  it.each([
    ['of groups', 'switch (port) {\n  case 1: socket.setReuseAddress(true); break;\n  default: break;\n}'],
    ['of rules', 'switch (port) {\n  case 1 -> socket.setReuseAddress(false);\n  default -> {}\n}'],
  ])('%s may be set', (_, branches) => {
    const code = method(
      `ServerSocket socket = new ServerSocket();\n${branches}\nsocket.bind(new InetSocketAddress(8001));\nsocket.accept();`,
    );
    expect(javaReports(code)).toEqual([]);
  });
});
