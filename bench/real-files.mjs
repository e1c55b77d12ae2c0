#!/usr/bin/env node
/** Links the files in C and C++ of a laid-out corpus that ESLint changes, runs them before and after, and compares. */
import './faults-thrown.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { familyNamed, readCorpus, treeName } from './corpus/labels.mjs';

const NODE = path.join(import.meta.dirname, '..', 'node_modules', 'node', 'bin', 'node');
const CACHE = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const DEFAULT_TREES = path.join(CACHE, 'rebind', 'corpus');

const HELP = `Usage: node bench/real-files.mjs CORPUS [options]

Lints the files in C and C++ of the trees that the labels in CORPUS name, by the plugin's source; links each that a fix
changes, or a suggestion would, alone or with files of its folder, with a main() that calls what binds if it has none;
and runs it before and after --fix and each suggestion in a network of its own, watched by strace: with all ports free,
and with a kernel that refuses the first bind.

  --trees DIR      where bench/corpus.mjs laid out the trees (default: ${DEFAULT_TREES})
  --only TEXT      only files whose path contains it
  --help           print this

Needs gcc, g++, make, strace, and a user who may make network namespaces. Exit code: 0 all did the same, with the option
set; 1 one did not; 2 wrong use; 3 nothing could be run here.`;

const WRONG_USE = 2;
const CANNOT_RUN = 3;

process.exitCode = await main();

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  if (!('typescript' in process.features)) {
    // the sources are TypeScript, which the Node that this repository pins runs as it is
    const arguments_ = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
    return spawnSync(NODE, arguments_, { stdio: 'inherit' }).status ?? CANNOT_RUN;
  }
  const { hasNamespaces } = await import('../test/network/namespace.ts');
  if (!hasNamespaces) {
    console.error('Network namespaces cannot be made here (unshare -n).');
    return CANNOT_RUN;
  }
  const { sources } = await readCorpus(options.corpus, familyNamed('c'));
  const laidOut = sources.filter((source) => existsSync(path.join(options.trees, treeName(source))));
  console.log(`Trees: ${laidOut.length} of ${sources.length} laid out below ${options.trees}`);
  const { print, runAll } = await import('./real-files/report.mjs');
  return print(await runAll(options.trees, laidOut, options.only));
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        trees: { type: 'string', default: DEFAULT_TREES },
        only: { type: 'string', default: '' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const [corpus, ...extra] = positionals;
    if (corpus === undefined || extra.length > 0) {
      throw new TypeError('name one folder with a labelled corpus');
    }
    return { corpus: path.resolve(corpus), trees: path.resolve(values.trees), only: values.only };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
    return WRONG_USE;
  }
}
