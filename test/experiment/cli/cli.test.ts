import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort, json, REBIND, rebind, run } from '../support.ts';

describe('wrong use ends with 2 and one line that says what is wrong', () => {
  it.each([
    [['why', '0'], 'from 1 to 65535'],
    [['why', '65536'], 'from 1 to 65535'],
    [['matrix', '3e3'], 'from 1 to 65535'],
    [['matrix', '3000', '--frist', '::'], "unknown option '--frist'"],
    [['matrix', '3000', '--first', 'localhost'], 'Not an IP address'],
    [['matrix', '3000', '--protocol', 'sctp'], 'Allowed choices are tcp, udp'],
    [['matrix', '3000', '--timeout', '-1'], 'A time such as 2s, 500ms or 5min'],
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['matrix', '1', '2'], 'too many arguments'],
    [['why', '3000-2999'], 'A range goes from the lower port to the higher one'],
    [['why', '1-65535'], 'At most 1000 ports at a time'],
    [['release', '3000/udp'], 'this is about TCP alone, and 3000/udp is none'],
    [['matrix', '3000', '--timeout', '0s'], 'more than 0'],
    [['port', '/nowhere/at/all'], 'cannot read the folder /nowhere/at/all'],
  ])('%j', async (arguments_, message) => {
    const { status, stdout, stderr } = await rebind(...arguments_);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('an address that is not on this host', async () => {
    const { status, stderr } = await rebind('matrix', String(await freePort()), '--host', '192.0.2.1');
    expect(stderr).toBe('rebind: 192.0.2.1 is not an address of this host\n');
    expect(status).toBe(2);
  });
});

describe('help', () => {
  it.each(['why', 'release', 'matrix', 'claims', 'port'])('of %s has examples', async (command) => {
    const { status, stdout } = await rebind(command, '--help');
    expect(stdout).toContain(`Examples:\n  rebind ${command}`);
    expect(status).toBe(0);
  });
});

describe('the port', () => {
  it('is the configured one of the folder when none is given, and where it says so is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rebind-'));
    const port = await freePort();
    await writeFile(join(folder, '.env'), `PORT=${port}\n`);
    await writeFile(join(folder, 'package.json'), '{"name": "a", "scripts": {"start": "node server.js"}}');
    await writeFile(join(folder, 'server.js'), "require('http').createServer().listen(process.env.PORT)\n");
    const ended = await run([...REBIND, 'why'], { cwd: folder });
    expect(ended.stderr).toContain(`Port ${port}, as .env:1 says.`);
    expect(ended.stdout).toBe(`Port ${port} is free.\n`);
    expect(json(await run([...REBIND, 'port', '--json'], { cwd: folder }))).toMatchObject({
      schemaVersion: 1,
      command: 'port',
      ports: expect.arrayContaining([expect.objectContaining({ port, file: '.env', line: 1 })]) as unknown,
    });
    await rm(folder, { recursive: true });
  });

  it('that two servers of the folder bind is told with both lines', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rebind-'));
    const port = await freePort();
    const server = `require('http').createServer().listen(${port})\n`;
    await writeFile(join(folder, 'package.json'), '{"name": "a"}');
    await writeFile(join(folder, 'site.js'), server);
    await writeFile(join(folder, 'admin.js'), `// the second\n${server}`);
    const said = `admin.js:2 and site.js:1 both bind port ${port}; only one of them can at a time.`;
    const conflict = {
      port,
      protocol: 'tcp',
      claims: [
        expect.objectContaining({ file: 'admin.js', line: 2 }) as unknown,
        expect.objectContaining({ file: 'site.js', line: 1 }) as unknown,
      ],
    };
    const listed = await run([...REBIND, 'port'], { cwd: folder });
    expect(listed.stdout).toContain(said);
    expect(listed.status).toBe(1);
    expect(json(await run([...REBIND, 'port', '--json'], { cwd: folder }))).toMatchObject({
      conflicts: [conflict],
    });
    const why = await run([...REBIND, 'why', String(port)], { cwd: folder });
    expect(why.stdout).toBe(`Port ${port} is free.\n\nIn this folder\n  ${said}\n`);
    expect(json(await run([...REBIND, 'why', String(port), '--json'], { cwd: folder }))).toMatchObject({
      verdict: 'free',
      conflicts: [conflict],
    });
    expect(
      json(await run([...REBIND, 'why', String(port), `${port}/udp`, '--json'], { cwd: folder })),
    ).toMatchObject({ reports: [{ conflicts: [conflict] }, { conflicts: [] }] });
    await rm(folder, { recursive: true });
  });

  it('must be named where none is configured', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rebind-'));
    const { status, stderr } = await run([...REBIND, 'why'], { cwd: folder });
    expect(stderr).toContain('no port is configured in this folder');
    expect(status).toBe(2);
    await rm(folder, { recursive: true });
  });
});

describe('the output', () => {
  it('of the matrix is a table, as documented, with the proof at its end', async () => {
    const port = await freePort();
    const { status, stdout } = await rebind('matrix', String(port));
    expect(stdout).toMatch(/^ {2}TIME_WAIT {4}none {7}✗ EADDRINUSE {2}✗ EADDRINUSE/m);
    const rows = stdout.split('\n').filter((line) => /EADDRINUSE|✓ ok/.test(line));
    expect(rows).toHaveLength(28);
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain('Every cell that was reached is as documented for this platform.');
    expect(stdout).toContain(`Port ${port} is as it was found.`);
    expect(status).toBe(0);
  });

  it('has colour where it is forced, and none with NO_COLOR', async () => {
    const command = [...REBIND, 'why', String(await freePort())];
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env.NO_COLOR;
    delete env.FORCE_COLOR;
    expect((await run(command, { env })).stdout).not.toContain('\u001b[');
    expect((await run(command, { env: { ...env, FORCE_COLOR: '1' } })).stdout).toContain('\u001b[');
    expect((await run(command, { env: { ...env, FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      '\u001b[',
    );
  });

  it('may be cut off by its reader', async () => {
    const { stdout, stderr } = await run([
      ...['bash', '-c', '"$@" | head -c 1', 'bash', ...REBIND],
      ...['claims', String(await freePort()), '--json'],
    ]);
    expect(stdout).toBe('{');
    expect(stderr).toBe('');
  });

  it('of the matrix as JSON keeps its contract', async () => {
    const report = json(await rebind('matrix', String(await freePort()), '--json')) as Record<
      string,
      unknown
    >;
    expect(Object.keys(report)).toEqual([
      'schemaVersion',
      'command',
      'port',
      'elapsedMs',
      'leftAsFound',
      'remains',
      'interference',
      'system',
      'cells',
    ]);
    expect((report.cells as unknown[])[0]).toEqual({
      protocol: 'tcp',
      state: 'BOUND',
      first: { address: '127.0.0.1', options: [] },
      second: { address: '127.0.0.1', options: [] },
      reached: true,
      bind: 'EADDRINUSE',
      listen: null,
      expected: 'EADDRINUSE',
    });
  });
});

it('says that it cannot run here where koffi does not load, and ends with 3', async () => {
  const { status, stderr } = await run([
    process.execPath,
    '--import',
    `data:text/javascript,import { registerHooks } from 'node:module';
     registerHooks({ resolve(specifier, context, next) {
       if (specifier === 'koffi') throw new Error('no binary for this machine');
       return next(specifier, context);
     } });`,
    ...REBIND.slice(1),
    'why',
    '3000',
  ]);
  expect(stderr).toContain('cannot run here: the package koffi, which calls the C library, does not load on');
  expect(status).toBe(3);
});

describe('on a system that is not what it says it is, the cause is named', () => {
  it.each([
    ['win32', 'a library of win32 x64 does not load: '],
    ['darwin', 'a library of darwin x64 does not load: '],
    ['aix', 'rebind cannot read the socket table of aix'],
  ])('%s', async (platform, message) => {
    const { status, stderr } = await run(
      [
        process.execPath,
        '--import',
        // koffi itself is of this system
        `data:text/javascript,import { createRequire } from 'node:module';
       createRequire('${REBIND[1] ?? ''}')('koffi');
       Object.defineProperty(process, 'platform', { value: '${platform}' });
       Object.defineProperty(process, 'arch', { value: 'x64' });`,
        ...REBIND.slice(1),
        'why',
        '3000',
      ],
      // Windows keeps temporary files elsewhere
      { env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } },
    );
    expect(stderr).toContain(`rebind: cannot run here: ${message}`);
    expect(status).toBe(3);
  });
});
