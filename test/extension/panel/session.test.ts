import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Ask, experimentAt } from '../../../extension/src/experiment/ask.ts';
import { type Editor, PanelSession } from '../../../extension/src/panel/session.ts';
import type { PortChoice } from '../../../extension/src/port/port-choice.ts';
import {
  end,
  finWait2,
  FREE as UNTOUCHED,
  freePort,
  observe,
  python,
  run as runProgram,
  script,
  startReady,
  timeWaits,
} from '../../experiment/support.ts';
import { listenCall, PORT } from './states.ts';

/** An editor that writes down what it is asked to do. */
function editor(more: Partial<Editor> = {}) {
  const done: string[] = [];
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve();
  };
  const fake: Editor = {
    isTrusted: () => true,
    confirm: () => Promise.resolve(true),
    copy: (text) => note(`copy ${text}`),
    openPort: ({ port }) => note(`open port ${port}`),
    openCall: ({ api }) => note(`open ${api}`),
    fixCall: async ({ api }) => {
      await note(`fix ${api}`);
      return false;
    },
    showTerminal: ({ pid }) => note(`terminal of ${pid}`),
    choosePort: () => Promise.resolve(undefined),
    showLog: () => {
      done.push('log');
    },
    drill: (port) => {
      done.push(`drill ${port?.port ?? ''}`);
    },
    manageTrust: () => note('trust'),
    log: () => undefined,
    ...more,
  };
  return { done, fake };
}

interface Asked {
  readonly command: string;
  readonly port?: number;
}

const experiment = experimentAt(fileURLToPath(new URL('../../../experiment/bin/child.cjs', import.meta.url)));

/** The real experiment, with a record of what it was asked. */
function recorded(): { asked: Asked[]; ask: Ask } {
  const asked: Asked[] = [];
  return {
    asked,
    ask: (request, options) => {
      asked.push(request);
      return experiment(request, options);
    },
  };
}

function start(more: Partial<Editor> = {}) {
  const { asked, ask } = recorded();
  const { done, fake } = editor(more);
  const session = new PanelSession(ask, fake, () => undefined);
  onTestFinished(() => {
    session.dispose();
  });
  return { session, asked, done };
}

const at = (port: number, more: Partial<PortChoice> = {}): PortChoice => ({ ...PORT, port, ...more });
const listener = (port: number) =>
  startReady(python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`));
const problems = (session: PanelSession) => session.state.problems.map(({ id }) => id);

describe('the panel', () => {
  it('looks at the port when it opens, and asks for nothing that binds', async () => {
    const port = await freePort();
    const { session, asked } = start();
    await session.show(at(port));
    expect(asked).toEqual([{ command: 'why', port }]);
    expect(session.state.why?.value.verdict).toBe('free');
  });

  it('runs the experiment on the port itself where it is free, and leaves it so', async () => {
    const port = await freePort();
    const { session } = start();
    await session.show(at(port));
    await session.run('auto');
    expect(session.state.run?.value).toMatchObject({ elsewhere: false, report: { port, leftAsFound: true } });
    expect(await observe(port)).toEqual(UNTOUCHED);
  });

  it('runs it on a free port where somebody listens, who is not disturbed', async () => {
    const port = await freePort();
    const server = await listener(port);
    const before = await observe(port);
    const { session, asked } = start();
    await session.show(at(port));
    await session.run('auto');
    expect(session.state.why?.value).toMatchObject({
      verdict: 'held',
      holders: [{ pid: server.process.pid }],
    });
    expect(session.state.run?.value).toMatchObject({ elsewhere: true });
    expect(asked.filter(({ command }) => command === 'matrix').every((one) => one.port === 0)).toBe(true);
    expect(await observe(port)).toEqual(before);
    await end(server);
  });

  it('says that a busy port was not touched when it is asked for', async () => {
    const port = await freePort();
    const server = await listener(port);
    const { session } = start();
    await session.show(at(port));
    await session.handle({ kind: 'run', on: 'port' });
    expect(problems(session)).toEqual(['held']);
    await end(server);
    await session.handle({ kind: 'run', on: 'port' });
    expect(problems(session)).toEqual([]);
    expect(session.state.run?.value.elsewhere).toBe(false);
  });

  it('measures each listen call at its own address and protocol, each pair once', async () => {
    const { session, asked } = start();
    await session.show(at(await freePort()));
    const calls = [
      listenCall(),
      listenCall({ uri: 'file:///shop/b.ts' }),
      listenCall({ address: '127.0.0.2', protocol: 'udp' }),
      listenCall({ address: 'db.internal' }),
      listenCall({ address: '203.0.113.7' }),
    ];
    await session.setCalls(calls);
    await session.run('free');
    expect(Object.keys(session.state.measured)).toEqual(['tcp ::', 'udp 127.0.0.2', 'tcp 203.0.113.7']);
    expect(asked.filter(({ command }) => command === 'matrix')).toHaveLength(4);
    expect(session.state.measured['tcp 203.0.113.7']).toEqual({
      reason: 'An address is not one of this machine: 203.0.113.7 is not an address of this host',
    });
  });

  it('measures a call that appears later', async () => {
    const { session } = start();
    await session.show(at(await freePort()));
    await session.run('free');
    expect(session.state.measured).toEqual({});
    await session.setCalls([listenCall({ address: '0.0.0.0' })]);
    expect(Object.keys(session.state.measured)).toEqual(['tcp 0.0.0.0']);
  });

  it('is cancelled, and the port is as it was', async () => {
    const port = await freePort();
    const { session } = start();
    await session.show(at(port));
    const claims = session.claims();
    await session.handle({ kind: 'cancel' });
    await claims;
    expect(problems(session)).toEqual(['cancelled']);
    expect(session.state.work).toBeUndefined();
    expect(session.state.claims).toBeUndefined();
    expect(await observe(port)).toEqual(UNTOUCHED);
  });

  it('does one thing at a time', async () => {
    const { session, asked } = start();
    await session.show(at(await freePort()));
    await Promise.all([session.run('free'), session.claims(), session.run('free')]);
    expect(asked.filter(({ command }) => command !== 'why')).toHaveLength(1);
  });

  it('traces a cell of the last run', async () => {
    const { session } = start();
    await session.show(at(await freePort()));
    await session.handle({ kind: 'trace', cell: 0 });
    expect(session.state.trace).toBeUndefined();
    await session.run('free');
    await session.handle({ kind: 'trace', cell: 5 });
    expect(session.state.trace?.cell).toEqual(session.state.run?.value.report.cells[5]);
    await session.handle({ kind: 'closeTrace' });
    expect(session.state.trace).toBeUndefined();
  });

  it('releases the leftovers of the port, and says how many', async () => {
    const port = await freePort();
    await runProgram(script(timeWaits(port)));
    const { session } = start();
    await session.show(at(port));
    expect(session.state.why?.value.verdict).toBe('remembered');
    await session.handle({ kind: 'release' });
    expect(session.state.problems).toEqual([{ id: 'released', port, count: 1 }]);
    expect(session.state.why?.value.verdict).toBe('free');
    expect(await observe(port)).toEqual(UNTOUCHED);
    await session.handle({ kind: 'dismiss', id: 'released' });
    expect(problems(session)).toEqual([]);
  });

  it('says why leftovers stay', async () => {
    const port = await freePort();
    const client = await startReady(python(...finWait2(port)));
    const { session } = start();
    await session.show(at(port));
    await session.handle({ kind: 'release' });
    expect(session.state.problems).toEqual([{ id: 'notReleased', port, count: 1, reasons: ['live-peer'] }]);
    await end(client);
    await experiment({ command: 'release', port });
  });

  it('stops the process that was shown, and sees the port free', async () => {
    const port = await freePort();
    const server = await listener(port);
    const pid = server.process.pid ?? 0;
    const { session } = start();
    await session.show(at(port));
    await session.handle({ kind: 'stop', pid });
    expect(await server.output).toContain('ready');
    expect(server.process.signalCode).toBe('SIGTERM');
    expect(session.state.why?.value.verdict).toBe('free');
  });

  it('stops no process that was not shown', async () => {
    const server = await listener(await freePort());
    const { session } = start();
    await session.show(at(await freePort()));
    await session.handle({ kind: 'stop', pid: server.process.pid ?? 0 });
    expect(server.process.signalCode).toBeNull();
    await end(server);
  });

  it('in Restricted Mode touches no port that the workspace names, releases and stops nothing', async () => {
    const port = await freePort();
    const server = await listener(port);
    const { session, asked } = start({ isTrusted: () => false });
    await session.show(at(port));
    await session.run('auto');
    expect(session.state.run?.value.elsewhere).toBe(true);
    for (const action of [
      { kind: 'run', on: 'port' },
      { kind: 'release' },
      { kind: 'drill', again: false },
      { kind: 'stop', pid: server.process.pid ?? 0 },
    ] as const) {
      await session.handle(action);
      expect(problems(session)).toEqual(['untrusted']);
    }
    expect(asked.every((one) => one.command === 'why' || one.port === 0)).toBe(true);
    expect(server.process.signalCode).toBeNull();
    await end(server);
  });

  it('may use a port the user typed in Restricted Mode', async () => {
    const port = await freePort();
    const { session } = start({ isTrusted: () => false });
    await session.show(at(port, { by: 'chosen', place: undefined }));
    await session.run('auto');
    expect(session.state.run?.value).toMatchObject({ elsewhere: false, report: { port } });
  });

  it('hands on what the editor does', async () => {
    const { session, done } = start();
    const port = await freePort();
    await session.show(at(port));
    await session.setCalls([listenCall()]);
    const id = 'file:///shop/src/server.ts#11:2';
    await session.handle({ kind: 'openPort' });
    await session.handle({ kind: 'openCall', id });
    await session.handle({ kind: 'openCall', id: 'file:///etc/passwd#0:0' });
    await session.handle({ kind: 'copy', port: 3001 });
    await session.handle({ kind: 'showLog' });
    await session.handle({ kind: 'manageTrust' });
    await session.handle({ kind: 'fixCall', id });
    expect(done).toEqual([
      `open port ${port}`,
      'open http.Server.listen()',
      'copy 3001',
      'log',
      'trust',
      'fix http.Server.listen()',
    ]);
    expect(problems(session)).toEqual(['noFix']);
  });

  it('shows after a reload what was known before, without running anything', async () => {
    const { session } = start();
    await session.show(at(await freePort()));
    await session.run('free');
    const saved = JSON.parse(JSON.stringify(session.saved)) as PanelSession['saved'];
    const after = start();
    after.session.restore(saved);
    expect(after.session.state.run).toEqual(session.state.run);
    expect(after.asked).toEqual([]);
  });

  it('goes to the port the user chooses, and runs there', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const { session } = start({ choosePort: () => Promise.resolve(at(second)) });
    await session.show(at(first));
    await session.handle({ kind: 'choosePort' });
    expect(session.state.why?.value.port).toBe(second);
    expect(session.state.run?.value.report.port).toBe(second);
  });
});

describe('when the experiment cannot run', () => {
  it('the page says so, and works on', async () => {
    const { fake } = editor();
    const session = new PanelSession(experimentAt('/nonexistent/experiment.cjs'), fake, () => undefined);
    await session.show(at(3000));
    await session.run('free');
    expect(problems(session)).toEqual(['childEnded']);
    expect(session.state.work).toBeUndefined();
  });
});
