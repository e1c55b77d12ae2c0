/** The entry of the language server's process. */
import { flushCompileCache } from 'node:module';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './serve.ts';
import { warmUp } from './warm-up.ts';

// what the server starts is not to be kept with its own code
delete process.env.NODE_COMPILE_CACHE;

serve(createConnection(ProposedFeatures.all));
warmUp(process.argv.at(-1) ?? '');

/** By then the first lint is done, and what it compiled with it. Node.js keeps it at exit only, and a process may be killed. */
const COMPILED_MS = 10_000;
setTimeout(flushCompileCache, COMPILED_MS).unref();
