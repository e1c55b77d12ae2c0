/** Texts that grow with a number, each the way in which some file of people's or tools' grows. */
export interface Growing {
  readonly name: string;
  readonly filename: string;
  readonly text: (count: number) => string;
}

export const times = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join('');
