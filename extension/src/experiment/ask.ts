import { type Answers, type Progress, type Request, runInChild } from 'rebind';

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Asks the experiment, in a process of its own: native code is never loaded into the extension host. */
export type Ask = <R extends Request>(request: R, options?: AskOptions) => Promise<Answers[R['command']]>;

/** @param entry the file that is the experiment's process */
export function experimentAt(entry: string): Ask {
  return (request, options) => runInChild(request, { ...options, entry });
}
