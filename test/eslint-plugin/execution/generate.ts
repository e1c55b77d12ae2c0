import { draw, seeded, type Choices, type Dimension } from './choices.ts';
import type { Language, Program, Rendered } from './program.ts';
import { javaDimensions } from './java/dimensions.ts';
import { renderJava } from './java/render.ts';
import { posixDimensions } from './posix/dimensions.ts';
import { renderPosix } from './posix/render.ts';
import { pythonDimensions } from './python/dimensions.ts';
import { renderPython } from './python/render.ts';

interface Generator {
  readonly dimensions: readonly Dimension[];
  readonly render: (choices: Choices) => Rendered;
}

/** How the programs of each language are made. */
export const GENERATORS: Readonly<Record<Language, Generator>> = {
  c: { dimensions: posixDimensions('c'), render: (choices) => renderPosix('c', choices) },
  cpp: { dimensions: posixDimensions('cpp'), render: (choices) => renderPosix('cpp', choices) },
  java: { dimensions: javaDimensions, render: renderJava },
  python: { dimensions: pythonDimensions, render: renderPython },
};

/** The program that choices make. */
export function programOf(language: Language, choices: Choices): Program {
  const { platforms } = choices;
  return {
    language,
    choices,
    ...GENERATORS[language].render(choices),
    settings: platforms === undefined || platforms === 'default' ? {} : { platforms: platforms.split(', ') },
  };
}

/** The program number `index` of a seed. */
export function generate(language: Language, seed: number, index: number): Program {
  return programOf(language, draw(GENERATORS[language].dimensions, seeded(seed * 1_000_003 + index)));
}
