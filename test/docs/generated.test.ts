import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../eslint-plugin/package/versions.ts';
import { families } from '../../eslint-plugin/src/sites/javascript/catalogue/index.ts';
import { headings, links, tableRows } from './code-blocks.ts';

const pages = [
  'eslint-plugin/README.md',
  ...readdirSync(path.join(ROOT, 'docs/rules')).map((file) => `docs/rules/${file}`),
];
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

describe('the generated documentation', () => {
  it('is what npm run docs writes', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.mjs', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('has a row for every family of the catalogue', () => {
    const named = tableRows(read('eslint-plugin/README.md'), 'package').map(([name = '']) =>
      name.replaceAll('`', ''),
    );
    expect(named.filter((name) => name !== '')).toEqual(families.map(({ name }) => name));
  });
});

/** GitHub's anchor of a heading. */
function anchor(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

describe.each(pages)('in %s', (page) => {
  it('links within the repository lead somewhere', () => {
    const broken = links(read(page))
      .filter((url) => !/^https?:/.test(url))
      .filter((url) => {
        const [file = '', fragment] = url.split('#');
        const target = path.join(path.dirname(page), file === '' ? path.basename(page) : file);
        return (
          !existsSync(path.join(ROOT, target)) ||
          (fragment !== undefined && !headings(read(target)).map(anchor).includes(fragment))
        );
      });
    expect(broken).toEqual([]);
  });
});
