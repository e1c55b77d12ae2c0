// Checks inputs in a thread of its own, which can be ended where one of them does not come back.
import { parentPort, workerData } from 'node:worker_threads';

const { faultsOf } = await import('./check.mjs');
const { allSeeds, inputsOf, prefixesOf } = await import('./inputs.mjs');

/** @typedef {{ first: number, last: number, seed: number, isOwnOnly: boolean, prefixes: number }} Work */

/** @type {unknown} */
const given = workerData;
const { first, last, seed, isOwnOnly, prefixes } = /** @type {Work} */ (given);
const seeds = allSeeds(isOwnOnly);
const texts = prefixes > 0 ? prefixesOf(seeds, prefixes) : [];
const inputOf = prefixes > 0 ? (/** @type {number} */ number) => texts[number] : inputsOf(seeds, seed);

for (let number = first; number < (prefixes > 0 ? Math.min(last, texts.length) : last); number += 1) {
  const input = inputOf(number);
  if (input === undefined) {
    break;
  }
  parentPort?.postMessage({ number, input });
  parentPort?.postMessage({ number, faults: faultsOf(input) });
}
parentPort?.postMessage({ isDone: true });
