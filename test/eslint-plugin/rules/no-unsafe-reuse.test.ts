import { noUnsafeReuse } from '../../../eslint-plugin/src/rules/no-unsafe-reuse.ts';
import { commonjs, javascript } from '../rule-tester.ts';

const shared = (value: string): string =>
  `require('net').createServer().listen({ port: 3000, reusePort: ${value} });`;
const listening = (host: string, shares = false): string =>
  `require('net').createServer().listen({ ${host}port: 3000, reusePort: ${shares} });`;
const socket = (value: string, rest: string): string =>
  `const socket = require('dgram').createSocket({ type: 'udp4', reuseAddr: ${value} });\n${rest}`;

commonjs.run('no-unsafe-reuse', noUnsafeReuse, {
  assertionOptions: { requireMessage: 'messageId' },
  valid: [
    { name: 'not shared', code: shared('false') },
    {
      name: 'shared where only Linux is a target',
      code: shared('true'),
      settings: { rebind: { platforms: ['linux'] } },
    },
    { name: 'shared on Linux alone', code: shared("process.platform === 'linux'") },
    {
      name: 'shared on Linux alone, by a conditional',
      code: shared("process.platform === 'linux' ? true : false"),
    },
    {
      name: 'shared on Linux alone, by a list',
      code: shared("['linux', 'freebsd'].includes(process.platform)"),
    },
    {
      name: 'shared on Linux alone, by a constant',
      code: `const isLinux = process.platform === 'linux';\n${shared('isLinux')}`,
    },
    {
      name: 'shared on Linux alone, by os.platform()',
      code: `const os = require('os');\n${shared("os.platform() === 'linux'")}`,
    },
    { name: 'shared behind an if', code: `if (process.platform === 'linux') {\n  ${shared('true')}\n}` },
    {
      name: 'shared behind an else',
      code: `if (process.platform === 'darwin' || process.platform === 'win32') {\n} else {\n  ${shared('true')}\n}`,
    },
    {
      name: 'shared after the others have left',
      code: `function go() {\n  if (process.platform !== 'linux') return;\n  ${shared('true')}\n}`,
    },
    {
      name: 'a value that asks for itself',
      code: `function go(x) { x = x === 'a' ? true : x; require('net').createServer().listen({ port: 3000, reusePort: process.platform === 'linux' && x }); }`,
    },
    { name: 'a value from elsewhere', code: shared('config.share') },
    {
      name: 'a multicast receiver',
      code: socket('true', "socket.bind(5353, () => socket.addMembership('224.0.0.251'));"),
    },
    {
      name: 'a socket beside one that sends broadcasts',
      code: `const other = require('dgram').createSocket('udp4');\nother.bind(0, () => other.setBroadcast(true));\n${socket('true', 'socket.bind(5353);')}`,
    },
    {
      name: 'a socket that sends broadcasts',
      code: socket('true', 'socket.bind(5353, () => socket.setBroadcast(true));'),
    },
    {
      name: 'a socket that others get',
      code: socket('true', 'socket.bind(5353);\nmodule.exports = socket;'),
    },
    { name: 'a socket passed on', code: socket('true', 'join(socket);\nsocket.bind(5353);') },
    {
      name: 'Deno with its flag',
      code: `#!/usr/bin/env -S deno run --unstable-net\nDeno.serve({ port: 8000, reusePort: true }, handler);`,
    },
    {
      name: 'one of two servers',
      code: `${listening('')}\n${listening('host: "::1", ').replace('3000', '3001')}`,
    },
    {
      name: 'a second server on Linux, where both share the port',
      code: `${listening('', true)}\n${listening('', true)}`,
      settings: { rebind: { platforms: ['linux'] } },
    },
    {
      name: 'a specific address beside the wildcard where Linux is no target',
      code: `${listening('')}\n${listening('host: "127.0.0.1", ')}`,
      settings: { rebind: { platforms: ['darwin', 'win32'] } },
    },
    {
      name: 'Bun where macOS is no target',
      code: `Bun.serve({ port: 3000, reusePort: true, fetch });`,
      settings: { rebind: { platforms: ['linux', 'win32'] } },
    },
  ],
  invalid: [
    {
      name: 'shared everywhere',
      code: shared('true'),
      errors: [
        {
          messageId: 'platform',
          data: {
            option: 'reusePort',
            api: 'net.Server.listen()',
            port: 'port 3000',
            platforms: 'macOS and Windows',
          },
          suggestions: [
            { messageId: 'guardByPlatform', output: shared("process.platform === 'linux'") },
            { messageId: 'switchOff', output: shared('false') },
          ],
        },
      ],
    },
    {
      name: 'shared on macOS',
      code: shared("process.platform !== 'win32'"),
      errors: [
        {
          messageId: 'platform',
          data: { option: 'reusePort', api: 'net.Server.listen()', port: 'port 3000', platforms: 'macOS' },
          suggestions: [
            { messageId: 'guardByPlatform', output: shared("process.platform === 'linux'") },
            { messageId: 'switchOff', output: shared('false') },
          ],
        },
      ],
    },
    {
      name: 'a second server on one port',
      code: `${listening('')}\n${listening('')}`,
      errors: [
        {
          messageId: 'excluded',
          line: 2,
          data: {
            api: 'net.Server.listen()',
            port: 'port 3000',
            platforms: 'every platform',
            line: '1',
          },
        },
      ],
    },
    {
      name: 'a second server on one of the first one’s addresses',
      code: `${listening('')}\n${listening('host: "127.0.0.1", ')}`,
      errors: [
        {
          messageId: 'overlaps',
          line: 2,
          data: {
            api: 'net.Server.listen()',
            port: 'port 3000',
            platforms: 'Linux',
            line: '1',
            address: '`127.0.0.1`',
            other: 'every address',
          },
        },
      ],
    },
    {
      name: 'a unicast socket',
      code: socket('true', "socket.on('message', () => {});\nsocket.bind(5000);"),
      errors: [
        {
          messageId: 'unicast',
          suggestions: [
            {
              messageId: 'switchOff',
              output: socket('false', "socket.on('message', () => {});\nsocket.bind(5000);"),
            },
          ],
        },
      ],
    },
    {
      name: 'Deno without its flag',
      code: `Deno.serve({ port: 8000, reusePort: true }, handler);`,
      errors: [
        {
          messageId: 'flag',
          suggestions: [
            { messageId: 'switchOff', output: `Deno.serve({ port: 8000, reusePort: false }, handler);` },
          ],
        },
      ],
    },
    {
      name: 'Bun on macOS',
      code: `Bun.serve({ port: 3000, reusePort: true, fetch });`,
      errors: [
        {
          messageId: 'noBalance',
          suggestions: [
            {
              messageId: 'guardByPlatform',
              output: `Bun.serve({ port: 3000, reusePort: process.platform === 'linux', fetch });`,
            },
            { messageId: 'switchOff', output: `Bun.serve({ port: 3000, reusePort: false, fetch });` },
          ],
        },
      ],
    },
    {
      name: 'a datagram socket that balances',
      code: `require('dgram').createSocket({ type: 'udp4', reusePort: true }).bind(5000);`,
      errors: [
        {
          messageId: 'platform',
          suggestions: [
            {
              messageId: 'guardByPlatform',
              output: `require('dgram').createSocket({ type: 'udp4', reusePort: process.platform === 'linux' }).bind(5000);`,
            },
            {
              messageId: 'switchOff',
              output: `require('dgram').createSocket({ type: 'udp4', reusePort: false }).bind(5000);`,
            },
          ],
        },
      ],
    },
  ],
});

javascript.run('no-unsafe-reuse in modules', noUnsafeReuse, {
  assertionOptions: { requireMessage: 'messageId' },
  valid: [
    {
      name: 'platform imported by name',
      code: `import { platform } from 'node:process';\nimport net from 'node:net';\nnet.createServer().listen({ port: 3000, reusePort: platform === 'linux' });`,
    },
  ],
  invalid: [],
});
