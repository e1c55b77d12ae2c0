import { execFile } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PORTS, environmentAt, withPorts } from '../roles.ts';
import { baseOf, watch } from './batch.ts';
import type { Ran } from './outcome.ts';
import { FIRST_MARK } from './trace.ts';

const RUNNER = fileURLToPath(new URL('runner.c', import.meta.url));

const COMPILERS = {
  c: { command: 'gcc', flags: ['-std=gnu17'], extension: 'c' },
  cpp: { command: 'g++', flags: ['-std=gnu++20'], extension: 'cpp' },
} as const;
type PosixLanguage = keyof typeof COMPILERS;

const WARNINGS = [
  '-Wall',
  '-Wextra',
  // what generated programs do on purpose, and what nobody may add
  ...['missing-field-initializers', 'unused-result', 'unused-variable', 'unused-value', 'unused-parameter'],
  ...['parentheses', 'implicit-fallthrough', 'unused-label', 'misleading-indentation', 'dangling-else'],
].map((flag, index) => (index < 2 ? flag : `-Wno-${flag}`));

/** Distinguishes what programs of one file declare. */
const suffixOf = (index: number): string => `_zq${index}`;

/** Compiles texts into one program, runs each in every situation and tells what it did. */
export async function runPosix(
  language: PosixLanguage,
  texts: readonly string[],
  folder: string,
): Promise<Ran[]> {
  const { command, flags, extension } = COMPILERS[language];
  await copyFile(RUNNER, join(folder, 'runner.c'));
  await Promise.all(
    texts.map((text, index) =>
      writeFile(join(folder, `${index}.${extension}`), withPorts(text, baseOf(index))),
    ),
  );
  const refused = new Map<number, string>();
  const warnings = new Map<number, string[]>();
  // gcc stops at nothing, so that the second time all that is refused is known
  for (let attempt = 0; attempt < 3; attempt++) {
    await writeFile(join(folder, `all.${extension}`), together(language, texts, refused));
    const said = await compile(folder, [
      command,
      ...flags,
      ...WARNINGS,
      '-fmax-errors=0',
      '-o',
      join(folder, 'programs'),
      join(folder, `all.${extension}`),
    ]);
    if (said === undefined) {
      break;
    }
    warnings.clear();
    let isRefused = false;
    for (const [, index = '', kind = '', message = ''] of said.matchAll(
      /(?:^|\/)(\d+)\.c(?:pp)?:\d+:\d+: (?:fatal )?(error|warning): (.*)$/gm,
    )) {
      if (kind === 'error') {
        isRefused = true;
        refused.set(Number(index), refused.get(Number(index)) ?? message);
      } else {
        warnings.set(Number(index), [...(warnings.get(Number(index)) ?? []), message]);
      }
    }
    if (!isRefused) {
      if (/^(?!.*warning).*\berror\b/m.test(said)) {
        throw new Error(`The programs are not compiled: ${said.slice(0, 2000)}`);
      }
      break;
    }
  }
  const indices = texts.flatMap((_, index) => (refused.has(index) ? [] : [index]));
  const outcomes = await watch(folder, [join(folder, 'programs')], indices);
  return texts.map((_, index): Ran => {
    const message = refused.get(index);
    return message === undefined
      ? { outcomes: outcomes(index), warnings: (warnings.get(index) ?? []).map(withoutSuffix) }
      : { refused: message };
  });
}

const withoutSuffix = (message: string): string => message.replaceAll(/_zq\d+/g, '');

/** One file that includes all programs, with a main() that runs each of them. */
function together(
  language: PosixLanguage,
  texts: readonly string[],
  refused: ReadonlyMap<number, string>,
): string {
  const included = [...texts.entries()].filter(([index]) => !refused.has(index));
  const headers = new Set(texts.flatMap((text) => text.match(/^#include <.*>/gm) ?? []));
  const variables = environmentAt(0)
    .filter(([name]) => name !== 'PEER_PORT')
    .map(([name, offset]) => `{ "${name}", ${offset} }`);
  return [
    ...(language === 'c' ? ['#define _GNU_SOURCE'] : []),
    ...headers,
    ...included.flatMap(([index, text]) =>
      language === 'c' ? renamed(index, text) : inNamespaceOfItsOwn(index, text),
    ),
    'static int (*const programs[])(void) = {',
    ...texts.map((_, index) => (refused.has(index) ? '0,' : `${entry(language, index)},`)),
    '};',
    `static const struct { const char *name; int offset; } variables[] = { ${variables.join(', ')} };`,
    `#define PORTS ${PORTS}`,
    `#define MARK ${FIRST_MARK}`,
    '#include "runner.c"',
    '',
  ].join('\n');
}

const entry = (language: PosixLanguage, index: number): string =>
  language === 'c' ? `main${suffixOf(index)}` : `p${suffixOf(index)}::program`;

const macrosOf = (text: string): string[] =>
  [...text.matchAll(/^#define (\w+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== '_GNU_SOURCE');

const undefined_ = (text: string): string[] => macrosOf(text).map((name) => `#undef ${name}`);

/** Everything at the left edge that declares a name. */
const DECLARED =
  /^(?:(?:static |const )*(?:struct \w+ |int |void |char )\*?(\w+)(?=\(| =|;|\[)|struct (\w+) ?\{?$|\} (\w+)(?:\[\d+\])?;$)/gm;

function renamed(index: number, text: string): string[] {
  const names = new Set(
    [...text.replaceAll('\r', '').matchAll(DECLARED)].map(
      ([, declared, tag, variable]) => declared ?? tag ?? variable ?? '',
    ),
  );
  return [
    ...[...names].map((name) => `#define ${name} ${name}${suffixOf(index)}`),
    `#include "${index}.c"`,
    ...[...names].map((name) => `#undef ${name}`),
    ...undefined_(text),
  ];
}

function inNamespaceOfItsOwn(index: number, text: string): string[] {
  return [
    `namespace p${suffixOf(index)} {`,
    '#define main program',
    `#include "${index}.cpp"`,
    '#undef main',
    ...undefined_(text),
    '}',
  ];
}

/** What the compiler says; undefined if nothing. */
function compile(folder: string, [command, ...flags]: [string, ...string[]]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      command,
      flags,
      { cwd: folder, maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: 'C' } },
      (error, _stdout, stderr) => {
        resolve(error === null && stderr === '' ? undefined : stderr);
      },
    );
  });
}
