import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import { typescriptParser } from './typescript-parser.ts';

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** What ESLint's rule tester insists on for every invalid case. */
export const STRICT = { requireMessage: 'messageId', requireLocation: true } as const;

/** ESLint's own rule tester for ES modules. */
export const javascript = new RuleTester({
  languageOptions: { sourceType: 'module', ecmaVersion: 'latest' },
});

/** The same for CommonJS. */
export const commonjs = new RuleTester({
  languageOptions: { sourceType: 'commonjs', ecmaVersion: 'latest' },
});

/** The same for TypeScript, without type information. */
export const typescript = new RuleTester({ languageOptions: { parser: typescriptParser } });
