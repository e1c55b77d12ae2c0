import type { AST } from 'eslint';
import type { RemedyId, UnstatedId } from './ids.ts';
import type { OptionName, Platform } from './option.ts';
import type { Runtime } from './runtimes/index.ts';

export { type OptionName, type Platform, PLATFORMS } from './option.ts';

/**
 * What is known of the port of a bind, from the source alone.
 * `ephemeral`: port 0, the kernel chooses. `none`: no port at all. `path`: a pipe or Unix domain socket. `handle`: a bound
 * handle or file descriptor. `opaque`: the arguments cannot be read (`...args`, an options object from elsewhere).
 */
export type Port = (
  | {
      readonly kind: 'literal';
      readonly value: number;
      /** A caller or an option may give another. */
      readonly byDefault?: true | undefined;
      /** All of `written` are bound, one after another; else one of them. */
      readonly each?: true | undefined;
    }
  | { readonly kind: 'environment'; readonly variable: string; readonly fallback?: number | undefined }
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'ephemeral' | 'none' | 'path' | 'handle' | 'opaque' }
) & {
  /** All that the port may be, in the order in which the program would take it, with where the source writes each. */
  readonly written?: readonly WrittenPort[] | undefined;
};

/** A number that a port may be, or an environment variable that may hold it. */
export type WrittenPort = { readonly range: AST.Range } & (
  { readonly value: number } | { readonly variable: string }
);

/** A replacement of `range` (start and end offsets in UTF-16 units) by `text`; an empty range inserts. */
export interface Edit {
  readonly range: AST.Range;
  readonly text: string;
  /** An import or a variable, which sites may ask for at one place without sharing anything else. */
  readonly isDeclaration?: boolean;
}

/**
 * A value to write: on, off, on only where the platform balances (Linux), decided at run time, or on only where it does no
 * harm (not on Windows).
 */
export type OptionValue = 'on' | 'off' | 'on-linux' | 'on-posix';

/** An option to state, where a site says nothing. */
export interface Statement {
  readonly id: RemedyId;
  readonly option: OptionName;
  readonly value: OptionValue;
  /** What `--fix` writes, where nothing is taken for granted. */
  readonly isFix?: boolean;
  /** Offered only where the code is meant for this platform too. */
  readonly where?: Platform;
}

/** A change of a given option that its front end knows how to make. */
export interface OptionChange {
  readonly id: RemedyId;
  readonly edits: readonly Edit[];
  /** May be made unasked. */
  readonly isFix: boolean;
  /** What the site says in the option's place afterwards; absent where it says nothing. */
  readonly gives?: { readonly name: OptionName; readonly value: OptionValue };
}

/**
 * Why a given option does nothing. `one-name`: two option names OR-ed into one. `accepted`: set on a connection.
 * `instance`: an attribute of the object, which the constructor has bound already. `refused`: an error at run time.
 * `first-only`: under a condition that holds for the first of several sockets alone.
 */
export type NoEffect =
  | { readonly because: 'wrong-argument' | 'wrong-object' | 'not-boolean'; readonly where: string }
  | { readonly because: 'no-port' | 'dropped' | 'runtime-drops'; readonly where: string }
  | {
      readonly because: 'after-bind' | 'one-name' | 'accepted' | 'instance' | 'refused' | 'first-only';
      readonly where: string;
    };

/** A reuse option that the source gives for a site. */
export interface GivenOption {
  readonly name: OptionName;
  /** The name as the source spells it, `reuseAddress` in Deno for instance. */
  readonly spelled: string;
  /** Its value on each platform; `unknown` where the source does not tell. */
  readonly values: Readonly<Record<Platform, boolean | 'unknown'>>;
  /** Absent where it takes effect. */
  readonly noEffect?: NoEffect | undefined;
  /** Line of the option, from 1. */
  readonly line: number;
  /** Takes the option out of the source. */
  readonly remove?: (() => Edit[]) | undefined;
  /** Writes another value in its place. */
  readonly replace?: ((value: OptionValue) => Edit[]) | undefined;
  /** The changes that mend it, the best first, where `remove` and `replace` cannot say them. */
  readonly changes?: readonly OptionChange[] | undefined;
}

/** Where a server socket that says nothing of reuse can be told to. */
export type StatedSituation = 'tcp' | 'udp-unicast' | 'udp-multicast';

/** What an API does about reuse; the same for every call of it. */
export interface ApiFacts {
  /** How messages name it: `http.Server.listen()`. */
  readonly name: string;
  readonly runtime: Runtime;
  readonly protocol: 'tcp' | 'udp';
  /** The options the API has, the one to state first. Empty where none exists. */
  readonly options: readonly OptionName[];
  /** The option's name in this API where it differs: `reuseAddress` for reuseAddr in Deno. */
  readonly spelled?: Readonly<Partial<Record<OptionName, string>>> | undefined;
  /** `untyped`: reaches the socket, but the package's own types reject it. `no`: dropped on the way. */
  readonly forwards: 'yes' | 'untyped' | 'no';
  /** The options that the package's own types know all the same. */
  readonly typed?: readonly OptionName[] | undefined;
  /** The way to configure reuse where the API drops it. */
  readonly instead?: string | undefined;
  /** The reuse option the API switches on by itself, beside SO_REUSEADDR on TCP listeners. */
  readonly sharesByDefault?: boolean | undefined;
  /** What to say where nothing is said of reuse; by runtime and protocol when absent. */
  readonly unstated?: UnstatedId | undefined;
  /** Whether a server that says nothing of reuse can be restarted at once; `safe` when absent. */
  readonly restart?: 'safe' | 'fails' | undefined;
  /** What to state where nothing is said of reuse, the best first; that of Node, Deno and Bun when absent. */
  readonly states?: Readonly<Partial<Record<StatedSituation, readonly Statement[]>>> | undefined;
  /** How an option with its value is written, for messages; `reusePort: false` and its like when absent. */
  readonly statement?: ((option: OptionName, value: OptionValue) => string) | undefined;
  /** Node versions (a semver range) in which `reusePort` reaches the kernel. */
  readonly reusePortNeedsNode?: string | undefined;
  /** Runtimes whose Node compatibility ignores an option of this API. */
  readonly ignoredBy?: Readonly<Partial<Record<Runtime, readonly OptionName[]>>> | undefined;
  /** The flag that must be given to the runtime for the option to be allowed. */
  readonly reusePortNeedsFlag?: string | undefined;
}

/** How a site was recognised. Shaped: by the call's shape alone, nothing is known of the receiver. */
export type Certainty = 'typed' | 'traced' | 'shaped';

/**
 * What a fix takes for granted. `no-pipe`: that the port is a number, where it may be the name of a pipe. `stream`: that
 * the socket takes connections, where a caller or another path may make it one of datagrams.
 */
export type Proof = 'proven' | 'no-pipe' | 'stream' | 'unproven';

/** One call that binds a server socket, whatever the language. */
export interface ListenSite {
  readonly api: ApiFacts;
  /** Where the squiggle goes. */
  readonly loc: AST.SourceLocation;
  readonly port: Port;
  /** Address as written, when it is a literal. */
  readonly address?: string | undefined;
  /**
   * The address that is taken, as far as it is proven: as written, or what the call takes where it names none, which is empty
   * where that is not known. `*` stands for all addresses of both families, `::/v6only` for those of IPv6 alone.
   */
  readonly taken?: string | undefined;
  /** The binds of the same port that have happened, and are not undone, wherever this one happens: in source order. */
  readonly beside?: readonly ListenSite[] | undefined;
  /** Whether the socket is a multicast or broadcast receiver; `no` only where the socket cannot leave the file. */
  readonly multicast: 'yes' | 'no' | 'unknown';
  readonly given: readonly GivenOption[];
  readonly certainty: Certainty;
  readonly proof: Proof;
  /** The platforms on which the call can be reached, from guards around it. */
  readonly platforms: readonly Platform[];
  /** Flags for the runtime that the file names, in its `#!` line or a comment. */
  readonly hasFlag: (flag: string) => boolean;
  /** The call runs in a worker that shares its port with siblings. */
  readonly worker?: 'cluster' | 'thread' | undefined;
  /** The installed types are known to reject the option here. */
  readonly typesReject?: (() => boolean) | undefined;
  /** An option makes one object of arguments that are none yet. */
  readonly makesObject?: boolean | undefined;
  /** That object is asserted to be what the types ask for, as they know no object. */
  readonly isAsserted?: boolean | undefined;
  /** Where to set the option by hand, as a sentence, where no change of the code can be offered. */
  readonly byHand?: string | undefined;
  /** Edits that state an option at this site; undefined where it cannot be written here. */
  readonly write: (option: OptionName, value: OptionValue) => Edit[] | undefined;
}
