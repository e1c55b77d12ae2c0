import type { Lookup, Variable } from './finding.ts';

/** Which text stands for a variable: `word` is what follows the name inside the braces, undefined when nothing does. */
export type Substitution = (name: string, word: string | undefined) => string | undefined;

export interface Interpolated {
  text: string;
  /** Names of the variables that were replaced, in order. */
  names: string[];
}

/** How the name of a variable begins a placeholder. */
const placeholders = {
  /** `$NAME`, `${NAME}`, `${NAME:-word}`; `$$` is a dollar sign. */
  shell: { braced: /\$\{([A-Za-z_]\w*)/y, bare: /\$([A-Za-z_]\w*)/y, dollar: /\$\$/y },
  /** `${some.name}`, `${some.name:word}`. */
  spring: { braced: /\$\{([^:{}$]+)/y, bare: undefined, dollar: undefined },
};

/** Nothing longer is a port or a port mapping; nested placeholders cost the square of their length. */
const longestPort = 1024;

/** Replaces the placeholders of a text, nested ones included; undefined where a variable has no value or the text is no port's. */
export function interpolate(
  text: string,
  substitute: Substitution,
  syntax: keyof typeof placeholders,
  budget = { left: 64 },
): Interpolated | undefined {
  // values may hold placeholders, of each other and of themselves
  if (text.length > longestPort || budget.left-- <= 0) {
    return undefined;
  }
  const { braced, bare, dollar } = placeholders[syntax];
  const names: string[] = [];
  let result = '';
  let index = 0;
  while (index < text.length) {
    const start = text.indexOf('$', index);
    if (start < 0) {
      return { text: result + text.slice(index), names };
    }
    result += text.slice(index, start);
    const name = matchAt(bare, text, start);
    const opening = matchAt(braced, text, start);
    const end = opening ? closingBrace(text, start + 1) : undefined;
    if (matchAt(dollar, text, start)) {
      result += '$';
      index = start + 2;
    } else if (name) {
      const value = substitute(name[1] ?? '', undefined);
      if (value === undefined) {
        return undefined;
      }
      names.push(name[1] ?? '');
      result += value;
      index = start + name[0].length;
    } else if (opening && end !== undefined) {
      const word = text.slice(start + opening[0].length, end);
      const value = substitute(opening[1] ?? '', word === '' ? undefined : word);
      const nested = value === undefined ? undefined : interpolate(value, substitute, syntax, budget);
      if (nested === undefined) {
        return undefined;
      }
      names.push(opening[1] ?? '', ...nested.names);
      result += nested.text;
      index = end + 1;
    } else {
      result += '$';
      index = start + 1;
    }
  }
  return { text: result, names };
}

function matchAt(pattern: RegExp | undefined, text: string, index: number): RegExpExecArray | null {
  if (pattern === undefined) {
    return null;
  }
  pattern.lastIndex = index;
  return pattern.exec(text);
}

function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    if (text[index] === '{') {
      depth++;
    } else if (text[index] === '}' && --depth === 0) {
      return index;
    }
  }
  return undefined;
}

/** `${NAME:-default}` and the other forms of POSIX parameter expansion that docker compose shares. */
export function shellSubstitution(lookup: (name: string) => { value: string } | undefined): Substitution {
  return (name, word) => {
    const value = lookup(name)?.value;
    const match = /^(:?)([-?+=])(.*)$/s.exec(word ?? '');
    if (match === null) {
      return word === undefined ? value : undefined;
    }
    const [, colon, operator, operand = ''] = match;
    const isSet = value !== undefined && (colon === '' || value !== '');
    if (operator === '+') {
      return isSet ? operand : '';
    }
    return isSet ? value : operator === '?' ? undefined : operand;
  };
}

/** `${name:default}` of Spring. */
export function springSubstitution(lookup: (name: string) => string | undefined): Substitution {
  return (name, word) => lookup(name.trim()) ?? (word?.startsWith(':') ? word.slice(1) : undefined);
}

/** Where the value comes from, when one of the variables is all there is to it. */
export function origin(names: readonly string[], value: string, lookup: Lookup): Variable | undefined {
  return names.map(lookup).find((variable) => variable?.value === value);
}
