import { noIneffectiveReuse } from '../../../eslint-plugin/src/rules/no-ineffective-reuse.ts';
import { commonjs } from '../rule-tester.ts';

const LINUX = { rebind: { platforms: ['linux'] } };
const net = (call: string): string => `const server = require('net').createServer();\n${call}`;
const dgram = (create: string, bind = 'socket.bind(5353);'): string =>
  `const socket = require('dgram').${create};\n${bind}`;

commonjs.run('no-ineffective-reuse', noIneffectiveReuse, {
  assertionOptions: { requireMessage: 'messageId' },
  valid: [
    { name: 'an option where it takes effect', code: net('server.listen({ port: 3000, reusePort: true });') },
    {
      name: 'false beside a path, which changes nothing',
      code: net("server.listen({ path: '/x', reusePort: false });"),
    },
    {
      name: 'a truthy value for a datagram socket, which dgram takes',
      code: dgram("createSocket({ type: 'udp4', reuseAddr: 1 })"),
    },
    {
      name: 'an object with other things in the second argument',
      code: net('server.listen(3000, { backlog: 5 });'),
    },
    {
      name: 'a Node that has the option',
      code: net('server.listen({ port: 3000, reusePort: true });'),
      settings: { rebind: { node: '>=24' } },
    },
    {
      name: 'reusePort: false on a Node without it',
      code: net('server.listen({ port: 3000, reusePort: false });'),
      settings: { rebind: { node: '>=18' } },
    },
    {
      name: 'Bun with node:net, which keeps the option',
      code: net('server.listen({ port: 3000, reusePort: true });'),
      settings: { rebind: { runtime: 'bun' } },
    },
  ],
  invalid: [
    {
      name: 'options in the second argument move into the first',
      code: net('server.listen(3000, { reusePort: true }, () => {});'),
      settings: LINUX,
      errors: [
        {
          messageId: 'wrongArgument',
          suggestions: [
            {
              messageId: 'moveOption',
              output: net('server.listen({ port: 3000, reusePort: true }, () => {});'),
            },
            {
              messageId: 'moveOptionOnLinux',
              output: net(
                "server.listen({ port: 3000, reusePort: process.platform === 'linux' }, () => {});",
              ),
            },
            {
              messageId: 'removeAndState',
              output: net('server.listen({ port: 3000, reusePort: false }, () => {});'),
            },
          ],
        },
      ],
    },
    {
      name: 'options in the third argument, with a host before them',
      code: net("server.listen(3000, '::1', { reusePort: false });"),
      errors: [
        {
          messageId: 'wrongArgument',
          suggestions: [
            {
              messageId: 'moveOption',
              output: net("server.listen({ port: 3000, host: '::1', reusePort: false });"),
            },
          ],
        },
      ],
    },
    {
      name: 'a comment beside the option keeps its object',
      code: net('server.listen(3000, { reusePort: false /* why */ });'),
      errors: [
        {
          messageId: 'wrongArgument',
          suggestions: [
            {
              messageId: 'moveOption',
              output: net('server.listen({ port: 3000, reusePort: false }, {  /* why */ });'),
            },
          ],
        },
      ],
    },
    {
      name: 'options in a variable are left there',
      code: net('const o = { reusePort: true };\nserver.listen(3000, o);'),
      errors: [{ messageId: 'wrongArgument' }],
    },
    {
      name: 'an option of createServer',
      code: `require('http').createServer({ keepAlive: true, reusePort: false }).listen(3000);`,
      errors: [
        {
          messageId: 'wrongObject',
          suggestions: [
            {
              messageId: 'moveOption',
              output: `require('http').createServer({ keepAlive: true }).listen({ port: 3000, reusePort: false });`,
            },
          ],
        },
      ],
    },
    {
      name: 'a datagram option in the second argument',
      code: dgram("createSocket('udp4', { reuseAddr: false })"),
      errors: [
        {
          messageId: 'wrongArgument',
          suggestions: [
            { messageId: 'moveOption', output: dgram("createSocket({ type: 'udp4', reuseAddr: false })") },
          ],
        },
      ],
    },
    {
      name: 'a datagram option of bind',
      code: dgram("createSocket('udp4')", 'socket.bind({ port: 5353, reuseAddr: false });'),
      errors: [
        {
          messageId: 'wrongObject',
          suggestions: [
            {
              messageId: 'moveOption',
              output: dgram(
                "createSocket({ type: 'udp4', reuseAddr: false })",
                'socket.bind({ port: 5353 });',
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'a number',
      code: net('server.listen({ port: 3000, reusePort: 1 });'),
      settings: LINUX,
      errors: [
        {
          messageId: 'notBoolean',
          suggestions: [
            { messageId: 'replaceValue', output: net('server.listen({ port: 3000, reusePort: true });') },
            {
              messageId: 'guardByPlatform',
              output: net("server.listen({ port: 3000, reusePort: process.platform === 'linux' });"),
            },
            { messageId: 'switchOff', output: net('server.listen({ port: 3000, reusePort: false });') },
          ],
        },
      ],
    },
    {
      name: 'a path',
      code: net("server.listen({ path: '/run/x.sock', reusePort: true });"),
      errors: [
        {
          messageId: 'noPort',
          suggestions: [
            { messageId: 'removeOption', output: net("server.listen({ path: '/run/x.sock' });") },
          ],
        },
      ],
    },
    {
      name: 'a file descriptor',
      code: net('server.listen({ fd: 3, reusePort: true });'),
      errors: [
        {
          messageId: 'noPort',
          suggestions: [{ messageId: 'removeOption', output: net('server.listen({ fd: 3 });') }],
        },
      ],
    },
    {
      name: 'a framework that drops it',
      code: `const { WebSocketServer } = require('ws');\nnew WebSocketServer({ port: 8080, reusePort: true });`,
      errors: [{ messageId: 'dropped' }],
    },
    {
      name: 'Bun with node:http',
      code: `require('http').createServer().listen({ port: 3000, reusePort: true });`,
      settings: { rebind: { runtime: 'bun', platforms: ['linux'] } },
      errors: [
        {
          messageId: 'runtimeDrops',
          suggestions: [
            {
              messageId: 'switchOff',
              output: `require('http').createServer().listen({ port: 3000, reusePort: false });`,
            },
          ],
        },
      ],
    },
    {
      name: 'Deno with node:dgram',
      code: dgram("createSocket({ type: 'udp4', reusePort: true })"),
      settings: { rebind: { runtime: 'deno', platforms: ['linux'] } },
      errors: [
        {
          messageId: 'runtimeDrops',
          suggestions: [
            { messageId: 'switchOff', output: dgram("createSocket({ type: 'udp4', reusePort: false })") },
          ],
        },
      ],
    },
    {
      name: 'a Node too old for it',
      code: net('server.listen({ port: 3000, reusePort: true });'),
      settings: { rebind: { node: '>=20' } },
      errors: [
        {
          messageId: 'nodeTooOld',
          suggestions: [
            { messageId: 'switchOff', output: net('server.listen({ port: 3000, reusePort: false });') },
          ],
        },
      ],
    },
  ],
});
