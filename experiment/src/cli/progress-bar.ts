import type { Progress } from '../experiment.ts';
import { printable } from '../text/printable.ts';

const BAR_AFTER_MS = 300;

export interface ProgressBar {
  readonly update: (progress: Progress) => void;
  readonly stop: () => Promise<void>;
}

/** A bar for what lasts: it appears only once the work has taken a moment. */
export function progressBar(title: string): ProgressBar {
  const start = performance.now();
  let bar: Promise<{ update: (value: number, payload: object) => void; stop: () => void }> | undefined;
  return {
    update: ({ done, total, text = '' }) => {
      if (performance.now() - start > BAR_AFTER_MS) {
        bar ??= import('cli-progress').then(({ default: { SingleBar } }) => {
          const single = new SingleBar({
            format: `${title} [{bar}] {value}/{total} {text}`,
            clearOnComplete: true,
            stream: process.stderr,
          });
          single.start(total, done, { text: printable(text) });
          return single;
        });
        void bar.then((single) => {
          single.update(done, { text: printable(text) });
        });
      }
    },
    stop: async () => {
      (await bar)?.stop();
    },
  };
}
