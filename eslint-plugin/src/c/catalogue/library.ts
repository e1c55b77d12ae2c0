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
}

/** A class whose objects bind in their constructor or in a method. */
export interface BindingClass {
  /** How its type is declared. */
  readonly type: RegExp;
  readonly construction?: BindingCall;
  /** By the method's name. */
  readonly methods?: Readonly<Record<string, BindingCall>>;
  /** A method that sets the option before the bind, and how it is called. */
  readonly setter?: { readonly method: string; readonly write: (receiver: string, type: string) => string };
  /** How the argument is written. */
  readonly on: string;
  /** Which argument of an address's constructor is the port. */
  readonly port: 'first' | 'last';
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
}

/** A library, with what its calls set by themselves. Calls whose restart the library makes safe are not reported. */
export interface Library {
  readonly name: string;
  /** What a file that uses it says. */
  readonly mention: RegExp;
  readonly classes?: readonly BindingClass[];
  readonly functions?: readonly BindingFunction[];
  /** Calls that set SO_REUSEADDR themselves, for the documentation. */
  readonly setsItself?: readonly string[];
  readonly source: string;
}
