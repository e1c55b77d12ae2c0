import { embedded } from './embedded.ts';
import type { Family } from './family.ts';
import { networking } from './networking.ts';
import { webServers } from './web-servers.ts';

const ASIO: Family = {
  name: 'Boost.Asio',
  mention: /\basio\b/,
  types: [
    {
      type: /\btcp::acceptor$|\bbasic_socket_acceptor<[^>]*\btcp\b/,
      name: 'tcp::acceptor',
      constructs: { address: 1, reuse: 2, restart: 'safe', atLeast: 2 },
      methods: { bind: { address: 0, restart: 'fails', atLeast: 1 } },
      setter: {
        method: 'set_option',
        write: (on, type) => `${on}set_option(${type}::reuse_address(true));`,
      },
      on: 'true',
      port: 'last',
    },
  ],
  source: 'boost/asio/basic_socket_acceptor.hpp, 1.81',
};

const WITH_A_LISTENER =
  'bind with evconnlistener_new_bind() and its flags, and give the listener to evhttp_bind_listener()';

const LIBEVENT: Family = {
  name: 'libevent',
  mention: /\bevconnlistener_new_bind\b|\bevhttp_bind_socket/,
  calls: {
    evconnlistener_new_bind: {
      address: 5,
      flags: 3,
      spelled: { reuseAddr: 'LEV_OPT_REUSEABLE', reusePort: 'LEV_OPT_REUSEABLE_PORT' },
    },
    evhttp_bind_socket: { does: 'sets', port: 2, instead: WITH_A_LISTENER },
    evhttp_bind_socket_with_handle: { does: 'sets', port: 2, instead: WITH_A_LISTENER },
  },
  source: 'event2/listener.h and http.c bind_socket(), 2.1.12',
};

const ACE: Family = {
  name: 'ACE',
  mention: /\bACE_/,
  types: [
    {
      type: /^ACE_(?:SOCK|SSL_SOCK)_Acceptor$/,
      name: 'ACE_SOCK_Acceptor',
      constructs: { address: 0, reuse: 1, restart: 'fails', atLeast: 1 },
      methods: { open: { address: 0, reuse: 1, restart: 'fails', atLeast: 1 } },
      on: '1',
      port: 'first',
      anyAddress: 'ACE_Addr::sap_any',
    },
  ],
  source: 'ace/SOCK_Acceptor.h, 7.0.8',
};

const POCO: Family = {
  name: 'POCO',
  mention: /\bPoco\b/,
  types: [
    {
      type: /^(?:Poco::)?(?:Net::)?(?:Secure)?ServerSocket$/,
      name: 'ServerSocket',
      constructs: {
        address: 0,
        restart: 'safe',
        atLeast: 1,
        instead: 'make the ServerSocket without an address, then call bind(address, true) and listen()',
      },
      methods: { bind: { address: 0, reuse: 1, restart: 'fails', atLeast: 1 } },
      on: 'true',
      port: 'last',
    },
  ],
  source: 'Poco/Net/ServerSocket.h and Net/src/ServerSocket.cpp, 1.11.0',
};

const LIBUV: Family = {
  name: 'libuv',
  mention: /\buv_(?:tcp|udp)_bind\b/,
  calls: {
    uv_tcp_bind: {
      address: 1,
      flags: 2,
      spelled: { reusePort: 'UV_TCP_REUSEPORT' },
      isOn: true,
      instead: 'bind a socket of your own and give it to uv_tcp_open()',
    },
    uv_udp_bind: {
      address: 1,
      flags: 2,
      spelled: { reuseAddr: 'UV_UDP_REUSEADDR', reusePort: 'UV_UDP_REUSEPORT' },
      joins: 'uv_udp_set_membership',
      instead: 'no other socket can bind the port, which is right for unicast',
    },
  },
  source: 'libuv src/unix/tcp.c uv__tcp_bind() and src/unix/udp.c uv__udp_bind(), 1.44.2',
};

const QT: Family = {
  name: 'Qt',
  mention: /\bQ(?:Tcp|Ssl)Server\b|\bQUdpSocket\b/,
  types: [
    {
      type: /^Q(?:Tcp|Ssl)Server$/,
      name: 'QTcpServer',
      methods: {
        listen: {
          address: 0,
          restart: 'safe',
          atLeast: 2,
          instead: 'bind a socket of your own and give it to setSocketDescriptor()',
        },
      },
      port: 'next',
    },
    {
      type: /^QUdpSocket$/,
      name: 'QUdpSocket',
      methods: {
        bind: {
          mode: /Share|ReuseAddress|DefaultForPlatform|[mM]ode\b/,
          on: ['ShareAddress', 'ReuseAddressHint'],
          off: ['DontShareAddress', 'DefaultForPlatform'],
          joins: 'joinMulticastGroup',
        },
      },
      port: 'last',
    },
  ],
  source: 'qtbase src/network/socket/qtcpserver.cpp and qabstractsocket.cpp, 5.15',
};

/** The libraries whose servers are known. */
export const families: readonly Family[] = [
  ASIO,
  LIBEVENT,
  ACE,
  POCO,
  LIBUV,
  QT,
  ...webServers,
  ...networking,
  ...embedded,
];
