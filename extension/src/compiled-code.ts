import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { crc32 } from 'node:zlib';

/** By then all that a start needs has been compiled. */
const COMPILED_MS = 3000;
/** V8 trusts what it is given back; a file may have been damaged. */
const CHECKSUM_BYTES = 4;
/** As Node.js does for every CommonJS module. */
const [BEFORE, AFTER] = ['(function (exports, require, module, __filename, __dirname) { ', '\n})'];

/** As Node.js wraps CommonJS. */
type Wrapper = (
  ...given: [
    exports: unknown,
    require: NodeJS.Require,
    module: { exports: unknown },
    filename: string,
    dirname: string,
  ]
) => void;

/**
 * Loads a CommonJS file with the code that V8 made of it an earlier time, functions compiled while it ran among it. The
 * compile cache of Node.js has a third of that, and is one for all that a process loads: the extension host loads other
 * extensions.
 * @param folder where the code is kept; created when needed. Without one, or where it cannot be written, all is compiled anew
 * @returns what the file exports
 */
export function loadCompiled(file: string, folder: string | undefined): unknown {
  const source = readFileSync(file, 'utf8');
  const kind = `${path.basename(file, path.extname(file))}-${process.versions.v8}-`;
  // V8 compares no more than the length of the source
  const code = folder && path.join(folder, kind + createHash('sha256').update(source).digest('hex'));
  const script = new vm.Script(BEFORE + source + AFTER, {
    filename: file,
    columnOffset: -BEFORE.length,
    cachedData: code ? read(code) : undefined,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as Wrapper;
  run(module.exports, createRequire(file), module, file, path.dirname(file));
  if (code && script.cachedDataRejected !== false) {
    setTimeout(() => {
      keep(script.createCachedData(), code, kind).catch(() => undefined);
    }, COMPILED_MS).unref();
  }
  return module.exports;
}

function read(code: string): Buffer | undefined {
  try {
    const bytes = readFileSync(code);
    const data = bytes.subarray(CHECKSUM_BYTES);
    return bytes.readUInt32LE() === crc32(data) ? data : undefined;
  } catch {
    return undefined; // none yet, or cut short
  }
}

/** Puts the code in place of that of other versions of the file, whose names begin alike. */
async function keep(data: Buffer, code: string, kind: string): Promise<void> {
  const folder = path.dirname(code);
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(data));
  const scratch = `${code}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(scratch, Buffer.concat([checksum, data]));
  await rename(scratch, code);
  for (const other of await readdir(folder)) {
    if (other.startsWith(kind) && other !== path.basename(code)) {
      await rm(path.join(folder, other), { force: true });
    }
  }
}
