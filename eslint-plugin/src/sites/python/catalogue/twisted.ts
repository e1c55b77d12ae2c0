import { fixed, udp, type Listener, type Family, type Receiver } from './family.ts';

const REACTOR: Receiver = { types: ['twisted.internet.reactor'], named: /(?:^|[._])reactor$/iu };

const adopt = 'bind a socket with the options you want and pass it to reactor.adoptStreamPort()';
const listenTcp = (name: string): Listener => ({
  api: fixed(name, adopt),
  port: [0, 'port'],
  host: [3, 'interface'],
  isKept: true,
});
const listenSsl = (name: string): Listener => ({ ...listenTcp(name), host: [4, 'interface'] });
const endpoint = (name: string): Listener => ({
  ...listenTcp(name),
  port: [1, 'port'],
  isKept: false,
});

const listenUdp = (name: string): Listener => ({
  api: udp(name, {
    options: [],
    instead: 'bind a socket with the options you want and pass it to reactor.adoptDatagramPort()',
  }),
  port: [0, 'port'],
  host: [2, 'interface'],
  isKept: true,
});

/** With `listenMultiple` it sets SO_REUSEADDR and SO_REUSEPORT. Source: twisted/internet/udp.py MulticastPort of Twisted 24.11. */
const listenMulticast = (name: string): Listener => ({
  api: udp(name, {
    options: ['reuseAddr'],
    spelled: { reuseAddr: 'listenMultiple' },
    statement: (_, value) => `listenMultiple=${value === 'off' ? 'False' : 'True'}`,
    states: {
      'udp-multicast': [{ id: 'stateAddressReused', option: 'reuseAddr', value: 'on', isFix: true }],
    },
  }),
  port: [0, 'port'],
  host: [2, 'interface'],
  options: [[4, 'listenMultiple', 'reuseAddr']],
  isMulticast: true,
});

const described = (name: string, position: number): Listener => ({
  api: fixed(name, adopt),
  description: [position, 'description'],
});

/** Source: twisted/internet/{tcp,udp,endpoints}.py and twisted/application/{internet,strports}.py of Twisted 24.11. */
export const twisted: Family = {
  name: 'twisted',
  version: '24.11.0',
  calls: {
    'twisted.internet.endpoints.TCP4ServerEndpoint': endpoint('TCP4ServerEndpoint()'),
    'twisted.internet.endpoints.TCP6ServerEndpoint': endpoint('TCP6ServerEndpoint()'),
    'twisted.internet.endpoints.SSL4ServerEndpoint': {
      ...endpoint('SSL4ServerEndpoint()'),
      host: [4, 'interface'],
    },
    'twisted.internet.endpoints.serverFromString': described('serverFromString()', 1),
    'twisted.application.strports.service': described('strports.service()', 0),
    'twisted.application.strports.listen': described('strports.listen()', 0),
    // services pass their arguments on to the reactor's methods
    'twisted.application.internet.TCPServer': listenTcp('internet.TCPServer()'),
    'twisted.application.internet.SSLServer': listenSsl('internet.SSLServer()'),
    'twisted.application.internet.UDPServer': listenUdp('internet.UDPServer()'),
    'twisted.application.internet.MulticastServer': listenMulticast('internet.MulticastServer()'),
  },
  methods: {
    listenTCP: { on: REACTOR, ...listenTcp('reactor.listenTCP()') },
    listenSSL: { on: REACTOR, ...listenSsl('reactor.listenSSL()') },
    listenUDP: { on: REACTOR, ...listenUdp('reactor.listenUDP()') },
    listenMulticast: { on: REACTOR, ...listenMulticast('reactor.listenMulticast()') },
  },
};
