import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInChild } from 'rebind';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InUse } from '../../../extension/src/port/in-use.ts';
import { portPicks, readPort } from '../../../extension/src/port/port-picks.ts';
import { type Folder, Ports } from '../../../extension/src/port/ports.ts';
import { portStatus } from '../../../extension/src/port/status.ts';
import { end, freePort, python, startReady } from '../../experiment/support.ts';
import { PORT } from '../panel/states.ts';

async function folder(files: Readonly<Record<string, string>>): Promise<Folder> {
  const directory = await mkdtemp(path.join(tmpdir(), 'rebind-ports-'));
  onTestFinished(async () => rm(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(directory, name), text);
  }
  return { uri: pathToFileURL(directory).href, path: directory };
}

/** `workspaceState`, which lives as long as the workspace. */
function memory() {
  const kept = new Map<string, unknown>();
  return {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => {
      kept.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  };
}

const SHOP = {
  '.env': 'PORT=4100\nDB_PORT=5432\n',
  'server.js': "require('node:http').createServer().listen(process.env.PORT || 3000);\n",
};

function portsWith({ trusted = true, setting = undefined as number | undefined, kept = memory() } = {}) {
  return new Ports(runInChild, kept, { isTrusted: () => trusted, setting: () => setting });
}

describe('the port of a folder', () => {
  it('is the best of the configured ones, with where it is written', async () => {
    const shop = await folder(SHOP);
    expect(await portsWith().current(shop)).toEqual({
      port: 4100,
      protocol: 'tcp',
      by: 'configured',
      folder: shop.uri,
      place: { file: '.env', line: 1, column: expect.any(Number) as number },
    });
  });

  it('is the one in the settings, before all others', async () => {
    expect(await portsWith({ setting: 4200 }).current(await folder(SHOP))).toMatchObject({ port: 4200 });
  });

  it('is the one the user chose, also after a restart, and only for that folder', async () => {
    const [shop, other, kept] = [await folder(SHOP), await folder(SHOP), memory()];
    await portsWith({ kept }).choose(shop, {
      port: 5432,
      protocol: 'tcp',
      place: { file: '.env', line: 2, column: 9 },
    });
    const restarted = portsWith({ kept });
    expect(await restarted.current(shop)).toMatchObject({ port: 5432, by: 'configured' });
    expect(await restarted.current(other)).toMatchObject({ port: 4100 });
    await restarted.choose(shop, undefined);
    expect(await restarted.current(shop)).toMatchObject({ port: 4100 });
  });

  it('is in Restricted Mode only what the user typed', async () => {
    const [shop, kept] = [await folder(SHOP), memory()];
    const restricted = portsWith({ trusted: false, setting: 4200, kept });
    expect(await restricted.current(shop)).toBeUndefined();
    await restricted.choose(shop, {
      port: 4100,
      protocol: 'tcp',
      place: { file: '.env', line: 1, column: 6 },
    });
    expect(await restricted.current(shop)).toBeUndefined();
    await restricted.choose(shop, { port: 4300, protocol: 'tcp' });
    expect(await restricted.current(shop)).toMatchObject({ port: 4300, by: 'chosen' });
  });

  it('is read anew once it is forgotten, and those who watch are told', async () => {
    const shop = await folder(SHOP);
    const ports = portsWith();
    let told = 0;
    const watch = ports.onDidChange(() => {
      told += 1;
    });
    await ports.current(shop);
    await writeFile(path.join(shop.path, '.env'), 'PORT=4500\n');
    expect(await ports.current(shop)).toMatchObject({ port: 4100 });
    ports.forget();
    expect(await ports.current(shop)).toMatchObject({ port: 4500 });
    expect(told).toBe(1);
    watch.dispose();
    ports.forget();
    expect(told).toBe(1);
  });
});

describe('the list of ports', () => {
  it('groups what is in force, what is not, and services, each with its place, and asks for another', async () => {
    const shop = await folder(SHOP);
    const groups = portPicks(await portsWith().all(shop));
    expect(
      groups.map(({ title, picks }) => [title, picks.map(({ label, description }) => [label, description])]),
    ).toEqual([
      [
        'in force',
        [
          ['4100', '.env:1'],
          ['4100', 'server.js:1'],
        ],
      ],
      ['services the servers use', [['5432', '.env:2']]],
      ['another', [['Enter a Port…', undefined]]],
    ]);
  });

  it.each([
    ['3000', 3000],
    [' 80 ', 80],
    ['65535', 65_535],
    ['65536', undefined],
    ['0', undefined],
    ['-1', undefined],
    ['3e3', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, port) => {
    expect(readPort(text)).toBe(port);
  });
});

describe('the status item', () => {
  it.each([
    [undefined, undefined, undefined],
    [PORT, undefined, '$(plug) 3000'],
    [PORT, 3000, '$(warning) 3000 in use'],
    [undefined, 8080, '$(warning) 8080 in use'],
  ])('of %o with %s in use says %s', (choice, inUse, text) => {
    expect(portStatus(choice, inUse)?.text).toBe(text);
  });
});

describe('a message that a port is in use', () => {
  it('counts as long as the kernel agrees', async () => {
    const port = await freePort();
    const changes: (number | undefined)[] = [];
    const inUse = new InUse(runInChild, (now) => changes.push(now));
    await inUse.report(port);
    expect(changes).toEqual([]);
    const server = await startReady(
      python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`),
    );
    await inUse.report(port);
    await inUse.recheck();
    expect(changes).toEqual([port]);
    inUse.saw({ port: port + 1, verdict: 'free' });
    inUse.saw({ port, verdict: 'held' });
    expect(changes).toEqual([port]);
    await end(server);
    await inUse.recheck();
    expect(changes).toEqual([port, undefined]);
  });

  it('counts no more once the kernel was asked for another reason and says that it is free', async () => {
    const changes: (number | undefined)[] = [];
    const inUse = new InUse(
      () => Promise.reject(new Error('koffi does not load')),
      (now) => changes.push(now),
    );
    await inUse.report(3000);
    inUse.saw({ port: 3000, verdict: 'free' });
    expect(changes).toEqual([3000, undefined]);
  });

  it('counts where the kernel cannot be asked', async () => {
    const changes: (number | undefined)[] = [];
    const inUse = new InUse(
      () => Promise.reject(new Error('koffi does not load')),
      (now) => changes.push(now),
    );
    await inUse.report(3000);
    expect(changes).toEqual([3000]);
  });
});
