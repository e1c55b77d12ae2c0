import type { Family as AnyFamily, Listener as AnyListener } from '../../flow/catalogue.ts';

/**
 * How a call's arguments give port, address and options.
 * - `net`: the overloads of net.Server.listen: `(port, host, backlog, cb)`, `(options, cb)`, `(path)`, `(handle)`
 * - `dgram`: `bind(port, address, cb)` or `bind(options, cb)`; the reuse options belong to the socket's creation
 * - `options`: one object holds all; `at` is its argument, `in` the path of properties to it
 * - `port-or-options`: a port, or the object of `options`
 * - `host-port`: `(port, ...)` or `(host, port, ...)`, no object
 * - `address`: a string `host:port`
 * - `port-or-server`: a port, or a server that is bound elsewhere or an object without port; binds only where it is known for a port
 * - `creation`: the object given when the receiver was created; a port given to the call itself comes before its `port`
 */
export type Arguments =
  | { readonly shape: 'net' | 'dgram' | 'host-port' | 'address' }
  | {
      readonly shape: 'options' | 'port-or-options' | 'port-or-server' | 'creation';
      readonly at: number;
      readonly in?: readonly string[];
      /** The object may be left out in front of what answers requests: `Deno.serve(handler)`. */
      readonly isBeforeHandler?: boolean;
    };

/**
 * A property of the object at argument `at` (of the receiver's creation, where the shape is `creation`) that is absent or has one
 * of the values `is`. A string also stands for the member of an enum with that name: `Transport.TCP` is `TCP`.
 */
export interface Condition {
  readonly at: number;
  readonly in: readonly string[];
  readonly is: readonly (string | number | boolean)[];
}

/** A call that binds: what it is, and how to read it. */
export interface Listener extends AnyListener {
  readonly arguments: Arguments;
  /** The call binds only where all of these hold. */
  readonly onlyWhen?: readonly Condition[];
  /** Binds by Deno's own API where Deno runs it, not by what Deno has in place of Node's modules. */
  readonly isNativeOnDeno?: boolean;
  /** The environment variable that gives the port when no argument does; `defaultPort` is then its fallback. */
  readonly portVariable?: string;
  /** Names of constants that, in the arguments, say whether the port is shared, where that is no option of an object. */
  readonly statedBy?: readonly string[];
}

/** What values of a type can do. Methods not named here leave the type unknown. */
export interface InstanceType {
  /** The type whose entries it inherits. */
  readonly extends?: string;
  readonly listeners?: Readonly<Record<string, Listener>>;
  /** Methods that return the receiver. */
  readonly returnsItself?: readonly string[];
  /** Methods and what they return. */
  readonly returns?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, string>>;
}

/** One module, package or runtime: what its exports create, and which calls bind. */
export interface Family extends AnyFamily {
  /** Import specifiers. A Node module is listed without `node:`; a specifier ending in `*` is a prefix. */
  readonly modules: readonly string[];
  /** The global that holds the same exports: `Deno`, `Bun`. */
  readonly global?: string;
  /**
   * What calling or constructing an export gives: path of the export → name of a type. The empty path is the module itself
   * or its default export.
   */
  readonly creates?: Readonly<Record<string, string>>;
  /** Names of exported types, for annotations and the type checker → name of a type. */
  readonly typeNames?: Readonly<Record<string, string>>;
  /** Packages that declare these types, where that is not `modules`. */
  readonly declaredIn?: readonly string[];
  readonly types?: Readonly<Record<string, InstanceType>>;
  /** Exports that bind when called or constructed. */
  readonly calls?: Readonly<Record<string, Listener>>;
  /** Why there is nothing to report, for packages whose binding is out of the source's reach (a command line). */
  readonly note?: string;
}
