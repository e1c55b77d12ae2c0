import { spend } from '../effort.ts';

/** Asks for the largest of some numbers, from one index to another that is not included; of none, for minus infinity. */
export function furthestOf(numbers: readonly number[]): (from: number, to: number) => number {
  // the largest of 1, 2, 4, 8... numbers from each index on
  const levels: (readonly number[])[] = [numbers];
  for (let width = 1; 2 * width <= numbers.length; width *= 2) {
    const last = levels.at(-1) ?? [];
    spend(last.length);
    levels.push(
      last.slice(0, -width).map((number, index) => Math.max(number, last[index + width] ?? -Infinity)),
    );
  }
  return (from, to) => {
    if (to <= from) {
      return -Infinity;
    }
    const level = Math.floor(Math.log2(to - from));
    const widest = levels[level] ?? [];
    return Math.max(widest[from] ?? -Infinity, widest[to - 2 ** level] ?? -Infinity);
  };
}
