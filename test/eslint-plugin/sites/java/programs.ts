/** Waits a moment for a client, as a server does. */
const SERVE = `
    static void serve(java.net.ServerSocket s) throws Exception {
        System.out.println(s.isBound() + " " + s.getLocalPort());
        s.setSoTimeout(1);
        try {
            s.accept().close();
        } catch (java.net.SocketTimeoutException e) {
            System.out.println("nobody");
        }
        s.close();
    }
`;

/** A program of Java that serves for a moment and ends; `open` gets a free port. */
export const program = (body: string, imports = 'import java.net.*;', more = ''): string => `${imports}

public class Main {
    public static void main(String[] args) throws Exception {
        open(Integer.parseInt(args[0]));
    }

    static void open(int port) throws Exception {
        ${body.replaceAll('\n', '\n        ')}
    }
${more === '' ? '' : `\n    ${more.replaceAll('\n', '\n    ')}\n`}${SERVE}}
`;

const EXPLICIT = 'import java.net.InetSocketAddress;\nimport java.net.ServerSocket;';
const NIO = 'import java.io.IOException;\nimport java.net.InetSocketAddress;\nimport java.nio.channels.*;';
const IO = 'import java.io.IOException;\nimport java.net.*;';
const CHANNEL = 'c.configureBlocking(false);\nSystem.out.println(c.accept());\nc.close();';

/** Another server has the port for the first two tries. */
const TAKEN = 'ServerSocket other = new ServerSocket(port);\nint tries = 0;\n';

/** What `--fix` mends. */
export const FIXED: Readonly<Record<string, string>> = {
  'a server socket': program(
    'try (ServerSocket s = new ServerSocket()) {\n    s.bind(new InetSocketAddress(port));\n    serve(s);\n}',
    EXPLICIT,
  ),
  'a server socket without braces': program(
    'ServerSocket s = new ServerSocket();\nif (port > 0)\n    s.bind(new InetSocketAddress(port)); // now\nelse\n    throw new IllegalStateException();\nserve(s);',
  ),
  'a server socket without braces, under a comment': program(
    'ServerSocket s = new ServerSocket();\nif (port > 0)\n    // all addresses\n    s.bind(new InetSocketAddress(port));\nserve(s);',
  ),
  'a server socket on one line': program(
    'ServerSocket s = new ServerSocket(); s.bind(new InetSocketAddress(port)); serve(s);',
  ),
  'a server socket in a switch': program(
    'ServerSocket s = new ServerSocket();\nswitch (port) {\n    case 1 -> s.close();\n    default -> s.bind(new InetSocketAddress(port));\n}\nserve(s);',
  ),
  'a server socket that is tried again': program(
    `ServerSocket s = new ServerSocket();
int tries = 0;
ServerSocket other = new ServerSocket();
other.setReuseAddress(true);
other.bind(new InetSocketAddress(port));
// until it works
while (!s.isBound()) {
    try {
        s.bind(new InetSocketAddress(port));
    } catch (BindException e) {
        System.out.println("taken");
        if (++tries == 2) other.close();
    }
}
serve(s);`,
  ),
  'a server socket that is made anew for each try': program(
    `int tries = 0;
ServerSocket other = new ServerSocket();
other.setReuseAddress(true);
other.bind(new InetSocketAddress(port));
for (;;) {
    ServerSocket s = new ServerSocket();
    try {
        s.bind(new InetSocketAddress(port));
        serve(s);
        return;
    } catch (BindException e) {
        s.close();
        System.out.println("taken");
        if (++tries == 2) other.close();
    }
}`,
  ),
  'a server socket in a lambda': program(
    'ServerSocket s = new ServerSocket();\nRun r = () -> s.bind(new InetSocketAddress(port));\nr.run();\nserve(s);',
    EXPLICIT,
    'interface Run { void run() throws Exception; }',
  ),
  'a field': `import java.net.*;\n\npublic class Main {\n\tprivate final ServerSocket server;\n\n\tMain() throws Exception {\n\t\tthis.server = new ServerSocket();\n\t}\n\n\tpublic static void main(String[] args) throws Exception {\n\t\tnew Main().open(Integer.parseInt(args[0]));\n\t}\n\n\tvoid open(int port) throws Exception {\n\t\tthis.server.bind(new InetSocketAddress(port));\n\t\tserver.setSoTimeout(1);\n\t\ttry { server.accept(); } catch (SocketTimeoutException e) { System.out.println("nobody"); }\n\t\tserver.close();\n\t}\n}\n`,
  'a channel': program(
    `try (ServerSocketChannel c = ServerSocketChannel.open()) {\n    c.bind(new InetSocketAddress(port));\n    c.configureBlocking(false);\n    c.accept();\n}`,
    NIO,
  ),
  'a channel in a chain': program(
    `ServerSocketChannel c = ServerSocketChannel.open()\n    .bind(new InetSocketAddress(port));\n${CHANNEL}`,
    NIO,
  ),
  'a channel under a condition': program(
    `ServerSocketChannel c = port < 0 ? null : ServerSocketChannel.open();\nboolean ok = c != null && c.bind(new InetSocketAddress(port)) == c;\nSystem.out.println(ok);\n${CHANNEL}`,
    NIO,
  ),
  'a channel in a switch that gives it': program(
    `ServerSocketChannel open = ServerSocketChannel.open();\nServerSocketChannel c = switch (port) {\n    case 1 -> open;\n    default -> open.bind(new InetSocketAddress(port));\n};\n${CHANNEL}`,
    NIO,
  ),
  'a channel in a lambda': program(
    `ServerSocketChannel c = ServerSocketChannel.open();\njava.util.concurrent.Callable<Object> go = () -> c.bind(new InetSocketAddress(port));\nSystem.out.println(go.call() == c);\n${CHANNEL}`,
    NIO,
  ),
  "a channel's socket": program(
    `ServerSocketChannel c = ServerSocketChannel.open();\nc.socket().bind(new InetSocketAddress(port));\n${CHANNEL}`,
    NIO,
  ),
  'an asynchronous channel': program(
    'try (var c = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(port))) {\n    System.out.println(c.accept().isDone());\n}',
    NIO,
  ),
  'an option switched off': program(
    'ServerSocket s = new ServerSocket();\ns.setReuseAddress(false);\ns.bind(new InetSocketAddress(port));\nserve(s);',
  ),
  'an option after the bind': program(
    'ServerSocket s = new ServerSocket();\ns.bind(new InetSocketAddress(port), 50);\ns.setReuseAddress(true); // for a restart\nserve(s);',
  ),
  'a constant of the class taken': program(
    `ServerSocketChannel c = ServerSocketChannel.open();\nc.bind(new InetSocketAddress(port));\n${CHANNEL}`,
    NIO,
    'enum StandardSocketOptions { NONE }',
  ),
  'a multicast receiver': program(
    'DatagramChannel c = DatagramChannel.open();\nc.bind(new InetSocketAddress(port));\nif (port == 0) c.join(null, null);\nc.configureBlocking(false);\nc.receive(java.nio.ByteBuffer.allocate(9));\nc.close();',
    NIO,
  ),
  'lines that end in CRLF': program(
    `ServerSocketChannel c = ServerSocketChannel.open();\nc.bind(new InetSocketAddress(port));\n${CHANNEL}`,
    NIO,
  ).replaceAll('\n', '\r\n'),
};

/** What the first suggestion mends: the constructor or factory binds. */
export const SUGGESTED: Readonly<Record<string, string>> = {
  'a variable': program(
    'ServerSocket s = new ServerSocket(port);\nserve(s);',
    'import java.net.ServerSocket;',
  ),
  'all arguments': program(
    'ServerSocket s = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());\nserve(s);',
  ),
  'an address of null': program('var s = new ServerSocket(port, 50, null);\nserve(s);'),
  'an assignment': program('ServerSocket s;\ns = new ServerSocket(port);\nserve(s);'),
  'an assignment without braces': program(
    'ServerSocket s = null;\nfor (int i = 0; i < 1; i++)\n    s = new ServerSocket(port);\nserve(s);',
  ),
  'an assignment whose handler leaves': program(
    'ServerSocket s = null;\ntry {\n    s = new ServerSocket(port);\n} catch (IOException e) {\n    System.out.println(e);\n    return;\n}\nserve(s);',
    IO,
  ),
  'an assignment that another port may follow': program(
    'ServerSocket s = null;\ntry {\n    s = new ServerSocket(port);\n} catch (IOException e) {\n    System.out.println("taken");\n}\nif (s == null) System.out.println("none"); else serve(s);',
    IO,
  ),
  'an assignment that asks the socket before': program(
    'ServerSocket s = new ServerSocket(0);\ns = new ServerSocket(port + s.getSoTimeout() * 0);\nserve(s);',
  ),
  'an assignment in a lambda, to a field': program(
    'Run r = () -> { held = new ServerSocket(port); };\nr.run();\nserve(held);',
    'import java.net.*;',
    'static ServerSocket held;\ninterface Run { void run() throws Exception; }',
  ),
  'a variable of a wider type': program(
    'java.io.Closeable s = new ServerSocket(port);\nserve((ServerSocket) s);',
  ),
  'a field that is asked after a failure': program(
    'ServerSocket other = null;\ntry {\n    start(port);\n    serve(held);\n} finally {\n    System.out.println(held == null);\n}',
    IO,
    'static ServerSocket held;\n\nstatic void start(int port) throws IOException {\n    held = new ServerSocket(port);\n}',
  ),
  'a resource': program('try (ServerSocket s = new ServerSocket(port)) {\n    serve(s);\n}'),
  'the last of two resources, on one line': program(
    'try (var c = new java.io.StringReader(""); ServerSocket s = new ServerSocket(port)) { c.ready(); serve(s); }',
  ),
  'a field': `import java.net.ServerSocket;\n\npublic class Main {\n  private static int port;\n  private final ServerSocket server = new ServerSocket(port);\n\n  Main() throws java.io.IOException {\n  }\n\n  public static void main(String[] args) throws Exception {\n    port = Integer.parseInt(args[0]);\n    System.out.println(new Main().server.isBound());\n  }\n}\n`,
  'a field of a class without a name': program(
    'serve(new Object() {\n    final ServerSocket server = new ServerSocket(port);\n}.server);',
  ),
  'a return': program(
    'serve(make(port));',
    'import java.net.*;',
    'static ServerSocket make(int port) throws java.io.IOException {\n    return new ServerSocket(port);\n}',
  ),
  'a return without braces': program(
    'serve(make(port));',
    'import java.net.*;',
    'static ServerSocket make(int port) throws java.io.IOException {\n    if (port > 0) return new ServerSocket(port, 5);\n    throw new IllegalStateException();\n}',
  ),
  'the value of a block in a switch': program(
    'ServerSocket s = switch (port) {\n    case 1 -> null;\n    default -> {\n        yield new ServerSocket(port);\n    }\n};\nserve(s);',
  ),
  'an argument': program('serve(new ServerSocket(port));'),
  'an argument of a constructor': program(
    'Main m = new Main("name", new ServerSocket(port));\nserve(m.held);',
    'import java.net.*;',
    'final ServerSocket held;\n\nMain(String name, ServerSocket held) {\n    this.held = held;\n}',
  ),
  'super(port)': `import java.io.IOException;\nimport java.net.*;\n\npublic class Main extends ServerSocket {\n    Main(int port) throws IOException {\n        super(port, 5);\n    }\n\n    public static void main(String[] args) throws Exception {\n        System.out.println(new Main(Integer.parseInt(args[0])).isBound());\n    }\n}\n`,
  'a factory': program(
    'ServerSocket s = ServerSocketFactory.getDefault().createServerSocket(port, 50);\nserve(s);',
    'import java.net.ServerSocket;\nimport javax.net.ServerSocketFactory;',
  ),
  'an option after the constructor': program(
    'ServerSocket s = new ServerSocket(port);\ns.setReuseAddress(true);\nserve(s);',
  ),
};

/** As these, where another server has the port for a while: what the bind's failure leads to stays as it is. */
export const RETRIED: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    'a variable in a loop': `while (true) {
    try {
        ServerSocket s = new ServerSocket(port);
        serve(s);
        return;
    } catch (BindException e) {
        System.out.println("taken");
        if (++tries == 2) other.close();
    }
}`,
    'an assignment in a loop': `ServerSocket s = null;
while (s == null) {
    try {
        s = new ServerSocket(port);
    } catch (BindException e) {
        System.out.println(s == null);
        if (++tries == 2) other.close();
    }
}
serve(s);`,
    'a helper in a loop': `ServerSocket s = null;
for (; s == null; tries++) {
    if (tries == 2) other.close();
    try {
        s = make(port);
    } catch (BindException e) {
        System.out.println("taken");
    }
}
serve(s);`,
    'an assignment without a loop': `ServerSocket s = null;
try {
    s = new ServerSocket(port);
} catch (BindException e) {
    System.out.println(s == null);
}
other.close();
if (s == null) s = make(port);
serve(s);`,
    'a field': `try {
    held = new ServerSocket(port);
} catch (BindException e) {
    System.out.println(held == null);
}
other.close();
serve(make(port));`,
  }).map(([name, body]) => [
    name,
    program(
      `${TAKEN}${body}`,
      IO,
      'static ServerSocket held;\n\nstatic ServerSocket make(int port) throws IOException {\n    return new ServerSocket(port);\n}',
    ),
  ]),
);
