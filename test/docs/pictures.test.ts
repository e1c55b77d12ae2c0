import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../eslint-plugin/package/versions.ts';

const mayMakeNetworks = spawnSync('unshare', ['-n', 'true']).status === 0;

/** What a picture says, without what differs from run to run: numbers, the kernel's release, where lines were broken. */
function words(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/linux [\d.][^ :]*/, 'linux')
    .replace(/\d+/g, '0')
    .trim();
}

function said(svg: string): string {
  const lines = [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, line = '']) => line);
  return lines
    .slice(1) // the command
    .join('\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

describe.runIf(mayMakeNetworks)('the pictures of docs/', () => {
  it('show what the commands print today: npm run docs:pictures draws them', () => {
    const { stdout } = spawnSync(process.execPath, ['scripts/pictures.mjs', '--print'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const printed = JSON.parse(stdout) as Readonly<Record<string, string>>;
    expect(Object.keys(printed)).toHaveLength(6);
    for (const [name, output] of Object.entries(printed)) {
      const svg = readFileSync(path.join(ROOT, `docs/images/rebind-${name}.svg`), 'utf8');
      const plain = output.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
      expect(words(said(svg)), name).toBe(words(plain));
    }
  });
});
