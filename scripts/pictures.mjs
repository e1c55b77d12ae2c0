// Draws docs/images/*.svg: what the commands of `rebind` print, from real runs in a network of their own. Needs root.
// usage: node scripts/pictures.mjs [--print]   (--print: the text as JSON on standard output, nothing is written)
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawTerminal } from './pictures/terminal.mjs';
import { scenes } from './pictures/scenes.mjs';
import { root } from './run.mjs';

const self = fileURLToPath(import.meta.url);
const flags = process.argv.slice(2);
if (process.env.REBIND_PICTURES_NETWORK === undefined) {
  // port 3000 must be free there, and the leftovers of the scenes nobody else's
  const { status } = spawnSync(
    'unshare',
    ['-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', process.execPath, self, ...flags],
    { stdio: 'inherit', env: { ...process.env, REBIND_PICTURES_NETWORK: 'own' } },
  );
  process.exit(status ?? 1);
}

const folders = mkdtempSync(path.join(tmpdir(), 'rebind-pictures-'));
const program = path.join(root, 'experiment/bin/rebind.js');

/**
 * What a command prints, with its colours.
 * @param {string} folder
 * @param {string} command
 */
function rebind(folder, command) {
  const { NO_COLOR, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...command.split(' ').slice(1)], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, FORCE_COLOR: '1' },
  });
  return stderr + stdout;
}

/** @type {Record<string, string>} */
const printed = {};
try {
  for (const { name, command, during } of scenes) {
    const folder = path.join(folders, name);
    mkdirSync(folder);
    const output = await during(folder, () => rebind(folder, command));
    printed[name] = output;
    if (!flags.includes('--print')) {
      writeFileSync(path.join(root, `docs/images/rebind-${name}.svg`), drawTerminal(command, output));
    }
  }
} finally {
  rmSync(folders, { recursive: true });
}
if (flags.includes('--print')) {
  process.stdout.write(JSON.stringify(printed));
}
