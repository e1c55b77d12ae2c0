import { RuleTester } from '@typescript-eslint/rule-tester';
import { afterAll, describe, it } from 'vitest';
import rebind from '../../eslint-plugin/src/index.ts';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const fixtures = new URL('../fixtures/typed/', import.meta.url).pathname;

const tester = new RuleTester({
  languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: fixtures } },
});

const filename = 'file.ts';
const rule = rebind.rules['prefer-explicit-reuse'] as never;

const notShared = (output: string) => ({
  messageId: 'stateSharedOnLinux' as const,
  output: output.replace('reusePort: false', "reusePort: process.platform === 'linux'"),
});

/** A server that the types alone reveal: reported, and fixed as one that is seen. */
const found = (name: string, code: string, output: string) => ({
  name,
  code,
  filename,
  output,
  errors: [{ messageId: 'nodeTcp' as const, suggestions: [notShared(output)] }],
});

tester.run('prefer-explicit-reuse with types', rule, {
  valid: [
    {
      name: 'a class from another file whose listen takes a number',
      code: `import { store } from './elsewhere.ts';\nstore.listen(3000);`,
      filename,
    },
    {
      name: 'an interface from another file',
      code: `import { radio } from './elsewhere.ts';\nradio.listen(3000);`,
      filename,
    },
    {
      name: 'a function typed inline',
      code: `export function f(a: { listen(port: number): void }) { a.listen(3000); }`,
      filename,
    },
    {
      name: 'a generic bound to no server',
      code: `import type { Store } from './elsewhere.ts';\nexport function f<T extends Store>(s: T) { s.listen(3000); }`,
      filename,
    },
    {
      name: 'a port 0 on a server from another file',
      code: `import { server } from './elsewhere.ts';\nserver.listen(0);`,
      filename,
    },
    {
      name: 'any, where nothing looks like a port',
      code: `import { anything } from './elsewhere.ts';\nanything.listen(() => {});`,
      filename,
    },
  ] as never,
  invalid: [
    found(
      'a constant from another file',
      `import { server } from './elsewhere.ts';\nserver.listen(3000);`,
      `import { server } from './elsewhere.ts';\nserver.listen({ port: 3000, reusePort: false });`,
    ),
    found(
      'a re-export',
      `import { renamed } from './elsewhere.ts';\nrenamed.listen(3000);`,
      `import { renamed } from './elsewhere.ts';\nrenamed.listen({ port: 3000, reusePort: false });`,
    ),
    found(
      'a function from another file',
      `import { makeServer } from './elsewhere.ts';\nmakeServer().listen(3000);`,
      `import { makeServer } from './elsewhere.ts';\nmakeServer().listen({ port: 3000, reusePort: false });`,
    ),
    found(
      'a union',
      `import type { Either } from './elsewhere.ts';\nexport function f(s: Either) { s.listen(3000); }`,
      `import type { Either } from './elsewhere.ts';\nexport function f(s: Either) { s.listen({ port: 3000, reusePort: false }); }`,
    ),
    found(
      'a union with undefined',
      `import type { Optional } from './elsewhere.ts';\nexport function f(s: Optional) { s?.listen(3000); }`,
      `import type { Optional } from './elsewhere.ts';\nexport function f(s: Optional) { s?.listen({ port: 3000, reusePort: false }); }`,
    ),
    found(
      'a generic',
      `import type { Server } from 'node:net';\nexport function f<T extends Server>(s: T) { s.listen(3000); }`,
      `import type { Server } from 'node:net';\nexport function f<T extends Server>(s: T) { s.listen({ port: 3000, reusePort: false }); }`,
    ),
    found(
      'a subclass from another file',
      `import { OwnServer } from './elsewhere.ts';\nnew OwnServer().listen(3000);`,
      `import { OwnServer } from './elsewhere.ts';\nnew OwnServer().listen({ port: 3000, reusePort: false });`,
    ),
    found(
      'a property of an object from another file',
      `import { context } from './elsewhere.ts';\ncontext.server.listen(3000);`,
      `import { context } from './elsewhere.ts';\ncontext.server.listen({ port: 3000, reusePort: false });`,
    ),
    found(
      'a constructor parameter property',
      `import type { Either } from './elsewhere.ts';\nexport class A { constructor(private readonly s: Either) {} start() { this.s.listen(3000); } }`,
      `import type { Either } from './elsewhere.ts';\nexport class A { constructor(private readonly s: Either) {} start() { this.s.listen({ port: 3000, reusePort: false }); } }`,
    ),
    {
      name: 'any with a port: by its shape, and without a fix',
      code: `import { anything } from './elsewhere.ts';\nanything.listen(3000);`,
      filename,
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateNotShared',
              output: `import { anything } from './elsewhere.ts';\nanything.listen({ port: 3000, reusePort: false });`,
            },
            {
              messageId: 'stateSharedOnLinux',
              output: `import { anything } from './elsewhere.ts';\nanything.listen({ port: 3000, reusePort: process.platform === 'linux' });`,
            },
          ],
        },
      ],
    },
    {
      name: 'an error type: by its shape, and without a fix',
      code: `import { thing } from './broken.ts';\nthing.listen(3000);`,
      filename,
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateNotShared',
              output: `import { thing } from './broken.ts';\nthing.listen({ port: 3000, reusePort: false });`,
            },
            {
              messageId: 'stateSharedOnLinux',
              output: `import { thing } from './broken.ts';\nthing.listen({ port: 3000, reusePort: process.platform === 'linux' });`,
            },
          ],
        },
      ],
    },
    {
      name: 'an application of Nest, whose types know no object: asserted to be what they ask for',
      code: `import type { INestApplication } from '@nestjs/common';\nexport const f = (app: INestApplication) => app.listen(3000, '::', () => {});`,
      filename,
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateNotShared',
              output: `import type { INestApplication } from '@nestjs/common';\nexport const f = (app: INestApplication) => app.listen({ port: 3000, host: '::', reusePort: false } as never, () => {});`,
            },
            {
              messageId: 'stateSharedOnLinux',
              output: `import type { INestApplication } from '@nestjs/common';\nexport const f = (app: INestApplication) => app.listen({ port: 3000, host: '::', reusePort: process.platform === 'linux' } as never, () => {});`,
            },
          ],
        },
      ],
    },
    {
      name: 'a server of Fastify, whose types know what workers share',
      code: `import fastify from 'fastify';\nfastify().listen({ port: 3000 });`,
      filename,
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateWorkersShare',
              output: `import fastify from 'fastify';\nfastify().listen({ port: 3000, exclusive: false });`,
            },
          ],
        },
      ],
    },
    found(
      'an application of Express, whose types take anything for a handle',
      `import express from 'express';\nexpress().listen(3000);`,
      `import express from 'express';\nexpress().listen({ port: 3000, reusePort: false });`,
    ),
    {
      name: 'a datagram socket from another file, whose creation is out of reach',
      code: `import { socket } from './elsewhere.ts';\nsocket.bind(2222);`,
      filename,
      errors: [{ messageId: 'udpUnicast' }],
    },
  ] as never,
});

/** @types/node 20, which knows no reusePort: whatever is offered must type-check, as `listen(handle: any)` does. */
const testerWithOldTypes = new RuleTester({
  languageOptions: {
    parserOptions: {
      project: './tsconfig.json',
      tsconfigRootDir: new URL('../fixtures/typed-node-20/', import.meta.url).pathname,
    },
  },
});

testerWithOldTypes.run('prefer-explicit-reuse where the installed types do not know the option', rule, {
  valid: [],
  invalid: [
    found(
      'net.Server, which takes anything for a handle',
      `import net from 'node:net';\nnet.createServer().listen(3000);`,
      `import net from 'node:net';\nnet.createServer().listen({ port: 3000, reusePort: false });`,
    ),
    {
      name: 'dgram, whose reuseAddr has always been known',
      code: `import dgram from 'node:dgram';\ndgram.createSocket('udp4').bind(2222);`,
      filename,
      output: `import dgram from 'node:dgram';\ndgram.createSocket({ type: 'udp4', reuseAddr: false }).bind(2222);`,
      errors: [{ messageId: 'udpUnicast' }],
    },
  ] as never,
});
