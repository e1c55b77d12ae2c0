#!/usr/bin/env node
/** Runs generated programs before and after every change that the plugin makes or offers, and compares what they did. */
import './faults-thrown.mjs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const NODE = path.join(import.meta.dirname, '..', 'node_modules', 'node', 'bin', 'node');

/** What part of the programs is written in each language. */
const SHARES = { c: 0.4, cpp: 0.2, java: 0.13, python: 0.27 };

const HELP = `Usage: node bench/execution.mjs [options]

Generates programs that bind sockets from a seed, lints them by the plugin's source, and runs each before and after
--fix and every suggestion, while strace watches its system calls: with free ports, with its ports held by another
socket, and with a first bind that the kernel refuses.

  --programs N         how many (default: 5000)
  --seed N             another seed makes other programs (default: 1)
  --language NAME      ${Object.keys(SHARES).join(', ')} alone (default: all, ${Object.values(SHARES)
    .map((share) => `${share * 100} %`)
    .join(', ')})
  --number N           the program of this number alone
  --shrink N           how many failures of a kind are made as simple as they can be and printed whole (default: 1)
  --fixes              no suggestions in the list of failures
  --help               print this

Needs gcc, g++, javac, java, python3, strace, and a user who may make network namespaces. Exit code: 0 nothing failed;
1 something did; 2 wrong use; 3 cannot be run here.`;

const WRONG_USE = 2;
const CANNOT_RUN = 3;

process.exitCode = await main();

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  if (!('typescript' in process.features)) {
    // the sources are TypeScript, which the Node that this repository pins runs as it is
    const { status } = spawnSync(NODE, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    return status ?? CANNOT_RUN;
  }
  const { hasNamespaces } = await import('../test/network/namespace.ts');
  if (!hasNamespaces) {
    console.error('Network namespaces cannot be made here (unshare -n).');
    return CANNOT_RUN;
  }
  const { report } = await import('./execution/report.mjs');
  return (await report(options)) ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        programs: { type: 'string', default: '5000' },
        seed: { type: 'string', default: '1' },
        language: { type: 'string' },
        number: { type: 'string' },
        shrink: { type: 'string', default: '1' },
        fixes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const programs = wholeNumber(values.programs);
    const seed = wholeNumber(values.seed);
    const shrink = wholeNumber(values.shrink);
    const { language } = values;
    if (language !== undefined && !Object.hasOwn(SHARES, language)) {
      throw new TypeError(`--language is one of ${Object.keys(SHARES).join(', ')}`);
    }
    const counts = Object.entries(SHARES).map(([name, share]) => ({
      language: name,
      programs: language === undefined ? Math.round(programs * share) : name === language ? programs : 0,
    }));
    const number = values.number === undefined ? undefined : wholeNumber(values.number);
    if (number !== undefined && language === undefined) {
      throw new TypeError('--number needs --language');
    }
    return { counts, seed, shrink, number, fixesOnly: values.fixes };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
    return WRONG_USE;
  }
}

/** @param {string} text */
function wholeNumber(text) {
  if (!/^\d+$/.test(text)) throw new TypeError(`${text} is no whole number`);
  return Number(text);
}
