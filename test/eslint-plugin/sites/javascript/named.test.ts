import { describe, expect, it } from 'vitest';
import { fix, lint, type LintOptions } from '../../lint.ts';

const around = (call: string, before = ''): string =>
  `import net from 'node:net';\nimport * as config from './config.js';\nconst server = net.createServer();\n${before}\nserver.${call};`;

/** What `--fix` makes of a call; undefined where it leaves it. */
function fixed(call: string, before?: string, options: LintOptions = { filename: 'server.mjs' }) {
  const code = around(call, before);
  const [after] = [fix(code, options)];
  return after === code ? undefined : after.slice(around('', before).length - 1, -1);
}

/** What the first suggestion takes for granted. */
function assumed(call: string, before?: string, options: LintOptions = { filename: 'server.mjs' }) {
  const [message] = lint(around(call, before), options);
  expect(message?.fix).toBeUndefined();
  return /, if (.*)$/.exec(message?.suggestions?.[0]?.desc ?? '')?.[1];
}

const IN = 'export const start = (port, host, opts) => {';

/** A call inside of a function that anybody may call, with what its callers give. */
function inFunction(argument: string): { call: string; before: string } {
  return { call: `listen(${argument}); }; ({})`, before: IN };
}

describe('what its author named a port counts as one', () => {
  it.each([
    'port',
    'opts.port',
    'opts.listenPort',
    'opts?.http.port',
    'config.PORT',
    'config.httpport',
    "opts['port']",
    'process.env.PORT',
    'process.env.PORT || process.env.HTTP_PORT',
    'opts.port ?? 3000',
    'getPort()',
    'await getPort()',
    "config.get('port')",
    "config.getIn(['server', 'port'])",
    'opts.ports[0]',
    'opts.ports.proxy',
    'port + 1',
    '++port',
    'String(port)',
    'opts.secure ? opts.tlsPort : opts.port',
  ])('%s', (argument) => {
    const { call, before } = inFunction(argument);
    expect(fixed(call, before.replace('(port', 'async (port'))).toContain(
      argument === 'port'
        ? 'listen({ port, reusePort: false });'
        : `listen({ port: ${argument}, reusePort: false });`,
    );
  });

  it('in a field of its class', () => {
    expect(
      fixed(
        'ref(); class Own { constructor(options) { this.port = options.port; } start() { server.listen(this.port); } }',
      ),
    ).toContain('server.listen({ port: this.port, reusePort: false });');
  });

  it('when the variable has another name', () => {
    expect(fixed('listen(p)', 'const p = config.port || 3000;')).toBe(
      'listen({ port: p, reusePort: false })',
    );
  });

  it('as text too, where TypeScript types it so', () => {
    const options = { filename: 'server.ts' };
    expect(fixed('listen(port)', 'declare const port: string;', options)).toBe(
      'listen({ port, reusePort: false })',
    );
  });

  it('with a normalizePort() that hands on what is no number, as express-generator writes it', () => {
    const normalize = `function normalizePort(val) {
  var port = parseInt(val, 10);
  if (isNaN(port)) {
    // named pipe
    return val;
  }
  return port >= 0 ? port : false;
}
var port = normalizePort(process.env.PORT || '3000');`;
    expect(fixed('listen(port)', normalize)).toBe('listen({ port, reusePort: false })');
  });
});

describe('what is not named a port does not count as one', () => {
  it.each([
    ['a name that says nothing', 'opts.value'],
    ['one of two names', 'opts.port || opts.value'],
    ['a name that says that it may be a pipe', 'opts.portOrPipe ?? opts.pipeOrPort'],
    ['an argument of the program', 'process.argv[2]'],
    ['a function', 'opts.getPort'],
    ['several ports', 'opts.ports'],
    ['a path with such a name', "path.resolve('port')"],
    ['a word that ends so', 'opts.transport'],
  ])('%s: %s', (_, argument) => {
    const { call, before } = inFunction(argument);
    expect(fixed(call, before)).toBeUndefined();
  });

  it.each([
    ['a default that is a path', 'listen(port)', "const port = config.port || '/run/app';"],
    ['a function', 'listen(port)', 'const port = config.port || (() => 3000);'],
    [
      'a call that gives a path in place of a default',
      'close()',
      "function start(port) { server.listen(port || 3000); }\nstart('/run/app');",
    ],
    ['an object', 'listen(port)', 'const port = config.port || { port: 3000 };'],
    [
      'a call that gives a path',
      'close()',
      "function start(port) { server.listen(port); }\nstart('/run/app');",
    ],
    ['an environment variable that is named a path', 'listen(process.env.SOCKET || 3000)', ''],
  ])('where the file shows %s', (_, call, before) => {
    expect(fixed(call, before)).toBeUndefined();
  });
});

describe('a port may be a pipe', () => {
  it.each([
    ['the name of a pipe on Windows', String.raw`const pipe = '\\\\.\\pipe\\app';`],
    ['the same, as Node writes it', String.raw`const pipe = path.join('\\\\?\\pipe', process.cwd(), 'app');`],
    ['the same, raw', 'const pipe = String.raw`\\\\.\\pipe\\app`;'],
    ['a literal that ends in .sock', "const socket = '/run/app.sock';"],
    ['a template that ends so', 'const socket = `${config.dir}/app.sock`;'],
    ['iisnode', '// run by iisnode'],
  ])('in a file with %s', (_, sign) => {
    expect(fixed('listen(config.port)', sign)).toBeUndefined();
    expect(assumed('listen(config.port)', sign)).toBe('a port');
    expect(assumed('listen(process.env.PORT || 3000)', sign)).toBe('a port');
  });

  it('where the file removes it as one', () => {
    expect(
      fixed('listen(port)', "const port = config.port;\nprocess.on('exit', () => fs.unlinkSync(port));"),
    ).toBeUndefined();
  });

  it('where the settings say so', () => {
    const options = { filename: 'server.mjs', settings: { pipePorts: true } };
    expect(assumed('listen(config.port)', '', options)).toBe('a port');
    expect(fixed('listen(3000, config.host)', '', options)).toBe(
      'listen({ port: 3000, host: config.host, reusePort: false })',
    );
  });

  it.each([
    ['a field of that name', 'this.sock.close();'],
    ['a module of that name', "import pipe from './pipe.js';"],
    ['an event of Socket.IO', "require('socket.io');"],
  ])('but not for %s', (_, before) => {
    expect(fixed('listen(config.port)', before)).toBe('listen({ port: config.port, reusePort: false })');
  });
});

describe('what its author named a host counts as one', () => {
  it.each([
    'host',
    'opts.hostname',
    'opts.address',
    'opts.bindAddress',
    'process.env.HOST',
    "process.env.HOST || '0.0.0.0'",
    "config.get('host')",
    'getHost()',
    'opts.ip',
  ])('%s', (argument) => {
    const { call, before } = inFunction(`3000, ${argument}, () => {}`);
    expect(fixed(call, before)).toContain(
      argument === 'host'
        ? 'listen({ port: 3000, host, reusePort: false }, () => {});'
        : `listen({ port: 3000, host: ${argument}, reusePort: false }, () => {});`,
    );
  });

  it.each([
    ['a name that says nothing', '3000, opts.where'],
    ['a backlog by its name', '3000, opts.backlog'],
    ['what tells of one', '3000, opts.logAddress'],
    ['what is called for one', '3000, opts.onHost'],
    ['a callback by its name', '3000, opts.callback'],
    ['a callback after a host', '3000, opts.host, opts.callback'],
  ])('%s does not: %s', (_, argument) => {
    const { call, before } = inFunction(argument);
    expect(fixed(call, before)).toBeUndefined();
  });

  it.each([
    [
      'a number, which is a backlog',
      'close()',
      'function start(host) { server.listen(3000, host); }\nstart(511);',
    ],
    ['a number as text', 'listen(3000, host)', "const host = config.host || '7';"],
  ])('but not where the file shows %s', (_, call, before) => {
    expect(fixed(call, before)).toBeUndefined();
  });
});
