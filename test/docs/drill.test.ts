import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import rebind from '../../eslint-plugin/src/index.ts';
import { VERDICTS } from '../../experiment/src/drill/verdict.ts';
import { HOWS } from '../../experiment/src/drill/options.ts';
import { ROOT } from '../eslint-plugin/package/versions.ts';
import { freePort, REBIND, run } from '../experiment/support.ts';
import { codeBlocks, tableRows } from './code-blocks.ts';

vi.setConfig({ testTimeout: 120_000 });

const page = readFileSync(path.join(ROOT, 'docs/drill.md'), 'utf8');

function block(role: string): string {
  const found = codeBlocks(page).find((one) => one.role === role);
  if (!found) {
    throw new Error(`docs/drill.md has no block "${role}"`);
  }
  return found.code;
}

/** What does not depend on the machine: numbers and paths made alike, and without the rows whose order is the kernel's. */
function essence(output: string, port: number): string[] {
  return output
    .replaceAll(String(port), '8000')
    .split('\n')
    .filter((line) => !/^ {2}(TIME_WAIT|FIN_WAIT2) |The machine was busy|^\.\.\.$|^\$/.test(line))
    .map((line) =>
      line
        .replace(/\/\S*server\.log/g, 'LOG')
        .replace(/File "\S*server\.py"/, 'File "server.py"')
        .replace(/[\d.]+ m?s\b/g, 'TIME')
        .replace(/ +/g, ' ')
        .trimEnd(),
    )
    .filter((line) => line !== '');
}

describe("the server of the drill's page", () => {
  let folder: string;
  let port: number;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'rebind-docs-'));
    port = await freePort();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function drill(source: string): Promise<string[]> {
    writeFileSync(path.join(folder, 'server.py'), source.replaceAll('8000', String(port)));
    // a busy machine is not what the page is about
    const ended = await run([...REBIND, 'drill', '--max-away', '10s', '--', 'python3', 'server.py'], {
      cwd: folder,
    });
    return essence(ended.stderr + ended.stdout, port);
  }

  it('does not come back, as shown', async () => {
    const shown = essence(block('before'), 8000);
    expect(await drill(block('server.py'))).toEqual(expect.arrayContaining(shown));
  });

  it('is reported by the linter, in the words that are quoted', () => {
    const [quoted] = /^> socket[^]*?(?=\n\n)/m.exec(page) ?? [''];
    const found = new Linter().verify(block('server.py'), rebind.configs.all, { filename: 'server.py' });
    expect(found.map(({ message }) => message)).toEqual([quoted.replace(/^> /gm, '').replaceAll('\n', ' ')]);
  });

  it('comes back with what --fix writes, as shown', async () => {
    const cured = new Linter().verifyAndFix(block('server.py'), rebind.configs.all, {
      filename: 'server.py',
    }).output;
    expect(cured).toBe(
      `import os\n${block('server.py').replace('listener.bind', `${block('cured')}listener.bind`)}`,
    );
    const shown = essence(block('after'), 8000);
    expect(await drill(cured)).toEqual(expect.arrayContaining(shown));
  });
});

it("the drill's page has every way and every verdict", () => {
  const cells = (heading: string) => tableRows(page, heading).map(([cell = '']) => cell.replaceAll('`', ''));
  expect(cells('`--how`')).toEqual([...HOWS]);
  expect(cells('`id`').toSorted()).toEqual(VERDICTS.toSorted());
});
