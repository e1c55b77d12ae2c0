import type { Answers, Request } from '../child/protocol.ts';
import { type ChildOptions, runInChild } from '../child/run-in-child.ts';
import type { CommonOptions } from './arguments.ts';
import { EXIT } from './exit.ts';
import { progressBar } from './progress-bar.ts';

/**
 * Runs an experiment in a child process, stopping it when the user or the clock says so.
 * @param show what to do with the answer; it runs while the child ends
 */
export async function runExperiment<R extends Request>(
  options: CommonOptions,
  title: string,
  request: R,
  show: (answer: Answers[R['command']]) => Promise<void>,
): Promise<void> {
  await stoppable(
    options,
    title,
    async (child: ChildOptions<Answers[R['command']]>) => runInChild(request, child),
    show,
  );
}

/**
 * Calls `run` with what shows its progress, and with what stops it when the user or the clock says so.
 * @param show what to do with the answer; it runs while the child ends
 */
export async function stoppable<Answer>(
  options: Pick<CommonOptions, 'json' | 'quiet' | 'timeout'>,
  title: string,
  run: (child: ChildOptions<Answer>) => Promise<Answer>,
  show: (answer: Answer) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => {
    process.exitCode = EXIT.interrupted;
    stop.abort();
  };
  for (const signal of SIGNALS) {
    process.once(signal, interrupt);
  }
  const clock =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          stop.abort();
        }, options.timeout);
  const bar = options.json || options.quiet || !process.stderr.isTTY ? undefined : progressBar(title);
  let shown: Promise<void> | undefined;
  try {
    await run({
      signal: stop.signal,
      onAnswer: (answer) => {
        shown = Promise.resolve(bar?.stop()).then(async () => show(answer));
        // awaited below, when the child has ended
        shown.catch(() => undefined);
      },
      ...(bar ? { onProgress: bar.update } : {}),
    });
    await shown;
  } finally {
    clearTimeout(clock);
    await bar?.stop();
    for (const signal of SIGNALS) {
      process.removeListener(signal, interrupt);
    }
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
