import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConfiguredPorts, DrillReport, WhyReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { HOSTILE, obeyed, SHOWN } from './hostile.ts';
import { type Ended, freePort, json, python, REBIND, run, startReady, temporaryFolder } from './support.ts';

/** The text shows what was written, and neither it nor the JSON has a character that is obeyed. */
async function harmless(
  command: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ text: Ended; document: unknown }> {
  const [name = '', ...others] = command;
  const text = await run([...REBIND, name, ...others], options);
  expect(obeyed(text.stdout + text.stderr)).toEqual([]);
  const asJson = await run([...REBIND, name, '--json', ...others], options);
  expect(obeyed(asJson.stdout + asJson.stderr)).toEqual([]);
  return { text, document: json(asJson) };
}

describe('what a workspace wrote is shown, never obeyed:', () => {
  async function project(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = await temporaryFolder();
    for (const [name, text] of Object.entries({ 'package.json': '{"name": "a"}', ...files })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    return folder;
  }
  const LISTENS = "require('node:http').createServer().listen(3000);\n";

  it.each<[string, Record<string, string>]>([
    ['file names', { [`${HOSTILE}.js`]: LISTENS }],
    ['folder names', { [`${HOSTILE}/server.js`]: LISTENS }],
    [
      'script keys',
      { 'package.json': JSON.stringify({ name: 'a', scripts: { [HOSTILE]: 'vite --port 3000' } }) },
    ],
    [
      'compose services',
      { 'compose.yaml': JSON.stringify({ services: { [HOSTILE]: { build: '.', ports: ['3000:3000'] } } }) },
    ],
    [
      'compose profiles',
      {
        'compose.yaml': JSON.stringify({
          services: { web: { build: '.', ports: ['3000:3000'], profiles: [HOSTILE] } },
        }),
      },
    ],
    [
      'launch configurations',
      {
        '.vscode/launch.json': JSON.stringify({
          configurations: [
            { name: HOSTILE, type: 'node', request: 'launch', program: 'x', env: { PORT: '3000' } },
          ],
        }),
      },
    ],
  ])('%s', async (_, files) => {
    const { text, document } = await harmless(['port'], { cwd: await project(files) });
    expect(text.stdout).toContain(SHOWN);
    expect((document as ConfiguredPorts).ports).toMatchObject([{ port: 3000 }]);
    // the document keeps what was written
    expect(JSON.stringify(document)).toContain(JSON.stringify(HOSTILE).slice(1, -1));
  });

  it('the port that a command is about, in what it says beside its answer', async () => {
    const port = await freePort();
    const cwd = await project({ [`${HOSTILE}.js`]: LISTENS.replace('3000', String(port)) });
    const ended = await run([...REBIND, 'why'], { cwd });
    expect(ended.stderr).toBe(`Port ${port}, as ${SHOWN}.js:1 says.\n`);
  });

  it('.env values', async () => {
    const cwd = await project({
      '.env': `NAME="${HOSTILE}"\nPORT=3000 ${HOSTILE}\nAPI_PORT=3001\n`,
      'compose.yaml': 'services: { web: { build: ., ports: ["${API_PORT}:80"], container_name: "${NAME}" } }',
      'server.js': "require('http').createServer().listen(process.env.API_PORT)\n",
    });
    const { text } = await harmless(['port'], { cwd });
    expect(text.stdout).toContain('3001/tcp');
  });

  it('the name of the folder itself', async () => {
    const folder = path.join(await temporaryFolder(), HOSTILE);
    await mkdir(folder);
    const { text } = await harmless(['port', folder]);
    expect(text.stdout).toContain(`No port is configured in ${path.dirname(folder)}/${SHOWN}.`);
    const missing = await run([...REBIND, 'port', `${folder}/none`]);
    expect(missing.stderr).toContain(`${SHOWN}/none`);
    expect(obeyed(missing.stderr)).toEqual([]);
  });

  it('a file of findings, by its name and by what it says', async () => {
    const port = String(await freePort());
    const folder = await project({ [`${HOSTILE}.json`]: HOSTILE });
    const ended = await run([...REBIND, 'drill', '-p', port, '--lint', `${HOSTILE}.json`, '--', 'true'], {
      cwd: folder,
    });
    expect(ended.stderr).toBe(`rebind: cannot use ${folder}/${SHOWN}.json: it is not JSON\n`);
  });
});

describe('what a process says of itself is shown, never obeyed:', () => {
  it('its arguments', async () => {
    const port = await freePort();
    const server = python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`);
    await startReady([...server.slice(0, 1), '-c', server[2] ?? '', HOSTILE]);
    const { text, document } = await harmless(['why', String(port)]);
    expect(text.stdout).toContain('pid');
    expect((document as WhyReport).holders[0]?.command.at(-1)).toBe(HOSTILE);
    const refused = await run([...REBIND, 'drill', '-p', String(port), '--', 'true']);
    expect(refused.stderr).toContain('listens on port');
    expect(obeyed(refused.stderr)).toEqual([]);
  });

  it('its title, where it has no arguments', async () => {
    const port = await freePort();
    const named = path.join(await temporaryFolder(), '\u001b[31m\u009bX\u202e');
    await copyFile('/bin/sh', named);
    // the kernel gives a program without arguments an empty one, and its title is then its file's name
    const program = [
      `s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen(); s.set_inheritable(True)`,
      'import ctypes, os',
      'print("ready", flush=True)',
      'r, w = os.pipe(); os.set_inheritable(w, True); os.dup2(r, 0)',
      `ctypes.CDLL(None).execv(os.fsencode(${JSON.stringify(named)}), (ctypes.c_char_p * 2)(None, None))`,
    ];
    await startReady(python(...program));
    await expect
      .poll(async () => (await run([...REBIND, 'why', String(port)])).stdout, { timeout: 20_000 })
      .toContain(String.raw`[\x1b[31m\x9bX\u202e]`);
    await harmless(['why', String(port)]);
  });

  it('what it prints, when it does not come back', async () => {
    const port = await freePort();
    const program = `import sys; sys.stdout.reconfigure(errors="surrogatepass"); print(${JSON.stringify(HOSTILE)}); print("\\ud800 1"); sys.exit(7)`;
    const { text, document } = await harmless(['drill', '-p', String(port), 'python3', '-c', program]);
    // a carriage return ends a line, as in a terminal
    expect(text.stdout).toContain(`  | ${SHOWN.slice(0, -2)}\n`);
    const start = (document as DrillReport).ways[0]?.rounds[0]?.coldStart;
    expect(start).toMatchObject({ kind: 'ended', code: 7 });
    expect(start && 'output' in start && start.output[0]).toBe(HOSTILE.slice(0, -1));
  });

  it('the command that was to be drilled', async () => {
    const port = await freePort();
    const ended = await run([...REBIND, 'drill', '-p', String(port), '--', HOSTILE]);
    expect(ended.stderr).toContain(`cannot start ${SHOWN}: there is no such program`);
    expect(obeyed(ended.stderr)).toEqual([]);
  });
});

describe('what the environment says is shown, never obeyed:', () => {
  it('the folder a command stands in', async () => {
    const folder = path.join(await temporaryFolder(), HOSTILE);
    await mkdir(folder);
    const ended = await run([...REBIND, 'drill', '-p', '3999', '--', '/nowhere'], { cwd: folder });
    expect(ended.stderr).toContain(SHOWN);
    expect(obeyed(ended.stderr)).toEqual([]);
  });

  it('the place for temporary files, a home, a terminal', async () => {
    const port = String(await freePort());
    const env = {
      ...process.env,
      TMPDIR: `/${HOSTILE}`,
      HOME: HOSTILE,
      TERM: HOSTILE,
      USER: HOSTILE,
    };
    const ended = await run([...REBIND, 'drill', '-p', port, 'sh', '-c', 'printf %s "$TMPDIR"; exit 1'], {
      env,
    });
    expect(ended.stdout).toContain(`  | /${SHOWN.slice(0, -2)}`);
    expect(obeyed(ended.stdout + ended.stderr)).toEqual([]);
  });

  it('a file for the log', async () => {
    const folder = await temporaryFolder();
    await symlink(folder, path.join(folder, HOSTILE));
    const refused = await run([...REBIND, 'drill', '-p', '3999', '--log', HOSTILE, '--', 'true'], {
      cwd: folder,
    });
    expect(refused.stderr).toContain(`cannot use ${folder}/${SHOWN} for the output of the server`);
    expect(obeyed(refused.stderr)).toEqual([]);
    const told = await run(
      [...REBIND, 'drill', '-p', String(await freePort()), '--log', `${HOSTILE}.log`, '--', 'true'],
      { cwd: folder },
    );
    expect(told.stderr).toContain(`The server's output goes to ${folder}/${SHOWN}.log\n`);
    expect(obeyed(told.stdout + told.stderr)).toEqual([]);
  });
});

it('what was typed is shown, never obeyed', async () => {
  for (const words of [
    [HOSTILE],
    ['why', HOSTILE],
    ['why', `--${HOSTILE}`],
    ['matrix', '3000', '--first', HOSTILE],
  ]) {
    const { stderr, status } = await run([...REBIND, ...words]);
    expect(stderr).toContain(SHOWN);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(obeyed(stderr)).toEqual([]);
    expect(status).toBe(2);
  }
});

it('a bar of progress shows it on a terminal', async () => {
  const folder = path.join(await temporaryFolder(), 'w');
  await mkdir(folder);
  const port = String(await freePort());
  const command = [
    ...REBIND,
    'drill',
    '-p',
    port,
    '--rounds',
    '1',
    'sh',
    '-c',
    `printf '%s' "$0"; sleep 0.6`,
    HOSTILE,
  ];
  const { stdout } = await run(['python3', '-c', 'import pty, sys; pty.spawn(sys.argv[1:])', ...command]);
  // a terminal is told to draw the bar and colours, and nothing else
  const own = stdout.replaceAll(/\u001b(?:[78]|\[(?:\d*[GKm]|\?7[hl]))|\r/g, '');
  expect(obeyed(own)).toEqual([]);
  expect(stdout).toContain('owned');
});
