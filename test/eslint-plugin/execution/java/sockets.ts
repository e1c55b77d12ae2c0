import type { Block } from '../block.ts';
import type { Role } from '../roles.ts';

/** A way to make a socket, and what is done with it then. `{}` is the socket, `$address` and `$port` what is bound. */
export interface Maker {
  readonly role: Exclude<Role, 'either'>;
  readonly type: string;
  readonly made: string;
  /** Absent where the constructor binds. */
  readonly bind?: string;
  /** Statements after the bind. */
  readonly use: Block;
}

const ACCEPT = [
  '{}.setSoTimeout(1);',
  'try {',
  ['{}.accept().close();'],
  '} catch (SocketTimeoutException nobody) {',
  ['System.out.println("nobody");'],
  '}',
];
const ACCEPT_CHANNEL = [
  '{}.configureBlocking(false);',
  'System.out.println({}.accept() == null ? "nobody" : "somebody");',
];
const PEER = 'new InetSocketAddress("127.0.0.1", Integer.getInteger("PEER_PORT"))';
const JOIN = [
  '{}.join(InetAddress.getByName("239.1.2.3"), NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));',
];

export const MAKERS = {
  'ServerSocket, unbound': {
    role: 'server',
    type: 'ServerSocket',
    made: 'new ServerSocket()',
    bind: '{}.bind($address)',
    use: ACCEPT,
  },
  'ServerSocket, unbound, backlog': {
    role: 'server',
    type: 'ServerSocket',
    made: 'new ServerSocket()',
    bind: '{}.bind($address, 50)',
    // what is closed and was never asked for a client is a probe
    use: ACCEPT,
  },
  'factory, unbound': {
    role: 'server',
    type: 'ServerSocket',
    made: 'ServerSocketFactory.getDefault().createServerSocket()',
    bind: '{}.bind($address)',
    use: ACCEPT,
  },
  channel: {
    role: 'server',
    type: 'ServerSocketChannel',
    made: 'ServerSocketChannel.open()',
    bind: '{}.bind($address)',
    use: ACCEPT_CHANNEL,
  },
  'socket of a channel': {
    role: 'server',
    type: 'ServerSocketChannel',
    made: 'ServerSocketChannel.open()',
    bind: '{}.socket().bind($address)',
    use: ACCEPT_CHANNEL,
  },
  'ServerSocket(port)': {
    role: 'server',
    type: 'ServerSocket',
    made: 'new ServerSocket($port)',
    use: ACCEPT,
  },
  'factory(port)': {
    role: 'server',
    type: 'ServerSocket',
    made: 'ServerSocketFactory.getDefault().createServerSocket($port)',
    use: ACCEPT,
  },
  'DatagramSocket, unbound': {
    role: 'datagram',
    type: 'DatagramSocket',
    made: 'new DatagramSocket(null)',
    bind: '{}.bind($address)',
    use: [],
  },
  'DatagramSocket(port)': {
    role: 'datagram',
    type: 'DatagramSocket',
    made: 'new DatagramSocket($port)',
    use: [],
  },
  'datagram channel': {
    role: 'datagram',
    type: 'DatagramChannel',
    made: 'DatagramChannel.open()',
    bind: '{}.bind($address)',
    use: [],
  },
  'datagram channel, group': {
    role: 'multicast',
    type: 'DatagramChannel',
    made: 'DatagramChannel.open(StandardProtocolFamily.INET)',
    bind: '{}.bind($address)',
    use: JOIN,
  },
  Socket: {
    role: 'client',
    type: 'Socket',
    made: 'new Socket()',
    bind: '{}.bind($address)',
    use: [`{}.connect(${PEER});`, 'System.out.println("connected");'],
  },
  'socket channel': {
    role: 'client',
    type: 'SocketChannel',
    made: 'SocketChannel.open()',
    bind: '{}.bind($address)',
    use: [`{}.connect(${PEER});`, 'System.out.println("connected");'],
  },
  'probe, unbound': {
    role: 'probe',
    type: 'ServerSocket',
    made: 'new ServerSocket()',
    bind: '{}.bind($address)',
    use: [],
  },
  'probe(port)': { role: 'probe', type: 'ServerSocket', made: 'new ServerSocket($port)', use: [] },
} as const satisfies Record<string, Maker>;

/** Where a socket lives: its name in the method, and how the class declares it. */
export const PLACES = {
  local: { socket: 'socket' },
  returned: { socket: 'socket' },
  field: { socket: 'listener', field: ['private $type listener;'] },
  'this.field': { socket: 'this.socket', field: ['private $type socket;'] },
  'static field': { socket: 'listener', field: ['static $type listener;'] },
  array: { socket: 'sockets[0]', field: ['private final $type[] sockets = new $type[2];'] },
  'field of a class inside': {
    socket: 'state.socket',
    field: ['static class State {', ['$type socket;'], '}', '', 'private final State state = new State();'],
  },
} as const satisfies Record<string, Place>;

export interface Place {
  readonly socket: string;
  readonly field?: Block;
}
