import { memoize } from '../../memoize.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';

/** How a file is written, so that what is inserted is of the same kind. */
export interface Style {
  readonly isCpp: boolean;
  /** It has what only C99 and later have. */
  readonly isC99: boolean;
  /** The macro that it knows Windows by. */
  readonly guardMacro: string;
  /** Names for the value of an option that it does not use. */
  readonly freeNames: readonly string[];
  /** It calls `Setsockopt()`, which checks what it calls. Source: Stevens, UNIX Network Programming, unp.h. */
  readonly hasWrappers: boolean;
  /** It says that it ignores what setsockopt() returns. */
  readonly isCast: boolean;
}

/** What a file has only in C99 and later: `//` comments, loop variables, headers, designated initialisers. */
const C99 = [
  /^[^"'\n]*(?<!:)\/\//m,
  /\bfor\s*\(\s*(?:const\s+)?(?:unsigned\s+|struct\s+)?\w+[\s*]+\w+\s*=/,
  /<std(?:bool|int)\.h>/,
  /\binline\b/,
  /\{\s*\.\w+\s*=/,
];

const CANDIDATES = [
  'reuse',
  'reuse_addr',
  'reuse_address',
  'so_reuse',
  'reuse_on',
  'reuse_option',
  'reuse_value',
  'reuse_enabled',
];

export const styleOf = memoize(({ text, language }: TreeSitterSourceCode): Style => ({
  isCpp: language.name === 'cpp' || /^[^\S\n\r]*(?:class|namespace|template)\b/m.test(text),
  isC99: C99.some((feature) => feature.test(text)),
  guardMacro: /\bWIN32\b/.test(text) && !/\b_WIN32\b/.test(text) ? 'WIN32' : '_WIN32',
  freeNames: CANDIDATES.filter((name) => !new RegExp(`\\b${name}\\b`).test(text)),
  hasWrappers: /"unp\.h"|\bSetsockopt\b/.test(text),
  isCast: /\(void\)\s*setsockopt/.test(text),
}));
