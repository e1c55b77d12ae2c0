import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serverCommands, type Sources } from '../../../extension/src/drill/commands.ts';
import { readServerCommands } from '../../../extension/src/drill/read-commands.ts';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const NOTHING = { folder: '/shop', setting: null, packageJson: undefined, launchJson: undefined };

function found(sources: Partial<Sources>): string[] {
  return serverCommands({ ...NOTHING, ...sources }).map(
    ({ server, cwd, from }) => `${from} | ${server.join(' ')} | ${cwd}`,
  );
}

const launch = (configuration: object) => ({ launchJson: { configurations: [configuration] } });

describe('the command that starts the server', () => {
  it.each([
    ['nothing', {}, []],
    ['the setting', { setting: ['node', 'a b.js'] }, ['rebind.drill.command | node a b.js | /shop']],
    ['a setting that is no command', { setting: 'node server.js' }, []],
    ['an empty setting', { setting: [] }, []],
    [
      'scripts, the likeliest first',
      { packageJson: { scripts: { dev: 'vite', build: 'tsc', start: 'node .' } } },
      [`package.json: start | ${npm} run start | /shop`, `package.json: dev | ${npm} run dev | /shop`],
    ],
    ['scripts that are none', { packageJson: { scripts: { start: 1 } } }, []],
    ['a package.json that is a list', { packageJson: [] }, []],
    [
      'a launch configuration of Node',
      launch({
        type: 'node',
        request: 'launch',
        name: 'Run',
        program: '${workspaceFolder}/server.js',
        args: ['-v'],
      }),
      ['launch.json: Run | node /shop/server.js -v | /shop'],
    ],
    [
      'one of Python, in a folder of its own',
      launch({
        type: 'debugpy',
        request: 'launch',
        name: 'Run',
        program: 'chat.py',
        cwd: '${workspaceFolder}/py',
      }),
      ['launch.json: Run | python3 chat.py | /shop/py'],
    ],
    [
      'one of a compiled program',
      launch({ type: 'cppdbg', request: 'launch', name: 'Run', program: '${workspaceFolder}/server' }),
      ['launch.json: Run | /shop/server | /shop'],
    ],
    [
      'one with a variable that only the editor knows',
      launch({ type: 'node', request: 'launch', name: 'Run', program: '${file}' }),
      [],
    ],
    ['one that attaches', launch({ type: 'node', request: 'attach', name: 'Run', program: 'server.js' }), []],
  ] satisfies [string, Partial<Sources>, string[]][])('is found in %s', (_, sources, commands) => {
    expect(found(sources)).toEqual(commands);
  });

  it('is read from files with comments, and not from broken ones', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rebind-drill-'));
    onTestFinished(async () => rm(folder, { recursive: true, force: true }));
    await mkdir(path.join(folder, '.vscode'));
    await writeFile(
      path.join(folder, '.vscode/launch.json'),
      '{ // the server\n "configurations": [{ "type": "node", "request": "launch", "name": "Run", "program": "s.js" },] }',
    );
    await writeFile(path.join(folder, 'package.json'), '\0');
    const commands = await readServerCommands(folder, null);
    expect(commands.map(({ server }) => server)).toEqual([['node', 's.js']]);
  });
});
