// What the extension costs: own work in activate, a lint, a file without candidates; with --editor also the first squiggle and
// the idle editor beside a stub extension that reports at once, in a real editor. Figures: bench/extension.md
// Usage, with the flags of the server's process: node --max-semi-space-size=16 bench/extension.mjs [--editor [--rounds 10] [--idle 60]]
import path from 'node:path';
import { median, quantile } from 'simple-statistics';
import { languageOf } from '../extension/src/lint/languages.ts';
import { lint } from '../extension/src/lint/server/linter.ts';
import { DEFAULTS } from '../test/extension/lint/editor.ts';
import { root } from '../scripts/run.mjs';
import { cpuMs } from './editor/cpu-time.mjs';
import { thousandLines } from './editor/thousand-lines.mjs';

const round = (value) => Number(value.toFixed(2));

/** Lints in the language server's own way. */
function lintTimes(text, rounds) {
  const typescript = languageOf('typescript');
  const times = Array.from({ length: rounds }, () => cpuMs(() => lint(text, typescript, 'a.ts', DEFAULTS)));
  const steady = times.slice(10);
  return { first: round(times[0]), median: round(median(steady)), p95: round(quantile(steady, 0.95)) };
}

const thousand = thousandLines();
const withoutCandidates = thousand.replaceAll('listen', 'attend');

console.log('A lint in the language server, CPU ms');
console.table({
  'a thousand lines, one listen call': lintTimes(thousand, 210),
  'a thousand lines without candidates': lintTimes(withoutCandidates, 210),
});

const option = (name, otherwise) => Number(process.argv[process.argv.indexOf(name) + 1] ?? otherwise);

if (process.argv.includes('--editor')) {
  const rounds = process.argv.includes('--rounds') ? option('--rounds') : 10;
  const seconds = process.argv.includes('--idle') ? option('--idle') : 60;
  const { Editors } = await import('./editor/editors.mjs');
  const { pack } = await import('../test/e2e/editor/pack.ts');
  const { vsix } = await import('../test/e2e/vsix.ts');
  const stub = await pack(path.join(root, 'bench/editor/stub'));
  const names = { stub: 'stub', rebind: 'Rebind' };
  const editors = await Editors.start({ stub: [stub], rebind: [vsix] });
  try {
    const runs = { stub: [], rebind: [] };
    for (let index = 0; index < rounds; index += 1) {
      for (const [name, displayName] of Object.entries(names)) {
        runs[name].push(await editors.firstSquiggle(name, displayName));
      }
    }
    const middle = (name, key) => Math.round(median(runs[name].map((run) => run[key])));
    console.log(`In the editor, medians of ${rounds}, ms`);
    console.table(
      Object.fromEntries(
        Object.keys(names).map((name) => [
          name,
          { 'first squiggle': middle(name, 'squiggleMs'), activation: middle(name, 'activationMs') },
        ]),
      ),
    );
    if (seconds > 0) {
      console.log(`Processor time of an idle editor's extension host and what it started, ${seconds} s, ms`);
      console.table({
        stub: await editors.idle('stub', 5000, seconds * 1000),
        rebind: await editors.idle('rebind', 5000, seconds * 1000),
      });
    }
  } finally {
    await editors.stop();
  }
}
