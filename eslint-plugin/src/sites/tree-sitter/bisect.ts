/**
 * The first position in a list, sorted by a number, whose number is not below a limit; the list's length where there is
 * none. Generated files have a hundred thousand of everything.
 */
export function firstNotBelow<T>(
  list: readonly T[],
  limit: number,
  numberOf: (element: T) => number,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = list[middle];
    if (element !== undefined && numberOf(element) < limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The same of numbers. */
export function positionIn(list: readonly number[], limit: number): number {
  return firstNotBelow(list, limit, (number) => number);
}
