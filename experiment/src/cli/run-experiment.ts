import type { Answers, Request } from '../protocol.ts';
import { runInChild } from '../run-in-child.ts';
import type { CommonOptions } from './arguments.ts';
import { EXIT } from './exit.ts';
import { progressBar } from './progress-bar.ts';

/** Runs an experiment in a child process, stopping it when the user or the clock says so. */
export async function runExperiment<R extends Request>(
  options: CommonOptions,
  title: string,
  request: R,
): Promise<Answers[R['command']]> {
  const stop = new AbortController();
  const interrupt = () => {
    process.exitCode = EXIT.interrupted;
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const clock =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          stop.abort();
        }, options.timeout * 1000);
  const bar = options.json || !process.stderr.isTTY ? undefined : progressBar(title);
  try {
    return await runInChild(request, { signal: stop.signal, ...(bar ? { onProgress: bar.update } : {}) });
  } finally {
    clearTimeout(clock);
    await bar?.stop();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}
