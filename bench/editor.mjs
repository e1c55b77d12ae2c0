#!/usr/bin/env node
/** Measures the packaged extension in the real editor, beside an extension that does nothing but underline at once. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { max, median, min, sum } from 'simple-statistics';
import * as codeServer from '../test/tools/code-server.ts';
import { which } from '../test/tools/debian-packages.ts';
import { pack } from '../test/e2e/editor/pack.ts';
import { vsix } from '../test/e2e/vsix.ts';
import { Editors } from './editor/editors.mjs';

const HELP = `Usage: node bench/editor.mjs [options]

Opens a file with one listen call in the real editor, in a new window each time, with the packaged extension and with a
stub that underlines at once, in turn. Prints medians. Needs: npm run package, and code-server and Chromium, which npm test
installs.

  --repetitions N   windows of each kind (default: 10)
  --idle N          windows of each kind that are left alone (default: 3)
  --idle-seconds N  for how long (default: 60)
  --json            print one JSON document in place of the table
  --help            print this

Exit code: 0 within the limits; 1 not; 2 wrong use; 3 cannot be measured here.`;

/** What the extension may take, in milliseconds; when idle, a tick of the kernel's clock in five seconds. */
const LIMITS = { activateMs: 30, laterMs: 500, idleSampleMs: 10 };
const SETTLE_MS = 20_000;
const WRONG_USE = 2;
const CANNOT_RUN = 3;

process.exitCode = await main();

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  const lacks = [
    ...(existsSync(vsix) ? [] : [`${vsix} (npm run package)`]),
    ...(codeServer.installed() ? [] : [`code-server ${codeServer.VERSION} (npm test installs it)`]),
    ...(which('chromium') === undefined ? ['chromium (apt-get install chromium)'] : []),
  ];
  if (lacks.length > 0) {
    console.error(`Missing: ${lacks.join(', ')}`);
    return CANNOT_RUN;
  }
  const { repetitions, idle, idleSeconds, json } = options;
  const [stub = '', probe = ''] = await Promise.all(
    ['stub', 'probe'].map((name) => pack(path.join(import.meta.dirname, 'editor', name))),
  );
  const editors = await Editors.start({ rebind: [vsix, probe], stub: [stub, probe] });
  const rebind = [];
  const stubbed = [];
  const idleRebind = [];
  const idleStub = [];
  try {
    for (let at = 0; at < repetitions; at++) {
      progress(`first squiggle ${at + 1} of ${repetitions}`);
      stubbed.push(await editors.firstSquiggle('stub', 'stub'));
      rebind.push(await editors.firstSquiggle('rebind', 'Rebind'));
    }
    for (let at = 0; at < idle; at++) {
      progress(`idle ${at + 1} of ${idle}`);
      idleStub.push(await editors.idle('stub', SETTLE_MS, idleSeconds * 1000));
      idleRebind.push(await editors.idle('rebind', SETTLE_MS, idleSeconds * 1000));
    }
  } finally {
    await editors.stop();
  }
  const squiggle = (/** @type {import('./editor/editors.mjs').FirstSquiggle[]} */ runs) =>
    spread(runs.map(({ squiggleMs }) => squiggleMs));
  const load = (/** @type {import('./editor/editors.mjs').FirstSquiggle[]} */ runs) =>
    spread(runs.map(({ loadMs }) => loadMs));
  const activate = spread(rebind.map(({ activateMs }) => activateMs));
  const rows = {
    'first squiggle, ms': { rebind: squiggle(rebind), stub: squiggle(stubbed) },
    'loading and activation, ms': { rebind: load(rebind), stub: load(stubbed) },
    ...(idle > 0
      ? {
          [`processor time idle for ${idleSeconds} s, ms`]: {
            rebind: spread(idleRebind.map(sum)),
            stub: spread(idleStub.map(sum)),
          },
          'of it in five seconds, ms': {
            rebind: spread(idleRebind.flat()),
            stub: spread(idleStub.flat()),
          },
        }
      : {}),
  };
  if (json) {
    console.log(JSON.stringify({ repetitions, idle, idleSeconds, rows, activate, limits: LIMITS }, null, 2));
  } else {
    for (const [title, { rebind: ours, stub: theirs }] of Object.entries(rows)) {
      console.log(`${title}: rebind ${text(ours)}, stub ${text(theirs)}`);
    }
    console.log(`own work in activate, ms: ${text(activate)}`);
  }
  const later = median(rebind.map((run) => run.squiggleMs)) - median(stubbed.map((run) => run.squiggleMs));
  // by the median of the samples: V8 collects the garbage of a start once, whenever it has time
  const idleMore = idle > 0 ? median(idleRebind.flat()) - median(idleStub.flat()) : 0;
  const fine =
    later <= LIMITS.laterMs && activate.median <= LIMITS.activateMs && idleMore <= LIMITS.idleSampleMs;
  return fine ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        repetitions: { type: 'string', default: '10' },
        idle: { type: 'string', default: '3' },
        'idle-seconds': { type: 'string', default: '60' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const repetitions = Number(values.repetitions);
    const idle = Number(values.idle);
    const idleSeconds = Number(values['idle-seconds']);
    if (!(repetitions > 0) || !(idle >= 0) || !(idleSeconds > 0)) {
      throw new TypeError('--repetitions, --idle and --idle-seconds take numbers');
    }
    return { repetitions, idle, idleSeconds, json: values.json };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
    return WRONG_USE;
  }
}

/** @param {readonly number[]} values */
function spread(values) {
  return { median: median([...values]), min: min([...values]), max: max([...values]) };
}

/** @param {{ median: number, min: number, max: number }} spread */
function text({ median: middle, min: least, max: most }) {
  return `${Math.round(middle)} (${Math.round(least)} to ${Math.round(most)})`;
}

/** @param {string} line */
function progress(line) {
  console.error(line);
}
