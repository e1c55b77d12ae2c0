import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findAddressInUse } from '../../../extension/src/port/address-in-use.ts';
import { OutputLines } from '../../../extension/src/port/output-lines.ts';

/** Who says it, the line, the port. */
const MESSAGES: readonly (readonly [who: string, line: string, port: number | undefined])[] = [
  ['Node 24, dual-stack', 'Error: listen EADDRINUSE: address already in use :::3000', 3000],
  ['Node 24, IPv4', 'Error: listen EADDRINUSE: address already in use 127.0.0.1:8080', 8080],
  ['Node 24, IPv6', 'Error: listen EADDRINUSE: address already in use ::1:5000', 5000],
  ['Node 10', 'Error: listen EADDRINUSE :::3000', 3000],
  ['Node dgram', 'Error: bind EADDRINUSE 0.0.0.0:5353', 5353],
  ['Node cluster', 'Error: bind EADDRINUSE null:3000', 3000],
  ['Node, a pipe', 'Error: listen EADDRINUSE: address already in use /tmp/app.sock', undefined],
  [
    'Nest',
    '[Nest] 4711  - ERROR [NestApplication] Error: listen EADDRINUSE: address already in use :::3000 +5ms',
    3000,
  ],
  ['Vite', 'Error: Port 5173 is already in use', 5173],
  ['Vite, going on', 'Port 5173 is in use, trying another one...', 5173],
  ['Next.js', ' ⚠ Port 3000 is in use by process 4711, using available port 3001 instead.', 3000],
  ['Create React App', 'Something is already running on port 3000.', 3000],
  ['Angular', "Port 4200 is already in use. Use '--port' to specify a different port.", 4200],
  ['Expo', '› Port 8081 is being used by another process', 8081],
  ['Storybook', 'Port 6006 is not available. Would you like to run Storybook on port 6007 instead?', 6006],
  ['Bun.serve', 'error: Failed to start server. Is port 3000 in use?', 3000],
  ['Deno', 'error: Uncaught (in promise) AddrInUse: Address already in use (os error 98)', undefined],
  ['Go', '2026/11/26 15:04:05 listen tcp :8080: bind: address already in use', 8080],
  ['Go, IPv4', 'listen tcp4 0.0.0.0:80: bind: address already in use', 80],
  ['Go, UDP', 'listen udp 127.0.0.1:5353: bind: address already in use', 5353],
  [
    'Go on Windows',
    'listen tcp :8080: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
    8080,
  ],
  [
    'Docker 20',
    'Error response from daemon: driver failed programming external connectivity on endpoint web (c0ffee): Bind for 0.0.0.0:8080 failed: port is already allocated',
    8080,
  ],
  [
    'Docker 24',
    'Error response from daemon: driver failed programming external connectivity on endpoint web (c0ffee): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use',
    8080,
  ],
  [
    'Docker 28',
    'failed to set up container networking: failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use',
    8080,
  ],
  ['Docker 29', 'failed to bind host port 0.0.0.0:8080/tcp: address already in use', 8080],
  [
    'Docker Desktop',
    'Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:8080 -> 127.0.0.1:0: listen tcp 0.0.0.0:8080: bind: address already in use',
    8080,
  ],
  ['Podman', 'Error: rootlessport listen tcp 0.0.0.0:8080: bind: address already in use', 8080],
  [
    'kubectl',
    'Unable to listen on port 8080: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:8080: bind: address already in use]',
    8080,
  ],
  ['nginx', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)', 80],
  ['nginx, IPv6', 'nginx: [emerg] bind() to [::]:8443 failed (98: Address already in use)', 8443],
  ['Apache', '(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80', 80],
  ['Python', 'OSError: [Errno 98] Address already in use', undefined],
  ['Python on macOS', 'OSError: [Errno 48] Address already in use', undefined],
  [
    'uvicorn',
    "ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address already in use",
    8000,
  ],
  [
    'asyncio, IPv6',
    "OSError: [Errno 98] error while attempting to bind on address ('::', 8000, 0, 0): [errno 98] address already in use",
    8000,
  ],
  ['gunicorn', "[2026-11-26 12:00:00 +0000] [4711] [ERROR] Connection in use: ('127.0.0.1', 8000)", 8000],
  ['Django', 'Error: That port is already in use.', undefined],
  [
    'Flask',
    'Port 5000 is in use by another program. Either identify and stop that program, or start the server with a different port.',
    5000,
  ],
  ['Streamlit', 'Port 8501 is already in use', 8501],
  ['Jupyter', '[I 12:00:00 NotebookApp] The port 8888 is already in use, trying another port.', 8888],
  ['Java', 'java.net.BindException: Address already in use', undefined],
  ['Java on Windows', 'java.net.BindException: Address already in use: bind', undefined],
  ['Spring Boot', 'Web server failed to start. Port 8080 was already in use.', 8080],
  ['Jetty', 'java.io.IOException: Failed to bind to /0.0.0.0:8080', 8080],
  ['Netty', 'org.jboss.netty.channel.ChannelException: Failed to bind to: 0.0.0.0/0.0.0.0:7051', 7051],
  ['Quarkus', 'Port 8080 seems to be in use by another process. Quarkus may already be running.', 8080],
  [
    'Quarkus, the exception',
    'io.quarkus.runtime.QuarkusBindException: Port(s) already bound: 8080: Address already in use',
    8080,
  ],
  [
    '.NET',
    'System.IO.IOException: Failed to bind to address http://127.0.0.1:5000: address already in use.',
    5000,
  ],
  [
    '.NET, IPv6',
    'Unhandled exception. System.IO.IOException: Failed to bind to address http://[::]:5000: address already in use.',
    5000,
  ],
  [
    'PHP',
    '[Thu Nov 26 12:00:00 2026] Failed to listen on localhost:8000 (reason: Address already in use)',
    8000,
  ],
  ['ReactPHP', 'Failed to listen on "tcp://127.0.0.1:8080": Address already in use (EADDRINUSE)', 8080],
  [
    "PHP's streams",
    'stream_socket_server(): Unable to connect to tcp://0.0.0.0:8080 (Address already in use)',
    8080,
  ],
  ['Ruby', 'Address already in use - bind(2) for "127.0.0.1" port 3000 (Errno::EADDRINUSE)', 3000],
  [
    'Sinatra',
    "/usr/lib/ruby/socket.rb:201:in `bind': Address already in use - bind(2) for 127.0.0.1:4567 (Errno::EADDRINUSE)",
    4567,
  ],
  [
    'Rust, hyper',
    'error binding to 0.0.0.0:3000: error creating server listener: Address already in use (os error 98)',
    3000,
  ],
  ['Rust', 'Error: Os { code: 98, kind: AddrInUse, message: "Address already in use" }', undefined],
  [
    'Phoenix',
    '[error] Running ShopWeb.Endpoint with Bandit 1.5.7 at http failed, port 4000 already in use',
    4000,
  ],
  ['C, perror', 'bind: Address already in use', undefined],
  ['OpenSSH', 'bind [127.0.0.1]:8080: Address already in use', 8080],
  [
    'Redis',
    '4711:M 26 Nov 2026 12:00:00.000 # Warning: Could not create server TCP listening socket *:6379: bind: Address already in use',
    6379,
  ],
  [
    'PostgreSQL',
    'HINT:  Is another postmaster already running on port 5432? If not, wait a few seconds and retry.',
    5432,
  ],
  ['MySQL', "[ERROR] Can't start server: Bind on TCP/IP port: Address already in use", undefined],
];

describe('the message', () => {
  it.each(MESSAGES)('of %s', (_, line, port) => {
    const found = findAddressInUse(line);
    expect(found?.port).toBe(port);
    // what becomes the link
    const { start = 0, length = 0 } = found ?? {};
    expect(line.slice(start, start + length)).toMatch(port === undefined ? /in ?use/i : `${port}`);
  });

  it.each([
    ['Server listening on port 3000'],
    ['Local:   http://localhost:5173/'],
    ['connect ECONNREFUSED 127.0.0.1:3000'],
    ['The name web is already in use'],
    ['Error: Port 99999 is already in use'],
    ['error: A branch named panel already exists.'],
    ['nothing to commit, working tree clean'],
  ])('is not: %s', (line) => {
    expect(findAddressInUse(line)).toBeUndefined();
  });
});

describe('the problem matcher $rebind', () => {
  interface Manifest {
    contributes: {
      problemMatchers: {
        name: string;
        source: string;
        pattern: { regexp: string; message: number; file: number };
      }[];
    };
  }
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const [matcher] = manifest.contributes.problemMatchers;
  const pattern = new RegExp(matcher?.pattern.regexp ?? '(?!)');

  /** It cannot say anything else than these, and names the wrong one of two ports in the last two. */
  const OTHER = new Set([
    'Next.js',
    'Docker 28',
    'Create React App',
    'Storybook',
    'Bun.serve',
    'Node, a pipe',
  ]);

  it.each(MESSAGES.filter(([who, , port]) => port !== undefined && !OTHER.has(who)))(
    'finds the port in what %s says',
    (_, line, port) => {
      const match = pattern.exec(line);
      expect(match?.[matcher?.pattern.message ?? 0]).toBe(line);
      expect(match?.[matcher?.pattern.file ?? 0]).toBe(String(port));
    },
  );

  it('finds nothing in ordinary output', () => {
    expect(pattern.test('Server listening on port 3000')).toBe(false);
    expect(pattern.test('OSError: [Errno 98] Address already in use')).toBe(false);
  });
});

describe('output that comes in pieces', () => {
  it('is cut into lines without colours', () => {
    const lines = new OutputLines();
    expect(lines.push('\u001b[31mError: listen EADDR')).toEqual([]);
    expect(lines.push('INUSE: address already in use :::3000\u001b[0m\r')).toEqual([
      'Error: listen EADDRINUSE: address already in use :::3000',
    ]);
    expect(lines.push('\n    at Server.setupListenHandle\nlast')).toEqual([
      '',
      '    at Server.setupListenHandle',
    ]);
    expect(lines.end()).toEqual(['last']);
    expect(lines.end()).toEqual([]);
  });

  it('costs little memory however long a line is', () => {
    const lines = new OutputLines();
    for (let piece = 0; piece < 100; piece += 1) {
      lines.push('x'.repeat(10_000));
    }
    expect(lines.end()[0]?.length).toBeLessThanOrEqual(2000);
  });
});

describe('a line that is data', () => {
  // each wording's own words without its end, which make it look everywhere
  const FORMS = [
    'EADDRINUSE ',
    'in use :1',
    'already bind() to ',
    'a:1: bind: ',
    'Failed to bind to address x://',
    'address already in use: could not bind to address ',
    'port 1 ',
    'already running on port ',
    'Address already in use - bind(2) for "',
    "bind on address ('",
  ];

  it.each(FORMS)('is cut before it is matched: %j', (form) => {
    const line = `already in use ${form.repeat(1_000_000 / form.length)} EADDRINUSE`;
    const start = performance.now();
    findAddressInUse(line);
    // without the cut it takes minutes
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('is told of where it says so early, and not where it says so late', () => {
    const data = 'x'.repeat(100_000);
    expect(findAddressInUse(`listen EADDRINUSE: address already in use :::3000 ${data}`)?.port).toBe(3000);
    expect(findAddressInUse(`${data} listen EADDRINUSE: address already in use :::3000`)).toBeUndefined();
  });
});
