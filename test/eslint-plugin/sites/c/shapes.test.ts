import { describe, expect, it } from 'vitest';
import { lint, reports } from '../../lint.ts';
import { posix } from './program.ts';

const inCpp = { filename: 'server.cpp' };
const within = (code: string): string => posix(`void up(void) { ${code} }`);
const told = (code: string): (string | undefined)[] => lint(code, inCpp).map(({ messageId }) => messageId);

describe('a call that plainly binds is a server of another file or library', () => {
  it.each([
    'udp_open(port);',
    'net_listen(fd, port);',
    'tcp_server_create("0.0.0.0", 8080);',
    'TRY(tcp_server_create("0.0.0.0", 8080));',
    'server.listen(address, port);',
    'x.listen(bind_addr, port);',
    'server->listen(port);',
    'server.start(8080);',
    'm_httpServer->Open(m_port);',
    'sock.bind("tcp://*:5555");',
    'mySocket->bind(QHostAddress::Any, 8080);',
    'zsock_bind(fd, (struct sockaddr *)&addr, sizeof(addr));',
    'FreeRTOS_bind(s, &address, sizeof(address));',
    'ops->bind(fd, (struct sockaddr *)&a, sizeof a);',
    'sys::bind(fd, (struct sockaddr *)&a, sizeof a);',
    'anetTcpServer(err, port, bindaddr, backlog);',
    'open_listenfd(port);',
    'listen_on_port(8080);',
    'init_server(config->port);',
    'tcp_listen(UIP_HTONS(80));',
    'create_udp_socket(5000);',
    's.listen(9002); s.start_accept(); s.run();',
    'apr_socket_bind(s, address); apr_socket_listen(s, 5);',
    'QVariant v; sock->bind(address); sock->listen(5);',
    'QString s; server_.listen(addr, static_cast<quint16>(port));',
    '/* asio */ socket.open(address.protocol()); socket.bind(address); socket.async_receive_from(buffer, peer, run);',
    'TcpServer srv(8080);',
    'auto p = new HttpServer("0.0.0.0", 8080);',
    'auto q = std::make_unique<UdpServer>(io, config.port);',
  ])('%s', (code) => {
    expect(told(within(code))).toEqual(['shapedServer']);
    expect(lint(within(code), inCpp)[0]?.fix).toBeUndefined();
  });

  it('is left alone where nothing in the API could be stated, by the recommended rules', () => {
    const rules = { 'rebind/prefer-explicit-reuse': 'warn' } as const;
    expect(reports(within('net_listen(fd, port);'), { ...inCpp, rules })).toEqual(['prefer-explicit-reuse']);
    expect(
      reports(within('net_listen(fd, port);'), {
        ...inCpp,
        rules: { 'rebind/prefer-explicit-reuse': ['warn', { checkUnconfigurable: false }] },
      }),
    ).toEqual([]);
  });

  it('and says so where it is given a word of reuse', () => {
    expect(told(within('m_udpSocket.bind(address, UDP_PORT, QUdpSocket::ShareAddress);'))).toEqual([]);
  });

  it.each([
    'lwip_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); lwip_bind(fd, (struct sockaddr *)&addr, sizeof addr);',
    'QVariant v; sock.setReuseAddr(true); sock.bind(address); sock.listen(5);',
    '/* asio */ s.open(address.protocol()); s.set_option(udp::socket::reuse_address(true)); s.bind(address); s.receive_from(buffer, peer);',
    'acceptor_.set_option(boost::asio::socket_base::reuse_address(true), ec); acceptor_.bind(INADDR_ANY, port);',
    'XmlRpcSocket::setReuseAddr(fd); XmlRpcSocket::bind(fd, INADDR_ANY, port);',
    'socket.bind(INADDR_ANY, port, true); socket.listen();',
  ])('and the file sets the option on it: %s', (code) => {
    expect(told(within(code))).toEqual([]);
  });

  it('names the port', () => {
    expect(lint(within('net_listen(fd, 8080);'), inCpp)[0]?.message).toMatch(
      /^net_listen\(\) on port 8080 looks like a server of another file or library/,
    );
  });
});

describe('what only looks like it is passed over', () => {
  it.each<[string, string]>([
    ['functions of std and boost', 'std::bind(&A::b, this, port); boost::bind(f, port, _1);'],
    ['textures', 'glBindTexture(GL_TEXTURE_2D, port); texture->bind(8080); shader.bind(port);'],
    ['statements', 'sqlite3_bind_int(stmt, 1, 8080); statement.bind(1, 8080); query.bind(":port", port);'],
    ['directories', 'ldap_simple_bind(ld, dn, pw); ldap_bind_s(ld, host, port);'],
    [
      'events and signals',
      'signal.bind(port); bindEvent("click", 8080); key.bind(8080); emitter.listen(EVENT, cb);',
    ],
    [
      'clients',
      'connect_server("h", 80); client.start(host, port); tcp_open("example.com", 80); tcp_open(host, 80);',
    ],
    ['a URL that is fetched', 'create_http_task("http://127.0.0.1:8811/test", 0);'],
    [
      'accessors',
      'get_server_port(port); set_server_port(port); server.setPort(8080); server.connect(host, port);',
    ],
    ['lengths of queues', 'x.listen(128); listener.listen(backlog); s.listen(5); net_listen(fd, 16);'],
    ['listeners of events', 'addListener(8080); add_event_listener(port, run);'],
    ['serial ports', 'serial_open(port); openSerialPort(port, 9600); uart_open(port);'],
    ['numbers of ports', 'net_start(port_count); server_init(argc, argv);'],
    ['sockets without an address', 'socket_create(AF_INET, SOCK_STREAM, 0); server_open(path);'],
    ['paths', 'sock.bind("ipc:///tmp/x"); sock.bind("inproc://x");'],
    ['a source address of a client', 'mosquitto_connect_bind(m, host, port, keepalive, address);'],
    ['a socket that is not made to listen', 'apr_socket_bind(s, address); sock->bind(address);'],
    ['a client of a database', 'apr_memcache_server_create(pool, host, port);'],
    [
      'a service of names',
      'pj_dns_init_srv_rr(&rr, &name, port); turn_sock_bind_channel(s, &peer, sizeof peer);',
    ],
    ['packets', 'udp_hdr_build(payload, port, port);'],
    ['the other end', 'udp_new(&remote, port, 0); gnrc_tcp_open(sock, remote, local_port);'],
    ['a list of servers', 'upstream_enable_server("pool", "127.0.0.1:8001");'],
    [
      "methods of a program's own socket, whose bodies may set the option",
      'sock->bind(address); sock->listen(5); _socket->listen(port, host.c_str(), backlog); XmlRpcSocket::bind(fd, port);',
    ],
    ["a function of a program's own, whose body may set the option", 'net_bind(fd, addr, port);'],
    [
      'a socket that connects from where it is bound',
      '/* asio */ s.bind(address); s.receive_from(b, p); s.connect(other);',
    ],
    ['what no compiler sees', '\n#if 0\nnet_listen(fd, port);\n#endif\n'],
    ['a client of Qt', 'QTcpSocket socket; socket.bind(8080);'],
    [
      'another class with the methods',
      'table.bind(fd, (struct sockaddr *)&a, sizeof a); observer.listen(8080);',
    ],
  ])('%s', (_, code) => {
    expect(reports(within(code), inCpp)).toEqual([]);
  });

  it('what stands in an #else of #if 0 is seen', () => {
    expect(told(within('\n#if 0\nnet_listen(a, port);\n#else\nnet_listen(b, port);\n#endif\n'))).toEqual([
      'shapedServer',
    ]);
  });

  it.each<[string, string[]]>([
    ['Q_ASSERT(!server_); server_ = new CustomTcpServer(this);', ['shapedServer']],
    ['', []],
  ])('a method of the name that a class of the file has, of another class or not: %s', (made, reported) => {
    const code = `void HttpServer::up() { ${made} listen(port); }\nbool HttpServer::listen(quint16 port) { return server_->listen(QHostAddress::Any, port); }`;
    expect(told(posix(code))).toEqual(reported);
  });

  it('a function of the file that binds nothing', () => {
    expect(
      reports(
        posix(
          'static int net_listen(int fd, int port) { return fd + port; }\nint up(int port) { return net_listen(3, port); }',
        ),
        inCpp,
      ),
    ).toEqual([]);
  });

  it('a function of the file whose own bind is reported', () => {
    expect(
      reports(
        posix(
          'static int net_listen(int port) { struct sockaddr_in a = { .sin_port = htons(port) }; int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, (struct sockaddr *)&a, sizeof a); return fd; }\nint up(int port) { return net_listen(port); }',
        ),
        inCpp,
      ),
    ).toEqual(['require-reuse']);
  });

  it('a class of the file', () => {
    expect(
      reports(posix('class TcpServer { int port_; };\nvoid up() { TcpServer s(8080); }'), inCpp),
    ).toEqual([]);
  });
});
