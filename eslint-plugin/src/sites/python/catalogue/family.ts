import {
  tcpFacts,
  withoutOption,
  type Family as AnyFamily,
  type Listener as AnyListener,
} from '../../flow/catalogue.ts';
import type { ApiFacts, OptionName, Statement } from '../../site.ts';

/** Where an argument stands: its position, -1 for none, and its keyword. */
export type Parameter = readonly [position: number, keyword: string];

/** A call that binds, and where its arguments say what. */
export interface Listener extends AnyListener {
  /** An address that is a pair, or a text such as `[::]:50051`. */
  readonly address?: Parameter;
  /** In its place a socket may stand that is bound already, or a port alone. */
  readonly takesSocket?: boolean;
  readonly takesPort?: boolean;
  /** A text that says what to listen on, in Twisted's words: `tcp:8080:interface=127.0.0.1`. */
  readonly description?: Parameter;
  /** A key of the library's settings, wherever the file gives it a value: `server.socket_port`. */
  readonly key?: string;
  /** What the first argument must look like for the call to be one of this library. */
  readonly only?: RegExp;
  /** An object of settings, and the one among them that holds the address: `config.bind = ['0.0.0.0:8000']`. */
  readonly settings?: { readonly argument: Parameter; readonly attribute: string; readonly madeBy: string };
  readonly host?: Parameter;
  readonly port?: Parameter;
  /** The call is given none, and what is called knows it: `app.run(debug=True)`. */
  readonly isPortElsewhere?: boolean;
  /** An argument that makes it a client: what it is connected to. */
  readonly connects?: Parameter;
  /** Arguments that bring a socket, a descriptor or a path in place of the port. */
  readonly handles?: readonly string[];
  /** The reuse options, by keyword or position. */
  readonly options?: readonly (readonly [...Parameter, OptionName])[];
  /** Options that a newer Python does not take any more: what happens. */
  readonly refused?: Readonly<Record<string, string>>;
  /** It returns when it has bound, and the library keeps the socket: the loop, the reactor. */
  readonly isKept?: boolean;
  /** The call makes a receiver of multicast. */
  readonly isMulticast?: boolean;
}

/** A server that binds when it is made: a class, or a function of the library that makes an object of one. */
export interface ServerFacts extends Listener {
  /** Where the function is given the class. */
  readonly made?: Parameter;
  /** It is a server by its name and its arguments alone. */
  readonly isShaped?: boolean;
}

/** What a method is called on. */
export interface Receiver {
  /** Classes whose objects have the method, by path. */
  readonly types?: readonly string[];
  /** Calls that return such an object, by path. */
  readonly makers?: readonly string[];
  /** What such objects are called, where nothing else tells. */
  readonly named?: RegExp;
}

/** One library: its functions and constructors by path, its methods by name. */
export interface Family extends AnyFamily {
  readonly calls?: Readonly<Record<string, Listener>>;
  readonly methods?: Readonly<Record<string, Listener & { readonly on: Receiver }>>;
  /** Classes that inherit from those of the standard library. */
  readonly servers?: Readonly<Record<string, ServerFacts>>;
}

/** The same of several paths: what a package shows under more than one name. */
export const each = <T>(paths: readonly string[], facts: T): Readonly<Record<string, T>> =>
  Object.fromEntries(paths.map((path) => [path, facts]));

/** Keywords that a library hands on to asyncio. */
export const REUSE_PORT = [-1, 'reuse_port', 'reusePort'] as const;
export const REUSE_ADDRESS = [-1, 'reuse_address', 'reuseAddr'] as const;

/** How `reuse_port=False` and its like are written. */
const statement =
  (spelled: ApiFacts['spelled']): ApiFacts['statement'] =>
  (option, value) =>
    `${spelled?.[option] ?? ''}=${value === 'off' ? 'False' : 'True'}`;

const notShared: Statement = { id: 'stateNotShared', option: 'reusePort', value: 'off', isFix: true };
const shared: Statement = { id: 'stateShared', option: 'reusePort', value: 'on' };

/** A TCP server that sets SO_REUSEADDR itself and takes `reuse_port`. */
export function tcp(name: string, facts: Partial<ApiFacts> = {}): ApiFacts {
  const spelled = facts.spelled ?? { reusePort: 'reuse_port', reuseAddr: 'reuse_address' };
  return tcpFacts({
    name,
    runtime: 'python',
    options: ['reusePort'],
    states: { tcp: [notShared, shared] },
    spelled,
    statement: statement(spelled),
    ...facts,
  });
}

/** As `tcp`, in a version of the library that not everybody has: stated on request alone. */
export function newerTcp(name: string): ApiFacts {
  return tcp(name, { states: { tcp: [{ ...notShared, isFix: false }, shared] } });
}

/** A server that sets SO_REUSEADDR itself and has no option. */
export const fixed = (name: string, instead: string): ApiFacts =>
  withoutOption({ name, runtime: 'python', instead });

/** A datagram socket with an option or none. */
export function udp(name: string, facts: Partial<ApiFacts>): ApiFacts {
  return tcp(name, { protocol: 'udp', states: {}, ...facts });
}
