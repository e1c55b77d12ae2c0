#!/usr/bin/env node
/** Measures how the time for a file grows with the file, form by form, beside a peer's on the same text. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import js from '@eslint/js';
import { Linter } from 'eslint';
import { BUILT_PLUGIN, CANNOT_RUN, exitWith, isBuilt, WRONG_USE } from './command.mjs';
import { pluginConfigs } from './corpus/lint.mjs';

/** @import { Growing } from '../test/eslint-plugin/growing.ts' */

const FORMS = path.join(import.meta.dirname, '..', 'test', 'eslint-plugin', 'growth.ts');

const HELP = `Usage: node bench/growth.mjs [options]

Lints texts that grow, each in a way in which files do, at a number and at four times that number of what they repeat,
and prints how the processor's time grows: 4 is linear, 16 a square. Beside it grows a peer's in the same run: ESLint's
own recommended rules in JavaScript, the parser alone in other languages. Needs a Node.js that runs TypeScript, for the forms.

  --count N            how many of what a text repeats (default: 1000)
  --only PATTERN       the forms that match, of names such as "a.c: blanks" (default: all)
  --repetitions N      of each length the least time of so many counts (default: 3)
  --limit NUMBER       the growth that is too much (default: 5)
  --plugin PATH        the plugin to measure (default: eslint-plugin/dist/index.js)
  --help               print this

Exit code: 0 no form grows by more than the limit; 1 one does; 2 wrong use; 3 cannot be measured here.`;

/** Below this, in ms, the growth of a time is noise. */
const MEASURABLE = 20;

await exitWith(main);

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  if (!isBuilt(options.plugin)) return CANNOT_RUN;
  const all = await pluginConfigs(options.plugin, 'all');
  /** @type {unknown} */
  const loaded = await import(FORMS);
  const { GROWING } = /** @type {{ GROWING: readonly Growing[] }} */ (loaded);
  const forms = GROWING.filter(({ filename, name }) => options.only.test(`${filename}: ${name}`));
  let worst = 0;
  for (const form of forms) {
    const isScript = /\.[jt]s$/.test(form.filename);
    const peer = isScript ? [js.configs.recommended] : all.map(({ rules: _, ...rest }) => rest);
    const own = growthOf(form, all, options);
    const other = growthOf(form, peer, options);
    if (own.isMeasurable) worst = Math.max(worst, own.growth);
    console.log(
      `${own.isMeasurable && own.growth > options.limit ? 'TOO MUCH ' : ''}${form.filename}: ${form.name}: rebind ${written(own)}; ${isScript ? "ESLint's rules" : 'parsing'} ${written(other)}`,
    );
  }
  console.log(
    `${forms.length} forms; the largest growth is ${worst.toFixed(1)} times for four times the text`,
  );
  return worst > options.limit ? 1 : 0;
}

/**
 * @typedef {object} Growth
 * @property {number} short the time for a number, in ms
 * @property {number} long the time for four times that number
 * @property {number} growth the second over the first
 * @property {boolean} isMeasurable
 */

/**
 * @param {Growing} form
 * @param {import('eslint').Linter.Config[]} configs
 * @param {{ count: number, repetitions: number }} options
 * @returns {Growth}
 */
function growthOf(form, configs, { count, repetitions }) {
  timeOf(form, configs, 100);
  const [short = 0, long = 0] = [count, 4 * count].map((number) =>
    Math.min(...Array.from({ length: repetitions }, () => timeOf(form, configs, number))),
  );
  return { short, long, growth: long / short, isMeasurable: long >= MEASURABLE };
}

/**
 * @param {Growing} form
 * @param {import('eslint').Linter.Config[]} configs
 * @param {number} count
 */
function timeOf({ filename, text }, configs, count) {
  const linter = new Linter();
  const code = text(count);
  const before = process.cpuUsage();
  const messages = linter.verify(code, configs, { filename });
  // a file without rules is parsed when somebody asks
  const sourceCode = /** @type {{ withTree?: (read: () => void) => void }} */ (
    /** @type {unknown} */ (linter.getSourceCode())
  );
  if (!configs.some(({ rules }) => rules)) sourceCode.withTree?.(() => undefined);
  const { user, system } = process.cpuUsage(before);
  const fatal = messages.find((message) => message.fatal);
  // the parsers of scripts are recursive, and their stack ends before ours
  return fatal ? Number.NaN : (user + system) / 1000;
}

/** @param {Growth} growth */
function written({ short, long, growth, isMeasurable }) {
  if (Number.isNaN(growth)) return 'does not parse so much';
  return `${short.toFixed(0)} -> ${long.toFixed(0)} ms${isMeasurable ? `, ${growth.toFixed(1)} times` : ''}`;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        count: { type: 'string', default: '1000' },
        only: { type: 'string', default: '' },
        repetitions: { type: 'string', default: '3' },
        limit: { type: 'string', default: '5' },
        plugin: { type: 'string', default: BUILT_PLUGIN },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    return {
      count: positive('--count', values.count),
      only: new RegExp(values.only),
      repetitions: positive('--repetitions', values.repetitions),
      limit: positive('--limit', values.limit),
      plugin: path.resolve(values.plugin),
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
function positive(option, text) {
  const number = Number(text);
  if (!(number > 0)) throw new TypeError(`${option} takes a number above 0, not "${text}"`);
  return number;
}
