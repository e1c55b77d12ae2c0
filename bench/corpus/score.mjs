import { existsSync } from 'node:fs';
import path from 'node:path';
import { treeName } from './labels.mjs';
import { eslintWith, pluginConfigs } from './lint.mjs';
import { lintTrees } from './outcome.mjs';
import { printFixes, printScore, printWrong, writeLists } from './report.mjs';
import { syntaxErrorsWith } from './syntax.mjs';

/**
 * @import { Linter } from 'eslint'
 * @import { Family, Site } from './labels.mjs'
 * @import { Outcome } from './outcome.mjs'
 *
 * @typedef {object} ScoreOptions
 * @property {string} trees
 * @property {Family} family
 * @property {string} plugin path of the built plugin
 * @property {string} config which of its configs
 * @property {string} details folder for the lists
 * @property {readonly Site[]} sites every labelled site of the family
 * @property {ReadonlyMap<string, Site[]>} available those that are laid out, by file
 * @property {(message: string) => void} progress
 *
 * @typedef {object} ScoredSite
 * @property {Site} site
 * @property {boolean} reported
 * @property {string[]} rules that report on the site's line
 * @property {Outcome | undefined} outcome of the site's file
 */

const RECALL_WANTED = 0.99;
/** More labelled rows than this without their tree, and the score says little. */
const MISSING_ALLOWED = 0.1;

const REPORTS_SITE = ['rebind/require-reuse', 'rebind/prefer-explicit-reuse'];
/** Where an option is there and does nothing, saying so is the right report of a site to flag. */
const REPORTS_FLAG = 'rebind/no-ineffective-reuse';

/**
 * Scores the plugin on the labelled sites, lints every file of the trees, tries every fix and suggestion in memory, and
 * prints the outcome. The files themselves are not written to.
 *
 * @param {ScoreOptions} options
 * @returns {Promise<boolean>} whether the outcome is as wanted
 */
export async function score({ trees, family, plugin, config, details, sites, available, progress }) {
  const configs = await pluginConfigs(plugin, config);
  const linters = {
    plain: eslintWith(configs),
    fixing: eslintWith(configs, { fix: true, stats: true }),
    countErrors: await syntaxErrorsWith(plugin),
  };
  const names = [...new Set(sites.map(treeName))].filter((name) => existsSync(path.join(trees, name))).sort();
  const outcomes = await lintTrees(linters, trees, names, family, progress);
  const scored = [...available].flatMap(([file, ofFile]) =>
    ofFile.map((site) => scoreSite(site, outcomes.get(file))),
  );
  const isUnlabelled = (/** @type {string} */ file, /** @type {Linter.LintMessage} */ message) =>
    !(available.get(file) ?? []).some((site) => covers(message, site));

  console.log('');
  const strict = count(scored.filter(({ site }) => site.confidence === 'high'));
  printScore('High confidence', strict);
  printScore('All labels', count(scored));
  printWrong(scored);
  const fixesHold = printFixes([...outcomes.values()], trees);
  await writeLists({ details, trees, outcomes: [...outcomes.values()], scored, isUnlabelled, available });

  const absent = sites.length - scored.length;
  const enough = absent <= sites.length * MISSING_ALLOWED;
  if (!enough) console.log(`Too few labels to judge by: ${absent} of ${sites.length} are not laid out.`);
  return strict.found >= RECALL_WANTED * strict.flags && strict.alarms === 0 && fixesHold && enough;
}

/**
 * @param {Site} site
 * @param {Outcome | undefined} outcome
 * @returns {ScoredSite}
 */
function scoreSite(site, outcome) {
  const rules = (outcome?.reports ?? [])
    .filter(({ message }) => covers(message, site))
    .map(({ message }) => message.ruleId ?? '');
  const reported =
    REPORTS_SITE.some((rule) => rules.includes(rule)) ||
    (site.label === 'flag' && rules.includes(REPORTS_FLAG));
  return { site, reported, rules, outcome };
}

/**
 * @param {Linter.LintMessage} message
 * @param {Site} site
 */
function covers({ line, endLine = line }, site) {
  return line <= site.line && site.line <= endLine;
}

/** @param {readonly ScoredSite[]} scored */
function count(scored) {
  const flags = scored.filter(({ site }) => site.label === 'flag');
  const others = scored.filter(({ site }) => site.label !== 'flag');
  return {
    flags: flags.length,
    found: flags.filter(({ reported }) => reported).length,
    others: others.length,
    alarms: others.filter(({ reported }) => reported).length,
  };
}
