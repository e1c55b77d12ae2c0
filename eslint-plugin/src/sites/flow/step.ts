import type { SyntaxNode } from '../tree-sitter/node.ts';

/**
 * A place that can hold a socket, spelled without spaces: `fd`, `this->fd_`, `*out`, `self.sock`, `fds[i]`.
 * `shared` places outlive a routine: fields, globals, variables of an enclosing function. They are followed through the
 * whole file by `name`, the last part of the spelling, since the object before it has another name in each routine.
 */
export interface Place {
  readonly text: string;
  readonly name: string;
  readonly isShared: boolean;
  /**
   * The class or struct that a shared place is a field of; empty for a variable of the file. Absent where the file does not
   * tell, or `name` does: then it may be any.
   */
  readonly owner?: string | undefined;
  /** Given to a call by its address, so that the call may write it: `&fd`. */
  readonly isReference?: boolean;
}

/** What a routine does with sockets that tells something of them. */
export type Use = 'listen' | 'connect' | 'accept' | 'join' | 'broadcast' | 'close' | 'escape';

interface At {
  /** Where it happens, an offset; steps of a routine are in this order. */
  readonly at: number;
  readonly node: SyntaxNode;
}

/**
 * One thing that happens to sockets, in the terms of no language. `C` is what a front end knows of a creation, `O` of an
 * option, `B` of a bind.
 */
export type Step<C, O, B> = At &
  (
    | { readonly kind: 'create'; readonly into: Place | undefined; readonly creation: C }
    | { readonly kind: 'copy'; readonly into: Place; readonly from: Place }
    | { readonly kind: 'option'; readonly socket: Place; readonly option: O }
    | { readonly kind: 'bind'; readonly socket: Place | undefined; readonly bind: B }
    | {
        readonly kind: 'use';
        readonly socket: Place;
        readonly use: Use;
        /** What takes the result: the connection of an `accept`. */
        readonly into?: Place | undefined;
      }
    | {
        readonly kind: 'call';
        readonly callee: string;
        readonly arguments: readonly (Place | undefined)[];
        readonly into: Place | undefined;
      }
    | { readonly kind: 'return'; readonly from: Place }
  );

/** Whether two shared places may be one: fields of one name, of one class as far as the file tells. */
export function isSameField(one: Place | undefined, other: Place): boolean {
  return (
    one?.isShared === true &&
    other.isShared &&
    one.name === other.name &&
    (one.owner === undefined || other.owner === undefined || one.owner === other.owner)
  );
}

export type StepOf<S extends { kind: string }, K extends S['kind']> = Extract<S, { kind: K }>;

/** A function, method or constructor; the file's own code is one with an empty name. */
export interface Routine<C, O, B> {
  readonly name: string;
  readonly parameters: readonly string[];
  /** In source order; read when first asked for. */
  readonly steps: readonly Step<C, O, B>[];
  readonly node: SyntaxNode;
  /** Whether its text has a word, so that its steps need reading. */
  readonly mentions: (word: string) => boolean;
}

/** All routines of a file. */
export interface Unit<C, O, B> {
  readonly routines: readonly Routine<C, O, B>[];
  /** The routine a name calls; undefined where the file does not define it. */
  readonly routine: (name: string) => Routine<C, O, B> | undefined;
  /** The routines that mention a place or routine, where the front end finds them without a look at each. */
  readonly mentioning?: (name: string) => readonly Routine<C, O, B>[];
  /** All routines a name may call, where a file can define several: methods of two classes, overloads. */
  readonly overloads?: (name: string) => readonly Routine<C, O, B>[];
  /** Whether all calls of a routine stand in the file, by its definition; taken for granted where absent. */
  readonly isClosed?: (definition: SyntaxNode) => boolean;
  /** Whether a condition asks whether a call failed, and nothing else; none is known to where absent. */
  readonly asksForFailure?: (condition: SyntaxNode) => boolean;
}
