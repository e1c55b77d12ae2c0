import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import configuration from '../../.dependency-cruiser.mjs';

const ROOT = path.join(import.meta.dirname, '../..');
const PAGE = readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8');

/** The paths of the map, in its order: a line names one or several, below the line that is indented less. */
function mapped(): string[] {
  const [, map = ''] = /## The map\n[^]*?```\n([^]*?)```/.exec(PAGE) ?? [];
  const above: { readonly indent: number; readonly folder: string }[] = [];
  return map.split('\n').flatMap((line) => {
    const [, blanks = '', names = ''] = /^( *)(\S+(?: \S+)*)/.exec(line) ?? [];
    const isContinued = blanks.length > 20;
    if (names === '' || isContinued) {
      return [];
    }
    while ((above.at(-1)?.indent ?? -1) >= blanks.length) {
      above.pop();
    }
    const inside = above.at(-1)?.folder ?? '';
    const [before = ''] = names.split(/ {2,}/);
    const paths = before
      .split(' ')
      .filter((name) => /[./]/.test(name))
      .map((name) => path.posix.join(inside, name));
    above.push({ indent: blanks.length, folder: paths[0] ?? inside });
    return paths;
  });
}

describe('the map of ARCHITECTURE.md', () => {
  it('names what is there', () => {
    expect(mapped().length).toBeGreaterThan(60);
    const written = new Set(['eslint-plugin/vendor']);
    expect(mapped().filter((one) => !written.has(one) && !existsSync(path.join(ROOT, one)))).toEqual([]);
  });

  it('has every folder of the sources', () => {
    const folders = globSync('{eslint-plugin,experiment,extension}/src/**/', { cwd: ROOT })
      .map((folder) => folder.split(path.sep).join('/').replace(/\/$/, ''))
      .sort();
    const known = new Set(mapped().map((one) => one.replace(/\/$/, '')));
    expect(folders.length).toBeGreaterThan(40);
    expect(folders.filter((folder) => !known.has(folder))).toEqual([]);
  });

  it('says of imports what the rule says', () => {
    const rules = configuration.forbidden?.map(({ name, comment }) => [name, comment]) ?? [];
    const told = PAGE.split('\n')
      .filter((line) => /^\| [\w-]+-[\w-]+ +\|/.test(line))
      .map((line) => line.split('|').slice(1, -1))
      .map((cells) => cells.map((cell) => cell.trim()));
    expect(rules.length).toBeGreaterThan(8);
    expect(told.filter(([name = '']) => !name.startsWith('--'))).toEqual(rules);
  });
});
