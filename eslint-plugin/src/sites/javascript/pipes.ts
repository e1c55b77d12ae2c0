import { memoize } from '../memoize.ts';
import type { Node } from './ast.ts';
import type { File } from './file.ts';
import { isEverUsedAsPath } from './used-as-path.ts';

/**
 * What a file says where ports may be pipes: `\\.\pipe\name` as source code has it, a literal that ends in `.sock`, and iisnode, which gives a
 * pipe's name in PORT.
 * A `normalizePort` that hands on what is no number is none: express-generator writes it into every application, whose `PORT`
 * is a number all the same.
 * Sources: https://nodejs.org/api/net.html#identifying-paths-for-ipc-connections, https://github.com/Azure/iisnode
 */
const PIPES = /(?:\\{2,4}|\/\/)[.?](?:\\{1,2}|\/)pipe|\.sock['"`]|iisnode/i;

const speaksOfPipes = memoize(({ text }: File['sourceCode']) => PIPES.test(text));

/** Whether what is called a port may be a pipe: by the settings, by the file, or as the file treats it like one. */
export function mayBePipe(file: File, port: Node): boolean {
  return file.targets.pipePorts || speaksOfPipes(file.sourceCode) || isEverUsedAsPath(file, port);
}
