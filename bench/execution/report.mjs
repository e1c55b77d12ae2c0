/** Proves programs in batches and prints what failed, the kinds first. */
import { describeFailure, unusualChoices } from '../../test/eslint-plugin/execution/describe.ts';
import { generate } from '../../test/eslint-plugin/execution/generate.ts';
import { prove } from '../../test/eslint-plugin/execution/prove.ts';
import { shrink } from '../../test/eslint-plugin/execution/shrink.ts';

/**
 * @import { Failure } from '../../test/eslint-plugin/execution/prove.ts'
 * @import { Language, Program } from '../../test/eslint-plugin/execution/program.ts'
 *
 * @typedef {object} Options
 * @property {readonly { language: string, programs: number }[]} counts
 * @property {number} seed
 * @property {number} shrink how many failures of a kind are made simple and printed
 * @property {number | undefined} number of the only program
 * @property {boolean} fixesOnly
 */

const AT_ONCE = 200;

/**
 * @param {Options} options
 * @returns {Promise<boolean>} whether nothing failed
 */
export async function report({ counts, seed, shrink: perKind, number, fixesOnly }) {
  let isProven = true;
  for (const { language, programs } of counts) {
    if (programs === 0) continue;
    const numbers = number === undefined ? Array.from({ length: programs }, (_, index) => index) : [number];
    const failures = await proveAll(/** @type {Language} */ (language), seed, numbers);
    const shown = failures.filter(({ failure }) => !fixesOnly || !failure.kind.startsWith('suggestion'));
    isProven &&= shown.length === 0;
    await printKinds(language, shown, perKind);
  }
  return isProven;
}

/**
 * @param {Language} language
 * @param {number} seed
 * @param {readonly number[]} numbers
 */
async function proveAll(language, seed, numbers) {
  /** @type {{ number: number, failure: Failure }[]} */
  const failures = [];
  const totals = { programs: 0, fixed: 0, suggestions: 0, runs: 0 };
  const start = performance.now();
  for (let first = 0; first < numbers.length; first += AT_ONCE) {
    /** @type {Map<Program, number>} */
    const programs = new Map(
      numbers.slice(first, first + AT_ONCE).map((number) => [generate(language, seed, number), number]),
    );
    const proof = await prove(language, [...programs.keys()]);
    totals.programs += proof.programs;
    totals.fixed += proof.fixed;
    totals.suggestions += proof.suggestions;
    totals.runs += proof.runs;
    failures.push(
      ...proof.failures.map((failure) => ({ number: programs.get(failure.program) ?? -1, failure })),
    );
  }
  const failing = new Set(failures.map(({ number }) => number)).size;
  const missed = failures.filter(({ failure }) => failure.kind.startsWith('missed')).length;
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(
    `${language}, seed ${seed}: ${totals.programs} programs, ${totals.fixed} changed by --fix, ${totals.suggestions} suggestions, ` +
      `${totals.runs} runs; ${failing} fail, ${missed} servers missed (${seconds} s)`,
  );
  return failures;
}

/**
 * @param {string} language
 * @param {readonly { number: number, failure: Failure }[]} failures
 * @param {number} perKind
 */
async function printKinds(language, failures, perKind) {
  const kinds = [...new Set(failures.map(({ failure }) => failure.kind))]
    .map((kind) => failures.filter(({ failure }) => failure.kind === kind))
    .sort((one, other) => other.length - one.length);
  for (const same of kinds) {
    const numbers = same.slice(0, 12).map(({ number }) => number);
    console.log(
      `  ${String(same.length).padStart(5)}  ${same[0]?.failure.kind ?? ''} (${numbers.join(' ')})`,
    );
  }
  /** @type {Set<string>} */
  const printed = new Set();
  for (const same of kinds) {
    const step = Math.max(1, Math.floor(same.length / Math.max(1, perKind)));
    for (const { number, failure } of same.filter((_, index) => index % step === 0).slice(0, perKind)) {
      const simplest = await shrink(failure);
      const choices = unusualChoices(simplest);
      if (!printed.has(failure.kind + choices)) {
        printed.add(failure.kind + choices);
        console.log(
          `\n=== ${language}, number ${number}, made simple: ${choices || 'the simplest program'}\n`,
        );
        console.log(describeFailure(simplest));
      }
    }
  }
}
