/** What the compilers on this machine say of one file taken alone, or with the sources it belongs to. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * @typedef {object} Compiler
 * @property {string} program
 * @property {(file: string, folder: string, text: string) => string[]} arguments for a file at a scratch path, as if it
 *   stood in `folder`
 */

/** @type {(program: string) => Compiler} */
const gcc = (program) => ({
  program,
  arguments: (file, folder) => ['-fsyntax-only', '-Wall', '-Wextra', `-I${folder}`, file],
});

/** @type {Readonly<Record<string, Compiler>>} by language */
const compilers = {
  c: gcc('gcc'),
  cpp: gcc('g++'),
  java: {
    program: 'javac',
    arguments: (file, folder, text) => [
      ...['-proc:none', '-Xlint:all', '-Xmaxwarns', '10000', '-implicit:none', '-d', path.dirname(file)],
      ...['-sourcepath', sourceRoot(folder, text) ?? path.dirname(file), file],
    ],
  },
  python: { program: 'python3', arguments: (file) => ['-m', 'py_compile', file] },
};

/**
 * Where the packages of a Java file begin, so that classes of the same project are found.
 *
 * @param {string} folder
 * @param {string} text
 * @returns {string | undefined} undefined where the file does not stand where its package says
 */
function sourceRoot(folder, text) {
  const [, name = ''] = /^\s*package\s+([\w.]+)\s*;/m.exec(text) ?? [];
  const inside = path.join(path.sep, ...name.split('.'));
  return folder.endsWith(inside) ? folder.slice(0, folder.length - inside.length) : undefined;
}

/**
 * @param {string} language
 * @param {string} text
 * @param {string} file where the text comes from
 * @returns {Promise<string[] | undefined>} the diagnostics without their places; undefined where the file does not
 *   compile, or the compiler is not there
 */
export async function diagnostics(language, text, file) {
  const compiler = compilers[language];
  if (!compiler) return undefined;
  const scratch = await mkdtemp(path.join(tmpdir(), 'rebind-compile-'));
  try {
    const copy = path.join(scratch, path.basename(file));
    await writeFile(copy, text);
    const args = compiler.arguments(copy, path.dirname(file), text);
    const { code, said } = await execute(compiler.program, args);
    if (code !== 0) return undefined;
    return said.split('\n').flatMap((line) => /(?:warning|error): .*/.exec(line)?.[0] ?? []);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<{ code: number, said: string }>}
 */
function execute(program, args) {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 180_000, maxBuffer: 64 << 20 }, (error, _stdout, stderr) => {
      resolve({ code: error ? 1 : 0, said: stderr });
    });
  });
}
