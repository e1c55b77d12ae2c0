#!/usr/bin/env node
/** Measures what the rebind rules cost on real files, beside ESLint's whole time and n/no-deprecated-api. */
import './faults-thrown.mjs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import js from '@eslint/js';
import { ESLint } from 'eslint';
import { BUILT_PLUGIN, CANNOT_RUN, exitWith, isBuilt, WRONG_USE } from './command.mjs';
import { familyNamed, readCorpus } from './corpus/labels.mjs';
import { eslintWith, pluginConfigs } from './corpus/lint.mjs';
import { measure } from './rule-time/measure.mjs';
import { selectFiles } from './rule-time/select.mjs';
import { summarize } from './rule-time/summary.mjs';

/** @import { Summary, Spread } from './rule-time/summary.mjs' */

const DEFAULT_TREES = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
  'rebind',
  'corpus',
);

const HELP = `Usage: node bench/rule-time.mjs CORPUS [options]

Lints real files, a quarter of them with a candidate call, and prints what share of ESLint's time the rebind rules
take, beside n/no-deprecated-api of eslint-plugin-n in the same run. The trees come from: node bench/corpus.mjs.

  --trees DIR          where the trees are laid out (default: ${DEFAULT_TREES})
  --files N            how many files (default: 400)
  --repetitions N      how often each is linted in each way, after a warm-up (default: 10)
  --seed TEXT          chooses the files (default: rebind)
  --plugin PATH        the plugin to measure (default: eslint-plugin/dist/index.js)
  --config NAME        which of its configs (default: all)
  --others NAME        the rules that are on in every run: recommended, ESLint's own (default), or none
  --json               print one JSON document in place of the table
  --help               print this

Exit code: 0 the rules take at most 2 % of ESLint's time; 1 more; 2 wrong use; 3 cannot be measured here.`;

/**
 * What a run lints with beside the rules in question.
 * @type {Record<string, (typeof js.configs.recommended)[]>}
 */
const OTHERS = { recommended: [js.configs.recommended], none: [] };

const SHARE_WANTED = 0.02;

await exitWith(main);

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  if (!isBuilt(options.plugin)) return CANNOT_RUN;
  const family = familyNamed('js');
  const { sites } = await readCorpus(options.corpus, family);
  const configs = await pluginConfigs(options.plugin, options.config);
  progress('selecting files');
  const files = await selectFiles({
    ...options,
    family,
    sites,
    eslint: eslintWith(configs),
    count: options.files,
  });
  if (files.length < options.files) {
    progress(`only ${files.length} of ${options.files} files found below ${options.trees}`);
    return CANNOT_RUN;
  }
  const timings = await measure(files, configs, OTHERS[options.others] ?? [], options.repetitions, progress);
  const groups = {
    all: summarize(files, timings, () => true),
    'with a candidate': summarize(files, timings, ({ kind }) => kind === 'candidate'),
    'without a candidate': summarize(files, timings, ({ kind }) => kind !== 'candidate'),
    'without even a look-alike': summarize(files, timings, ({ kind }) => kind === 'plain'),
  };
  /** @type {unknown} */
  const peer = createRequire(import.meta.url)('eslint-plugin-n/package.json');
  const versions = {
    node: process.versions.node,
    eslint: ESLint.version,
    'eslint-plugin-n': /** @type {{ version: string }} */ (peer).version,
  };
  const { repetitions, seed, others } = options;
  if (options.json)
    console.log(JSON.stringify({ schemaVersion: 1, versions, repetitions, seed, others, groups }, null, 2));
  else printTables(groups, versions, repetitions, others);
  return groups.all.rebindOfEslint.median <= SHARE_WANTED ? 0 : 1;
}

/**
 * @param {Record<string, Summary>} groups
 * @param {Record<string, string>} versions
 * @param {number} repetitions
 * @param {string} others
 */
function printTables(groups, versions, repetitions, others) {
  const rows = (/** @type {(summary: Summary) => object} */ columns) =>
    Object.fromEntries(Object.entries(groups).map(([name, summary]) => [name, columns(summary)]));
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  console.log(
    `${tools.join(', ')}; medians (and ranges) of ${repetitions} repetitions; times in ms for all the files; other rules: ${others}`,
  );
  console.table(
    rows((summary) => ({
      files: summary.files,
      kB: Math.round(summary.kilobytes),
      ESLint: rounded(summary.eslintMs),
      parsing: rounded(summary.parseMs),
      rebind: rounded(summary.rebindMs),
      'n/no-deprecated-api': rounded(summary.peerMs),
    })),
  );
  console.table(
    rows((summary) => ({
      'rebind / ESLint': percentages(summary.rebindOfEslint),
      'rebind / n': percentages(summary.rebindOfPeer),
      'rules on / off': percentage(summary.onOverOff),
      'off / off (noise)': percentage(summary.offOverOff),
    })),
  );
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toFixed(2));
}

/** @param {number} ratio */
function percentage(ratio) {
  return `${(100 * ratio).toFixed(2)} %`;
}

/** @param {Spread} spread */
function percentages({ median, min, max }) {
  return `${percentage(median)} (${(100 * min).toFixed(2)} to ${(100 * max).toFixed(2)})`;
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        trees: { type: 'string', default: DEFAULT_TREES },
        files: { type: 'string', default: '400' },
        repetitions: { type: 'string', default: '10' },
        seed: { type: 'string', default: 'rebind' },
        plugin: { type: 'string', default: BUILT_PLUGIN },
        config: { type: 'string', default: 'all' },
        others: { type: 'string', default: 'recommended' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const [corpus, ...extra] = positionals;
    if (corpus === undefined || extra.length > 0)
      throw new TypeError('name one folder with a labelled corpus');
    const { others } = values;
    if (others !== 'recommended' && others !== 'none') {
      throw new TypeError(`--others takes recommended or none, not "${others}"`);
    }
    return {
      others,
      corpus: path.resolve(corpus),
      trees: path.resolve(values.trees),
      files: positiveInteger('--files', values.files),
      repetitions: positiveInteger('--repetitions', values.repetitions),
      seed: values.seed,
      plugin: path.resolve(values.plugin),
      config: values.config,
      json: values.json,
    };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
    return WRONG_USE;
  }
}

/**
 * @param {string} option
 * @param {string} text
 */
function positiveInteger(option, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new TypeError(`${option} takes a whole number above 0, not "${text}"`);
  return Number(text);
}

/** @param {string} message */
function progress(message) {
  process.stderr.write(`${message}\n`);
}
