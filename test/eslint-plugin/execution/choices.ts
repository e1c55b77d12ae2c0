/** One choice for each dimension of a language's programs. */
export type Choices = Readonly<Record<string, string>>;

/** A way in which programs differ: its choices, the simplest first, and which of them go with what was chosen before. */
export interface Dimension {
  readonly name: string;
  readonly choices: readonly string[];
  readonly fits?: (choice: string, chosen: Choices) => boolean;
}

const fitting = ({ choices, fits }: Dimension, chosen: Choices): readonly string[] =>
  fits ? choices.filter((choice) => fits(choice, chosen)) : choices;

/** A generator of numbers below a limit; the same for the same seed. Source: mulberry32, public domain. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Draws one choice for each dimension, in their order. */
export function draw(dimensions: readonly Dimension[], below: (limit: number) => number): Choices {
  return dimensions.reduce<Choices>((chosen, dimension) => {
    const choices = fitting(dimension, chosen);
    return { ...chosen, [dimension.name]: choices[below(choices.length)] ?? '' };
  }, {});
}

/** The choices with some dimensions at their simplest; what does not fit any more takes the first choice that does. */
export function simplified(
  dimensions: readonly Dimension[],
  chosen: Choices,
  names: ReadonlySet<string>,
): Choices {
  return dimensions.reduce<Choices>((before, dimension) => {
    const choices = fitting(dimension, before);
    const wanted = names.has(dimension.name) ? undefined : chosen[dimension.name];
    const choice = wanted !== undefined && choices.includes(wanted) ? wanted : choices[0];
    return { ...before, [dimension.name]: choice ?? '' };
  }, {});
}

/** How far choices are from the simplest ones. */
export function weight(dimensions: readonly Dimension[], chosen: Choices): number {
  return dimensions.reduce((sum, { name, choices }) => sum + choices.indexOf(chosen[name] ?? '') + 1, 0);
}
