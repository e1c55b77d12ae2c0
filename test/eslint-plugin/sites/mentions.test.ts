import { describe, expect, it } from 'vitest';
import { languages, mayListen } from '../../../eslint-plugin/src/sites/index.ts';

/** Texts of nothing else, which a search that begins anew at each of them would be at for minutes. */
const ALIKE: readonly (readonly [language: string, text: string])[] = [
  ['c', 'Server'],
  ['c', 'sock'],
  ['cpp', 'Listen'],
  ['java', 'a.port(x);\n'],
  ['java', 'createx'],
];

describe('whether a text may listen', () => {
  it.each(ALIKE)('is told of three megabytes of nothing else: %s, %j', (id, text) => {
    const language = languages.find((one) => one.id === id);
    expect(language && mayListen(language, text.repeat(Math.ceil(3_000_000 / text.length)))).toBe(false);
  });
});
