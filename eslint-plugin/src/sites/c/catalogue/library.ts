import type { OptionName } from '../../site.ts';

/** An argument that switches SO_REUSEADDR, of a constructor or method that binds. */
export interface BindingCall {
  /** Which argument is the address or port, from 0. */
  readonly address: number;
  /** Which argument is the switch; the arguments before it must be there. Absent: there is none. */
  readonly reuse?: number;
  /** Whether the option is on where the argument is left out. */
  readonly byDefault: boolean;
  /** Arguments that a call which binds has at least. */
  readonly atLeast: number;
  /** How to say it, where the call sets the option by itself and has no switch: a clause. */
  readonly instead?: string;
}

/** A class whose objects bind in their constructor or in a method. */
export interface BindingClass {
  /** How its type is declared. */
  readonly type: RegExp;
  /** How the documentation calls it. */
  readonly name: string;
  readonly construction?: BindingCall;
  /** By the method's name. */
  readonly methods?: Readonly<Record<string, BindingCall>>;
  /** A method that sets the option before the bind, and how it is called: `on` is `receiver.` or `receiver->`. */
  readonly setter?: { readonly method: string; readonly write: (on: string, type: string) => string };
  /** How the argument is written. */
  readonly on?: string;
  /** Which argument of an address's constructor is the port; `next`: the port is the argument behind the address. */
  readonly port: 'first' | 'last' | 'next';
  /** An address that has none. */
  readonly anyAddress?: string;
}

/** A function with an argument of flags. */
export interface BindingFunction {
  readonly name: string;
  readonly address: number;
  readonly flags: number;
  /** The options by the names of their flags. */
  readonly options: Readonly<Record<string, OptionName>>;
  /** It takes datagrams; the function joins the handle in its first argument to a group. */
  readonly datagrams?: { readonly joins: string };
}

/** A function that sets the option by itself and has no switch. */
export interface SwitchlessFunction {
  readonly name: string;
  /** Which argument is the port. */
  readonly port: number;
  /** How to say it: a clause. */
  readonly instead: string;
}

/** A class whose datagram sockets bind in a method that takes a mode, or an address, a port and a mode. */
export interface ModedClass {
  readonly type: RegExp;
  readonly name: string;
  readonly method: string;
  /** What the argument of the mode says, where it is one of several. */
  readonly mode: RegExp;
  readonly on: readonly string[];
  readonly off: readonly string[];
  /** The method that joins a group. */
  readonly joins: string;
}

/** A library, with what its calls set by themselves. */
export interface Library {
  readonly name: string;
  /** What a file that uses it says. */
  readonly mention: RegExp;
  readonly classes?: readonly BindingClass[];
  readonly functions?: readonly BindingFunction[];
  readonly switchless?: readonly SwitchlessFunction[];
  readonly moded?: readonly ModedClass[];
  /** Calls that set SO_REUSEADDR themselves and are not looked at, and why, for the documentation. */
  readonly passedOver?: Readonly<Record<string, string>>;
  readonly source: string;
}
