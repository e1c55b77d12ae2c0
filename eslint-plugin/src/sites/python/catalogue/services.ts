import { each, fixed, REUSE_ADDRESS, REUSE_PORT, tcp, type Family, type Listener } from './family.ts';

/** Source: prometheus_client/exposition.py of prometheus_client 0.16, by wsgiref. */
const prometheus: Family = {
  name: 'prometheus_client',
  version: '0.16',
  calls: each(
    ['start_http_server', 'start_wsgi_server'].flatMap((name) => [
      `prometheus_client.${name}`,
      `prometheus_client.exposition.${name}`,
    ]),
    {
      api: fixed('prometheus start_http_server()', 'run make_wsgi_app() by a server that has an option'),
      port: [0, 'port'],
      host: [1, 'addr'],
    },
  ),
};

/** Source: aiosmtpd/controller.py of aiosmtpd 1.4.3, by loop.create_server(). */
const aiosmtpd: Family = {
  name: 'aiosmtpd',
  version: '1.4',
  calls: each(['aiosmtpd.controller.Controller', 'aiosmtpd.controller.UnthreadedController'], {
    api: fixed('aiosmtpd Controller()', 'override _create_server()'),
    host: [1, 'hostname'],
    port: [2, 'port'],
    defaultPort: 8025,
  }),
};

/** Source: pyftpdlib/servers.py FTPServer, ioloop.py bind_af_unspecified() of pyftpdlib 1.5.7. */
const pyftpdlib: Family = {
  name: 'pyftpdlib',
  version: '1.5',
  calls: each(
    [
      'pyftpdlib.servers.FTPServer',
      'pyftpdlib.servers.ThreadedFTPServer',
      'pyftpdlib.servers.MultiprocessFTPServer',
      'pyftpdlib.ftpserver.FTPServer',
    ],
    {
      api: fixed(
        'pyftpdlib FTPServer()',
        'bind a socket with the options you want and give it in place of the address',
      ),
      address: [0, 'address_or_socket'],
      takesSocket: true,
    },
  ),
};

/** Source: bokeh/server/server.py and util.py of Bokeh, by tornado's bind_sockets(). */
const bokeh: Family = {
  name: 'bokeh',
  calls: each(['bokeh.server.server.Server', 'bokeh.server.Server'], {
    api: fixed('bokeh Server()', 'give its BaseServer an HTTPServer of your own'),
    host: [-1, 'address'],
    port: [-1, 'port'],
    handles: ['unix_socket'],
    defaultPort: 5006,
  }),
};

/** Source: src/tcp_listener.cpp of libzmq. */
const zmq: Family = {
  name: 'pyzmq',
  methods: {
    bind: {
      on: { named: /./u },
      only: /^[a-zA-Z]?["']tcp:\/\//u,
      api: fixed(
        'zmq bind()',
        'bind a socket with the options you want and give its descriptor by ZMQ_USE_FD',
      ),
      address: [0, 'addr'],
    },
  },
};

/** Switched off unless it is told otherwise. Source: asyncssh/connection.py listen() of AsyncSSH 2.10. */
const ofAsyncSsh = (name: string): Listener => ({
  api: tcp(name, {
    options: ['reuseAddr', 'reusePort'],
    unstated: 'switchedOff',
    restart: 'fails',
    states: { tcp: [{ id: 'writeStatement', option: 'reuseAddr', value: 'on', isFix: true }] },
  }),
  host: [0, 'host'],
  port: [1, 'port'],
  handles: ['sock'],
  options: [REUSE_ADDRESS, REUSE_PORT],
  defaultPort: 22,
});
const asyncSsh: Family = {
  name: 'asyncssh',
  version: '2.10',
  calls: {
    'asyncssh.listen': ofAsyncSsh('asyncssh.listen()'),
    'asyncssh.create_server': {
      ...ofAsyncSsh('asyncssh.create_server()'),
      host: [1, 'host'],
      port: [2, 'port'],
    },
  },
};

/** Source: trio/_highlevel_open_tcp_listeners.py of Trio 0.22. */
const trio: Family = {
  name: 'trio',
  version: '0.22',
  calls: {
    'trio.serve_tcp': {
      api: fixed(
        'trio.serve_tcp()',
        'bind a socket with the options you want and use trio.serve_listeners()',
      ),
      port: [1, 'port'],
      host: [-1, 'host'],
    },
    'trio.open_tcp_listeners': {
      api: fixed(
        'trio.open_tcp_listeners()',
        'bind a socket with the options you want and make a SocketListener',
      ),
      port: [0, 'port'],
      host: [-1, 'host'],
    },
  },
};

/** Source: anyio/_core/_sockets.py create_tcp_listener() of AnyIO 3.6. */
const anyio: Family = {
  name: 'anyio',
  version: '3.6',
  calls: {
    'anyio.create_tcp_listener': {
      api: tcp('anyio.create_tcp_listener()', {
        spelled: { reusePort: 'reuse_port' },
        unstated: 'libraryTcp',
      }),
      host: [-1, 'local_host'],
      port: [-1, 'local_port'],
      options: [REUSE_PORT],
    },
  },
};

/** Servers of other protocols, and what applications show of themselves. */
export const services: readonly Family[] = [
  prometheus,
  aiosmtpd,
  pyftpdlib,
  bokeh,
  zmq,
  asyncSsh,
  trio,
  anyio,
];
