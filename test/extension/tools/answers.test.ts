import { runInChild } from 'rebind';
import { describe, expect, it } from 'vitest';
import { experimentAnswer, portAnswer, readPort } from '../../../extension/src/tools/answers.ts';
import { freePort, startReady } from '../../experiment/support.ts';

const SERVER = `import signal, socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("ready", flush=True)
signal.pause()
`;

describe('what a language model is told', () => {
  it('of a port that is held names the process without its arguments', async () => {
    const port = await freePort();
    const { process: server } = await startReady([
      'python3',
      '-c',
      SERVER,
      String(port),
      '--password=secret',
    ]);
    const text = portAnswer(await runInChild({ command: 'why', port }));
    const answer = JSON.parse(text) as { verdict: string; holders: { pid: number; program: string }[] };
    expect(answer.verdict).toBe('held');
    expect(answer.holders.map(({ pid }) => pid)).toEqual([server.pid]);
    expect(text).not.toContain('secret');
  });

  it('of an experiment is a row for each state and pair of options', async () => {
    const port = await freePort();
    const report = await runInChild({
      command: 'matrix',
      port,
      protocols: ['tcp'],
      first: ['127.0.0.1'],
      second: ['127.0.0.1'],
    });
    const answer = JSON.parse(experimentAnswer(report)) as { cells: string[][]; leftAsFound: boolean };
    expect(answer.leftAsFound).toBe(true);
    expect(answer.cells).toHaveLength(report.cells.length);
    expect(answer.cells).toContainEqual(['LISTEN', 'SO_REUSEADDR', 'SO_REUSEADDR', 'EADDRINUSE']);
    expect(answer.cells).toContainEqual(['TIME_WAIT', 'SO_REUSEADDR', 'SO_REUSEADDR', 'ok']);
  });
});

describe('a port that a model names', () => {
  it.each([1, 3000, 65_535])('may be %s', (port) => {
    expect(readPort({ port })).toBe(port);
  });

  it.each([0, 65_536, 1.5, '3000', null, undefined])('may not be %s', (port) => {
    expect(() => readPort({ port })).toThrow('A port is a whole number from 1 to 65535');
  });

  it('must be named', () => {
    expect(() => readPort(undefined)).toThrow(RangeError);
  });
});
