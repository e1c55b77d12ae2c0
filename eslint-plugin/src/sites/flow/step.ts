import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { Words } from '../tree-sitter/words.ts';
import type { Branches, Span } from './branches.ts';
import type { Callee, Owner } from './callee.ts';

/**
 * A place that can hold a socket. `shared` places outlive a routine: fields, globals, variables of an enclosing function. They are
 * followed through the whole file by name and owner, since the object before the name has another spelling in each routine.
 */
export interface Place {
  /** How the source spells it, without spaces: `fd`, `this->fd_`, `*out`, `self.sock`, `fds[i]`. One place of a routine has one. */
  readonly text: string;
  /** The last part of the spelling. */
  readonly name: string;
  readonly isShared: boolean;
  /**
   * What a shared place belongs to: a class or struct, or the function whose variable it is; empty for a variable of the file.
   * Absent where the file does not tell: then it may be any.
   */
  readonly owner?: Owner | undefined;
  /** Given to a call by its address, so that the call may write it: `&fd`. */
  readonly isReference?: boolean;
  /** The spelling of what points at it: `out` of `*out`. */
  readonly pointer?: string;
}

/** A variable of a routine that no other one reaches. */
export const variable = (text: string): Place => ({ text, name: text, isShared: false });

/** Where the value of an expression stands until something takes it: `serve(socket(...))`. */
export const valueOf = ({ start, end }: Span): Place => variable(`#${start}:${end}`);

/** What a routine does with sockets that tells something of them. */
export type Use = 'listen' | 'connect' | 'accept' | 'join' | 'broadcast' | 'close' | 'escape';

/** When something happens. */
export interface At {
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
        readonly callee: Callee;
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

/** A function, method or constructor, or the file's own code. */
export interface Routine<C, O, B> {
  readonly callee: Callee;
  readonly parameters: readonly string[];
  /** In source order; read when first asked for. */
  readonly steps: readonly Step<C, O, B>[];
  readonly node: SyntaxNode;
  /** What of the text it is. */
  readonly parts: readonly Span[];
}

/** All routines of a file, and what is known of its language. */
export interface Unit<C, O, B> {
  readonly routines: readonly Routine<C, O, B>[];
  readonly words: Words;
  readonly branches: Branches;
  /** The routine that is called; undefined where the file does not define it. */
  readonly routine: (callee: Callee) => Routine<C, O, B> | undefined;
  /** All routines that may be called, where a file can define several: methods of two classes, overloads. */
  readonly overloads?: (callee: Callee) => readonly Routine<C, O, B>[];
  /** Whether all calls of a routine stand in the file, by its definition; taken for granted where absent. */
  readonly isClosed?: (definition: SyntaxNode) => boolean;
  /** What a parameter points at, in a language with pointers. */
  readonly pointedAt?: (parameter: string) => Place;
}

export type AnyStep = Step<unknown, unknown, unknown>;
export type AnyRoutine = Routine<unknown, unknown, unknown>;
export type AnyUnit = Unit<unknown, unknown, unknown>;
