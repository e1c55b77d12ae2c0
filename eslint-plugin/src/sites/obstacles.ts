import { firstNotBelow } from './tree-sitter/bisect.ts';
import { hasName } from './between.ts';

/** What a statement between two binds means for the second: it bars it, it does where it asks for a result, or it does not. */
export type Passing = 'barred' | { readonly asks: string } | 'free';

/** The statements of a block, so that each is looked at once however many binds stand before and behind it. */
export interface Obstacles {
  /** Where statements begin that bar what follows. */
  readonly barred: readonly number[];
  /** Those that do where they name the result of the first bind. */
  readonly asking: readonly { readonly start: number; readonly text: string }[];
}

/** Reads the statements of a block. */
export function obstaclesIn<N>(
  statements: readonly N[],
  startOf: (statement: N) => number,
  passing: (statement: N) => Passing,
): Obstacles {
  const barred: number[] = [];
  const asking: { start: number; text: string }[] = [];
  for (const statement of statements) {
    const is = passing(statement);
    if (is === 'barred') {
      barred.push(startOf(statement));
    } else if (is !== 'free') {
      asking.push({ start: startOf(statement), text: is.asks });
    }
  }
  return { barred, asking };
}

/** Whether nothing between two offsets bars what stands behind the second from what a bind with some results took. */
export function isPassable(
  { barred, asking }: Obstacles,
  [from, to]: readonly [number, number],
  results: readonly string[],
): boolean {
  const next = barred[firstNotBelow(barred, from, (start) => start)];
  const begin = ({ start }: { readonly start: number }): number => start;
  return (
    !(next !== undefined && next < to) &&
    (results.length === 0 ||
      asking
        .slice(firstNotBelow(asking, from, begin), firstNotBelow(asking, to, begin))
        .every(({ text }) => !hasName(text, results)))
  );
}
