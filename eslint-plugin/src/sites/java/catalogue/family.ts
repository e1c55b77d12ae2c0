import type { ApiFacts, OptionName } from '../../site.ts';
import type { Family as AnyFamily, Listener as AnyListener } from '../../flow/catalogue.ts';
import type { Use } from '../../flow/step.ts';

/**
 * How a call names its address. `port`: (port[, backlog[, address]]). `address`: a SocketAddress first. `either`: a port, an
 * address, or a host and a port; what was set before when there is none. `host-port`: a port, or a port and a host in
 * whichever order. `anywhere`: the argument that is a port, an address or a URI with a port, wherever it stands; what was set before, or
 * the library's own port, when there is none. `within`: as `anywhere`, in the arguments of what is given.
 */
export type AddressShape = 'port' | 'address' | 'either' | 'host-port' | 'anywhere' | 'within';

/** How an option is written in front of a bind. `none`: the API has no way. */
export type Writing = 'setter' | 'setOption' | 'bootstrap' | 'setProperty' | 'none';

/** A call that binds, and how reuse is stated there. */
export interface Listener extends AnyListener {
  readonly address: AddressShape;
  readonly writing: Writing;
  /** The server binds when it starts, after all that is said of it in the same routine. */
  readonly isLater?: boolean;
  /** The bind is the constructor's or factory's own; what to bind afterwards instead. */
  readonly unbound?: { readonly arguments: string; readonly api: ApiFacts } | undefined;
  /** From this number of arguments on the caller gives a socket factory of its own. */
  readonly ownFactoryFrom?: number;
  /** A server, whoever made it and whatever else it was given to: it is no socket that a caller may have told something. */
  readonly isServer?: boolean;
}

/** What a method does to the object it is called on. */
export type Method =
  | { readonly does: 'bind'; readonly binding: Listener }
  /** `setReuseAddress(value)` */
  | { readonly does: 'set'; readonly option: OptionName; readonly spelled: string }
  /** `setOption(name, value)`; on the connections it accepts when `accepted`. */
  | { readonly does: 'setNamed'; readonly accepted?: boolean }
  | { readonly does: 'use'; readonly use: Use }
  /** The address of a later bind. */
  | { readonly does: 'setAddress' }
  /** The kind of channel a bootstrap makes. */
  | { readonly does: 'setChannel' }
  /** The same socket as another type. */
  | { readonly does: 'same'; readonly type: string }
  /** Another object: a factory's socket, a provider's channel. */
  | { readonly does: 'make'; readonly type: string; readonly binding?: Listener; readonly takesOn?: true };

/** How a constructor or static method makes an object, by the number of its arguments. */
export interface Maker {
  readonly type: string;
  /** What binds at once when there are arguments. */
  readonly binding?: Listener;
  /** Binds without arguments too, to a port of the kernel's choice. */
  readonly bindsAlways?: boolean;
  /** What is set on the options that it is given is set on it. */
  readonly takesOn?: true;
}

export interface JavaType {
  readonly extends?: string;
  readonly constructs?: Omit<Maker, 'type'>;
  readonly statics?: Readonly<Record<string, Maker>>;
  readonly methods?: Readonly<Record<string, Method>>;
  /** Fields that subclasses inherit, by their types. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Says how a server is to be: what takes it on is the server. */
  readonly isOptions?: boolean;
  /** Methods that are not named here give the object itself. */
  readonly isFluent?: boolean;
  /** Holds sockets of several kinds: which one tells only its creation. */
  readonly isGeneral?: boolean;
  /** A bind by this type serves datagrams only when its channel does, and is a client's else. */
  readonly isDatagramOnly?: boolean;
  /** Sets SO_REUSEADDR by itself, and is for multicast. */
  readonly isMulticast?: boolean;
}

/** What a library's types do, by their full names. */
export interface Family extends AnyFamily {
  readonly types: Readonly<Record<string, JavaType>>;
}
