/** An outcome, a state, a number: what stands in a finding as it is in every language, or is one of a few words. */
export type SeenValue = string | number;

/** What a test saw. */
export interface Seen {
  /** One sentence with the outcomes or the numbers. */
  readonly finding: string;
  /** The values in the sentence, in its order; a list of them for each part where a part repeats. */
  readonly values: readonly SeenValue[] | readonly (readonly SeenValue[])[];
}

interface Part extends Seen {
  readonly values: readonly SeenValue[];
}

/** A sentence with the values in it, so that nobody has to parse it to say it in another language. */
export function seen(texts: TemplateStringsArray, ...values: readonly SeenValue[]): Part {
  return { finding: String.raw({ raw: texts }, ...values), values };
}

/** Parts that repeat, as one sentence. */
export function repeated(parts: readonly Part[], join: (findings: readonly string[]) => string): Seen {
  return { finding: join(parts.map(({ finding }) => finding)), values: parts.map(({ values }) => values) };
}
