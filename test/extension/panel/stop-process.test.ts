import { once } from 'node:events';
import { type HolderReport, runInChild } from 'rebind';
import { describe, expect, it } from 'vitest';
import { stopProcess } from '../../../extension/src/panel/stop-process.ts';
import {
  FREE as UNTOUCHED,
  freePort,
  observe,
  python,
  type Started,
  startReady,
} from '../../experiment/support.ts';

async function holderOf(port: number): Promise<HolderReport> {
  const { holders } = await runInChild({ command: 'why', port });
  const [holder] = holders;
  if (!holder) {
    throw new TypeError(`nobody has port ${port}`);
  }
  return holder;
}

async function server(port: number, ...before: string[]): Promise<Started> {
  return startReady(
    python('import signal', ...before, `s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`),
  );
}

/** A user with prepared answers, and what was asked. */
function user(...answers: boolean[]) {
  const asked: { message: string; detail: string; button: string }[] = [];
  return {
    asked,
    confirm: (message: string, detail: string, button: string) => {
      asked.push({ message, detail, button });
      return Promise.resolve(answers.shift() ?? false);
    },
  };
}

const isRunning = ({ process }: Started) => process.exitCode === null && process.signalCode === null;

describe('a process that holds the port', () => {
  it('is stopped by SIGTERM after the user has read its pid and command line', async () => {
    const port = await freePort();
    const started = await server(port);
    const exited = once(started.process, 'exit');
    const { asked, confirm } = user(true);
    const holder = await holderOf(port);
    expect(await stopProcess({ ask: runInChild, port, holder, confirm })).toBeUndefined();
    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(asked).toEqual([
      {
        message: `Stop process ${String(started.process.pid)}?`,
        detail: expect.stringMatching(/python3 -c [\s\S]*\npid \d+, user \S+, port \d+$/) as string,
        button: 'Stop Process',
      },
    ]);
    expect(await observe(port)).toEqual(UNTOUCHED);
  });

  it('is left alone when the user says no', async () => {
    const port = await freePort();
    const started = await server(port);
    const { confirm } = user(false);
    const holder = await holderOf(port);
    expect(await stopProcess({ ask: runInChild, port, holder, confirm })).toBeUndefined();
    expect(isRunning(started)).toBe(true);
  });

  it('is killed only after a second yes, when it ignores the first signal', async () => {
    const port = await freePort();
    const started = await server(port, 'signal.signal(signal.SIGTERM, signal.SIG_IGN)');
    const exited = once(started.process, 'exit');
    const { asked, confirm } = user(true, true);
    const holder = await holderOf(port);
    expect(await stopProcess({ ask: runInChild, port, holder, confirm, graceMs: 200 })).toBeUndefined();
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(asked[1]?.message).toBe(`Process ${String(started.process.pid)} did not stop. End it at once?`);
  });

  it('goes on when the second answer is no, and the page says so', async () => {
    const port = await freePort();
    const started = await server(port, 'signal.signal(signal.SIGTERM, signal.SIG_IGN)');
    const { confirm } = user(true, false);
    const holder = await holderOf(port);
    expect(await stopProcess({ ask: runInChild, port, holder, confirm, graceMs: 200 })).toMatchObject({
      id: 'stillRunning',
    });
    expect(isRunning(started)).toBe(true);
  });

  it('is left alone when it has let go of the port meanwhile', async () => {
    const [port, other] = [await freePort(), await freePort()];
    const started = await server(port);
    const holder = await holderOf(port);
    const { confirm } = user(true);
    expect(await stopProcess({ ask: runInChild, port: other, holder, confirm })).toMatchObject({
      id: 'holderChanged',
    });
    expect(isRunning(started)).toBe(true);
  });

  it('is left alone when its process id is another process by now', async () => {
    const port = await freePort();
    const started = await server(port);
    const shown = await holderOf(port);
    const holder = { ...shown, since: new Date(Date.parse(shown.since) - 60_000).toISOString() };
    const { confirm } = user(true);
    expect(await stopProcess({ ask: runInChild, port, holder, confirm })).toMatchObject({
      id: 'holderChanged',
    });
    expect(isRunning(started)).toBe(true);
  });
});
