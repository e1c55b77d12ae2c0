import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sample } from './support/toolchain.ts';

const readme = readFileSync(sample('README.md'), 'utf8');
const folders = ['c', 'cpp', 'java', 'python', 'typescript', 'javascript'];
const files = folders.flatMap((folder) => readdirSync(sample(folder)).map((file) => `${folder}/${file}`));

describe("the examples' README", () => {
  test('names every sample', () => {
    const samples = files.filter((file) => !file.endsWith('.json'));
    expect(samples.filter((file) => !readme.includes(file))).toEqual([]);
  });

  test('names no file that is not there', () => {
    const named = [...readme.matchAll(/\b(?:c|cpp|java|python|typescript|javascript)\/[\w-]+\.\w+/g)];
    expect(files).toEqual(expect.arrayContaining(named.map(([file]) => file)));
  });

  test('has a section for each scenario', () => {
    const sections = [...readme.matchAll(/^## (S\d+)/gm)].map(([, id]) => id);
    expect(sections).toEqual(Array.from({ length: 14 }, (_, i) => `S${i + 1}`));
  });
});
