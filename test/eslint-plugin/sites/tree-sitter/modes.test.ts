import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, type Project } from '../../package/project.ts';
import { eslints, ROOT } from '../../package/versions.ts';

/** The plugin's sources as they are: what is published is tested in test/eslint-plugin/package. */
const PLUGIN = pathToFileURL(path.join(ROOT, 'eslint-plugin', 'src', 'index.ts')).href;
const CONFIG = `
  import rebind from '${PLUGIN}';
  export default [...rebind.configs.all, { settings: { rebind: SETTINGS } }];`;

const cServer = (port: number): string => `#include <sys/socket.h>
#include <netinet/in.h>
int main(void) {
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(${port}) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return bind(fd, (struct sockaddr *)&addr, sizeof(addr));
}
`;
const javaServer = (port: number): string => `import java.net.*;
class Server${port} {
    void up() throws Exception {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(${port}));
    }
}
`;
const pythonServer = (port: number): string => `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(('', ${port}))
s.listen()
`;
const FILES = {
  'server.c': cServer(8001),
  'server.cpp': cServer(8002),
  'Server8003.java': javaServer(8003),
  'server.py': pythonServer(8004),
};

describe.each(eslints)('ESLint $version, with C, C++, Java and Python', ({ folder }) => {
  let project: Project;
  beforeAll(() => {
    project = createProject(FILES);
  });
  afterAll(() => {
    project[Symbol.dispose]();
  });

  async function eslint(settings: object, ...options: readonly string[]): Promise<ESLint.LintResult[]> {
    project.write({ 'eslint.config.mjs': CONFIG.replace('SETTINGS', JSON.stringify(settings)) });
    const { stdout, stderr } = await project.run(path.join(folder, 'bin', 'eslint.js'), {
      arguments: ['--format', 'json', ...options, '.'],
    });
    expect(stderr.replace(/^.*ESLintPoorConcurrencyWarning.*\n(?:\(Use .*\n)?/m, '')).toBe('');
    return (JSON.parse(stdout) as ESLint.LintResult[]).filter(({ filePath }) => !filePath.endsWith('.mjs'));
  }

  const reported = (results: readonly ESLint.LintResult[]): string[] =>
    results
      .filter(({ messages }) => messages.length > 0)
      .map(({ filePath }) => path.relative(project.folder, filePath))
      .sort();

  it('reports the same in one thread and in two', async () => {
    const alone = await eslint({}, '--concurrency=off');
    expect(reported(alone)).toEqual(Object.keys(FILES).sort());
    expect(await eslint({}, '--concurrency=2')).toEqual(alone);
  });

  it('caches what the rules found, until a file or the settings change', async () => {
    const first = await eslint({}, '--cache');
    expect(await eslint({}, '--cache')).toEqual(first);

    const fixed = cServer(8001).replace(
      '    return bind',
      '    int on = 1;\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n    return bind',
    );
    project.write({ 'server.c': fixed });
    expect(reported(await eslint({}, '--cache'))).not.toContain('server.c');
    expect(reported(await eslint({ platforms: ['win32'] }, '--cache'))).not.toContain('server.cpp');
    project.write(FILES);
  });

  it('tells how long it took to parse, to run each rule and to fix', async () => {
    const results = await eslint({}, '--stats', '--fix-dry-run');
    const [c] = results.filter(({ filePath }) => filePath.endsWith('server.c'));
    expect(c?.stats?.fixPasses).toBe(1);
    const [first] = c?.stats?.times.passes ?? [];
    expect(first?.rules?.['rebind/require-reuse']?.total).toBeGreaterThan(0);
    expect(c?.output).toContain('SO_REUSEADDR');
  });
});
