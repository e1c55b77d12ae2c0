import { describe, expect, it } from 'vitest';
import {
  expectsFailure,
  mayAskOutcome,
  mayGiveUp,
  mayPartNetworks,
} from '../../../eslint-plugin/src/sites/between.ts';
import { isPassable, obstaclesIn } from '../../../eslint-plugin/src/sites/obstacles.ts';

const table = (yes: readonly string[], no: readonly string[]): readonly [string, boolean][] => [
  ...yes.map((text): [string, boolean] => [text, true]),
  ...no.map((text): [string, boolean] => [text, false]),
];

describe('the text between two binds', () => {
  it.each(
    table(
      [
        'server.close();',
        'closesocket(fd);',
        'await stopAll();',
        'server.shutdown()',
        'del server',
        'httpd.serve_forever()',
        'app.run(host="0.0.0.0")',
        'thread.join();',
      ],
      [
        "app.get('/', home);",
        'listen(fd, 5);',
        'Thread(target=httpd.serve_forever).start()',
        "path.join(folder, 'x')",
        'append(items)',
      ],
    ),
  )('%s may give the first one’s port up: %s', (text, expected) => {
    expect(mayGiveUp(text)).toBe(expected);
  });

  it.each(
    table(
      ["assert.equal(code, 'EADDRINUSE')", 'with pytest.raises(OSError):', "await once(server, 'error')"],
      ["server.on('error', report);", 'perror("bind");'],
    ),
  )('%s expects a failure: %s', (text, expected) => {
    expect(expectsFailure(text)).toBe(expected);
  });

  it.each(
    table(
      ['failed', '!server.listening', 'rc == 0', 'await isUp()', 'error !== null'],
      ['(argc < 2)', "process.env.ADMIN === 'yes'", 'config.https', 'os.name != "nt"'],
    ),
  )('%s may ask how the first one went: %s', (text, expected) => {
    expect(mayAskOutcome(text)).toBe(expected);
  });

  it.each(
    table(
      ['setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "eth0", 4);', 'setns(ns, CLONE_NEWNET);'],
      ['setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);'],
    ),
  )('%s may part networks: %s', (text, expected) => {
    expect(mayPartNetworks(text)).toBe(expected);
  });
});

describe('what stands behind two statements', () => {
  const obstacles = obstaclesIn(
    [
      { at: 10, text: 'quiet' },
      { at: 20, text: 'if (mode) return' },
      { at: 30, text: 'close' },
    ],
    ({ at }) => at,
    ({ text }) => (text === 'close' ? 'barred' : text === 'quiet' ? 'free' : { asks: text }),
  );

  it.each<[from: number, to: number, results: string[], expected: boolean]>([
    [0, 20, [], true],
    [0, 30, [], true],
    [0, 30, ['mode'], false],
    [0, 30, ['other'], true],
    [0, 40, [], false],
    [31, 40, [], true],
  ])('from %i to %i, with the results %j, is reached: %s', (from, to, results, expected) => {
    expect(isPassable(obstacles, [from, to], results)).toBe(expected);
  });
});
