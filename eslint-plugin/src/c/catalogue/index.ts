import type { Library } from './library.ts';

const ASIO: Library = {
  name: 'Boost.Asio',
  mention: /\basio\b/,
  setsItself: ['acceptor(context, endpoint)'],
  classes: [
    {
      type: /\btcp::acceptor$|\bbasic_socket_acceptor<[^>]*\btcp\b/,
      construction: { address: 1, reuse: 2, byDefault: true, atLeast: 2 },
      methods: { bind: { address: 0, byDefault: false, atLeast: 1 } },
      setter: {
        method: 'set_option',
        write: (receiver, type) => `${receiver}.set_option(${type}::reuse_address(true));`,
      },
      on: 'true',
      port: 'last',
    },
  ],
  source: 'boost/asio/basic_socket_acceptor.hpp, 1.81',
};

const LIBEVENT: Library = {
  name: 'libevent',
  mention: /\bevconnlistener_new_bind\b/,
  setsItself: ['evhttp_bind_socket()'],
  functions: [
    {
      name: 'evconnlistener_new_bind',
      address: 5,
      flags: 3,
      options: { LEV_OPT_REUSEABLE: 'reuseAddr', LEV_OPT_REUSEABLE_PORT: 'reusePort' },
    },
  ],
  source: 'event2/listener.h, 2.1.12',
};

const ACE: Library = {
  name: 'ACE',
  mention: /\bACE_/,
  setsItself: ['ACE_Acceptor', 'ACE_Strategy_Acceptor'],
  classes: [
    {
      type: /^ACE_(?:SOCK|SSL_SOCK)_Acceptor$/,
      construction: { address: 0, reuse: 1, byDefault: false, atLeast: 1 },
      methods: { open: { address: 0, reuse: 1, byDefault: false, atLeast: 1 } },
      on: '1',
      port: 'first',
      anyAddress: 'ACE_Addr::sap_any',
    },
  ],
  source: 'ace/SOCK_Acceptor.h, 7.0.8',
};

const POCO: Library = {
  name: 'POCO',
  mention: /\bPoco\b/,
  setsItself: ['ServerSocket(port)', 'TCPServer', 'HTTPServer'],
  classes: [
    {
      type: /^(?:Poco::)?(?:Net::)?(?:Secure)?ServerSocket$/,
      methods: { bind: { address: 0, reuse: 1, byDefault: false, atLeast: 1 } },
      on: 'true',
      port: 'last',
    },
  ],
  source: 'Poco/Net/ServerSocket.h, 1.11.0',
};

const LIBUV: Library = {
  name: 'libuv',
  mention: /\buv_tcp_bind\b/,
  setsItself: ['uv_tcp_bind()'],
  source: 'libuv src/unix/tcp.c uv__tcp_bind(), 1.44.2',
};

const QT: Library = {
  name: 'Qt',
  mention: /\bQTcpServer\b/,
  setsItself: ['QTcpServer::listen()'],
  source: 'qtbase src/network/socket/qtcpserver.cpp, 5.15',
};

/** The libraries whose servers are known. */
export const libraries: readonly Library[] = [ASIO, LIBEVENT, ACE, POCO, LIBUV, QT];
