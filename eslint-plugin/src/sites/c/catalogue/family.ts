import type { Family as AnyFamily } from '../../flow/catalogue.ts';
import type { ApiFacts } from '../../site.ts';

/** A constructor or method that binds, with an argument that switches SO_REUSEADDR. Arguments are named by their positions, from 0. */
export interface SwitchedCall extends Pick<ApiFacts, 'instead'> {
  /** Where the argument is left out: `safe` where the option is on by itself. */
  readonly restart: NonNullable<ApiFacts['restart']>;
  /** The address or port. */
  readonly address: number;
  /** The switch; the arguments before it must be there. Absent: there is none. */
  readonly reuse?: number;
  /** Arguments that a call which binds has at least. */
  readonly atLeast: number;
}

/** A method that takes a mode, or an address, a port and a mode. */
export interface ModedCall {
  /** What the argument of the mode says, where it is one of several. */
  readonly mode: RegExp;
  readonly on: readonly string[];
  readonly off: readonly string[];
  /** It takes datagrams; the method that joins a group. */
  readonly joins: string;
}

/** A function with an argument of flags; the options are spelled as flags, that of SO_REUSEADDR first. */
export interface FlaggedCall {
  readonly address: number;
  readonly flags: number;
  readonly spelled: NonNullable<ApiFacts['spelled']>;
  /** It takes datagrams; the function that joins the handle in its first argument to a group. */
  readonly joins?: string;
  /** It sets SO_REUSEADDR whatever the flags are. */
  readonly isOn?: boolean;
  /** Where no flag is to be added, as what the library does by itself is right: the way to say otherwise. */
  readonly instead?: NonNullable<ApiFacts['instead']>;
}

/**
 * What a library does about reuse by itself: it sets SO_REUSEADDR, or SO_REUSEPORT so that the port is shared, or leaves both off;
 * `unverified` where nobody has opened its source.
 */
export type Behaviour = 'sets' | 'shares' | 'unset' | 'unverified';

/**
 * Where a call names its port: in the argument at a position, by itself or in an address or URL; in whichever says one; in a field of
 * the object at a position, the one at a place of its own where the object is made of a list; behind a word in the list at one; or where a function has resolved the address at one.
 */
export type PortPlace =
  | number
  | 'any'
  | { readonly fieldOf: number; readonly at?: number }
  | { readonly list: number; readonly after: string }
  | { readonly resolvedBy: string; readonly host: number; readonly port: number };

/** A call without a switch, of a library that does of itself what it does. */
export interface SwitchlessCall {
  readonly does: Behaviour;
  readonly instead: NonNullable<ApiFacts['instead']>;
  readonly port: PortPlace;
  /** It takes datagrams. */
  readonly protocol?: 'udp';
  /** Arguments that a call which binds has at least. */
  readonly atLeast?: number;
  /** What a file says where it has set reuse otherwise; `on-socket`: whatever it calls on the same socket that says reuse. */
  readonly stated?: RegExp | 'on-socket';
  /** What it binds may connect, and is a client's then. */
  readonly mayConnect?: boolean;
}

/** A class whose objects bind in their constructor or in a method. */
export interface BindingType {
  /** How it is declared. */
  readonly type: RegExp;
  /** How the documentation calls it. */
  readonly name: string;
  readonly constructs?: SwitchedCall | SwitchlessCall;
  readonly methods?: Readonly<Record<string, SwitchedCall | ModedCall | SwitchlessCall>>;
  /** A method that sets the option before the bind, and how it is called: `on` is `receiver.` or `receiver->`. */
  readonly setter?: { readonly method: string; readonly write: (on: string, type: string) => string };
  /** How the argument is written. */
  readonly on?: string;
  /** Which argument of an address's constructor is the port; `next`: the port is the argument behind the address. */
  readonly port?: 'first' | 'last' | 'next';
  /** An address that has none. */
  readonly anyAddress?: string;
}

export interface Family extends AnyFamily {
  /** What a file that uses it says. */
  readonly mention: RegExp;
  readonly types?: readonly BindingType[];
  /** Functions, by name. */
  readonly calls?: Readonly<Record<string, FlaggedCall | SwitchlessCall>>;
  /** Calls that set SO_REUSEADDR themselves and are not looked at, and why, for the documentation. */
  readonly passedOver?: Readonly<Record<string, string>>;
  readonly source: string;
}
