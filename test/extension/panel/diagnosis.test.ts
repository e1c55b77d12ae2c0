import { runInChild, type WhyReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { KNOWN_ADVICE } from '../../../extension/src/panel/present/advice.ts';
import { presentDiagnosis } from '../../../extension/src/panel/present/diagnosis.ts';
import type { Surroundings } from '../../../extension/src/panel/state.ts';
import { ADVICE_IDS } from '../../../experiment/src/why/advice.ts';
import { end, freePort, python, run, script, startReady, timeWaits } from '../../experiment/support.ts';
import { AROUND, FREE, HELD, NOW, REMEMBERED } from './states.ts';

function present(report: WhyReport, around: Partial<Surroundings> = {}) {
  return presentDiagnosis({ at: NOW, value: report }, { ...AROUND, ...around });
}

const actions = (report: WhyReport, around: Partial<Surroundings> = {}) =>
  present(report, around).buttons.map(({ action }) => action);

describe('on this kernel, the first line is', () => {
  it('that the port is free', async () => {
    const port = await freePort();
    const shown = present(await runInChild({ command: 'why', port }));
    expect(shown).toMatchObject({ tone: 'good', headline: `Port ${port} is free.`, buttons: [] });
  });

  it('who listens, since when, and in which terminal', async () => {
    const port = await freePort();
    const server = await startReady(
      python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`),
    );
    const pid = server.process.pid ?? 0;
    const shown = present(await runInChild({ command: 'why', port }), {
      now: Date.now(),
      terminals: [{ name: 'dev', pid: process.pid }],
    });
    expect(shown.headline).toMatch(/^python3 -c .* is still listening on port \d+\.$/s);
    expect(shown.details).toEqual([
      expect.stringMatching(
        new RegExp(
          `^pid ${pid} · user \\S+ · running for \\d+ s · 127.0.0.1:${port} · terminal “dev” · \\S*python3 -c import .*`,
        ),
      ),
    ]);
    expect(shown.buttons.map(({ action }) => action)).toEqual([
      { kind: 'stop', pid },
      { kind: 'showTerminal', pid },
      { kind: 'copy', port: expect.any(Number) as number },
    ]);
    await end(server);
  });

  it('no longer than a sentence may be, with the whole command below', () => {
    const command = ['/usr/bin/node', `${'deep/'.repeat(20)}/server.js`, '--port', '3000'];
    const shown = present({ ...HELD, holders: HELD.holders.map((holder) => ({ ...holder, command })) });
    expect(shown.headline).toMatch(
      /^node (deep\/)+\w*….*\.js --port 3000 is still listening on port 3000\.$/,
    );
    expect(shown.headline.length).toBeLessThan(100);
    expect(shown.details.join()).toContain(command.join(' ').slice(0, 100));
  });

  it('how long the kernel remembers', async () => {
    const port = await freePort();
    await run(script(timeWaits(port)));
    const shown = present(await runInChild({ command: 'why', port }));
    expect(shown.headline).toMatch(
      /^No process has port \d+, but the kernel remembers earlier connections for (?:5\d|60) s more\.$/,
    );
    expect(shown.buttons[0]).toMatchObject({ label: 'Release', primary: true });
    await runInChild({ command: 'release', port });
  });

  it('that an outgoing connection has the port; its process is not to be stopped', async () => {
    const [listening, port] = [await freePort(), await freePort()];
    const client = await startReady(
      python(
        `s = socket.socket(); s.bind(("127.0.0.1", ${listening})); s.listen()`,
        `c = socket.create_connection(("127.0.0.1", ${listening}), source_address=("127.0.0.1", ${port}))`,
      ),
    );
    const shown = present(await runInChild({ command: 'why', port }));
    expect(shown.headline).toMatch(/^Port \d+ is taken by an outgoing connection of python3 /);
    expect(shown.buttons.map(({ action }) => action.kind)).toEqual(['copy']);
    await end(client);
    await runInChild({ command: 'release', port });
  });
});

describe('the first line', () => {
  const socket = { protocol: 'tcp', local: '127.0.0.1:3000', options: null } as const;
  it.each<[string, WhyReport]>([
    [
      'A process of another user or container is listening on port 3000.',
      { ...HELD, holders: [], advice: [{ id: 'hidden-process', text: '' }] },
    ],
    [
      'node dist/server.js and node dist/server.js are listening on port 3000.',
      { ...HELD, holders: [...HELD.holders, ...HELD.holders] },
    ],
    [
      'node dist/server.js has port 3000.',
      { ...HELD, sockets: [{ ...socket, remote: null, secondsLeft: null, inode: 7, state: 'CLOSE' }] },
    ],
    [
      'Nobody listens on port 3000, but node dist/server.js still has a connection open there.',
      {
        ...HELD,
        sockets: [{ ...socket, remote: '127.0.0.1:4000', secondsLeft: null, inode: 7, state: 'ESTABLISHED' }],
      },
    ],
    ['Nothing here has port 3000, and this system cannot see everything.', { ...FREE, verdict: 'unknown' }],
    ['Port 3000 is taken by an outgoing connection.', { ...FREE, verdict: 'outgoing' }],
  ])('may be: %s', (headline, report) => {
    expect(present(report).headline).toBe(headline);
  });
});

describe('a button', () => {
  it('stops nothing in Restricted Mode, and releases nothing', () => {
    expect(actions(HELD, { trusted: false })).toEqual([{ kind: 'copy', port: 3001 }]);
    expect(actions(REMEMBERED, { trusted: false })).toEqual([{ kind: 'copy', port: 3001 }]);
  });

  it('never stops the editor itself, and the page says that it is it', () => {
    const around = { ownPids: [4711] };
    expect(actions(HELD, around)).toEqual([{ kind: 'copy', port: 3001 }]);
    expect(present(HELD, around).details[0]).toContain('this editor itself');
  });

  it('stops nothing that a service manager would start again', () => {
    const report = { ...HELD, advice: [{ id: 'systemd-socket', text: '' }] };
    expect(actions(report)).toEqual([{ kind: 'copy', port: 3001 }]);
  });

  it('shows the terminal of the shell itself, and of none else', () => {
    expect(actions(HELD, { terminals: [{ name: 'zsh', pid: 4600 }] })).toContainEqual({
      kind: 'showTerminal',
      pid: 4711,
    });
    expect(actions(HELD, { terminals: [{ name: 'zsh', pid: 99 }] })).not.toContainEqual(
      expect.objectContaining({ kind: 'showTerminal' }),
    );
  });
});

describe('advice', () => {
  it('of every kind has words here', () => {
    expect([...KNOWN_ADVICE].sort()).toEqual([...ADVICE_IDS].sort());
  });

  it('that has none is said as it came', () => {
    const advice = [{ id: 'brand-new', text: 'Do something new.' }];
    expect(present({ ...FREE, advice }).advice).toEqual(['Do something new.']);
  });

  it('reads as a person would say it', () => {
    const advice = KNOWN_ADVICE.map((id) => ({ id, text: '' }));
    expect(present({ ...HELD, peers: HELD.holders, advice }).advice).toMatchSnapshot();
  });
});
