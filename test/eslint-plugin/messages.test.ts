import { readFileSync } from 'node:fs';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { families } from '../../eslint-plugin/src/sites/javascript/catalogue/index.ts';
import { draw } from './draw.ts';
import { lint, type LintOptions } from './lint.ts';

/** One ordinary program for each family of the catalogue that binds. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'node:net': `import net from 'node:net';\nnet.createServer().listen(3000);`,
  'node:http': `import { createServer } from 'node:http';\nconst server = createServer();\nserver.listen(process.env.PORT ?? 3000, () => console.log('up'));`,
  'node:https': `import https from 'node:https';\nhttps.createServer({}).listen({ port: 443 });`,
  'node:http2': `import http2 from 'node:http2';\nhttp2.createSecureServer({}).listen(8443);`,
  'node:tls': `import tls from 'node:tls';\ntls.createServer({}).listen(8883, '0.0.0.0');`,
  'node:dgram': `import dgram from 'node:dgram';\nconst socket = dgram.createSocket('udp4');\nsocket.bind(5353);`,
  deno: `Deno.serve({ port: 8000 }, () => new Response('hi'));\nDeno.listen({ port: 7000 });\nDeno.listenTls({ port: 7001, key, cert });\nDeno.listenDatagram({ port: 7002, transport: 'udp' });`,
  bun: `Bun.serve({ port: 3000, fetch });\nBun.listen({ hostname: 'localhost', port: 4000, socket });\nBun.udpSocket({ port: 5000 });`,
  express: `import express from 'express';\nconst app = express();\napp.listen(3000);`,
  koa: `import Koa from 'koa';\nconst app = new Koa();\napp.listen(3000);`,
  polka: `import polka from 'polka';\npolka().get('/', home).listen(3000);`,
  restify: `const restify = require('restify');\nconst server = restify.createServer();\nserver.listen(8080);`,
  connect: `const connect = require('connect');\nconst app = connect();\napp.listen(3000);`,
  fastify: `import Fastify from 'fastify';\nconst fastify = Fastify();\nawait fastify.listen({ port: 3000 });`,
  '@hapi/hapi': `const Hapi = require('@hapi/hapi');\nconst server = Hapi.server({ port: 3000 });\nawait server.start();`,
  '@nestjs/core': `import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(AppModule);\nawait app.listen(3000);`,
  '@nestjs/microservices': `import { NestFactory } from '@nestjs/core';\nimport { Transport } from '@nestjs/microservices';\nconst app = await NestFactory.createMicroservice(AppModule, { transport: Transport.TCP, options: { port: 4000 } });\nawait app.listen();`,
  '@hono/node-server': `import { serve } from '@hono/node-server';\nserve({ fetch: app.fetch, port: 8787 });`,
  srvx: `import { serve } from 'srvx';\nserve({ port: 3000, fetch });`,
  h3: `import { H3, serve } from 'h3';\nserve(new H3(), { port: 3000 });`,
  elysia: `import { Elysia } from 'elysia';\nnew Elysia().get('/', () => 'hi').listen(3000);`,
  'socket.io': `import { Server } from 'socket.io';\nconst io = new Server(3000);`,
  ws: `import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 8080 });`,
  '@grpc/grpc-js': `import * as grpc from '@grpc/grpc-js';\nconst server = new grpc.Server();\nserver.bindAsync('0.0.0.0:50051', credentials, done);`,
  'uWebSockets.js': `const uWS = require('uWebSockets.js');\nuWS.App().listen(9001, (token) => token);`,
  vite: `import { createServer, preview } from 'vite';\nconst server = await createServer({ server: { port: 1337 } });\nawait server.listen();\nawait preview({ preview: { port: 8080 } });`,
  'webpack-dev-server': `const WebpackDevServer = require('webpack-dev-server');\nconst server = new WebpackDevServer({ port: 8080 }, compiler);\nawait server.start();`,
  '@apollo/server': `import { startStandaloneServer } from '@apollo/server/standalone';\nawait startStandaloneServer(server, { listen: { port: 4000 } });`,
  'aedes-server-factory': `import { createServer } from 'aedes-server-factory';\ncreateServer(aedes).listen(1883);`,
  'http-proxy': `const httpProxy = require('http-proxy');\nhttpProxy.createProxyServer({ target }).listen(8000);`,
  'std/http/server.ts': `import { serve } from 'https://deno.land/std@0.200.0/http/server.ts';\nawait serve(handler, { port: 8000 });`,
};

const binding = families.filter((family) => family.calls !== undefined || family.types !== undefined);

describe('a server that says nothing', () => {
  it('has a program for every family of the catalogue that binds', () => {
    expect(Object.keys(PROGRAMS)).toEqual(expect.arrayContaining(binding.map(({ name }) => name)));
  });

  it.each(Object.entries(PROGRAMS))('of %s is told what follows and what to write', (_, code) => {
    expect(draw(code, { filename: 'server.mjs' })).toMatchSnapshot();
  });
});

const LINUX: LintOptions = { settings: { platforms: ['linux'] } };

/** One program for each verdict and reason. */
const VERDICTS: readonly (readonly [string, string, LintOptions?])[] = [
  [
    'an option in the wrong argument',
    `const net = require('net');\nnet.createServer().listen(3000, { reusePort: true });`,
  ],
  [
    'an option in the wrong argument, for Linux alone',
    `const net = require('net');\nnet.createServer().listen(3000, { reusePort: true });`,
    LINUX,
  ],
  [
    'an option given to createServer',
    `const http = require('http');\nhttp.createServer({ reusePort: true }, handler).listen(3000);`,
  ],
  [
    'a socket option in the wrong argument',
    `const dgram = require('dgram');\nconst socket = dgram.createSocket('udp4', { reuseAddr: true });\nsocket.bind(5353);`,
  ],
  [
    'a socket option given to bind',
    `const dgram = require('dgram');\nconst socket = dgram.createSocket('udp4');\nsocket.bind({ port: 5353, reuseAddr: true });`,
  ],
  [
    'a value that is not true',
    `const net = require('net');\nnet.createServer().listen({ port: 3000, reusePort: 1 });`,
  ],
  [
    'a value that is a string',
    `const net = require('net');\nnet.createServer().listen({ port: 3000, reusePort: 'true' });`,
    LINUX,
  ],
  [
    'a path with a port option',
    `const net = require('net');\nnet.createServer().listen({ path: '/tmp/x.sock', reusePort: true });`,
  ],
  [
    'a handle with a port option',
    `const net = require('net');\nnet.createServer().listen({ fd: 3, reusePort: true });`,
  ],
  [
    'an option that the framework drops',
    `const { WebSocketServer } = require('ws');\nnew WebSocketServer({ port: 8080, reusePort: true });`,
  ],
  [
    'an option that Bun ignores',
    `const http = require('http');\nhttp.createServer().listen({ port: 3000, reusePort: true });`,
    { settings: { runtime: 'bun', platforms: ['linux'] } },
  ],
  [
    'an option too new for Node',
    `const net = require('net');\nnet.createServer().listen({ port: 3000, reusePort: true });`,
    { settings: { node: '>=20', platforms: ['linux'] } },
  ],
  [
    'a multicast receiver with reuse off',
    `const dgram = require('dgram');\nconst socket = dgram.createSocket({ type: 'udp4', reuseAddr: false });\nsocket.on('listening', () => socket.addMembership('239.255.0.1'));\nsocket.bind(5353);`,
  ],
  [
    'an exclusive listen in a cluster worker',
    `const cluster = require('cluster');\nconst http = require('http');\nif (cluster.isPrimary) {\n  cluster.fork();\n} else {\n  http.createServer().listen({ port: 3000, exclusive: true });\n}`,
  ],
  [
    'sharing where it is refused',
    `const net = require('net');\nnet.createServer().listen({ port: 3000, reusePort: true });`,
  ],
  ['sharing in Bun where it does not balance', `Bun.serve({ port: 3000, reusePort: true, fetch });`],
  ['sharing in Deno without its flag', `Deno.serve({ port: 8000, reusePort: true }, handler);`],
  [
    'reuse of a unicast socket',
    `const dgram = require('dgram');\nconst socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });\nsocket.bind(5000);`,
  ],
  [
    'a multicast receiver that says nothing',
    `const dgram = require('dgram');\nconst socket = dgram.createSocket('udp4');\nsocket.bind(1900, () => socket.addMembership('239.255.255.250'));`,
  ],
  [
    'a cluster worker',
    `const cluster = require('cluster');\nconst http = require('http');\nif (cluster.isPrimary) {\n  cluster.fork();\n} else {\n  http.createServer().listen(3000);\n}`,
    LINUX,
  ],
  [
    'a worker thread',
    `const { parentPort } = require('worker_threads');\nrequire('http').createServer().listen(3000);`,
    LINUX,
  ],
  [
    'a user who wants to share',
    `const net = require('net');\nnet.createServer().listen(3000);`,
    { settings: { sharePort: true } },
  ],
  [
    'a user who wants to share on Linux',
    `const net = require('net');\nnet.createServer().listen(3000);`,
    { ...LINUX, settings: { sharePort: true } },
  ],
  [
    'a port without a fallback where ports may be pipes',
    `const net = require('net');\nnet.createServer().listen(process.env.PORT);`,
    { settings: { pipePorts: true } },
  ],
  [
    'a parameter named a port in a file that speaks of pipes',
    `const net = require('net');\nconst path = '/run/app.sock';\nconst start = (port) => net.createServer().listen(port);`,
  ],
  [
    'an application of Nest in TypeScript, whose types know no object',
    `import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(AppModule);\nawait app.listen(3000);`,
    { filename: 'main.mts' },
  ],
  [
    'a server of Fastify in TypeScript, whose types know what workers share',
    `import Fastify from 'fastify';\nawait Fastify().listen({ port: 3000 });`,
    { filename: 'server.mts' },
  ],
  [
    'two servers on one port',
    `const net = require('net');\nnet.createServer().listen({ port: 3000, reusePort: false });\nnet.createServer().listen(3000);`,
  ],
  [
    'two servers on addresses that overlap',
    `const net = require('net');\nnet.createServer().listen({ port: 3000, reusePort: false });\nnet.createServer().listen(3000, '127.0.0.1');`,
  ],
  [
    'two sockets for datagrams of which one is for both families',
    `const dgram = require('dgram');\ndgram.createSocket({ type: 'udp6', reuseAddr: false }).bind(5000);\ndgram.createSocket('udp4').bind(5000);`,
  ],
  [
    'a server from elsewhere',
    `const app = require('./app');\napp.listen(process.env.PORT || 3000, callback);`,
  ],
];

describe('the verdict on', () => {
  it.each(VERDICTS.map(([title, code, options]) => ({ title, code, options })))(
    '$title',
    ({ code, options }) => {
      expect(draw(code, { filename: 'server.cjs', ...options })).toMatchSnapshot();
    },
  );

  it('is one a site', () => {
    for (const [, code, options] of VERDICTS) {
      const places = lint(code, { filename: 'server.cjs', ...options }).map(
        ({ line, column }) => `${line}:${column}`,
      );
      expect(places, code).toHaveLength(1);
    }
  });
});

const words = (code: string, options: LintOptions = {}): Linter.LintMessage[] =>
  lint(code, { filename: 'server.mjs', ...options });

describe('what is read', () => {
  const told = [
    ...Object.values(PROGRAMS).flatMap((code) => words(code)),
    ...VERDICTS.flatMap(([, code, options]) => words(code, { filename: 'server.cjs', ...options })),
  ];

  it('is at most 240 characters a message, and 160 in the median', () => {
    const lengths = told.map(({ message }) => message.length).sort((one, other) => one - other);
    expect(told.filter(({ message }) => message.length > 240).map(({ message }) => message)).toEqual([]);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(160);
  });

  it('is at most 60 characters a title of a quick fix', () => {
    const titles = told.flatMap(({ suggestions }) => suggestions ?? []).map(({ desc }) => desc);
    expect(titles.length).toBeGreaterThan(30);
    expect(titles.filter((title) => title.length > 60)).toEqual([]);
  });

  it.each(['c', 'java', 'python'])('is as short at most in %s', (language) => {
    const drawn = readFileSync(
      new URL(`sites/${language}/__snapshots__/messages.test.ts.snap`, import.meta.url),
      'utf8',
    ).replaceAll('\\`', '`');
    const messages = [...drawn.matchAll(/^"?\[\d+\] rebind\/[\w-]+: (.*?)"?$/gm)].map(
      ([, message = '']) => message,
    );
    const titles = [...drawn.matchAll(/suggestion: (.*?)"?$/gm)].map(([, title = '']) => title);
    expect(messages.length).toBeGreaterThan(10);
    expect(messages.filter(({ length }) => length > 240)).toEqual([]);
    expect(titles.filter(({ length }) => length > 60)).toEqual([]);
  });

  it('never calls a restart safe: an old process may still have the port', () => {
    expect(told.filter(({ message }) => message.includes('safe'))).toEqual([]);
  });
});
