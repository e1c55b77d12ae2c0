import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../examples/support/free-port.ts';
import { missing } from '../../examples/support/toolchain.ts';
import { fix, lint } from '../lint.ts';

const JAVA = { filename: 'Main.java' };

/** A program that binds and ends; `open` gets a free port. */
const program = (body: string, imports = 'import java.net.*;'): string => `${imports}

public class Main {
    public static void main(String[] args) throws Exception {
        open(Integer.parseInt(args[0]));
    }

    static void open(int port) throws Exception {
        ${body.replaceAll('\n', '\n        ')}
    }
}
`;

const EXPLICIT = 'import java.net.InetSocketAddress;\nimport java.net.ServerSocket;';
const NIO = 'import java.io.IOException;\nimport java.net.InetSocketAddress;\nimport java.nio.channels.*;';

/** What `--fix` mends. */
const FIXED: Readonly<Record<string, string>> = {
  'a server socket': program(
    'try (ServerSocket s = new ServerSocket()) {\n    s.bind(new InetSocketAddress(port));\n}',
    EXPLICIT,
  ),
  'a server socket without braces': program(
    'ServerSocket s = new ServerSocket();\nif (port > 0)\n    s.bind(new InetSocketAddress(port)); // now\nelse\n    throw new IllegalStateException();\ns.close();',
  ),
  'a server socket on one line': program(
    'ServerSocket s = new ServerSocket(); s.bind(new InetSocketAddress(port)); s.close();',
  ),
  'a server socket in a switch': program(
    'ServerSocket s = new ServerSocket();\nswitch (port) {\n    case 1 -> s.close();\n    default -> s.bind(new InetSocketAddress(port));\n}\ns.close();',
  ),
  'a field': `import java.net.*;\n\npublic class Main {\n\tprivate final ServerSocket server;\n\n\tMain() throws Exception {\n\t\tthis.server = new ServerSocket();\n\t}\n\n\tpublic static void main(String[] args) throws Exception {\n\t\tnew Main().open(Integer.parseInt(args[0]));\n\t}\n\n\tvoid open(int port) throws Exception {\n\t\tthis.server.bind(new InetSocketAddress(port));\n\t\tserver.close();\n\t}\n}\n`,
  'a channel': program(
    'try (ServerSocketChannel c = ServerSocketChannel.open()) {\n    c.bind(new InetSocketAddress(port));\n}',
    NIO,
  ),
  'a channel in a chain': program(
    'ServerSocketChannel.open()\n    .bind(new InetSocketAddress(port))\n    .close();',
    NIO,
  ),
  "a channel's socket": program(
    'ServerSocketChannel c = ServerSocketChannel.open();\nc.socket().bind(new InetSocketAddress(port));\nc.close();',
    NIO,
  ),
  'an asynchronous channel': program(
    'try (var c = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(port))) {\n    c.getLocalAddress();\n}',
    NIO,
  ),
  'an option switched off': program(
    'ServerSocket s = new ServerSocket();\ns.setReuseAddress(false);\ns.bind(new InetSocketAddress(port));\ns.close();',
  ),
  'an option after the bind': program(
    'ServerSocket s = new ServerSocket();\ns.bind(new InetSocketAddress(port), 50);\ns.setReuseAddress(true); // for a restart\ns.close();',
  ),
  'a constant of the class taken': program(
    'ServerSocketChannel c = ServerSocketChannel.open();\nc.bind(new InetSocketAddress(port));\nc.close();',
    NIO,
  ).replace('static void open', 'enum StandardSocketOptions { NONE }\n\n    static void open'),
  'a multicast receiver': program(
    'DatagramChannel c = DatagramChannel.open();\nc.bind(new InetSocketAddress(port));\nif (port == 0) c.join(null, null);\nc.close();',
    NIO,
  ),
  'lines that end in CRLF': program(
    'ServerSocketChannel c = ServerSocketChannel.open();\nc.bind(new InetSocketAddress(port));\nc.close();',
    NIO,
  ).replaceAll('\n', '\r\n'),
};

/** What the first suggestion mends: the constructor or factory binds. */
const SUGGESTED: Readonly<Record<string, string>> = {
  'a variable': program(
    'ServerSocket s = new ServerSocket(port);\ns.close();',
    'import java.net.ServerSocket;',
  ),
  'all arguments': program(
    'ServerSocket s = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());\ns.close();',
  ),
  'an address of null': program('var s = new ServerSocket(port, 50, null);\ns.close();'),
  'an assignment': program('ServerSocket s;\ns = new ServerSocket(port);\ns.close();'),
  'an assignment without braces': program(
    'ServerSocket s = null;\nfor (int i = 0; i < 1; i++)\n    s = new ServerSocket(port);\ns.close();',
  ),
  'a resource': program('try (ServerSocket s = new ServerSocket(port)) {\n    s.getLocalPort();\n}'),
  'the last of two resources, on one line': program(
    'try (var c = new java.io.StringReader(""); ServerSocket s = new ServerSocket(port)) { c.ready(); s.getLocalPort(); }',
  ),
  'a field': `import java.net.ServerSocket;\n\npublic class Main {\n  private static int port;\n  private final ServerSocket server = new ServerSocket(port);\n\n  Main() throws java.io.IOException {\n  }\n\n  public static void main(String[] args) throws Exception {\n    port = Integer.parseInt(args[0]);\n    new Main().server.close();\n  }\n}\n`,
  'a return': `import java.net.*;\n\npublic class Main {\n    static ServerSocket open(int port) throws Exception {\n        return new ServerSocket(port);\n    }\n\n    public static void main(String[] args) throws Exception {\n        open(Integer.parseInt(args[0])).close();\n    }\n}\n`,
  'super(port)': `import java.io.IOException;\nimport java.net.*;\n\npublic class Main extends ServerSocket {\n    Main(int port) throws IOException {\n        super(port, 5);\n    }\n\n    public static void main(String[] args) throws Exception {\n        new Main(Integer.parseInt(args[0])).close();\n    }\n}\n`,
  'a factory': program(
    'ServerSocket s = javax.net.ServerSocketFactory.getDefault().createServerSocket(port, 50);\ns.close();',
    'import java.net.ServerSocket;\nimport javax.net.ServerSocketFactory;',
  ).replace('javax.net.ServerSocketFactory.getDefault', 'ServerSocketFactory.getDefault'),
  'an option after the constructor': program(
    'ServerSocket s = new ServerSocket(port);\ns.setReuseAddress(true);\ns.close();',
  ),
};

/** The suggestion that shares the port. */
const SHARED: Readonly<Record<string, string>> = {
  'a server socket': FIXED['a server socket'] ?? '',
  'a channel': FIXED['a channel'] ?? '',
  'a constructor': SUGGESTED['a variable'] ?? '',
  'a resource': SUGGESTED['a resource'] ?? '',
};

function suggest(code: string, index: number): string {
  const edit = lint(code, JAVA)[0]?.suggestions?.[index]?.fix;
  return edit ? code.slice(0, edit.range[0]) + edit.text + code.slice(edit.range[1]) : code;
}

describe.skipIf(missing('javac') || missing('strace'))(
  'Java after a fix (needs Linux, javac and strace)',
  { timeout: 120_000 },
  () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(path.join(os.tmpdir(), 'rebind-java-'));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    /** Compiles with every warning; returns what the compiler says. */
    function compile(code: string): string {
      writeFileSync(path.join(folder, 'Main.java'), code);
      const { status, stderr } = spawnSync('javac', ['-Xlint:all', '-d', folder, 'Main.java'], {
        cwd: folder,
        encoding: 'utf8',
      });
      return status === 0 ? stderr : `failed: ${stderr}`;
    }

    /** What reaches the kernel for a port: options on the descriptor, then its bind. */
    async function calls(): Promise<string[]> {
      const port = await freePort();
      const trace = path.join(folder, 'trace');
      const { status, stderr } = spawnSync(
        'strace',
        [
          '-f',
          '-qq',
          '-o',
          trace,
          '-e',
          'trace=setsockopt,bind',
          'java',
          '-XX:TieredStopAtLevel=1',
          '-cp',
          folder,
          'Main',
          String(port),
        ],
        { encoding: 'utf8' },
      );
      expect([status, stderr]).toEqual([0, '']);
      const { stdout } = spawnSync(
        'grep',
        [
          '-oE',
          String.raw`(setsockopt\([0-9]+, SOL_SOCKET, SO_REUSE[A-Z]+, \[[01]\]|bind\([0-9]+, .*htons\(${port}\))`,
          trace,
        ],
        { encoding: 'utf8' },
      );
      const lines = stdout.trim().split('\n');
      const descriptor = /\d+/.exec(lines.find((line) => line.startsWith('bind')) ?? '')?.[0] ?? '';
      return lines
        .filter((line) => /\d+/.exec(line)?.[0] === descriptor)
        .map((line) => /^bind|SO_REUSE[A-Z]+, \[[01]/.exec(line)?.[0].replace(', [', ' ') ?? '');
    }

    async function expectMended(before: string, after: string, last: string): Promise<void> {
      expect(after).not.toBe(before);
      expect(lint(after, JAVA)).toEqual([]);
      expect(fix(after, JAVA)).toBe(after);
      expect(compile(after)).toBe('');
      const seen = await calls();
      expect(seen.at(-1)).toBe('bind');
      expect(seen.slice(0, -1)).toContain(last);
      expect(seen.findLast((one) => one.startsWith(last.slice(0, -1)))).toBe(last);
    }

    it.each(Object.entries(FIXED))('--fix: %s', async (_, code) => {
      await expectMended(code, fix(code, JAVA), 'SO_REUSEADDR 1');
    });

    it.each(Object.entries(SUGGESTED))('suggestion: %s', async (_, code) => {
      await expectMended(code, suggest(code, 0), 'SO_REUSEADDR 1');
    });

    it.each(Object.entries(SHARED))('suggestion to share the port: %s', async (_, code) => {
      await expectMended(code, suggest(code, lint(code, JAVA)[0]?.fix ? 0 : 1), 'SO_REUSEPORT 1');
    });

    it('a unicast datagram socket stays as it is, and says so', async () => {
      const code = program(
        'DatagramSocket s = new DatagramSocket(port, InetAddress.getLoopbackAddress());\ns.close();',
      );
      await expectMended(code, suggest(code, 0), 'SO_REUSEADDR 0');
    });
  },
);
