import type { Answers, Request } from '../protocol.ts';
import { type ChildOptions, runInChild } from '../run-in-child.ts';
import type { CommonOptions } from './arguments.ts';
import { EXIT } from './exit.ts';
import { progressBar } from './progress-bar.ts';

/** Runs an experiment in a child process, stopping it when the user or the clock says so. */
export async function runExperiment<R extends Request>(
  options: CommonOptions,
  title: string,
  request: R,
): Promise<Answers[R['command']]> {
  return stoppable(options, title, async (child) => runInChild(request, child));
}

/** Calls `run` with what shows its progress and stops it when the user or the clock says so. */
export async function stoppable<T>(
  options: Pick<CommonOptions, 'json' | 'timeout'>,
  title: string,
  run: (child: ChildOptions) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const interrupt = () => {
    process.exitCode = EXIT.interrupted;
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  process.once('SIGHUP', interrupt);
  const clock =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          stop.abort();
        }, options.timeout * 1000);
  const bar = options.json || !process.stderr.isTTY ? undefined : progressBar(title);
  try {
    return await run({ signal: stop.signal, ...(bar ? { onProgress: bar.update } : {}) });
  } finally {
    clearTimeout(clock);
    await bar?.stop();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
    process.removeListener('SIGHUP', interrupt);
  }
}
