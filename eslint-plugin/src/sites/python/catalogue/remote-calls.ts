import { at, reusing, udpServer } from './servers.ts';
import { each, fixed, tcp, udp, type Family, type Listener } from './family.ts';

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
export const grpc: Family = {
  name: 'grpcio',
  methods: {
    add_insecure_port: grpcPort,
    add_secure_port: { ...grpcPort, api: { ...grpcPort.api, name: 'gRPC add_secure_port()' } },
  },
};

/** Source: rpyc/utils/server.py of RPyC 5.3.0. */
const rpyc: Family = {
  name: 'rpyc',
  version: '5.3',
  calls: Object.assign(
    {},
    ...['ThreadedServer', 'ThreadPoolServer', 'ForkingServer', 'OneShotServer', 'GeventServer'].map((name) =>
      each([`rpyc.utils.server.${name}`, `rpyc.${name}`], {
        api: tcp(`rpyc ${name}()`, {
          options: ['reuseAddr'],
          spelled: { reuseAddr: 'reuse_addr' },
          unstated: 'libraryTcp',
          states: {
            tcp: [{ id: 'writeStatement', option: 'reuseAddr', value: 'on', isFix: true }],
          },
        }),
        host: [1, 'hostname'],
        port: [3, 'port'],
        handles: ['socket_path'],
        options: [[5, 'reuse_addr', 'reuseAddr']],
      } satisfies Listener),
    ),
  ) as Readonly<Record<string, Listener>>,
};

/** By its setting SOCK_REUSE. Source: Pyro4/core.py, configuration.py of Pyro4 4.82; Pyro5/server.py, configure.py of Pyro5. */
const ofPyro = (name: string): Listener => ({
  api: fixed(name, 'its setting SOCK_REUSE = False switches it off for the whole program'),
  host: [0, 'host'],
  port: [1, 'port'],
  handles: ['unixsocket', 'connected_socket'],
});
const pyro: Family = {
  name: 'pyro',
  version: '4.82',
  calls: {
    ...each(
      ['Pyro4.Daemon', 'Pyro4.core.Daemon', 'Pyro5.api.Daemon', 'Pyro5.server.Daemon'],
      ofPyro('Pyro Daemon()'),
    ),
    ...each(
      ['Pyro4.Daemon.serveSimple', 'Pyro4.core.Daemon.serveSimple', 'Pyro5.api.serve', 'Pyro5.server.serve'],
      { ...ofPyro('Pyro serve()'), host: [1, 'host'], port: [2, 'port'] },
    ),
    ...each(
      [
        'Pyro4.naming.startNSloop',
        'Pyro4.naming.startNS',
        'Pyro5.nameserver.start_ns_loop',
        'Pyro5.nameserver.start_ns',
      ],
      { ...ofPyro('Pyro start_ns()'), defaultPort: 9090 },
    ),
  },
};

/** Source: pymodbus/server/startstop.py, server.py and transport/transport.py of pymodbus 4.0. */
const ofModbus = (name: string): Listener => ({
  api: name.includes('Udp')
    ? udp(name, { options: [], instead: 'no option exists: use a server that has one' })
    : fixed(name, 'no option exists: use a server that has one'),
  address: [-1, 'address'],
  defaultPort: 502,
});
const MODBUS = ['Tcp', 'Tls', 'Udp'].flatMap((kind) => [
  `Start${kind}Server`,
  `StartAsync${kind}Server`,
  `Modbus${kind}Server`,
]);
const pymodbus: Family = {
  name: 'pymodbus',
  calls: Object.assign(
    {},
    ...MODBUS.map((name) =>
      each(
        [
          'server',
          'server.sync',
          'server.async_io',
          'server.asynchronous',
          'server.startstop',
          'server.server',
        ].map((module) => `pymodbus.${module}.${name}`),
        ofModbus(`pymodbus ${name}()`),
      ),
    ),
  ) as Readonly<Record<string, Listener>>,
};

/** Source: jsonrpclib/SimpleJSONRPCServer.py of jsonrpclib-pelix 0.4.2. */
const jsonRpc: Family = {
  name: 'jsonrpclib',
  version: '0.4',
  servers: {
    'jsonrpclib.SimpleJSONRPCServer.SimpleJSONRPCServer': at(reusing('jsonrpclib SimpleJSONRPCServer'), [
      0,
      'addr',
    ]),
    'jsonrpclib.SimpleJSONRPCServer.PooledJSONRPCServer': at(reusing('jsonrpclib PooledJSONRPCServer'), [
      0,
      'addr',
    ]),
  },
};

/** Source: pythonosc/osc_server.py of python-osc. */
const osc: Family = {
  name: 'python-osc',
  servers: {
    'pythonosc.osc_server.OSCUDPServer': udpServer('pythonosc OSCUDPServer'),
    'pythonosc.osc_server.BlockingOSCUDPServer': udpServer('pythonosc BlockingOSCUDPServer'),
    'pythonosc.osc_server.ThreadingOSCUDPServer': udpServer('pythonosc ThreadingOSCUDPServer'),
    'pythonosc.osc_server.ForkingOSCUDPServer': udpServer('pythonosc ForkingOSCUDPServer'),
  },
  calls: {
    // by loop.create_datagram_endpoint()
    'pythonosc.osc_server.AsyncIOOSCUDPServer': {
      api: udp('pythonosc AsyncIOOSCUDPServer()', {
        options: [],
        instead: 'no option exists: use a server that has one',
      }),
      address: [0, 'server_address'],
    },
  },
};

/** Source: thrift/transport/TSocket.py TServerSocket of Thrift 0.17. */
const thrift: Family = {
  name: 'thrift',
  version: '0.17',
  calls: {
    'thrift.transport.TSocket.TServerSocket': {
      api: fixed('thrift TServerSocket()', 'no option exists: use a server that has one'),
      host: [0, 'host'],
      port: [1, 'port'],
      handles: ['unix_socket'],
      defaultPort: 9090,
    },
  },
};

/** Libraries that answer remote calls. */
export const remoteCalls: readonly Family[] = [rpyc, pyro, pymodbus, jsonRpc, osc, thrift];
