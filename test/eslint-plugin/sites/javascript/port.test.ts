import { describe, expect, it } from 'vitest';
import { lint } from '../../lint.ts';

/** How a message names the port of `server.listen(…)`; `silent` where there is none to reuse. */
function portOf(argument: string, before = '', filename = 'server.mjs'): string {
  const [message] = lint(
    `import net from 'node:net';\nconst server = net.createServer();\n${before}\nserver.listen(${argument});`,
    { filename },
  );
  return message
    ? (/on (port .*?|a port .*?|the port in .*?) relies on/.exec(message.message)?.[1] ?? message.message)
    : 'silent';
}

describe('the port in', () => {
  it.each([
    ['3000', '', 'port 3000'],
    ["'3000'", '', 'port 3000'],
    ['0xBB8', '', 'port 3000'],
    ['3_000', '', 'port 3000'],
    ['`3000`', '', 'port 3000'],
    ['3000 + 1', '', 'port 3001'],
    ['PORT', 'const PORT = 3000;', 'port 3000'],
    ['PORT', 'let PORT = 0; PORT = 3000;', 'port 3000'],
    ['config.port', 'const config = { port: 3000 };', 'port 3000'],
    ['port', 'const { port } = { port: 3000 };', 'port 3000'],
    ['x ? 3000 : 0', '', 'port 3000'],
    ['x ? 3000 : 4000', '', 'port 3000 or 4000'],
    ['process.env.PORT', '', 'the port in PORT'],
    ['process.env.PORT || 3000', '', 'the port in PORT (3000 by default)'],
    ['process.env.PORT ?? 3000', '', 'the port in PORT (3000 by default)'],
    ['process.env["PORT"] || "3000"', '', 'the port in PORT (3000 by default)'],
    ['process.env.PORT ? Number(process.env.PORT) : 3000', '', 'the port in PORT (3000 by default)'],
    ['+(process.env.PORT ?? 3000)', '', 'the port in PORT (3000 by default)'],
    ['parseInt(process.env.HTTP_PORT || "8080", 10)', '', 'the port in HTTP_PORT (8080 by default)'],
    ['process.env.PORT || 0', '', 'the port in PORT (0 by default)'],
    ['PORT', 'const { PORT = 3000 } = process.env;', 'the port in PORT (3000 by default)'],
    ['env.PORT || 3000', 'const { env } = process;', 'the port in PORT (3000 by default)'],
    ['env.PORT || 3000', "import { env } from 'node:process';", 'the port in PORT (3000 by default)'],
    ['options.port', '', 'the port in `options.port`'],
    ["config.get('port')", '', "the port in `config.get('port')`"],
    ['await getPort()', '', 'the port in `await getPort()`'],
    ['ports[0]', '', 'the port in `ports[0]`'],
    ['PORT + 3', '', 'the port in `PORT + 3`'],
    ['port', 'for (const port of [0]) {}', 'the port in `port`'],
    ['0', '', 'silent'],
    ['-0', '', 'silent'],
    ["'0'", '', 'silent'],
    ['0x0', '', 'silent'],
    ['0n', '', 'silent'],
    ['Number("0")', '', 'silent'],
    ['String(0)', '', 'silent'],
    ['void 0', '', 'silent'],
    ['null', '', 'silent'],
    ['x ? 0 : undefined', '', 'silent'],
    ['port', 'const port = 0;', 'silent'],
    ['port', 'let port;', 'silent'],
    ["'/run/x'", '', 'silent'],
    ["'\\\\\\\\.\\\\pipe\\\\x'", '', 'silent'],
    ["path.join(os.tmpdir(), 'x')", '', 'silent'],
    ['`/tmp/${process.pid}.sock`', '', 'silent'],
    ["'/tmp/' + name", '', 'silent'],
    ["name + '.sock'", '', 'silent'],
    ['getRandomPipe()', '', 'silent'],
    ['opts.socket', '', 'silent'],
    ['function () {}', '', 'silent'],
    ['callback', '', 'silent'],
    ['common.mustCall(() => {})', '', 'silent'],
    ['mustCall(close)', '', 'silent'],
    ['common.mustNotCall()', '', 'silent'],
    ['once(function () {})', '', 'silent'],
    ['process.exit', '', 'silent'],
    ['process.env.PIPE_NAME', '', 'silent'],
    ['process.env.SOCKET_PATH', '', 'silent'],
    ['handles[0]', '', 'silent'],
    ['options', '', 'silent'],
    ['...rest', '', 'silent'],
  ])('%s after "%s": %s', (argument, before, expected) => {
    expect(portOf(argument, before)).toBe(expected);
  });

  it.each([
    ['each of a loop', 'for (const port of [8001, 8002]) server.listen(port);', 'port 8001 and 8002'],
    [
      'each of a long loop, by the first',
      'for (const port of [1, 2, 3, 4, 5]) server.listen(port);',
      'port 1',
    ],
    [
      'the default of a parameter',
      'const go = (port = 9000) => server.listen(port);',
      'a port (9000 by default)',
    ],
  ])('%s is told as such', (_, call, said) => {
    const [message] = lint(`import net from 'node:net';\nconst server = net.createServer();\n${call}`);
    expect(message?.message).toContain(` on ${said} relies on`);
  });

  it('what is a server of either kind is called by both names', () => {
    const code = `import http from 'node:http';\nimport https from 'node:https';\nconst server = secure ? https.createServer(keys) : http.createServer();\nserver.listen(8443);`;
    const messages = lint(code).map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringMatching(/^https\.Server\.listen\(\) \/ http\.Server\.listen\(\) on port 8443 relies/),
    ]);
  });

  it('a parameter that TypeScript types as a number is a port', () => {
    expect(portOf('x', '', 'a.ts')).toBe('the port in `x`');
  });
});
