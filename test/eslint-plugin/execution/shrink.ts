import { simplified, weight, type Choices } from './choices.ts';
import { GENERATORS, programOf } from './generate.ts';
import { prove, type Failure } from './prove.ts';

const ROUNDS = 4;

/** The simplest program found that fails in the same way: what can be simpler alone is made so together. */
export async function shrink(failure: Failure): Promise<Failure> {
  let simplest = failure;
  for (let round = 0; round < ROUNDS; round++) {
    const single = await simplerBy(
      simplest,
      GENERATORS[failure.program.language].dimensions.map(({ name }) => [name]),
    );
    const names = single.map(({ names: [name = ''] }) => name);
    const all = await simplerBy(simplest, [
      names,
      names.slice(0, names.length / 2),
      names.slice(names.length / 2),
    ]);
    const [next] = [...all, ...single].sort((one, other) => one.weight - other.weight);
    if (!next) {
      break;
    }
    simplest = next.failure;
  }
  return simplest;
}

interface Simpler {
  readonly names: readonly string[];
  readonly failure: Failure;
  readonly weight: number;
}

/** Which sets of dimensions can be at their simplest, with the same failure. */
async function simplerBy(
  { program, kind }: Failure,
  sets: readonly (readonly string[])[],
): Promise<Simpler[]> {
  const { language, choices } = program;
  const { dimensions } = GENERATORS[language];
  const weigh = (one: Choices): number => weight(dimensions, one);
  const candidates = sets.flatMap((names) => {
    const candidate = simplified(dimensions, choices, new Set(names));
    return weigh(candidate) < weigh(choices) ? [{ names, program: programOf(language, candidate) }] : [];
  });
  const { failures } = await prove(
    language,
    candidates.map((candidate) => candidate.program),
  );
  return candidates.flatMap(({ names, program: one }) => {
    const failure = failures.find((other) => other.program === one && other.kind === kind);
    return failure ? [{ names, failure, weight: weigh(one.choices) }] : [];
  });
}
