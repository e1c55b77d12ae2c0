import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { checkSha256, unpack } from './archive.mjs';
import { run } from './run.mjs';

/** @import { LayOut } from './lay-out.mjs' */

/**
 * An npm package at its version, from the registry npm is configured for.
 *
 * @type {LayOut}
 */
export async function layOutNpmPackage(source, into, scratch) {
  const name = source.repo.replace(/^npm:/, '');
  await run('npm', ['pack', `${name}@${source.commit}`, '--ignore-scripts', '--pack-destination', scratch]);
  const [archive, ...others] = (await readdir(scratch)).filter((file) => file.endsWith('.tgz'));
  if (archive === undefined || others.length > 0)
    throw new Error(`npm pack left no single archive for ${name}`);
  await checkSha256(path.join(scratch, archive), source.sha256);
  await unpack(path.join(scratch, archive), into, { strip: 1 });
}
