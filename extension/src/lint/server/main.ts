/** The entry of the language server's process. */
import { fileURLToPath } from 'node:url';
import { loadCompiled } from '../../compiled-code.ts';
import { COMPILED_CODE } from '../protocol.ts';

const { [COMPILED_CODE]: folder } = process.env;
const server = loadCompiled(fileURLToPath(new URL('./language-server.cjs', import.meta.url)), folder);
(server as typeof import('./language-server.ts')).start(process.argv.at(-1) ?? '');
