import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCompiled } from '../../extension/src/compiled-code.ts';

let folder: string;
let file: string;
let code: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rebind-compiled-code-'));
  file = path.join(folder, 'server.cjs');
  code = path.join(folder, 'code', 'deep');
  vi.spyOn(vm, 'Script');
  vi.useFakeTimers({ toFake: ['setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Loads the file, lets the time pass after which its code is kept, and waits until it is, where it is going to be. */
async function load(): Promise<{ readonly exports: unknown; readonly compiled: 'anew' | 'before' }> {
  const exports = loadCompiled(file, code);
  const script = vi.mocked(vm.Script).mock.results.at(-1)?.value as vm.Script;
  if (script.cachedDataRejected !== false) {
    const before = kept();
    vi.runAllTimers();
    await vi.waitUntil(() => kept().length === 1 && kept()[0] !== before[0]);
    return { exports, compiled: 'anew' };
  }
  expect(vi.getTimerCount()).toBe(0);
  return { exports, compiled: 'before' };
}

function kept(): string[] {
  try {
    return readdirSync(code).map((name) => `${name}: ${readFileSync(path.join(code, name), 'base64')}`);
  } catch {
    return [];
  }
}

describe('a file of the extension', () => {
  it('is loaded as Node.js loads a CommonJS module', () => {
    writeFileSync(path.join(folder, 'other.cjs'), 'module.exports = 7;');
    writeFileSync(
      file,
      "exports.all = [require('./other.cjs'), require('node:os').EOL, __filename, __dirname, module.exports === exports];" +
        'exports.later = () => import("node:path");' +
        'exports.where = new Error().stack;',
    );
    const exports = loadCompiled(file, undefined) as Record<string, unknown>;
    expect(exports.all).toEqual([7, '\n', file, folder, true]);
    expect(exports.where).toContain(`${file}:1:`);
  });

  it('is compiled once, with the functions it ran', async () => {
    writeFileSync(file, 'const answer = () => 42;\nmodule.exports = answer();');
    expect(await load()).toEqual({ exports: 42, compiled: 'anew' });
    expect(await load()).toEqual({ exports: 42, compiled: 'before' });
  });

  it('is compiled anew when it has changed, though it is as long as before, and its old code goes', async () => {
    writeFileSync(file, 'module.exports = 1;');
    expect(await load()).toEqual({ exports: 1, compiled: 'anew' });
    writeFileSync(file, 'module.exports = 2;');
    expect(await load()).toEqual({ exports: 2, compiled: 'anew' });
    expect(kept()).toHaveLength(1);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['other than it was written', (bytes: Buffer) => bytes.fill(0xff, bytes.length / 2)],
  ])('is compiled anew when its code is %s', async (_, damage) => {
    writeFileSync(file, 'module.exports = 3;');
    await load();
    const one = path.join(code, readdirSync(code)[0] ?? '');
    writeFileSync(one, damage(readFileSync(one)));
    expect(await load()).toEqual({ exports: 3, compiled: 'anew' });
    expect(await load()).toEqual({ exports: 3, compiled: 'before' });
  });

  it('is loaded where no code can be kept', () => {
    writeFileSync(file, 'module.exports = 4;');
    writeFileSync(path.join(folder, 'code'), 'a file, no folder');
    expect(loadCompiled(file, code)).toBe(4);
    expect(() => vi.runAllTimers()).not.toThrow();
  });
});
