import { describe, expect, it } from 'vitest';
import { fix, lint, reports } from '../lint.ts';

const inCpp = { filename: 'server.cpp' };
const asio = (code: string, fields = ''): string => `#include <boost/asio.hpp>
using boost::asio::ip::tcp;
class Server {
    ${fields}
    void open(boost::asio::io_context &io, unsigned short port) {
        ${code}
    }
};
`;

describe('a server of a library', () => {
  it.each<[string, string]>([
    ['asio, whose constructor sets the option', asio('tcp::acceptor a(io, tcp::endpoint(tcp::v4(), port));')],
    ['asio, with the option stated', asio('tcp::acceptor a(io, tcp::endpoint(tcp::v4(), port), true);')],
    [
      'asio, with the option set before',
      asio(
        'acceptor_.open(tcp::v4()); acceptor_.set_option(tcp::acceptor::reuse_address(true)); acceptor_.bind(tcp::endpoint(tcp::v4(), port));',
        'tcp::acceptor acceptor_;',
      ),
    ],
    [
      'asio on port 0',
      asio(
        'acceptor_.open(tcp::v4()); acceptor_.bind(tcp::endpoint(tcp::v4(), 0));',
        'tcp::acceptor acceptor_;',
      ),
    ],
    ['asio with a Unix domain socket', asio('stream_protocol::acceptor a(io, ep, false);')],
    [
      'libevent',
      'void f() { evconnlistener_new_bind(base, cb, 0, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE, -1, (struct sockaddr *)&sin, sizeof(sin)); }',
    ],
    [
      'libevent with flags from elsewhere',
      'void f(unsigned flags) { evconnlistener_new_bind(base, cb, 0, flags, -1, (struct sockaddr *)&sin, sizeof(sin)); }',
    ],
    ['ACE', 'void f() { ACE_SOCK_Acceptor acceptor(ACE_INET_Addr(80), 1); }'],
    ['POCO', 'using namespace Poco::Net; void f() { ServerSocket server(8080); }'],
    ['libuv', 'void f() { uv_tcp_bind(&server, (const struct sockaddr *)&addr, 0); }'],
    ['Qt', 'void f() { QTcpServer server; server.listen(QHostAddress::Any, 8080); }'],
  ])('is passed over: %s', (_, code) => {
    expect(reports(code, inCpp)).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'asio',
      asio(
        'acceptor_.open(tcp::v4());\n        acceptor_.bind(tcp::endpoint(tcp::v4(), port));',
        'tcp::acceptor acceptor_;',
      ),
      '        acceptor_.set_option(tcp::acceptor::reuse_address(true));\n        acceptor_.bind(',
    ],
    [
      'libevent',
      'void f() {\n    struct sockaddr_in sin;\n    sin.sin_port = htons(80);\n    evconnlistener_new_bind(base, cb, 0, LEV_OPT_CLOSE_ON_FREE, -1, (struct sockaddr *)&sin, sizeof(sin));\n}',
      'LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE, -1',
    ],
    ['ACE', 'void f() { ACE_INET_Addr addr(80); ACE_SOCK_Acceptor acceptor(addr); }', 'acceptor(addr, 1)'],
    [
      'ACE, opened later',
      'void f() { ACE_SOCK_Acceptor a; if (a.open(ACE_INET_Addr(80)) == -1) return; }',
      'a.open(ACE_INET_Addr(80), 1)',
    ],
    [
      'POCO',
      'using namespace Poco::Net; void f() { ServerSocket s; s.bind(SocketAddress("0.0.0.0", 80)); }',
      's.bind(SocketAddress("0.0.0.0", 80), true)',
    ],
  ])('that says nothing is reported and fixed: %s', (_, code, holds) => {
    expect(reports(code, inCpp)).toEqual(['require-reuse']);
    const fixed = fix(code, inCpp);
    expect(fixed).toContain(holds);
    expect(reports(fixed, inCpp)).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'asio',
      asio('tcp::acceptor a(io, tcp::endpoint(tcp::v4(), 8080), false);'),
      'tcp::endpoint(tcp::v4(), 8080), true)',
    ],
    [
      'asio, in an initialiser',
      '#include <boost/asio.hpp>\nclass S {\n    tcp::acceptor a_;\n    S(io &c) : a_(c, tcp::endpoint(tcp::v4(), 8080), false) {}\n};',
      'tcp::endpoint(tcp::v4(), 8080), true)',
    ],
    ['ACE', 'void f() { ACE_SOCK_Acceptor acceptor(ACE_INET_Addr(80), 0); }', 'ACE_INET_Addr(80), 1)'],
  ])('that switches it off is switched on: %s', (_, code, holds) => {
    expect(reports(code, inCpp)).toEqual(['no-disabled-reuse']);
    expect(fix(code, inCpp)).toContain(holds);
  });

  it('is named with its port', () => {
    const [message] = lint(
      asio('acceptor_.bind(tcp::endpoint(tcp::v4(), 8080));', 'tcp::acceptor acceptor_;'),
      inCpp,
    );
    expect(message?.message).toMatch(/^acceptor_\.bind\(\) on port 8080 comes without SO_REUSEADDR\./);
  });
});
