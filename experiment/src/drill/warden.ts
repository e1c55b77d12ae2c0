import { spawn } from 'node:child_process';
import { ProcessTree } from './process-tree.ts';
import { becomeSubreaper } from './subreaper.ts';
import { WARDEN } from './warden-argument.ts';

/** What a drill has to end its server and to clean up, once it is told to stop. */
const STOP_TIMEOUT_MS = 14_000;

/**
 * Runs the drill in a process of its own, and outlives it: whatever a killed drill leaves running becomes a child of this
 * process, whether it hides from its environment, its session or its group, and is ended. What the drill is asked and
 * what it says goes through untouched.
 */
export function keepWatch(): void {
  becomeSubreaper();
  const tree = new ProcessTree('');
  const [, entry = '', ...others] = process.argv;
  const drill = spawn(
    process.execPath,
    [...process.execArgv, entry, ...others.filter((argument) => argument !== WARDEN)],
    {
      stdio: ['pipe', 'inherit', 'inherit'],
      // what ends this process's group is not to end both
      detached: true,
    },
  );
  if (drill.pid !== undefined) {
    tree.add(drill.pid);
  }
  const stop = () => {
    drill.stdin.end();
    setTimeout(() => drill.kill('SIGKILL'), STOP_TIMEOUT_MS).unref();
  };
  drill.stdin.on('error', () => undefined);
  process.stdin.pipe(drill.stdin);
  process.stdin.once('end', stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, stop);
  }
  drill.once('error', () => {
    process.exit(1);
  });
  drill.once('exit', (code, signal) => {
    void tree.killAll().then(() => {
      if (signal === null) {
        process.exit(code ?? 1);
      }
      // it ends as the drill did, so that how is told
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.removeAllListeners(name);
      }
      process.kill(process.pid, signal);
    });
  });
}
