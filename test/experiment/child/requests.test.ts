import { type TracedCall, type TracedCellReport, runInChild } from 'rebind';
import { describe, expect, it } from 'vitest';
import { end, FREE, freePort, observe, python, run, script, startReady, timeWaits } from '../support.ts';

const LOOPBACK = '127.0.0.1';
const generation = { address: LOOPBACK, options: [] };

/** Whose socket is in which state after the last call. */
function statesAtTheEnd({ calls }: TracedCellReport): Record<string, string> {
  return Object.fromEntries((calls.at(-1)?.sockets ?? []).map(({ role, state }) => [role, state]));
}

const written = (calls: readonly TracedCall[]) => calls.map(({ call, result }) => `${call} = ${result}`);

describe('the child process', () => {
  it('traces the calls and states of one cell, and leaves the port as it was', async () => {
    const port = await freePort();
    const report = await runInChild({
      command: 'cell',
      port,
      protocol: 'tcp',
      state: 'TIME_WAIT',
      first: generation,
      second: generation,
    });
    expect(report).toMatchObject({
      port,
      leftAsFound: true,
      cell: { state: 'TIME_WAIT', reached: true, bind: 'EADDRINUSE' },
    });
    expect(statesAtTheEnd(report)).toEqual({ connection: 'TIME_WAIT' });
    const last = report.calls.at(-1);
    expect(last).toMatchObject({ by: 'second', phase: 'bind again', result: 'EADDRINUSE' });
    expect(report.calls.every(({ phase }) => phase !== 'clean')).toBe(true);
    expect(written(report.calls).filter((line) => line.startsWith('listen('))).toEqual([
      expect.stringMatching(/^listen\(\d+, 128\) = ok$/),
    ]);
    expect(await observe(port)).toEqual(FREE);
  });

  it('shows both ends of a connection half closed by the server', async () => {
    const report = await runInChild({
      command: 'cell',
      port: 0,
      protocol: 'tcp',
      state: 'FIN_WAIT2',
      first: { address: '::', options: ['SO_REUSEADDR'] },
      second: { address: '::', options: ['SO_REUSEADDR'] },
    });
    expect(report.cell.bind).toBe('ok');
    expect(statesAtTheEnd(report)).toEqual({
      connection: 'FIN_WAIT2',
      client: 'CLOSE_WAIT',
      second: 'LISTEN',
    });
  });

  it('shows two servers that share the port', async () => {
    const shared = { address: LOOPBACK, options: ['SO_REUSEPORT' as const] };
    const report = await runInChild({
      command: 'cell',
      port: 0,
      protocol: 'tcp',
      state: 'LISTEN',
      first: shared,
      second: shared,
    });
    expect(statesAtTheEnd(report)).toEqual({ first: 'LISTEN', second: 'LISTEN' });
  });

  it('traces the system calls strace sees', async () => {
    const port = await freePort();
    const script = `
      import { runInChild } from 'rebind';
      const generation = { address: '127.0.0.1', options: [] };
      const report = await runInChild({ command: 'cell', port: ${port}, protocol: 'tcp', state: 'LISTEN', first: generation, second: generation });
      console.log(JSON.stringify(report.calls.map(({ call, result }) => [call, result])));`;
    const { stdout, stderr } = await run([
      ...['strace', '-f', '-qq', '-e', 'trace=bind,listen'],
      ...[process.execPath, '--input-type=module', '-e', script],
    ]);
    const traced = (JSON.parse(stdout) as [string, string][]).filter(([call]) =>
      /^(bind|listen)\(/.test(call),
    );
    const seen = stderr
      .split('\n')
      .filter((line) => line.includes(`htons(${port})`) || line.includes('listen('))
      .map((line) => (line.includes('EADDRINUSE') ? 'EADDRINUSE' : 'ok'));
    // what the experiment tries before it starts, the bind of the port by nobody's leave, is no part of the cell
    expect(seen.slice(-traced.length)).toEqual(traced.map(([, result]) => result));
  });

  it('says why a port is busy, who the holder descends from, and which port is free', async () => {
    const port = await freePort();
    const server = await startReady(
      python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`),
    );
    const report = await runInChild({ command: 'why', port });
    expect(report).toMatchObject({ verdict: 'held', holders: [{ pid: server.process.pid }] });
    expect(report.holders[0]?.ancestors).toContain(process.pid);
    expect(report.freePort).toBeGreaterThan(port);
    expect(await observe(report.freePort ?? 0)).toEqual(FREE);
    await end(server);
  });

  it('releases the leftovers of a port', async () => {
    const port = await freePort();
    await run(script(timeWaits(port)));
    expect(await runInChild({ command: 'why', port })).toMatchObject({ verdict: 'remembered' });
    expect(await runInChild({ command: 'release', port })).toMatchObject({ released: 1 });
    expect(await observe(port)).toEqual(FREE);
  });

  it('finds the configured ports of a folder, an explicit choice first', async () => {
    const report = await runInChild({ command: 'port', folder: 'examples', setting: 4711 });
    expect(report.ports[0]).toMatchObject({ port: 4711, source: 'setting' });
    expect(report.ports.length).toBeGreaterThan(1);
  });

  it('runs on a free port when none is asked for, and says on which', async () => {
    const report = await runInChild({
      command: 'matrix',
      port: 0,
      protocols: ['tcp'],
      first: [LOOPBACK],
      second: [LOOPBACK],
    });
    expect(report.port).toBeGreaterThan(0);
    expect(report.leftAsFound).toBe(true);
    expect(await observe(report.port)).toEqual(FREE);
  });
});
