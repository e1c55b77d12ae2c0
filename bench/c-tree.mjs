#!/usr/bin/env node
/** Lints a whole C tree, beside `ast-grep scan` with the nearest rule, in turns. */
import './faults-thrown.mjs';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { max, median, min, sum } from 'simple-statistics';
import { BUILT_PLUGIN, CANNOT_RUN, exitWith, isBuilt, WRONG_USE } from './command.mjs';
import { filesBelow } from './corpus/files.mjs';
import { treeName } from './corpus/labels.mjs';
import { layOutAll } from './corpus/lay-out.mjs';
import { run } from './c-tree/run.mjs';
import { parseJson } from '../scripts/json.mjs';

const TREES = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'rebind', 'c-tree');
const ROOT = path.join(import.meta.dirname, '..');

/** The source of Debian trixie's package. */
const REDIS = {
  source: 'debian-orig',
  repo: 'debian:redis',
  commit: '8.0.2',
  archive: 'redis_8.0.2.orig.tar.gz',
  sha256: 'caf3c0069f06fc84c5153bd2a348b204c578de80490c73857bee01d9b5d7401f',
};
/** A file of the tree with a bind in it, for the run on one file. */
const ONE_FILE = path.join('src', 'anet.c');

const HELP = `Usage: node bench/c-tree.mjs [options]

Lints every .c and .h file of a C tree by ESLint with the plugin's config for C, and searches it by ast-grep with the
nearest rule (bench/c-tree/rule.yml) on two threads. Both are whole processes, started in turns. The tree is redis from
Debian's source package, laid out once below ${TREES}.

  --tree DIR           another tree
  --rounds N           how often each is run, after a warm-up (default: 15)
  --concurrency N      ESLint's threads: off (default) or a number
  --json               print one JSON document in place of the table
  --help               print this

Exit code: 0 ESLint's median is no longer than ast-grep's; 1 it is; 2 wrong use; 3 cannot be measured here.`;

const THREADS = '2';

await exitWith(main);

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  if (!isBuilt(BUILT_PLUGIN)) return CANNOT_RUN;
  const tree = options.tree ?? (await layOutRedis());
  const files = await filesBelow(tree, /\.[ch]$/);
  if (files.length === 0) throw new Error(`${tree} holds no .c or .h files`);
  const kilobytes = Math.round(
    sum(await Promise.all(files.map(async (file) => (await stat(file)).size))) / 1024,
  );

  const commands = {
    eslint: (/** @type {string} */ at) => [...eslint(options.concurrency), at],
    'ast-grep': (/** @type {string} */ at) => [...astGrep(), at],
  };
  const whole = await alternate(commands, tree, '.', options.rounds);
  const one = existsSync(path.join(tree, ONE_FILE))
    ? await alternate(commands, tree, ONE_FILE, options.rounds)
    : undefined;
  const memory = {
    eslint: (await run(commands.eslint('.'), tree, { watchMemory: true })).megabytes,
    'ast-grep': (await run(commands['ast-grep']('.'), tree, { watchMemory: true })).megabytes,
  };
  const found = {
    eslint: /** @type {{ messages: unknown[] }[]} */ (
      parseJson((await run(commands.eslint('.'), tree)).stdout)
    ).flatMap(({ messages }) => messages).length,
    'ast-grep': /** @type {unknown[]} */ (parseJson((await run(commands['ast-grep']('.'), tree)).stdout))
      .length,
  };
  const result = { tree, files: files.length, kilobytes, rounds: options.rounds, whole, one, memory, found };
  if (options.json) console.log(JSON.stringify(result, null, 2));
  else print(result);
  return whole.ratio <= 1 ? 0 : 1;
}

async function layOutRedis() {
  const origins = { gitMirrors: [], clone: false, debianSuites: ['trixie'] };
  const [laidOut] = await layOutAll([REDIS], TREES, origins, (message) =>
    process.stderr.write(`${message}\n`),
  );
  if (laidOut?.state === 'not reachable') throw new Error(`The source of redis: ${laidOut.note}`);
  return path.join(TREES, treeName(REDIS));
}

/** @param {string} concurrency */
function eslint(concurrency) {
  const config = path.join(import.meta.dirname, 'c-tree', 'eslint.config.mjs');
  const script = path.join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js');
  const flags = ['--no-ignore', '--no-warn-ignored', '--no-inline-config', '--format', 'json'];
  return [process.execPath, script, '--config', config, ...flags, `--concurrency=${concurrency}`];
}

/** The program itself: the package's own launcher is a script for Node. */
function astGrep() {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
  const program = path.join(
    path.dirname(require.resolve(`@ast-grep/cli-${platform}/package.json`)),
    'ast-grep',
  );
  const rule = path.join(import.meta.dirname, 'c-tree', 'rule.yml');
  return [program, 'scan', '--rule', rule, '--threads', THREADS, '--no-ignore', 'hidden', '--json'];
}

/**
 * @param {Readonly<Record<'eslint' | 'ast-grep', (at: string) => string[]>>} commands
 * @param {string} tree
 * @param {string} at a file or folder in it
 * @param {number} rounds
 */
async function alternate(commands, tree, at, rounds) {
  /** @type {Record<'eslint' | 'ast-grep', number[]>} */
  const times = { eslint: [], 'ast-grep': [] };
  const names = /** @type {const} */ (['eslint', 'ast-grep']);
  for (const name of names) await run(commands[name](at), tree);
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      times[name].push((await run(commands[name](at), tree)).milliseconds);
    }
  }
  return {
    eslint: spread(times.eslint),
    'ast-grep': spread(times['ast-grep']),
    ratio: median(times.eslint) / median(times['ast-grep']),
  };
}

/** @param {readonly number[]} times */
function spread(times) {
  return { median: median([...times]), min: min([...times]), max: max([...times]) };
}

/** @param {{ tree: string, files: number, kilobytes: number, rounds: number, whole: Awaited<ReturnType<typeof alternate>>, one: Awaited<ReturnType<typeof alternate>> | undefined, memory: Record<string, number>, found: Record<string, number> }} result */
function print({ tree, files, kilobytes, rounds, whole, one, memory, found }) {
  console.log(
    `${files} files, ${kilobytes} kB below ${tree}; ${rounds} rounds; milliseconds of whole processes`,
  );
  /** @type {Record<string, Record<string, string | number>>} */
  const rows = {};
  for (const name of /** @type {const} */ (['eslint', 'ast-grep'])) {
    rows[name] = {
      'tree, median': Math.round(whole[name].median),
      'min to max': `${Math.round(whole[name].min)} to ${Math.round(whole[name].max)}`,
      ...(one ? { 'one cold file, median': Math.round(one[name].median) } : {}),
      'memory, MB': Math.round(memory[name] ?? 0),
      reports: found[name] ?? 0,
    };
  }
  console.table(rows);
  console.log(`eslint / ast-grep on the tree: ${whole.ratio.toFixed(2)}`);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        tree: { type: 'string' },
        rounds: { type: 'string', default: '15' },
        concurrency: { type: 'string', default: 'off' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const rounds = Number(values.rounds);
    if (positionals.length > 0) throw new TypeError(`what is ${positionals.join(' ')}?`);
    if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds takes a number from 1');
    const tree = values.tree === undefined ? undefined : path.resolve(values.tree);
    return { tree, rounds, concurrency: values.concurrency, json: values.json };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
    return WRONG_USE;
  }
}
