import { hypercorn, uvicorn } from './asgi.ts';
import { fixed, newerTcp, tcp, udp, type Family, type Receiver } from './family.ts';
import { twisted } from './twisted.ts';

const REUSE_PORT = [-1, 'reuse_port', 'reusePort'] as const;
const REUSE_ADDRESS = [-1, 'reuse_address', 'reuseAddr'] as const;

const LOOP: Receiver = {
  makers: [
    'asyncio.get_event_loop',
    'asyncio.get_running_loop',
    'asyncio.new_event_loop',
    'uvloop.new_event_loop',
  ],
  named: /(?:^|[._])(?:event_?)?loop$/iu,
};

/** Source: Lib/socket.py create_server() of CPython 3.8 to 3.13. */
const socket: Family = {
  name: 'socket',
  calls: {
    'socket.create_server': {
      api: tcp('socket.create_server()', { spelled: { reusePort: 'reuse_port' } }),
      address: [0, 'address'],
      defaultAddress: '0.0.0.0',
      options: [REUSE_PORT],
    },
  },
};

/** Source: Lib/asyncio/base_events.py of CPython 3.11, and its documentation for what changed when. */
const asyncio: Family = {
  name: 'asyncio',
  calls: {
    'asyncio.start_server': {
      api: tcp('asyncio.start_server()'),
      isKept: true,
      host: [1, 'host'],
      port: [2, 'port'],
      handles: ['sock'],
      options: [REUSE_PORT, REUSE_ADDRESS],
    },
  },
  methods: {
    create_server: {
      on: LOOP,
      api: tcp('loop.create_server()'),
      isKept: true,
      host: [1, 'host'],
      port: [2, 'port'],
      handles: ['sock'],
      options: [REUSE_PORT, REUSE_ADDRESS],
    },
    create_datagram_endpoint: {
      on: { ...LOOP, named: /./u },
      api: udp('loop.create_datagram_endpoint()', {
        states: {
          'udp-unicast': [
            { id: 'stateNotShared', option: 'reusePort', value: 'off', isFix: true },
            { id: 'stateUdpShared', option: 'reusePort', value: 'on' },
          ],
          'udp-multicast': [{ id: 'stateUdpShared', option: 'reusePort', value: 'on' }],
        },
      }),
      address: [1, 'local_addr'],
      handles: ['sock'],
      options: [REUSE_PORT],
      refused: {
        reuse_address:
          'Python 3.8.1 to 3.10 raise a ValueError when it is true, as it let any process take the datagrams, and since 3.11 the parameter is gone (TypeError)',
      },
    },
  },
};

/** Source: tornado/netutil.py and tornado/tcpserver.py of Tornado 6.2. */
const TORNADO = '6.2';
const tornadoServer: Receiver = {
  types: ['tornado.web.Application', 'tornado.httpserver.HTTPServer', 'tornado.tcpserver.TCPServer'],
};
const tornado: Family = {
  name: 'tornado',
  version: TORNADO,
  calls: {
    'tornado.netutil.bind_sockets': {
      api: tcp('tornado bind_sockets()'),
      isKept: true,
      port: [0, 'port'],
      host: [1, 'address'],
      options: [[5, 'reuse_port', 'reusePort']],
    },
  },
  methods: {
    // reuse_port of listen() came with 6.2, earlier versions raise a TypeError
    listen: {
      on: tornadoServer,
      api: newerTcp('tornado listen()'),
      isKept: true,
      port: [0, 'port'],
      host: [1, 'address'],
      options: [REUSE_PORT],
    },
    bind: {
      on: { types: ['tornado.httpserver.HTTPServer', 'tornado.tcpserver.TCPServer'] },
      api: tcp('tornado TCPServer.bind()'),
      isKept: true,
      port: [0, 'port'],
      host: [1, 'address'],
      options: [[5, 'reuse_port', 'reusePort']],
    },
  },
};

/** Source: aiohttp/web.py and aiohttp/web_runner.py of aiohttp 3.8. */
const aiohttp: Family = {
  name: 'aiohttp',
  version: '3.8',
  calls: {
    'aiohttp.web.run_app': {
      api: tcp('aiohttp run_app()'),
      host: [-1, 'host'],
      port: [-1, 'port'],
      defaultPort: 8080,
      handles: ['path', 'sock'],
      options: [REUSE_PORT, REUSE_ADDRESS],
    },
    'aiohttp.web.TCPSite': {
      api: tcp('aiohttp TCPSite()'),
      host: [1, 'host'],
      port: [2, 'port'],
      defaultPort: 8080,
      options: [REUSE_PORT, REUSE_ADDRESS],
    },
  },
};

/** Source: waitress/server.py bind_server_socket() and waitress/adjustments.py of waitress 2.1. */
const waitress: Family = {
  name: 'waitress',
  version: '2.1',
  calls: {
    'waitress.serve': {
      api: fixed('waitress.serve()', 'bind sockets with the options you want and pass them as sockets='),
      address: [-1, 'listen'],
      host: [-1, 'host'],
      port: [-1, 'port'],
      defaultPort: 8080,
      handles: ['sockets', 'unix_socket'],
    },
  },
};

/** Source: werkzeug/serving.py prepare_socket() of Werkzeug 3.1, which Flask's run() calls. */
const werkzeug: Family = {
  name: 'werkzeug, flask',
  version: '3.1',
  calls: {
    'werkzeug.serving.run_simple': {
      api: fixed(
        'werkzeug run_simple()',
        'bind a socket with the options you want and pass its descriptor as fd=',
      ),
      host: [0, 'hostname'],
      port: [1, 'port'],
      handles: ['fd'],
    },
  },
  methods: {
    run: {
      on: { types: ['flask.Flask'] },
      api: fixed(
        'Flask.run()',
        'a development server needs neither; in production let the WSGI server say it',
      ),
      host: [0, 'host'],
      port: [1, 'port'],
      defaultPort: 5000,
    },
  },
};

/** Source: the channel argument GRPC_ARG_ALLOW_REUSEPORT of gRPC core, on by default where the system has the option. */
const grpcPort = {
  on: { named: /./u },
  api: tcp('gRPC add_insecure_port()', {
    options: [],
    states: {},
    sharesByDefault: true,
    instead: "pass options=[('grpc.so_reuseport', 0)] to grpc.server()",
  }),
  address: [0, 'address'],
} as const;
const grpc: Family = {
  name: 'grpcio',
  methods: {
    add_insecure_port: grpcPort,
    add_secure_port: { ...grpcPort, api: { ...grpcPort.api, name: 'gRPC add_secure_port()' } },
  },
};

/** Source: Lib/multiprocessing/connection.py SocketListener of CPython 3.11. */
const multiprocessing: Family = {
  name: 'multiprocessing',
  calls: {
    'multiprocessing.connection.Listener': {
      api: fixed('multiprocessing Listener()', 'use socketserver or asyncio, which have options'),
      address: [0, 'address'],
    },
  },
};

/** What is known of Python's libraries beside socket() itself and the servers that are classes. */
export const families: readonly Family[] = [
  socket,
  asyncio,
  tornado,
  twisted,
  aiohttp,
  uvicorn,
  hypercorn,
  waitress,
  werkzeug,
  grpc,
  multiprocessing,
];
