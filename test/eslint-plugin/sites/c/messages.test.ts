import { describe, expect, it } from 'vitest';
import { draw } from '../../draw.ts';
import { BIND, listener, server } from './program.ts';

const option = (name: string, value = 1): string =>
  `    int on = ${value};\n    setsockopt(fd, SOL_SOCKET, ${name}, &on, sizeof(on));\n`;
const datagrams = (before: string, after = ''): string =>
  server(`    int fd = socket(AF_INET, SOCK_DGRAM, 0);\n${before}    ${BIND};\n${after}`);
const windows = (set: string): string =>
  `#include <winsock2.h>\n\nvoid up(void) {\n    struct sockaddr_in addr = { .sin_port = htons(8080) };\n    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);\n${set}    bind(s, (SOCKADDR *)&addr, sizeof(addr));\n}\n`;

describe('a person is told what follows and what to write', () => {
  it.each<[string, string]>([
    ['TCP without an option', listener()],
    ['unicast', datagrams('')],
    [
      'multicast',
      datagrams('', '    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group));\n'),
    ],
    ['after the bind', listener('', option('SO_REUSEADDR'))],
    ['two names in one', listener(option('SO_REUSEADDR | SO_REUSEPORT'))],
    ['off', listener(option('SO_REUSEADDR', 0))],
    ['open to others, unicast', datagrams(option('SO_REUSEADDR'))],
    ['on Windows, nothing said', windows('')],
    [
      'on Windows, open to others',
      windows('    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char *)&(int){1}, sizeof(int));\n'),
    ],
    [
      'in one expression',
      server(`    int fd;\n    if ((fd = socket(AF_INET, SOCK_STREAM, 0)) < 0 || ${BIND} < 0) return 1;`),
    ],
  ])('%s', (_, code) => {
    expect(draw(code, { filename: 'server.c' })).toMatchSnapshot();
  });

  it.each<[string, string]>([
    [
      'a library that sets the option',
      '#include <boost/asio.hpp>\nvoid up() { tcp::acceptor a(io, tcp::endpoint(tcp::v4(), 8080)); }\n',
    ],
    ['a library without a switch', 'void up(QTcpServer *s) { s->listen(QHostAddress::Any, 8080); }\n'],
    ['datagrams of a library', 'void up(QUdpSocket *s) { s->bind(8080); }\n'],
  ])('%s', (_, code) => {
    expect(draw(code, { filename: 'server.cpp' })).toMatchSnapshot();
  });
});
