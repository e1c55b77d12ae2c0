import { describe, expect, it } from 'vitest';
import { lint } from '../../lint.ts';
import { javaReports } from './java.ts';

const IMPORTS = 'import java.io.*;\nimport java.net.*;\n';

/** The lines that are reported. */
function lines(code: string): number[] {
  return lint(`${IMPORTS}${code}`, { filename: 'Server.java' }).map(({ line }) => line - 2);
}

describe('a field belongs to its class', () => {
  it('a client beside a server', () => {
    expect(
      lines(`class Dialer {
  DatagramSocket socket;
  void open(SocketAddress a) throws IOException { socket = new DatagramSocket(90); socket.connect(a); }
}
class Listener {
  DatagramSocket socket;
  void open(DatagramPacket p) throws IOException { socket = new DatagramSocket(91); socket.receive(p); }
}`),
    ).toEqual([7]);
  });

  it('a server with the option beside one without', () => {
    expect(
      lines(`class One {
  ServerSocket s = new ServerSocket();
  void set() throws IOException { s.setReuseAddress(true); }
  void up() throws IOException { s.bind(new InetSocketAddress(80)); s.accept(); }
}
class Two {
  ServerSocket s = new ServerSocket();
  void up() throws IOException { s.bind(new InetSocketAddress(80)); s.accept(); }
}`),
    ).toEqual([8]);
  });

  it('a nested class, and one without a name', () => {
    expect(
      lines(`class Outer {
  ServerSocket s = new ServerSocket();
  void up() throws IOException { s.bind(new InetSocketAddress(80)); s.accept(); }
  static class Inner {
    ServerSocket s = new ServerSocket();
    void up() throws IOException { s.setReuseAddress(true); this.s.bind(new InetSocketAddress(81)); s.accept(); }
  }
  Object other = new Object() {
    ServerSocket s = new ServerSocket();
    void up() throws IOException { s.setReuseAddress(true); s.bind(new InetSocketAddress(82)); s.accept(); }
  };
}`),
    ).toEqual([3]);
  });

  it.each([
    [
      'an outer class, by its simple name',
      'class Outer { ServerSocket s = new ServerSocket(); void set() throws IOException { s.setReuseAddress(true); } class In { void up() throws IOException { s.bind(new InetSocketAddress(80)); s.accept(); } } }',
    ],
    [
      'an outer class, by its this',
      'class Outer { ServerSocket s = new ServerSocket(); void set() throws IOException { Outer.this.s.setReuseAddress(true); } class In { String s; void up() throws IOException { Outer.this.s.bind(new InetSocketAddress(80)); Outer.this.s.accept(); } } }',
    ],
    [
      'a superclass of the file',
      'class Base { protected ServerSocket s = new ServerSocket(); void set() throws IOException { s.setReuseAddress(true); } }\nclass Own extends Base { void up() throws IOException { s.bind(new InetSocketAddress(80)); s.accept(); } }',
    ],
    [
      'another object',
      'class State { ServerSocket s; }\nclass Own { void set(State state) throws IOException { state.s = new ServerSocket(); state.s.setReuseAddress(true); }\nvoid up(State it) throws IOException { it.s.bind(new InetSocketAddress(80)); it.s.accept(); } }',
    ],
    [
      'an object of a list',
      'class State { ServerSocket s; }\nclass Own { void set(State state) throws IOException { state.s = new ServerSocket(); state.s.setReuseAddress(true); }\nvoid up(java.util.List<State> all) throws IOException { for (var it : all) it.s.bind(new InetSocketAddress(80)); } }',
    ],
    [
      'the class itself',
      'class Own { static ServerSocket s; static void set() throws IOException { Own.s = new ServerSocket(); s.setReuseAddress(true); }\nstatic void up() throws IOException { Own.s.bind(new InetSocketAddress(80)); } }',
    ],
  ])('and is one field where it is that of %s', (_, code) => {
    expect(javaReports(`${IMPORTS}${code}`)).toEqual([]);
  });

  it('and has its own type where a parameter has its name', () => {
    expect(
      lines(`class Own {
  ServerSocket s = new ServerSocket();
  void up(String s) throws IOException { this.s.bind(new InetSocketAddress(80)); this.s.accept(); }
}`),
    ).toEqual([3]);
  });

  it('and is found where only a superclass of the file declares it', () => {
    expect(
      lines(`class Base { protected ServerSocket s = new ServerSocket(); }
class Own extends Base {
  void up() throws IOException { s.bind(new InetSocketAddress(80)); s.accept(); }
}`),
    ).toEqual([3]);
  });
});
