import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, type TestContext } from 'vitest';
import { bun } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/bun.ts';
import { deno } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/deno.ts';
import { elysia } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/elysia.ts';
import { dgram } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/node-dgram.ts';
import {
  http,
  http2,
  https,
  net,
  tls,
} from '../../../../../eslint-plugin/src/sites/javascript/catalogue/node-net.ts';
import type { OptionName } from '../../../../../eslint-plugin/src/sites/site.ts';
import { frameworks, listenersOf } from './listeners.ts';
import { strace, straceRuns, type Settings, type Trace } from './strace.ts';

const bin = (path: string): string => fileURLToPath(new URL(`../../node_modules/${path}`, frameworks));

/** How each runtime evaluates a program given on the command line. */
const RUNTIMES = {
  node: { program: bin('.bin/node'), evaluate: ['-e'] },
  deno: { program: bin('@deno/linux-x64-glibc/deno'), evaluate: ['eval', '--unstable-net', '--ext=cjs'] },
  'deno without flags': { program: bin('@deno/linux-x64-glibc/deno'), evaluate: ['eval', '--ext=cjs'] },
  bun: { program: bin('@oven/bun-linux-x64/bin/bun'), evaluate: ['-e'] },
} as const;
type RuntimeName = keyof typeof RUNTIMES;

const RA = 'SO_REUSEADDR';
const RP = 'SO_REUSEPORT';

/** Node's programs run in Deno and Bun too. `given` is the inside of the options object. */
const listen =
  (module: string) =>
  (given = ''): string =>
    `require('node:${module}').createServer().listen({ port: 0, host: '127.0.0.1', ${given} }, () => process.exit());`;
const bind = (given = ''): string =>
  `require('node:dgram').createSocket({ type: 'udp4', ${given} }).bind(0, '127.0.0.1', () => process.exit());`;
const denoCall =
  (name: string, more = '') =>
  (given = ''): string =>
    `Deno.${name}({ port: 0, hostname: '127.0.0.1', ${more} ${given} }); Deno.exit();`;
const denoServe = (given = ''): string =>
  `Deno.serve({ port: 0, hostname: '127.0.0.1', onListen: () => Deno.exit(), ${given} }, () => new Response());`;
const bunServe = (given = ''): string =>
  `Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response(), ${given} }); process.exit();`;
const bunListen = (given = ''): string =>
  `Bun.listen({ port: 0, hostname: '127.0.0.1', socket: { data() {} }, ${given} }); process.exit();`;
const bunUdp = (given = ''): string =>
  `await Bun.udpSocket({ port: 0, hostname: '127.0.0.1', ${given} }); process.exit();`;
const elysiaListen = (given = ''): string =>
  `import { Elysia } from 'elysia'; new Elysia().listen({ port: 0, hostname: '127.0.0.1', ${given} }); process.exit();`;

const certificate = (): string => {
  const { stdout } = spawnSync(RUNTIMES.node.program, ['certificate.mjs'], {
    cwd: frameworks,
    encoding: 'utf8',
  });
  return `...${stdout.trim()},`;
};

/** Every listener that a runtime itself brings, and Elysia, whose own runtime is Bun. */
const PROGRAMS: readonly {
  readonly runtime: RuntimeName;
  readonly family: typeof net;
  readonly id: string;
  readonly program: (given?: string) => string;
}[] = [
  { runtime: 'node', family: net, id: 'net.Server.listen', program: listen('net') },
  { runtime: 'node', family: http, id: 'http.Server.listen', program: listen('http') },
  { runtime: 'node', family: https, id: 'https.Server.listen', program: listen('https') },
  { runtime: 'node', family: http2, id: 'Http2Server.listen', program: listen('http2') },
  {
    runtime: 'node',
    family: http2,
    id: 'Http2SecureServer.listen',
    program: (given) => listen('http2')(given).replace('createServer', 'createSecureServer'),
  },
  { runtime: 'node', family: tls, id: 'tls.Server.listen', program: listen('tls') },
  { runtime: 'node', family: dgram, id: 'dgram.Socket.bind', program: bind },
  {
    runtime: 'node',
    family: dgram,
    id: 'dgram.Socket.bindSync',
    program: (given = '') =>
      `require('node:dgram').createSocket({ type: 'udp4', ${given} }).bindSync({ port: 0 }); process.exit();`,
  },
  { runtime: 'deno', family: deno, id: 'listen', program: denoCall('listen') },
  {
    runtime: 'deno',
    family: deno,
    id: 'listenTls',
    program: (given) => denoCall('listenTls', certificate())(given),
  },
  { runtime: 'deno', family: deno, id: 'serve', program: denoServe },
  {
    runtime: 'deno',
    family: deno,
    id: 'listenDatagram',
    program: denoCall('listenDatagram', "transport: 'udp',"),
  },
  { runtime: 'bun', family: bun, id: 'serve', program: bunServe },
  { runtime: 'bun', family: bun, id: 'listen', program: bunListen },
  { runtime: 'bun', family: bun, id: 'udpSocket', program: bunUdp },
  { runtime: 'bun', family: elysia, id: 'elysia.Elysia.listen', program: elysiaListen },
];

/** What the catalogue does not say of a listener as such, but its readers rely on. */
const CASES: readonly {
  readonly runtime: RuntimeName;
  readonly title: string;
  readonly program: string;
  readonly sets: readonly string[];
  readonly family?: string;
}[] = [
  {
    runtime: 'node',
    title: 'reusePort: 1 of listen()',
    program: listen('net')('reusePort: 1'),
    sets: [RA],
  },
  {
    runtime: 'node',
    title: "reusePort: 'true' of listen()",
    program: listen('net')("reusePort: 'true'"),
    sets: [RA],
  },
  {
    runtime: 'node',
    title: 'reusePort: false of listen()',
    program: listen('net')('reusePort: false'),
    sets: [RA],
  },
  {
    runtime: 'node',
    title: 'reusePort in the second argument of listen()',
    program: "require('net').createServer().listen(0, { reusePort: true }, () => process.exit());",
    sets: [RA],
  },
  {
    runtime: 'node',
    title: 'reusePort in the third argument of listen()',
    program:
      "require('net').createServer().listen(0, '127.0.0.1', { reusePort: true }, () => process.exit());",
    sets: [RA],
  },
  {
    runtime: 'node',
    title: 'reusePort of http.createServer()',
    program: "require('http').createServer({ reusePort: true }).listen(0, () => process.exit());",
    sets: [RA],
  },
  {
    runtime: 'node',
    title: 'reusePort beside a path',
    program:
      "const path = require('path').join(require('fs').mkdtempSync(require('os').tmpdir() + '/rebind-'), 's');" +
      "require('net').createServer().listen({ path, reusePort: true }, () => {" +
      "require('fs').rmSync(require('path').dirname(path), { recursive: true }); process.exit(); });",
    sets: [],
    family: 'AF_UNIX',
  },
  { runtime: 'node', title: 'reuseAddr: 1 of createSocket()', program: bind('reuseAddr: 1'), sets: [RA] },
  { runtime: 'node', title: 'reusePort: 1 of createSocket()', program: bind('reusePort: 1'), sets: [RP] },
  {
    runtime: 'node',
    title: 'both options of createSocket()',
    program: bind('reuseAddr: true, reusePort: true'),
    sets: [RA, RP],
  },
  {
    runtime: 'node',
    title: 'reuseAddr in the second argument of createSocket()',
    program: "require('dgram').createSocket('udp4', { reuseAddr: true }).bind(0, () => process.exit());",
    sets: [],
  },
  {
    runtime: 'node',
    title: 'both options of bind()',
    program:
      "require('dgram').createSocket('udp4').bind({ port: 0, reuseAddr: true, reusePort: true }, () => process.exit());",
    sets: [],
  },
  {
    runtime: 'deno',
    title: 'reuseAddress: false of Deno.listen()',
    program: denoCall('listen')('reuseAddress: false'),
    sets: [RA],
  },
  {
    runtime: 'deno without flags',
    title: 'node:net reusePort in Deno',
    program: listen('net')('reusePort: true'),
    sets: [RA, RP],
  },
  {
    runtime: 'deno without flags',
    title: 'node:http reusePort in Deno',
    program: listen('http')('reusePort: true'),
    sets: [RA, RP],
  },
  {
    runtime: 'deno without flags',
    title: 'node:dgram reuseAddr in Deno',
    program: bind('reuseAddr: true'),
    sets: [RA],
  },
  {
    runtime: 'deno without flags',
    title: 'node:dgram reusePort in Deno',
    program: bind('reusePort: true'),
    sets: [],
  },
  {
    runtime: 'bun',
    title: 'node:net reusePort in Bun',
    program: listen('net')('reusePort: true'),
    sets: [RA, RP],
  },
  {
    runtime: 'bun',
    title: 'node:http reusePort in Bun',
    program: listen('http')('reusePort: true'),
    sets: [RA],
  },
  { runtime: 'bun', title: 'node:dgram reuseAddr in Bun', program: bind('reuseAddr: true'), sets: [RA] },
  { runtime: 'bun', title: 'node:dgram reusePort in Bun', program: bind('reusePort: true'), sets: [RP] },
  {
    runtime: 'bun',
    title: 'reusePort: false of Elysia in Bun',
    program: elysiaListen('reusePort: false'),
    sets: [RA],
  },
];

function evaluate(runtime: RuntimeName, source: string, more: Partial<Settings> = {}): Promise<Trace> {
  const { program, evaluate: flags } = RUNTIMES[runtime];
  return strace(program, [...flags, source], {
    cwd: frameworks,
    ...more,
    environment: { DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1', NO_COLOR: '1', ...more.environment },
  });
}

/** The options of the one socket that a program binds. */
async function optionsSet(
  runtime: RuntimeName,
  source: string,
  family = 'AF_INET',
): Promise<readonly string[]> {
  const trace = await evaluate(runtime, source);
  const sockets = trace.sockets.filter((socket) => socket.family.startsWith(family));
  expect(sockets, `${source}\n${trace.stderr}`).toHaveLength(1);
  return sockets[0]?.options ?? [];
}

/** The kernel's name for an option on Linux; `exclusive` is for node:cluster and Bun alone and sets none. */
const KERNEL_NAMES: Readonly<Record<OptionName, readonly string[]>> = {
  reuseAddr: [RA],
  reusePort: [RP],
  exclusive: [],
  exclusiveAddrUse: [],
};

// Debian: apt-get install strace. CI must have it; elsewhere a missing strace skips these tests by name.
describe.skipIf(!straceRuns && process.env.CI !== 'true')('system calls, seen by strace', () => {
  /** Deno and Bun are pinned for 64-bit x86, the one processor that both are published for under a fixed name. */
  const needs = (runtime: RuntimeName, { skip }: TestContext): void => {
    if (runtime !== 'node' && process.arch !== 'x64') {
      skip(`no ${runtime} for ${process.arch} among the pinned packages`);
    }
  };

  describe.each(PROGRAMS)('$runtime: $id', ({ runtime, family, id, program }) => {
    const listener = listenersOf(family).find((other) => other.id === id)?.listener;
    if (!listener) {
      throw new Error(`${family.name} has no listener ${id}`);
    }
    const byItself = [
      ...(listener.api.protocol === 'tcp' ? [RA] : []),
      ...(listener.api.sharesByDefault ? [RP] : []),
    ];

    it(`sets ${byItself.join(', ') || 'nothing'} by itself`, async (context) => {
      needs(runtime, context);
      expect(await optionsSet(runtime, program())).toEqual(byItself);
    });

    // the options that the catalogue leaves out must have no effect
    for (const option of new Set<OptionName>(['reuseAddr', 'reusePort', ...listener.api.options])) {
      const spelled = listener.api.spelled?.[option] ?? option;
      const added = listener.api.options.includes(option) ? KERNEL_NAMES[option] : [];
      const expected = [...new Set([...byItself, ...added])];
      it(`sets ${expected.join(', ') || 'nothing'} with ${spelled}: true`, async (context) => {
        needs(runtime, context);
        expect(await optionsSet(runtime, program(`${spelled}: true`))).toEqual(expected);
      });
    }

    const { defaultPort, portVariable } = listener;
    if (defaultPort !== undefined) {
      const withoutPort = program().replace('port: 0,', '');
      it.each([
        { PORT: '', port: defaultPort },
        { PORT: '4321', port: portVariable === 'PORT' ? 4321 : defaultPort },
      ])('asks for port $port by itself where PORT is "$PORT"', async ({ PORT, port }) => {
        const { sockets, stderr } = await evaluate(runtime, withoutPort, {
          environment: { PORT },
          refuseBinds: true,
        });
        expect(
          sockets.map((socket) => socket.port),
          stderr,
        ).toContain(port);
      });
    }

    const flag = listener.api.reusePortNeedsFlag;
    if (flag !== undefined) {
      it(`refuses reusePort: true without ${flag}`, async (context) => {
        needs(runtime, context);
        const { exitCode, stderr, sockets } = await evaluate(
          'deno without flags',
          program('reusePort: true'),
        );
        expect(sockets.filter(({ family }) => family.startsWith('AF_INET'))).toEqual([]);
        expect(exitCode).not.toBe(0);
        expect(stderr).toContain(`The \`${flag}\` flag must be provided`);
      });
    }
  });

  for (const { runtime, title, program, sets, family } of CASES) {
    it(`${title} sets ${sets.join(', ') || 'nothing'}`, async (context) => {
      needs(runtime, context);
      expect(await optionsSet(runtime, program, family)).toEqual(sets);
    });
  }
});

it('has a program for every listener of Node, Deno and Bun', () => {
  for (const family of [net, http, https, http2, tls, dgram, deno, bun]) {
    const ids = PROGRAMS.filter((row) => row.family === family).map(({ id }) => id);
    expect(ids).toEqual(listenersOf(family).map(({ id }) => id));
  }
});
