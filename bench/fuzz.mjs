#!/usr/bin/env node
/** Lints, fixes and suggests on texts that nobody wrote, and looks for faults. */
import './faults-thrown.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const HELP = `Usage: node bench/fuzz.mjs [options]

Makes texts of real ones by exchanging parts of their syntax, and checks what ESLint and the editor's linter do with each: no
exception, places and changes inside of the text, messages that say something, --fix that parses and is done after one run,
suggestions that parse, no text that takes long. A text that is not checked within 30 seconds counts as a fault.

  --inputs N      how many texts (default: 20000)
  --seed N        which texts (default: 1)
  --first N       begins with the text of this number (default: 0)
  --own           only texts made of this repository's, the same on every machine
  --prefixes N    N files after each of their lines, as they are typed, in place of texts made of them
  --faults DIR    writes the text of each fault there
  --help          print this

Exit code: 0 no fault; 1 faults; 2 wrong use.`;

const PATIENCE_MS = 30_000;

function options() {
  try {
    return parseArgs({
      options: {
        inputs: { type: 'string', default: '20000' },
        seed: { type: 'string', default: '1' },
        first: { type: 'string', default: '0' },
        own: { type: 'boolean', default: false },
        prefixes: { type: 'string', default: '0' },
        faults: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(HELP);
    process.exit(2);
  }
}

const { inputs, seed, first, own, prefixes, faults: folder, help } = options();
const [count, seedNumber] = [Number(inputs), Number(seed)];
const [start, files] = [Number(first), Number(prefixes)];
if (help) {
  console.log(HELP);
  process.exit(0);
}
if (![count, seedNumber, start, files].every((number) => Number.isSafeInteger(number))) {
  console.error(HELP);
  process.exit(2);
}

/**
 * What the thread says: a text before it is checked, its faults afterwards, and that it is done.
 * @typedef {{ number: number, input?: Parameters<typeof tell>[0]['input'], faults?: Parameters<typeof tell>[1][], isDone?: true }} Said
 */

/** @type {Map<string, number>} */
const kinds = new Map();
const totals = { checked: 0, unparsed: 0, faults: 0 };

/**
 * @param {{ number: number, input: { language: string, text: string } }} of
 * @param {{ what: string, detail: string }} fault
 */
function tell({ number, input }, { what, detail }) {
  totals.faults += 1;
  const kind = `${input.language}: ${what}`;
  const times = (kinds.get(kind) ?? 0) + 1;
  kinds.set(kind, times);
  if (times <= 3) {
    console.log(`--- ${kind} (--seed ${seed} --first ${number} --inputs 1)\n${detail.slice(0, 1_500)}`);
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, `${input.language}-${seed}-${number}.txt`), input.text);
    }
  }
}

/**
 * @param {number} from
 * @returns {Promise<number | undefined>} where to go on after a text that does not come back
 */
function run(from) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('fuzz/worker.mjs', import.meta.url), {
      // the sources, also where they import each other's packages
      execArgv: ['--conditions=rebind-source'],
      workerData: { first: from, last: start + count, seed: seedNumber, isOwnOnly: own, prefixes: files },
    });
    /** @type {Parameters<typeof tell>[0] | undefined} */
    let current;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    worker.on('error', reject);
    worker.on('message', (/** @type {Said} */ message) => {
      clearTimeout(timer);
      if (message.isDone) {
        resolve(undefined);
      } else if (message.input) {
        const { number, input } = message;
        current = { number, input };
        timer = setTimeout(() => {
          tell({ number, input }, { what: 'does not come back', detail: input.text });
          void worker.terminate().then(() => {
            resolve(number + 1);
          });
        }, PATIENCE_MS);
      } else if (current) {
        totals.checked += 1;
        totals.unparsed += message.faults ? 0 : 1;
        for (const fault of message.faults ?? []) {
          tell(current, fault);
        }
        if (totals.checked % 1_000 === 0) {
          console.log(`${totals.checked} texts, ${totals.faults} faults`);
        }
      }
    });
  });
}

/** @type {number | undefined} */
let next = start;
while (next !== undefined && next < start + count) {
  next = await run(next);
}
console.log(
  `${totals.checked} texts of seed ${seed}: ${totals.faults} faults; ${totals.unparsed} of the texts do not parse and say nothing.`,
);
for (const [kind, times] of kinds) {
  console.log(`${String(times).padStart(6)}  ${kind}`);
}
process.exitCode = totals.faults > 0 ? 1 : 0;
