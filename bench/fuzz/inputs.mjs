import { mutate } from './mutate.mjs';
import { randomFrom } from './random.mjs';
import { installedSeeds, ownSeeds } from './seeds.mjs';

/**
 * @import { Input } from './mutate.mjs'
 * @import { Seed } from './seeds.mjs'
 */

/**
 * The inputs of a seed, each by its number alone, so that one can be made again.
 *
 * @param {readonly Seed[]} seeds
 * @param {number} seed
 * @returns {(number: number) => Input}
 */
export function inputsOf(seeds, seed) {
  return (number) => mutate(seeds, randomFrom(Math.imul(seed, 0x9e3779b1) ^ number));
}

/**
 * @param {boolean} isOwnOnly leaves out what this machine has besides the repository
 * @returns {Seed[]}
 */
export function allSeeds(isOwnOnly) {
  return isOwnOnly ? ownSeeds() : [...ownSeeds(), ...installedSeeds(150)];
}

/**
 * Files as they are typed: what stands there after each line.
 *
 * @param {readonly Seed[]} seeds
 * @param {number} [most] of them, from all over the list
 * @returns {Input[]}
 */
export function prefixesOf(seeds, most = seeds.length) {
  const chosen = seeds.filter(
    (_, index) =>
      Math.floor((index * most) / seeds.length) !== Math.floor(((index + 1) * most) / seeds.length),
  );
  return chosen.flatMap(({ language, text }) => {
    const lines = text.split(/(?<=\n)/u);
    return lines.map((_, index) => ({ language, text: lines.slice(0, index + 1).join('') }));
  });
}
