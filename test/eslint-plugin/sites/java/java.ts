import { reports, type LintOptions } from '../../lint.ts';

const IMPORTS = `import java.io.*;
import java.net.*;
import java.nio.channels.*;
import javax.net.*;
import javax.net.ssl.*;
`;

/** A method's body as a file of Java that imports what the JDK has for sockets. */
export function method(body: string, imports = IMPORTS): string {
  return `${imports}
class Server {
  void run(int port, InetAddress host, SocketAddress address) throws Exception {
    ${body.replaceAll('\n', '\n    ')}
  }
}
`;
}

/** A class's members as a file of Java. */
export function members(body: string, imports = IMPORTS): string {
  return `${imports}
class Server {
  ${body.replaceAll('\n', '\n  ')}
}
`;
}

/** The rules that report a file of Java. */
export function javaReports(code: string, options: LintOptions = {}): string[] {
  return reports(code, { filename: 'Server.java', ...options });
}
