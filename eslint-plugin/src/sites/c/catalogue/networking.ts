import type { Family, SwitchlessCall } from './family.ts';

/** What is said of datagrams where a library has no option for them. */
const UNICAST = 'no other socket can bind the port, which is right for unicast';

const bindsUrl = (does: SwitchlessCall['does'], instead: string, port: number): SwitchlessCall => ({
  does,
  port,
  atLeast: port + 1,
  instead,
});

const ZMQ_FD = 'bind a socket of your own and give it to ZMQ_USE_FD';

const ZEROMQ: Family = {
  name: 'ZeroMQ',
  mention: /\bzmq|\bzsock_|\bzmqpp\b|\bczmq\b/,
  types: [
    {
      type: /^(?:zmq|zmqpp)::socket(?:_t|_ref)?$/,
      name: 'zmq::socket_t',
      methods: { bind: bindsUrl('sets', ZMQ_FD, 0) },
    },
  ],
  calls: { zmq_bind: bindsUrl('sets', ZMQ_FD, 1) },
  source: 'src/tcp_listener.cpp create_socket(), zeromq/libzmq at 6b708e4',
};

const NANOMSG: Family = {
  name: 'nanomsg, NNG',
  mention: /\bnn_bind\b|\bnng_listen\b/,
  calls: {
    nn_bind: bindsUrl('sets', 'the library has no way', 1),
    nng_listen: bindsUrl('unverified', 'no way is known', 1),
  },
  source: 'src/aio/usock_posix.inc nn_usock_bind(), nanomsg/nanomsg 1.2.1; NNG is not verified',
};

const GRPC: Family = {
  name: 'gRPC',
  mention: /\bgrpc(?:pp|\+\+)?\b/,
  calls: {
    AddListeningPort: {
      does: 'shares',
      port: 0,
      atLeast: 2,
      instead: 'call AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0) on the builder',
      stated: /\bGRPC_ARG_ALLOW_REUSEPORT\b|"grpc\.so_reuseport"/,
    },
  },
  source: 'grpc/impl/codegen/grpc_types.h GRPC_ARG_ALLOW_REUSEPORT, 1.51.1',
};

const MUDUO: Family = {
  name: 'muduo',
  mention: /\bmuduo\b/,
  types: [
    {
      type: /^(?:muduo::)?(?:net::)?(?:TcpServer|HttpServer)$/,
      name: 'muduo::net::TcpServer',
      constructs: {
        does: 'sets',
        port: 1,
        atLeast: 3,
        instead: 'give it TcpServer::kReusePort as argument 4',
        stated: /\bkReusePort\b/,
      },
    },
  ],
  source: 'muduo/net/Acceptor.cc, chenshuo/muduo at f1fc77e',
};

const TRANTOR: Family = {
  name: 'trantor',
  mention: /\btrantor\b/,
  types: [
    {
      type: /^(?:trantor::)?TcpServer$/,
      name: 'trantor::TcpServer',
      constructs: {
        does: 'shares',
        port: 1,
        atLeast: 3,
        instead: 'give it true and false as arguments 4 and 5',
        stated: /\bTcpServer\b[^;]*,\s*(?:true|false)\s*[,)}]/,
      },
    },
  ],
  source: 'trantor/net/TcpServer.h and inner/Acceptor.cc, an-tao/trantor 1.5.28',
};

const POCO_SERVERS: Family = {
  name: 'POCO, servers',
  mention: /\bPoco\b/,
  types: [
    {
      type: /^(?:Poco::)?(?:Net::)?(?:TCPServer|HTTPServer)$/,
      name: 'Poco::Net::TCPServer',
      constructs: {
        does: 'sets',
        port: 1,
        atLeast: 2,
        instead: 'give it a ServerSocket that was bound by bind(address, true)',
      },
    },
  ],
  source: 'Net/src/TCPServer.cpp and HTTPServer.cpp, pocoproject/poco 1.15.1',
};

const ENET: Family = {
  name: 'ENet',
  mention: /\benet_(?:host_create|socket_bind)\b/,
  calls: {
    enet_host_create: {
      does: 'unset',
      protocol: 'udp',
      port: { fieldOf: 0, at: 1 },
      atLeast: 4,
      instead: UNICAST,
    },
    enet_socket_bind: {
      does: 'unset',
      protocol: 'udp',
      port: { fieldOf: 1, at: 1 },
      atLeast: 2,
      instead: 'call enet_socket_set_option() with ENET_SOCKOPT_REUSEADDR before it',
      stated: 'on-socket',
    },
  },
  source: 'host.c enet_host_create(), lsalzman/enet 1.3.18, and unix.c enet_socket_bind(), at 007b7d2',
};

const SFML: Family = {
  name: 'SFML',
  mention: /\bsf::(?:TcpListener|UdpSocket)\b|\bSFML\/Network/,
  types: [
    {
      type: /^(?:sf::)?TcpListener$/,
      name: 'sf::TcpListener',
      methods: {
        listen: {
          does: 'unset',
          port: 0,
          instead: 'bind a socket of your own',
        },
      },
    },
    {
      type: /^(?:sf::)?UdpSocket$/,
      name: 'sf::UdpSocket',
      methods: { bind: { does: 'unset', protocol: 'udp', port: 0, instead: UNICAST } },
    },
  ],
  source: 'src/SFML/Network/TcpListener.cpp, UdpSocket.cpp and Socket.cpp, SFML/SFML 3.1.0',
};

const SDL_NET: Family = {
  name: 'SDL_net',
  mention: /\bSDLNet_(?:TCP|UDP)_Open\b|\b(?:SDLNet|NET)_Create(?:Server|DatagramSocket)\b/,
  calls: {
    SDLNet_TCP_Open: {
      does: 'sets',
      port: { resolvedBy: 'SDLNet_ResolveHost', host: 1, port: 2 },
      instead: 'the library has no way',
    },
    SDLNet_UDP_Open: { does: 'unset', protocol: 'udp', port: 0, instead: UNICAST },
    NET_CreateServer: {
      does: 'sets',
      port: 1,
      atLeast: 2,
      instead: 'set NET_PROP_SERVER_REUSEADDR_BOOLEAN among its properties',
      stated: /\bNET_PROP_SERVER_REUSEADDR_BOOLEAN\b/,
    },
  },
  source: 'SDLnetTCP.c, libsdl-org/SDL_net 2.2.0, and src/SDL_net.c, 3.2.0',
};

const UVW: Family = {
  name: 'uvw',
  mention: /\buvw\b/,
  calls: {
    bind: { does: 'sets', port: 1, atLeast: 2, instead: 'bind a socket of your own and give it to open()' },
  },
  source: 'src/uvw/tcp.ipp, skypjack/uvw, over libuv src/unix/tcp.c uv__tcp_bind(), 1.44.2',
};

const ASIO_DATAGRAMS: Family = {
  name: 'Boost.Asio, datagrams',
  mention: /\basio\b/,
  types: [
    {
      type: /\budp::socket$|\bbasic_datagram_socket<[^>]*\budp\b/,
      name: 'udp::socket',
      constructs: {
        does: 'unset',
        protocol: 'udp',
        port: 1,
        atLeast: 2,
        instead: 'open() it, call set_option(), then bind()',
        stated: /\breuse_address\b/,
      },
      methods: {
        bind: {
          does: 'unset',
          protocol: 'udp',
          port: 0,
          instead: 'call set_option() before it',
          stated: 'on-socket',
          mayConnect: true,
        },
      },
    },
  ],
  source: 'boost/asio/basic_datagram_socket.hpp, 1.81',
};

const QT_SERVERS: Family = {
  name: 'Qt, web servers',
  mention: /\bQWebSocketServer\b|\bQHttpServer\b/,
  types: [
    {
      type: /^QWebSocketServer$/,
      name: 'QWebSocketServer',
      methods: {
        listen: {
          does: 'sets',
          port: 1,
          atLeast: 2,
          instead: 'bind a socket of your own and give it to setSocketDescriptor()',
        },
      },
    },
    {
      type: /^QHttpServer$/,
      name: 'QHttpServer',
      methods: {
        listen: { does: 'unverified', port: 1, atLeast: 2, instead: 'give bind() a QTcpServer of your own' },
      },
    },
  ],
  source:
    'src/websockets/qwebsocketserver_p.cpp, qt/qtwebsockets at c2c1873, over QTcpServer; QHttpServer is not verified',
};

const ACE_ACCEPTORS: Family = {
  name: 'ACE, acceptors',
  mention: /\bACE_(?:Strategy_)?Acceptor\b/,
  types: [
    {
      type: /^ACE_(?:Strategy_)?Acceptor</,
      name: 'ACE_Acceptor',
      methods: {
        open: {
          does: 'sets',
          port: 0,
          instead: 'its fifth argument is the switch, behind four with defaults',
        },
      },
    },
  ],
  source: 'ace/Acceptor.h, 7.0.8',
};

/** Libraries of sockets and messages without a switch at the call that binds. */
export const networking: readonly Family[] = [
  ZEROMQ,
  NANOMSG,
  GRPC,
  MUDUO,
  TRANTOR,
  POCO_SERVERS,
  ENET,
  SFML,
  SDL_NET,
  UVW,
  ASIO_DATAGRAMS,
  QT_SERVERS,
  ACE_ACCEPTORS,
];
