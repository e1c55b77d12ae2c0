import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { families, servers } from '../../../../eslint-plugin/src/sites/python/catalogue/index.ts';
import { SERVERS } from '../../../../eslint-plugin/src/sites/python/catalogue/servers.ts';
import { languageOf } from '../../../../eslint-plugin/src/sites/languages.ts';
import type { ApiFacts } from '../../../../eslint-plugin/src/sites/site.ts';
import { missing } from '../../../examples/support/toolchain.ts';

/** Debian's Python, which sees Debian's packages. */
const PYTHON = '/usr/bin/python3';

const probes = fileURLToPath(new URL('../../../frameworks/python/', import.meta.url));

/** The probes, by the module that must be there. */
const PROBES: Readonly<Record<string, string>> = {
  'standard_library.py': 'socket',
  'tornado.py': 'tornado',
  'aiohttp.py': 'aiohttp',
  'twisted.py': 'twisted',
  'uvicorn.py': 'uvicorn',
  'hypercorn.py': 'hypercorn',
  'waitress.py': 'waitress',
  'werkzeug.py': 'flask',
  'grpcio.py': 'grpc',
  'websockets.py': 'websockets',
  'bottle.py': 'bottle',
  'flask_socketio.py': 'flask_socketio',
  'gevent.py': 'gevent',
  'eventlet.py': 'eventlet',
  'cheroot.py': 'cheroot',
  'paste.py': 'paste',
  'quart.py': 'quart',
  'rpyc.py': 'rpyc',
  'pyro.py': 'Pyro4',
  'jsonrpclib.py': 'jsonrpclib',
  'thrift.py': 'thrift',
  'prometheus_client.py': 'prometheus_client',
  'aiosmtpd.py': 'aiosmtpd',
  'pyftpdlib.py': 'pyftpdlib',
  'pyzmq.py': 'zmq',
  'asyncssh.py': 'asyncssh',
  'trio.py': 'trio',
  'anyio.py': 'anyio',
};

/** Libraries that Debian does not have, or has in a version before the one that was read: their sources alone are cited. */
const NOT_IN_DEBIAN =
  /^(?:Sanic|Dash|gradio|nicegui|Robyn|bokeh|pythonosc|pymodbus) ?\.?|^websockets\.(?:sync|trio) /u;

/** What the probes leave out, and why. */
const NOT_RUN = new Set([
  'http.server.HTTPSServer()', // of Python 3.14
  'http.server.ThreadingHTTPSServer()',
  'cherrypy.quickstart()', // start cheroot's wsgi.Server() in a thread
  'cherrypy.engine.start()',
  'hypercorn.trio.serve()', // makes its sockets by the same function as hypercorn.asyncio.serve()
]);

const isRun = (name: string): boolean => !NOT_RUN.has(name) && !NOT_IN_DEBIAN.test(name);

const classes = Object.values(SERVERS).map(({ api }) => api);
const calls = families.flatMap(({ calls = {}, methods = {} }) => [
  ...Object.values(calls),
  ...Object.values(methods),
]);

/** An API of the catalogue and the keywords of its options, or the attributes of a class. */
interface Listener {
  readonly api: ApiFacts;
  readonly options: readonly string[];
}

const listeners = new Map<string, Listener>([
  ...calls.map(({ api, options = [] }): [string, Listener] => [
    api.name,
    { api, options: options.map(([, keyword]) => keyword) },
  ]),
  ...Object.values(servers).map(({ api, made }): [string, Listener] => [
    api.name,
    { api, options: made ? [] : ['allow_reuse_address'] },
  ]),
]);

/** What reached the kernel for one bind of an Internet socket. */
interface Bound {
  readonly options: string[];
  isListening: boolean;
}

/** The binds of a trace, by the start that was announced before them. */
function readTrace(trace: string): Map<string, Bound[]> {
  const starts = new Map<string, Bound[]>();
  const options = new Map<string, Set<string>>();
  const bound = new Map<string, Bound>();
  let current: Bound[] = [];
  for (const line of trace.split('\n')) {
    const [, call = '', descriptor = ''] = /(socket|setsockopt|bind|listen|write)\((\w+)/u.exec(line) ?? [];
    const [, made = ''] = /= (\d+)$/u.exec(line) ?? [];
    switch (call) {
      case 'write': {
        const [, start] = /"start (.*)\\n"/u.exec(line) ?? [];
        if (start !== undefined) {
          current = [];
          starts.set(start.replaceAll(String.raw`\"`, '"'), current);
        }
        break;
      }
      case 'socket':
        options.set(made, new Set());
        break;
      case 'setsockopt': {
        const [, name, value] = /SOL_SOCKET, (SO_REUSE\w+), \[(\d)\]/u.exec(line) ?? [];
        if (name !== undefined) {
          options.get(descriptor)?.[value === '1' ? 'add' : 'delete'](name);
        }
        break;
      }
      case 'bind':
        if (line.includes('sa_family=AF_INET')) {
          const one = { options: [...(options.get(descriptor) ?? [])].sort(), isListening: false };
          bound.set(descriptor, one);
          current.push(one);
        }
        break;
      case 'listen': {
        const one = bound.get(descriptor);
        if (one) {
          one.isListening = true;
        }
        break;
      }
    }
  }
  return starts;
}

const isInstalled = (module: string): boolean =>
  spawnSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;

describe('the catalogue of Python', () => {
  const source = Object.keys(PROBES)
    .map((probe) => readFileSync(path.join(probes, 'probes', probe), 'utf8'))
    .join('\n');

  it.each([...listeners.keys()].filter(isRun))('has a probe for %s', (name) => {
    // the probe makes the names of a module's classes in a loop
    const [, last = ''] = /^(?:socketserver|http\.server)\.(\w+)\(\)$/u.exec(name) ?? [];
    expect(source).toMatch(last === '' ? `"${name}"` : `"${last}"`);
  });
});

it('is looked for in every file that names one of its servers', () => {
  const mention = languageOf('python')?.treeSitter?.mention ?? /^$/u;
  const texts = families.flatMap(({ calls = {}, methods = {} }) => [
    ...Object.keys(calls).map((call) => `${call}(`),
    ...Object.entries(methods).map(([name, { on }]) => `${on.types?.[0] ?? ''}() .${name}(`),
  ]);
  expect([...texts, ...Object.keys(servers)].filter((text) => !mention.test(text))).toEqual([]);
});

describe.each(Object.entries(PROBES))('%s', (probe, module) => {
  // in continuous integration what is missing fails
  const isLeftOut = missing('strace') || (process.env.CI !== 'true' && !isInstalled(module));

  describe.skipIf(isLeftOut)(`of ${module}, started under strace`, () => {
    let folder: string;
    let starts: ReadonlyMap<string, Bound[]>;
    const file = path.join(probes, 'probes', probe);
    const names = [...readFileSync(file, 'utf8').matchAll(/"([^"]+\(\))"/gu)].map(([, name = '']) => name);
    const own = [...listeners].filter(
      ([name]) =>
        names.includes(name) || (probe === 'standard_library.py' && classes.some((api) => api.name === name)),
    );
    const runs = own
      .filter(([name]) => isRun(name))
      .flatMap(([name, listener]): [name: string, option: string, listener: Listener][] => [
        [name, '', listener],
        ...listener.options.map((option): [string, string, Listener] => [name, option, listener]),
      ]);

    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'rebind-python-'));
      const trace = path.join(folder, 'trace');
      const { status, stderr } = spawnSync(
        'strace',
        [
          ...[
            '-f',
            '-s',
            '200',
            '-o',
            trace,
            '-e',
            'trace=socket,setsockopt,bind,listen,write',
            '-e',
            'write=none',
          ],
          ...[PYTHON, '-B', path.join(probes, 'run_probe.py'), file],
          JSON.stringify(runs.map(([name, option]) => [name, option === '' ? {} : { [option]: true }])),
        ],
        { encoding: 'utf8', timeout: 50_000 },
      );
      expect([status, stderr]).toEqual([0, expect.any(String)]);
      starts = readTrace(readFileSync(trace, 'utf8'));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(runs)('%s reaches the kernel as the catalogue says %s', (name, option, { api }) => {
      const binds = starts.get(`["${name}", ${option === '' ? '{}' : `{"${option}": true}`}]`);
      const found = binds?.filter(({ isListening }) => isListening === (api.protocol === 'tcp'));
      const reusesAddress =
        (api.protocol === 'tcp' && api.restart !== 'fails') || api.unstated === 'safeNoOption';
      const on = new Set([
        ...(reusesAddress ? ['SO_REUSEADDR'] : []),
        ...(api.sharesByDefault === true ? ['SO_REUSEPORT'] : []),
        ...(/address|listenMultiple/u.test(option) ? ['SO_REUSEADDR'] : []),
        ...(/port|listenMultiple/u.test(option) ? ['SO_REUSEPORT'] : []),
      ]);
      expect(found?.map(({ options }) => options)).toEqual([[...on].sort()]);
    });
  });
});
