import { memoize } from '../memoize.ts';
import { TupleMap } from './tuple-map.ts';

/** What a place or a function belongs to: a class, or a function whose variable it is. Compared by identity. */
export type Owner = object | string;

/** Who is called: a function, method or constructor. A file has one object for each, so that they are compared at once. */
export interface Callee {
  /** The bare word; empty for the file's own code. */
  readonly name: string;
  /** The class of a method or constructor, where the file tells it. */
  readonly owner: Owner | undefined;
  /** The number of arguments, where functions of a name differ by that. */
  readonly arity: number | undefined;
}

const calleesIn = memoize<object, TupleMap<Callee>>(() => new TupleMap());

/**
 * Who is called by a name in a file.
 * @param file any object that stands for the file, always the same one
 */
export function calleeIn(file: object, name: string, owner?: Owner, arity?: number): Callee {
  return calleesIn(file).get([name, owner, arity], () => ({ name, owner, arity }));
}
