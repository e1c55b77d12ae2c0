import { applications, hypercorn, uvicorn, websockets } from './asgi.ts';
import {
  fixed,
  newerTcp,
  REUSE_ADDRESS,
  REUSE_PORT,
  tcp,
  udp,
  type Family,
  type Receiver,
  type ServerFacts,
} from './family.ts';
import { grpc, remoteCalls } from './remote-calls.ts';
import { SERVERS } from './servers.ts';
import { services } from './services.ts';
import { twisted } from './twisted.ts';
import { bottle, cherrypy, eventlet, flaskSocketIo, gevent, paste, waitress, werkzeug } from './wsgi.ts';

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
      connects: [2, 'remote_addr'],
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
  websockets,
  waitress,
  werkzeug,
  bottle,
  flaskSocketIo,
  gevent,
  eventlet,
  cherrypy,
  paste,
  ...applications,
  grpc,
  ...remoteCalls,
  ...services,
  multiprocessing,
];

/** The classes of all libraries that bind in their constructors, as those of the standard library do, by path. */
export const servers: Readonly<Record<string, ServerFacts>> = Object.fromEntries(
  [SERVERS, ...families.map(({ servers: own = {} }) => own)].flatMap((own) => Object.entries(own)),
);
