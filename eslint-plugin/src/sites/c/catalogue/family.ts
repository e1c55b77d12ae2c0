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
}

/** A function that sets the option by itself and has no switch. */
export interface SwitchlessCall {
  readonly instead: NonNullable<ApiFacts['instead']>;
  readonly port: number;
}

/** A class whose objects bind in their constructor or in a method. */
export interface BindingType {
  /** How it is declared. */
  readonly type: RegExp;
  /** How the documentation calls it. */
  readonly name: string;
  readonly constructs?: SwitchedCall;
  readonly methods?: Readonly<Record<string, SwitchedCall | ModedCall>>;
  /** A method that sets the option before the bind, and how it is called: `on` is `receiver.` or `receiver->`. */
  readonly setter?: { readonly method: string; readonly write: (on: string, type: string) => string };
  /** How the argument is written. */
  readonly on?: string;
  /** Which argument of an address's constructor is the port; `next`: the port is the argument behind the address. */
  readonly port: 'first' | 'last' | 'next';
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
