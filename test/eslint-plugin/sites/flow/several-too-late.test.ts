import { expect, it } from 'vitest';
import { fix, lint } from '../../lint.ts';

/** Two options after the bind, in a language. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  'server.c': [
    '#include <sys/socket.h>',
    'int serve(struct sockaddr *address, socklen_t length) {',
    '    int on = 1;',
    '    int fd = socket(AF_INET, SOCK_STREAM, 0);',
    '    bind(fd, address, length);',
    '    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));',
    '    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));',
    '    return listen(fd, 5);',
    '}',
  ],
  'server.py': [
    'import socket',
    's = socket.socket(socket.AF_INET, socket.SOCK_STREAM)',
    "s.bind(('', 8080))",
    's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
    's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)',
    's.listen(5)',
    '',
  ],
  'Server.java': [
    'import java.net.*;',
    'class Server {',
    '    void serve(SocketAddress address) throws Exception {',
    '        ServerSocket server = new ServerSocket();',
    '        server.bind(address);',
    '        server.setReuseAddress(true);',
    '        server.setOption(StandardSocketOptions.SO_REUSEPORT, true);',
    '        server.accept();',
    '    }',
    '}',
  ],
};

it.each(Object.entries(PROGRAMS))(
  'of two options that come too late the first is moved: %s',
  (filename, lines) => {
    const at = lines.findIndex((line) => /\bbind\(/.test(line));
    const moved = lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '').join('\n');
    const options = { filename, settings: { platforms: ['linux', 'darwin'] } };
    expect(fix(lines.join('\n'), options)).toContain(moved);
    expect(lint(moved, options)).toEqual([]);
  },
);
