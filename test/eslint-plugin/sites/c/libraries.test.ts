import { describe, expect, it } from 'vitest';
import { fix, lint, reports, type LintOptions } from '../../lint.ts';

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
    ['asio, with a copy', asio('tcp::acceptor a(io, other);', 'tcp::acceptor other;')],
    [
      'asio, through a smart pointer',
      asio('auto a = std::make_shared<tcp::acceptor>(io, tcp::endpoint(tcp::v4(), port), true);'),
    ],
    [
      'an acceptor of another library',
      '#include <asio.hpp>\nvoid f() { auto a = std::make_shared<mine::acceptor>(io, endpoint); a->bind(endpoint); }',
    ],
    ['POCO on port 0', 'using namespace Poco::Net; void f() { ServerSocket server(0); }'],
    [
      'POCO, with a copy',
      'using namespace Poco::Net; void f(ServerSocket &other) { ServerSocket server(other); }',
    ],
    [
      'a ServerSocket of another library',
      'namespace net { class ServerSocket; } void f() { ServerSocket server(8080); }',
    ],
    [
      'libuv with flags from elsewhere',
      'void f(unsigned flags) { uv_tcp_bind(&server, (const struct sockaddr *)&addr, flags); uv_udp_bind(&other, (const struct sockaddr *)&addr, flags); }',
    ],
    [
      'libuv with datagrams and the flag',
      'void f() { struct sockaddr_in addr; addr.sin_port = htons(80); uv_udp_bind(&server, (const struct sockaddr *)&addr, UV_UDP_REUSEADDR); }',
    ],
    [
      'libuv with a group and the flag',
      'void f() { struct sockaddr_in addr; addr.sin_port = htons(80); uv_udp_bind(&server, (const struct sockaddr *)&addr, UV_UDP_REUSEADDR); uv_udp_set_membership(&server, "239.0.0.1", 0, UV_JOIN_GROUP); }',
    ],
    [
      'Qt on any port',
      'void f() { QTcpServer server; server.listen(QHostAddress::Any); QUdpSocket socket; socket.bind(QHostAddress::Any); socket.bind(); }',
    ],
    [
      'Qt on port 0',
      'void f() { QUdpSocket *socket = new QUdpSocket(this); socket->bind(QHostAddress::AnyIPv4, 0); }',
    ],
    [
      'Qt with a mode',
      'void f() { QUdpSocket s; s.bind(8080, QUdpSocket::DontShareAddress); s.bind(QHostAddress::Any, 8080, QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint); s.bind(QHostAddress::Any, 8080, mode); }',
    ],
    ['the client of Qt', 'void f() { QUdpSocket other; QTcpSocket socket; socket.bind(8080); }'],
    [
      'a class that only has the name',
      'struct Table { void bind(int); void listen(int, int); }; void f() { QUdpSocket *q; QTcpServer *r; Table t; t.bind(8080); t.listen(1, 2); }',
    ],
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

  const QT_JOINED = (mode: string): string =>
    `void Receiver::open() {\n    socket_ = new QUdpSocket(this);\n    socket_->bind(QHostAddress::AnyIPv4, 8080${mode});\n    socket_->joinMulticastGroup(group);\n}`;

  it.each<[string, string, string]>([
    [
      'asio, behind a pointer',
      asio(
        'acceptor_->open(tcp::v4());\n        acceptor_->bind(tcp::endpoint(tcp::v4(), port));',
        'std::unique_ptr<tcp::acceptor> acceptor_;',
      ),
      '        acceptor_->set_option(tcp::acceptor::reuse_address(true));\n        acceptor_->bind(',
    ],
    [
      'asio, made where it is used',
      asio(
        'auto a = std::make_shared<tcp::acceptor>(io);\n        a->open(tcp::v4());\n        a->bind(tcp::endpoint(tcp::v4(), port));',
      ),
      '        a->set_option(tcp::acceptor::reuse_address(true));\n        a->bind(',
    ],
    ['Qt, a receiver of multicast', QT_JOINED(''), 'AnyIPv4, 8080, QUdpSocket::ShareAddress);'],
  ])('whose socket is made elsewhere is reported and fixed: %s', (_, code, holds) => {
    expect(reports(code, inCpp)).toEqual(['require-reuse']);
    const fixed = fix(code, inCpp);
    expect(fixed).toContain(holds);
    expect(reports(fixed, inCpp)).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'libuv',
      'void f() {\n    struct sockaddr_in addr;\n    addr.sin_port = htons(80);\n    uv_udp_bind(&server, (const struct sockaddr *)&addr, 0);\n    uv_udp_set_membership(&server, "239.0.0.1", 0, UV_JOIN_GROUP);\n}',
      '&addr, UV_UDP_REUSEADDR);',
    ],
    ['Qt', QT_JOINED(', QUdpSocket::DontShareAddress'), 'AnyIPv4, 8080, QUdpSocket::ShareAddress);'],
  ])('that receives multicast with the option off is switched on: %s', (_, code, holds) => {
    expect(reports(code, inCpp)).toEqual(['no-disabled-reuse']);
    const fixed = fix(code, inCpp);
    expect(fixed).toContain(holds);
    expect(reports(fixed, inCpp)).toEqual([]);
  });

  const withoutSafe: LintOptions = {
    ...inCpp,
    rules: { 'rebind/prefer-explicit-reuse': 'off' },
  };

  describe.each<[string, string, string]>([
    [
      'asio, in a variable',
      asio('tcp::acceptor a(io, tcp::endpoint(tcp::v4(), port));'),
      'tcp::endpoint(tcp::v4(), port), true)',
    ],
    [
      'asio, by make_shared',
      asio('auto a = std::make_shared<tcp::acceptor>(io, tcp::endpoint(tcp::v4(), port));'),
      'tcp::endpoint(tcp::v4(), port), true)',
    ],
    [
      'asio, by make_unique',
      asio('a_ = std::make_unique<boost::asio::ip::tcp::acceptor>(io, ep);'),
      '(io, ep, true)',
    ],
    ['asio, by new', asio('auto *a = new tcp::acceptor(io, ep);'), 'new tcp::acceptor(io, ep, true)'],
    ['asio, by its name', asio('a_ = tcp::acceptor(io, ep);'), 'a_ = tcp::acceptor(io, ep, true);'],
  ])('that sets the option by itself: %s', (_, code, holds) => {
    it('is to say so, and the fix changes nothing else', () => {
      expect(lint(code, inCpp).map(({ message }) => message)).toEqual([
        expect.stringMatching(
          /relies on the library, which sets SO_REUSEADDR here on Linux and macOS.*The fix writes/,
        ),
      ]);
      const fixed = fix(code, inCpp);
      expect(fixed).toContain(holds);
      expect(reports(fixed, inCpp)).toEqual([]);
    });

    it('is passed over where what is safe needs no word', () => {
      expect(reports(code, withoutSafe)).toEqual([]);
    });
  });

  it.each<[string, string, string]>([
    ['POCO', 'using namespace Poco::Net; void f() { ServerSocket server(8080); }', 'bind(address, true)'],
    [
      'POCO, in an argument',
      'using namespace Poco::Net; void f() { HTTPServer server(factory, ServerSocket(8080), parameters); }',
      'bind(address, true)',
    ],
    [
      'Qt',
      'void f() { QTcpServer server; server.listen(QHostAddress::Any, 8080); }',
      'setSocketDescriptor()',
    ],
    [
      'Qt, behind a pointer',
      'void f() { auto server = new QTcpServer(this); server->listen(QHostAddress::Any, 8080); }',
      'setSocketDescriptor()',
    ],
    ['libevent', 'void f() { evhttp_bind_socket(http, "0.0.0.0", 8080); }', 'evhttp_bind_listener()'],
  ])('that sets the option by itself and has no switch names the way: %s', (_, code, way) => {
    const [report, ...others] = lint(code, inCpp);
    expect(others).toEqual([]);
    expect(report).toMatchObject({
      ruleId: 'rebind/prefer-explicit-reuse',
      message: expect.stringMatching(
        /on port 8080 has no option for address reuse, and sets SO_REUSEADDR/,
      ) as string,
    });
    expect(report?.message).toContain(way);
    expect(report?.fix).toBeUndefined();
    expect(reports(code, withoutSafe)).toEqual([]);
  });

  it('of Qt with datagrams is to say whether the port is shared, by a suggestion', () => {
    const [report] = lint('void f() { QUdpSocket s; s.bind(8080); }', inCpp);
    expect(report?.message).toContain('which is right for unicast');
    expect(report?.suggestions?.map(({ fix: { text } }) => text)).toEqual([', QUdpSocket::DontShareAddress']);
  });

  it('is named with its port', () => {
    const [message] = lint(
      asio('acceptor_.bind(tcp::endpoint(tcp::v4(), 8080));', 'tcp::acceptor acceptor_;'),
      inCpp,
    );
    expect(message?.message).toMatch(/^acceptor_\.bind\(\) on port 8080 has no SO_REUSEADDR:/);
  });
});

describe('a server of a library without a switch', () => {
  /** What a file includes, what it calls, and the rule that reports it; none where it is passed over. */
  const SERVERS: readonly (readonly [mention: string, code: string, rule: string | undefined])[] = [
    ['httplib.h', 'httplib::Server svr; svr.listen("0.0.0.0", 8080);', 'require-reuse'],
    ['httplib.h', 'httplib::Server svr; svr.set_socket_options(f); svr.listen("0.0.0.0", 8080);', undefined],
    ['httplib.h', 'httplib::Client c("host", 80); c.Get("/");', undefined],
    ['zmq.hpp', 'zmq::socket_t s(ctx, ZMQ_REP); s.bind("tcp://*:5555");', 'prefer-explicit-reuse'],
    ['zmq.h', 'zmq_bind(s, "tcp://127.0.0.1:5555");', 'prefer-explicit-reuse'],
    [
      'zmq.h',
      'zmq_bind(s, "tcp://127.0.0.1:*"); zmq_bind(s, "inproc://x"); zmq_connect(s, "tcp://h:1");',
      undefined,
    ],
    ['nn.h', 'nn_bind(s, "tcp://*:5555");', 'prefer-explicit-reuse'],
    ['grpcpp/grpcpp.h', 'builder.AddListeningPort("0.0.0.0:50051", creds);', 'require-reuse'],
    ['grpcpp/grpcpp.h', 'builder.AddListeningPort("unix:/tmp/s", creds);', undefined],
    ['mongoose.h', 'mg_http_listen(&mgr, "http://0.0.0.0:8000", run, 0);', 'prefer-explicit-reuse'],
    ['mongoose.h', 'mg_http_connect(&mgr, "http://0.0.0.0:8000", run, 0);', undefined],
    [
      'civetweb.h',
      'const char *options[] = { "listening_ports", "8080", 0 }; mg_start(&calls, 0, options);',
      'prefer-explicit-reuse',
    ],
    [
      'mongoose.h',
      'static const char *options[] = { "document_root", ".", "listening_ports", "8081,8082s", NULL }; ASSERT((ctx = mg_start(run, NULL, options)) != NULL);',
      'prefer-explicit-reuse',
    ],
    [
      'mongoose.h',
      'static const char *options[] = { "listening_ports", "0", NULL }; ASSERT((ctx = mg_start(run, NULL, options)) != NULL);',
      undefined,
    ],
    [
      'microhttpd.h',
      'MHD_start_daemon(FLAGS, 8888, 0, 0, &run, 0, MHD_OPTION_END);',
      'prefer-explicit-reuse',
    ],
    [
      'microhttpd.h',
      'MHD_start_daemon(FLAGS, 8888, 0, 0, &run, 0, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1, MHD_OPTION_END);',
      undefined,
    ],
    [
      'httpserver.hpp',
      'httpserver::webserver ws{httpserver::create_webserver(8080)};',
      'prefer-explicit-reuse',
    ],
    ['crow.h', 'app.port(18080).multithreaded().run();', 'prefer-explicit-reuse'],
    ['uWS.h', 'uWS::Hub hub; hub.listen(host, 9001, nullptr, uS::REUSE_PORT, group);', undefined],
    ['App.h', 'uWS::App().get("/*", run).listen(9001, [](auto *s) {}).run();', 'require-reuse'],
    [
      'pistache/endpoint.h',
      'using namespace Pistache; Address a(Ipv4::any(), Port(9080)); Http::Endpoint server(a);',
      'require-reuse',
    ],
    [
      'pistache/endpoint.h',
      'using namespace Pistache; auto o = Http::Endpoint::options().flags(Tcp::Options::ReuseAddr); Http::Endpoint server(a); server.init(o);',
      undefined,
    ],
    ['drogon/drogon.h', 'drogon::app().addListener("0.0.0.0", 80);', 'prefer-explicit-reuse'],
    [
      'libwebsockets.h',
      'struct lws_context_creation_info info; info.port = 7681; lws_create_context(&info);',
      'prefer-explicit-reuse',
    ],
    [
      'libwebsockets.h',
      'struct lws_context_creation_info info; info.port = CONTEXT_PORT_NO_LISTEN; lws_create_context(&info);',
      undefined,
    ],
    [
      'muduo/net/TcpServer.h',
      'using namespace muduo::net; InetAddress a(2007); TcpServer server(&loop, a, "Echo");',
      'prefer-explicit-reuse',
    ],
    [
      'Poco/Net/HTTPServer.h',
      'Poco::Net::HTTPServer server(factory, 8000, parameters);',
      'prefer-explicit-reuse',
    ],
    [
      'enet/enet.h',
      'ENetAddress a; a.host = ENET_HOST_ANY; a.port = 1234; enet_host_create(&a, 32, 2, 0, 0);',
      'prefer-explicit-reuse',
    ],
    [
      'enet/enet.h',
      'ENetAddress a = { ENET_HOST_ANY, (enet_uint16)config.port }; enet_host_create(&a, 32, 2, 0, 0);',
      'prefer-explicit-reuse',
    ],
    ['enet/enet.h', 'ENetAddress a = { ENET_HOST_ANY, 0 }; enet_host_create(&a, 32, 2, 0, 0);', undefined],
    [
      'enet/enet.h',
      'ENetAddress a = { ENET_HOST_ANY, 1234 }; enet_socket_bind(s, &a);',
      'prefer-explicit-reuse',
    ],
    [
      'enet/enet.h',
      'ENetAddress a = { ENET_HOST_ANY, 1234 }; enet_socket_set_option(s, ENET_SOCKOPT_REUSEADDR, 1); enet_socket_bind(s, &a);',
      undefined,
    ],
    ['enet/enet.h', 'enet_host_create(NULL, 1, 2, 0, 0);', undefined],
    ['SFML/Network.hpp', 'sf::TcpListener l; l.listen(53000);', 'require-reuse'],
    ['SFML/Network.hpp', 'sf::UdpSocket u; u.bind(54000);', 'prefer-explicit-reuse'],
    ['SFML/Network.hpp', 'sf::UdpSocket u; u.bind(sf::Socket::AnyPort);', 'prefer-explicit-reuse'],
    [
      'SDL_net.h',
      'IPaddress ip; SDLNet_ResolveHost(&ip, NULL, 2000); SDLNet_TCP_Open(&ip);',
      'prefer-explicit-reuse',
    ],
    ['SDL_net.h', 'IPaddress ip; SDLNet_ResolveHost(&ip, "host", 2000); SDLNet_TCP_Open(&ip);', undefined],
    ['boost/asio.hpp', 'udp::socket s(io, udp::endpoint(udp::v4(), 9000));', 'prefer-explicit-reuse'],
    ['boost/asio.hpp', 'udp::socket s(io, udp::endpoint(udp::v4(), 0)); udp::socket t(io);', undefined],
    [
      'boost/asio.hpp',
      'udp::socket s(io, udp::v4()); s.bind(udp::endpoint(udp::v4(), 9000)); other.set_option(udp::socket::reuse_address(true));',
      'prefer-explicit-reuse',
    ],
    [
      'boost/asio.hpp',
      'udp::socket s(io, udp::v4()); s.set_option(udp::socket::reuse_address(true)); s.bind(udp::endpoint(udp::v4(), 9000));',
      undefined,
    ],
    [
      'boost/asio.hpp',
      'udp::socket s(io, udp::v4()); s.bind(udp::endpoint(udp::v4(), 9000)); s.connect(peer);',
      undefined,
    ],
    [
      'QWebSocketServer',
      'QWebSocketServer s("a", mode); s.listen(QHostAddress::Any, 8080);',
      'prefer-explicit-reuse',
    ],
    ['lwip/api.h', 'netconn_bind(c, IP_ADDR_ANY, 80);', 'prefer-explicit-reuse'],
    [
      'lwip/tcp.h',
      'tcp_bind(pcb, IP_ANY_TYPE, 80); udp_bind(other, IP_ANY_TYPE, 0);',
      'prefer-explicit-reuse',
    ],
    ['lwip/tcp.h', '/* set SOF_REUSEADDR here */ tcp_bind(pcb, IP_ANY_TYPE, 80);', 'prefer-explicit-reuse'],
    ['lwip/tcp.h', 'pcb->so_options |= SOF_REUSEADDR; tcp_bind(pcb, IP_ANY_TYPE, 80);', undefined],
    ['lwip/tcp.h', 'tcp_bind(pcb, IP_ANY_TYPE, 4545); tcp_connect(pcb, &ip, 80, run);', undefined],
    [
      'net/sock/udp.h',
      'sock_udp_ep_t local; local.port = 5683; sock_udp_create(&s, &local, NULL, 0);',
      'prefer-explicit-reuse',
    ],
    ['uv.h', 'uv_tcp_bind(&server, (const struct sockaddr *)&a, 0);', 'prefer-explicit-reuse'],
    ['uv.h', 'uv_tcp_bind(&server, (const struct sockaddr *)&a, UV_TCP_IPV6ONLY);', 'prefer-explicit-reuse'],
    ['uv.h', 'uv_tcp_bind(&server, (const struct sockaddr *)&a, flags);', undefined],
    ['uv.h', 'uv_udp_bind(&server, (const struct sockaddr *)&a, 0);', 'prefer-explicit-reuse'],
    ['uv.h', 'uv_udp_bind(&server, (const struct sockaddr *)&a, UV_UDP_REUSEADDR);', undefined],
    [
      'uv.h',
      'uv_udp_bind(&server, (const struct sockaddr *)&a, 0); uv_udp_set_membership(&other, "239.0.0.1", 0, UV_JOIN_GROUP);',
      'prefer-explicit-reuse',
    ],
    [
      'event2/listener.h',
      'evconnlistener_new_bind(base, run, 0, flags, -1, (struct sockaddr *)&a, sizeof a);',
      undefined,
    ],
    [
      'ace/Acceptor.h',
      'ACE_Acceptor<Handler, ACE_SOCK_Acceptor> a; a.open(ACE_INET_Addr(80));',
      'prefer-explicit-reuse',
    ],
    ['WiFi.h', 'WiFiUDP udp; udp.begin(2390);', 'prefer-explicit-reuse'],
  ];
  it.each(SERVERS)('<%s> %s', (mention, code, rule) => {
    const found = lint(`#include <${mention}>\nvoid up() { ${code} }\n`, inCpp);
    expect(found.map(({ ruleId }) => ruleId?.replace('rebind/', ''))).toEqual(
      rule === undefined ? [] : [rule],
    );
    expect(found.filter(({ fix: automatic }) => automatic)).toEqual([]);
  });

  it.each<[string, string]>([
    ['in braces', 'tcp::acceptor a{io, {tcp::v4(), 8080}};'],
    ['with an endpoint in braces', 'tcp::acceptor a(io, tcp::endpoint{tcp::v4(), 8080});'],
    ['by its name, in braces', 'auto a = tcp::acceptor{io, {tcp::v4(), 8080}};'],
    [
      'behind a typedef',
      'typedef boost::asio::ip::tcp::acceptor Acceptor; Acceptor a(io, tcp::endpoint(tcp::v4(), 8080));',
    ],
    [
      'behind another name',
      'using Acceptor = tcp::acceptor; Acceptor a(io, tcp::endpoint(tcp::v4(), 8080));',
    ],
  ])('an acceptor of Asio %s', (_, code) => {
    expect(
      lint(`#include <boost/asio.hpp>\nvoid up() { ${code} }`, inCpp).map(({ message }) => message),
    ).toEqual([expect.stringMatching(/on port 8080 relies on the library/)]);
    expect(reports(`#include <boost/asio.hpp>\nvoid up() { ${code.replace('8080', '0')} }`, inCpp)).toEqual(
      [],
    );
  });

  it('a subclass of a known server', () => {
    const code = `class Mine : public QTcpServer {\n    void up() { listen(QHostAddress::Any, 8080); this->listen(QHostAddress::Any, 8081); }\n};\nvoid f() { Mine mine; mine.listen(QHostAddress::Any, 8082); }`;
    expect(lint(code, inCpp).map(({ message }) => /port \d+/.exec(message)?.[0])).toEqual([
      'port 8080',
      'port 8081',
      'port 8082',
    ]);
  });
});
