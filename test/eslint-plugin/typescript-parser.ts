import * as parser from '@typescript-eslint/parser';
import type { Linter } from 'eslint';
import { babelParser } from '../../eslint-plugin/src/sites/babel-parser.ts';

/** What parses TypeScript: typescript-eslint's parser, or the editor's in the project that runs these tests a second time. */
export const typescriptParser: Linter.Parser = process.env.REBIND_PARSER === 'bundled' ? babelParser : parser;
