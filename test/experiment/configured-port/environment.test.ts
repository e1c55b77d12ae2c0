import { describe, expect, it } from 'vitest';
import { envFileName, precedence } from '../../../experiment/src/configured-port/environment.ts';

describe('of several .env files', () => {
  const order = (localFirst: boolean): string[] => {
    const files = [
      '.env',
      '.env.local',
      '.env.development',
      '.env.development.local',
      '.env.production',
      '.env.example',
    ];
    const ranked = files.flatMap((file) => {
      const name = envFileName(file);
      const rank = name && precedence(name, 'development', localFirst);
      return rank === undefined ? [] : [{ file, rank }];
    });
    return ranked.sort((a, b) => b.rank - a.rank).map(({ file }) => file);
  };

  it("the mode's wins over the local one, as for Vite and dotenv-flow", () => {
    expect(order(false)).toEqual(['.env.development.local', '.env.development', '.env.local', '.env']);
  });

  it("the local one wins over the mode's, as for Next.js and Create React App", () => {
    expect(order(true)).toEqual(['.env.development.local', '.env.local', '.env.development', '.env']);
  });

  it('only names that begin like one are', () => {
    expect(['.environment', 'x.env', '.envrc', 'env'].map(envFileName)).toEqual(Array(4).fill(undefined));
  });
});
