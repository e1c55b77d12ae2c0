/** Prints what scoring found, and writes the lists that a person reads. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { treeName } from './labels.mjs';

/**
 * @import { Linter } from 'eslint'
 * @import { FixReport } from './fixes.mjs'
 * @import { Site } from './labels.mjs'
 * @import { Outcome, Report } from './outcome.mjs'
 * @import { ScoredSite } from './score.mjs'
 */

/** More failures of fixes than this are only in the list. */
const FAILURES_PRINTED = 40;

/**
 * @param {string} title
 * @param {{ flags: number, found: number, others: number, alarms: number }} counts
 */
export function printScore(title, { flags, found, others, alarms }) {
  const recall = flags === 0 ? 0 : (100 * found) / flags;
  console.log(
    `${title}: recall ${found}/${flags} = ${recall.toFixed(2)} %, false alarms ${alarms}/${others}`,
  );
}

/** @param {readonly ScoredSite[]} scored */
export function printWrong(scored) {
  for (const { site, reported, rules, outcome } of scored) {
    if (reported === (site.label === 'flag')) continue;
    const what = reported ? 'false alarm' : 'miss';
    const seen = outcome?.failure ?? (rules.length > 0 ? rules.join(', ') : 'nothing reported');
    console.log(`  ${what} (${site.confidence}, ${site.label}): ${at(site)}  [${site.why}]  ${seen}`);
  }
  const flow = scored.filter(({ outcome }) => outcome?.parsedAs === 'Flow');
  for (const { site } of flow) console.log(`  parsed as Flow, which ESLint alone does not read: ${at(site)}`);
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {string} trees
 * @returns {boolean} whether every check held
 */
export function printFixes(outcomes, trees) {
  const checked = outcomes.flatMap(({ fixes }) => fixes ?? []);
  const sum = (/** @type {(fixes: FixReport) => number} */ of) =>
    checked.reduce((total, fixes) => total + of(fixes), 0);
  const failures = failuresIn(outcomes);
  const crashes = outcomes.filter(({ crashed }) => crashed);
  const unparsed = outcomes.filter(({ failure, crashed }) => failure !== undefined && !crashed);

  console.log(
    `\nFiles: ${outcomes.length} linted, ${unparsed.length} do not parse, ${crashes.length} crashed a rule`,
  );
  console.table(reportsByRule(outcomes));
  console.log(
    `Fixes: ${sum(({ fixable }) => fixable)} in ${sum(({ fixed }) => Number(fixed))} files, ` +
      `${sum(({ passes }) => Number(passes > 1))} files took more than one pass; ` +
      `compiled before and after each change: ${sum(({ compiled }) => Number(compiled))} files; ` +
      `suggestions: ${sum(({ suggestions }) => suggestions)}`,
  );
  for (const check of [
    'parses',
    'compiles',
    'idempotent',
    'closure',
    'suggestion parses',
    'suggestion compiles',
    'suggestion closure',
  ]) {
    console.log(`  ${check}: ${failures.filter((failure) => failure.check === check).length} failures`);
  }
  for (const failure of failures.slice(0, FAILURES_PRINTED)) {
    console.log(`  ${describeFailure(failure, trees)}`);
  }
  for (const { file, failure } of crashes) console.log(`  crash: ${path.relative(trees, file)}  ${failure}`);
  return failures.length === 0 && crashes.length === 0;
}

/** @param {readonly Outcome[]} outcomes */
function reportsByRule(outcomes) {
  /** @type {Record<string, { reports: number, 'with a fix': number, 'with suggestions': number }>} */
  const table = {};
  for (const { message } of outcomes.flatMap(({ reports }) => reports)) {
    const row = (table[message.ruleId ?? ''] ??= { reports: 0, 'with a fix': 0, 'with suggestions': 0 });
    row.reports += 1;
    row['with a fix'] += message.fix ? 1 : 0;
    row['with suggestions'] += message.suggestions?.length ? 1 : 0;
  }
  return table;
}

/** @param {readonly Outcome[]} outcomes */
function failuresIn(outcomes) {
  return outcomes.flatMap(({ file, fixes }) =>
    (fixes?.failures ?? []).map((failure) => ({ file, ...failure })),
  );
}

/**
 * @param {ReturnType<typeof failuresIn>[number]} failure
 * @param {string} trees
 */
function describeFailure({ file, check, line, detail }, trees) {
  return `${check} fails: ${path.relative(trees, file)}:${line}  ${detail}`;
}

/**
 * Writes every report on a line without a label (files that hold a label first), every labelled site with the rules
 * that report it, the failures of fixes, and the files that could not be linted.
 *
 * @param {object} found
 * @param {string} found.details folder to write to
 * @param {string} found.trees
 * @param {readonly Outcome[]} found.outcomes
 * @param {readonly ScoredSite[]} found.scored
 * @param {ReadonlyMap<string, Site[]>} found.available
 * @param {(file: string, message: Linter.LintMessage) => boolean} found.isUnlabelled
 */
export async function writeLists({ details, trees, outcomes, scored, available, isUnlabelled }) {
  const unlabelled = outcomes.flatMap(({ file, reports }) =>
    reports.filter(({ message }) => isUnlabelled(file, message)).map((report) => ({ file, ...report })),
  );
  const besideLabels = unlabelled.filter(({ file }) => available.has(file));
  const elsewhere = unlabelled.filter(({ file }) => !available.has(file));
  const entry = (/** @type {Report & { file: string }} */ { file, message, sourceLine }) =>
    `${path.relative(trees, file)}:${message.line}:${message.column}  ${message.ruleId}\n` +
    `    ${message.message}\n    > ${sourceLine.slice(0, 200)}\n`;
  const lists = {
    'unlabelled.txt': [
      `# In files with a labelled site: ${besideLabels.length}\n`,
      ...besideLabels.map(entry),
      `# In other files: ${elsewhere.length}\n`,
      ...elsewhere.map(entry),
    ],
    'labelled.txt': scored.map(
      ({ site, rules }) =>
        `${site.label} (${site.confidence}): ${at(site)}  ${rules.join(', ') || '-'}  [${site.why}]`,
    ),
    'fix-failures.txt': failuresIn(outcomes).map((failure) => describeFailure(failure, trees)),
    'not-linted.txt': outcomes
      .filter(({ failure }) => failure !== undefined)
      .map(({ file, failure }) => `${path.relative(trees, file)}  ${failure}`),
  };
  await mkdir(details, { recursive: true });
  for (const [name, lines] of Object.entries(lists)) {
    await writeFile(path.join(details, name), lines.map((line) => `${line}\n`).join(''));
  }
  console.log(
    `\nReports on lines without a label: ${unlabelled.length}, to be read in ${details}/unlabelled.txt`,
  );
}

/** @param {Site} site */
function at(site) {
  return `${treeName(site)}/${site.path}:${site.line}`;
}
