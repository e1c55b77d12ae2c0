/** Builds programs of single files, in a copy of their tree. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../corpus/run.mjs';
import { FIRST_MARK } from '../../test/eslint-plugin/execution/run/trace.ts';
import { callOfFunctionAt } from './main-for.mjs';

/** @import { Tree } from './trees.mjs' */

const HAS_MAIN = /^(?:int\s+|void\s+)?main\s*\(/m;

/** Tells in the trace where the program begins, as everything before is of the dynamic linker. */
const MARK = `#include <unistd.h>\n__attribute__((constructor)) static void mark(void) { close(${FIRST_MARK}); }\n`;

/** The name of a file whose main() is made here. */
const MADE = 'rebind-main.c';

/** @param {string} file */
const compilerFor = (file) => (file.endsWith('.c') ? 'gcc' : 'g++');

/** A copy of a tree in which its files are built. */
export class Workshop {
  /** @type {Map<string, Promise<string | undefined>>} */
  #archives = new Map();
  #programs = 0;

  /**
   * @param {Tree} tree
   * @param {string} folder of the copy
   */
  constructor(tree, folder) {
    this.tree = tree;
    this.folder = folder;
    this.scratch = path.join(folder, '.rebind');
  }

  /**
   * @param {Tree} tree
   * @param {string} from
   * @param {string} to
   */
  static async open(tree, from, to) {
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
    const workshop = new Workshop(tree, to);
    await mkdir(workshop.scratch);
    await writeFile(path.join(workshop.scratch, 'mark.c'), MARK);
    for (const [program = '', ...arguments_] of tree.prepare ?? [])
      await run(program, arguments_, { cwd: to });
    await run('gcc', ['-c', '-o', '.rebind/mark.o', '.rebind/mark.c'], { cwd: to });
    return workshop;
  }

  /**
   * Links texts of one file, each by itself.
   *
   * @param {string} file in the tree
   * @param {readonly string[]} texts the first one as it is
   * @param {number} line where it binds
   * @returns {Promise<{ how: string, programs: string[] } | { reason: string }>}
   */
  async link(file, texts, line) {
    const [original = ''] = texts;
    const started = await this.#started(file, original, line);
    if (!started) return { reason: 'has no main(), and binds in a method' };
    /** @type {string[]} */
    const programs = [];
    /** @type {string[]} */
    let archives = [];
    try {
      for (const text of texts) {
        await writeFile(path.join(this.folder, file), text);
        const program = path.join(this.scratch, `program-${this.#programs++}`);
        let said = await this.#compile(program, started.sources, archives);
        if (said.includes('undefined reference') && archives.length === 0) {
          archives = await this.#siblings(file);
          said = await this.#compile(program, started.sources, archives);
        }
        if (said !== '') {
          const what = programs.length === 0 ? 'does not link' : 'does not link once changed';
          return { reason: `${what}: ${firstError(said)}` };
        }
        programs.push(program);
      }
    } finally {
      await writeFile(path.join(this.folder, file), original);
    }
    return { how: archives.length === 0 ? started.how : `${started.how}, files of its folder`, programs };
  }

  /**
   * @param {string} file
   * @param {string} text
   * @param {number} line
   * @returns {Promise<{ how: string, sources: string[] } | undefined>} what main() there is, or is made
   */
  async #started(file, text, line) {
    if (HAS_MAIN.test(text)) return { how: 'its own main()', sources: [file] };
    const main = this.tree.mains?.[file];
    if (main !== undefined) return { how: `main() of ${path.basename(main)}`, sources: [main, file] };
    const call = this.tree.calls?.[file] ?? callOfFunctionAt(text, line);
    if (call === undefined) return undefined;
    // included, so that functions which are static can be called
    const made = path.join(path.dirname(file), MADE);
    const source = `#include "${path.basename(file)}"\nint main(void) { ${call}; return 0; }\n`;
    await writeFile(path.join(this.folder, made), source);
    return { how: `a main() that calls ${call}`, sources: [made] };
  }

  /**
   * @param {string} program
   * @param {readonly string[]} sources
   * @param {readonly string[]} archives
   */
  #compile(program, sources, archives) {
    const { flags, libraries = [] } = this.tree;
    const [first = ''] = sources;
    // twice, as archives may need one another
    const objects = ['.rebind/mark.o', ...archives, ...archives, ...libraries, '-lpthread', '-lm'];
    return said(
      compilerFor(first),
      ['-w', ...flags, `-I${path.dirname(first)}`, '-o', program, ...sources, ...objects],
      this.folder,
    );
  }

  /**
   * @param {string} file
   * @returns {Promise<string[]>} archives of what its folder, and those its tree shares, have without main()
   */
  async #siblings(file) {
    const folders = new Set([path.dirname(file), ...(this.tree.shared ?? [])]);
    const made = await Promise.all(
      [...folders].map((folder) => {
        const archive = this.#archives.get(folder) ?? this.#archive(folder);
        this.#archives.set(folder, archive);
        return archive;
      }),
    );
    return made.flatMap((archive) => archive ?? []);
  }

  /**
   * @param {string} folder
   * @returns {Promise<string | undefined>}
   */
  async #archive(folder) {
    const name = folder.replaceAll('/', '-');
    /** @type {string[]} */
    const objects = [];
    for (const entry of await readdir(path.join(this.folder, folder))) {
      const file = path.join(folder, entry);
      if (!/\.(?:c|cc|cpp)$/.test(entry) || entry === MADE) continue;
      if (HAS_MAIN.test(await readFile(path.join(this.folder, file), 'utf8'))) continue;
      const object = path.join('.rebind', `${name}-${entry}.o`);
      const flags = ['-w', ...this.tree.flags, `-I${folder}`, '-c', '-o', object, file];
      if ((await said(compilerFor(entry), flags, this.folder)) === '') objects.push(object);
    }
    if (objects.length === 0) return undefined;
    const archive = path.join('.rebind', `${name}.a`);
    await run('ar', ['rcs', archive, ...objects], { cwd: this.folder });
    return archive;
  }
}

/** @param {string} text */
const firstError = (text) =>
  (/(?:error: .*|undefined reference to .*)/.exec(text)?.[0] ?? text.trim().split('\n')[0] ?? '').slice(
    0,
    90,
  );

/**
 * @param {string} program
 * @param {readonly string[]} arguments_
 * @param {string} cwd
 * @returns {Promise<string>} what a compiler says if it fails; nothing if it does not
 */
function said(program, arguments_, cwd) {
  return new Promise((resolve) => {
    const options = { cwd, maxBuffer: 64 << 20, env: { ...process.env, LC_ALL: 'C' } };
    execFile(program, arguments_, options, (error, _stdout, stderr) => {
      resolve(error ? stderr || error.message : '');
    });
  });
}
