import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { run } from './run.mjs';

/**
 * @param {string} file
 * @param {string | undefined} expected SHA-256 in hex; nothing is checked without one
 * @throws {Error} if the file is not the expected one
 */
export async function checkSha256(file, expected) {
  if (expected === undefined) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) throw new Error(`${file} has SHA-256 ${actual}, expected ${expected}`);
}

/**
 * @param {string} archive
 * @param {string} into an existing folder
 * @param {{ strip?: number }} [options] `strip`: how many leading path components to drop
 */
export async function unpack(archive, into, { strip = 0 } = {}) {
  await run('tar', [
    '--extract',
    `--file=${archive}`,
    `--directory=${into}`,
    `--strip-components=${strip}`,
    '--no-same-owner',
    '--no-same-permissions',
  ]);
}
