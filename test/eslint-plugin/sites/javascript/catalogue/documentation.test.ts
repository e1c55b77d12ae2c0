import { Linter, type Rule } from 'eslint';
import { describe, expect, it } from 'vitest';
import { families } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/index.ts';
import { findSites } from '../../../../../eslint-plugin/src/sites/javascript/front-end.ts';
import type { ListenSite, Port } from '../../../../../eslint-plugin/src/sites/site.ts';
import { readTargets } from '../../../../../eslint-plugin/src/sites/targets.ts';
import { configFor } from '../../../lint.ts';
import { listenersOf } from './listeners.ts';

interface Guide {
  readonly code: string;
  /** The calls that bind a port, in order: name of the API, and the port. */
  readonly sites: readonly string[];
  readonly filename?: string;
}

/** Programs as the frameworks' own guides write them, by the family they are about. */
const GUIDES: Readonly<Record<string, readonly Guide[]>> = {
  express: [
    {
      code: `
        const express = require('express')
        const app = express()
        const port = 3000
        app.get('/', (req, res) => { res.send('Hello World!') })
        app.listen(port, () => { console.log(\`Example app listening on port \${port}\`) })`,
      sites: ['Express app.listen() 3000'],
    },
  ],
  koa: [
    {
      code: `
        import Koa from 'koa'
        const app = new Koa()
        app.use(async ctx => { ctx.body = 'Hello World' })
        app.listen(3000)`,
      sites: ['Koa app.listen() 3000'],
    },
    { code: `const Koa = require('koa'); new Koa().use(f).listen(3000)`, sites: ['Koa app.listen() 3000'] },
    {
      filename: 'server.ts',
      code: `import type Koa from 'koa'; export function start(app: Koa) { app.listen(3000) }`,
      sites: ['Koa app.listen() 3000'],
    },
  ],
  polka: [
    {
      code: `
        const polka = require('polka')
        polka()
          .use(one, two)
          .get('/users/:id', (req, res) => { res.end('User') })
          .listen(3000, () => { console.log('> Running on localhost:3000') })`,
      sites: ['Polka app.listen() 3000'],
    },
  ],
  connect: [
    {
      code: `
        var connect = require('connect')
        var app = connect()
        app.use(function (req, res) { res.end('Hello from Connect!') })
        app.listen(3000)`,
      sites: ['connect app.listen() 3000'],
    },
  ],
  restify: [
    {
      code: `
        var restify = require('restify')
        var server = restify.createServer()
        server.get('/hello/:name', respond)
        server.listen(8080, function () { console.log('%s listening at %s', server.name, server.url) })`,
      sites: ['restify server.listen() 8080'],
    },
  ],
  fastify: [
    {
      code: `
        import Fastify from 'fastify'
        const fastify = Fastify({ logger: true })
        fastify.get('/', (request, reply) => { reply.send({ hello: 'world' }) })
        fastify.listen({ port: 3000 }, (err, address) => { if (err) throw err })`,
      sites: ['fastify.listen() 3000'],
    },
    {
      code: `
        const fastify = require('fastify')({ logger: true })
        const start = async () => {
          try { await fastify.listen({ port: 3000, host: '0.0.0.0' }) } catch (err) { process.exit(1) }
        }
        start()`,
      sites: ['fastify.listen() 3000'],
    },
    {
      filename: 'server.ts',
      code: `
        import type { FastifyInstance } from 'fastify'
        export const start = (app: FastifyInstance) => app.listen({ port: 3000 })`,
      sites: ['fastify.listen() 3000'],
    },
    {
      code: `
        import fastify from 'fastify'
        const app = fastify()
        await app.ready()
        app.server.listen(3000)`,
      sites: ['http.Server.listen() 3000'],
    },
  ],
  '@hapi/hapi': [
    {
      code: `
        'use strict'
        const Hapi = require('@hapi/hapi')
        const init = async () => {
          const server = Hapi.server({ port: 3000, host: 'localhost' })
          await server.start()
          console.log('Server running on %s', server.info.uri)
        }
        init()`,
      sites: ['hapi server.start() 3000'],
    },
    {
      code: `
        import { Server } from '@hapi/hapi'
        const server = new Server({ autoListen: false })
        await server.start()
        server.listener.listen({ port: 3000 })`,
      sites: ['http.Server.listen() 3000'],
    },
  ],
  '@nestjs/core': [
    {
      filename: 'main.ts',
      code: `
        import { NestFactory } from '@nestjs/core';
        import { AppModule } from './app.module';
        async function bootstrap() {
          const app = await NestFactory.create(AppModule);
          await app.listen(process.env.PORT ?? 3000);
        }
        bootstrap();`,
      sites: ['Nest app.listen() PORT or 3000'],
    },
    {
      filename: 'main.ts',
      code: `
        import { NestFactory } from '@nestjs/core';
        import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
        const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());
        await app.listen(3000, '0.0.0.0');`,
      sites: ['Nest app.listen() 3000'],
    },
    {
      filename: 'main.ts',
      code: `
        import { NestFactory } from '@nestjs/core';
        import { Transport, MicroserviceOptions } from '@nestjs/microservices';
        const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {
          transport: Transport.TCP,
          options: { host: '127.0.0.1', port: 8877 },
        });
        await app.listen();`,
      sites: ['Nest microservice.listen() 8877'],
    },
    {
      filename: 'main.ts',
      code: `
        import { NestFactory } from '@nestjs/core';
        import { Transport } from '@nestjs/microservices';
        const app = await NestFactory.createMicroservice(AppModule, {
          transport: Transport.REDIS,
          options: { host: 'localhost', port: 6379 },
        });
        await app.listen();`,
      sites: [],
    },
    {
      filename: 'main.ts',
      code: `
        import { NestFactory } from '@nestjs/core';
        import { Transport } from '@nestjs/microservices';
        const app = await NestFactory.create(AppModule);
        app.connectMicroservice({ transport: Transport.TCP, options: { port: 3001 } });
        await app.startAllMicroservices();
        await app.listen(3000);`,
      sites: ['Nest app.connectMicroservice() 3001', 'Nest app.listen() 3000'],
    },
  ],
  '@hono/node-server': [
    {
      code: `
        import { serve } from '@hono/node-server'
        import { Hono } from 'hono'
        const app = new Hono()
        serve({ fetch: app.fetch, port: 8787 }, (info) => { console.log(info.port) })`,
      sites: ['@hono/node-server serve() 8787'],
    },
    {
      code: `import { serve } from '@hono/node-server'; serve(app)`,
      sites: ['@hono/node-server serve() 3000'],
    },
  ],
  srvx: [
    {
      code: `
        import { serve } from 'srvx'
        const server = serve({ port: 3000, fetch(request) { return new Response('Hello') } })
        await server.ready()`,
      sites: ['srvx serve() 3000'],
    },
    { code: `import { serve } from 'srvx'; serve({ fetch })`, sites: ['srvx serve() PORT or 3000'] },
  ],
  h3: [
    {
      code: `
        import { H3, serve } from 'h3'
        const app = new H3().get('/', () => 'Tadaa!')
        serve(app, { port: 3000 })`,
      sites: ['h3 serve() 3000'],
    },
    { code: `import { H3, serve } from 'h3'; serve(new H3())`, sites: ['h3 serve() PORT or 3000'] },
  ],
  elysia: [
    {
      code: `
        import { Elysia } from 'elysia'
        new Elysia().get('/', () => 'Hello Elysia').listen(3000)`,
      sites: ['Elysia app.listen() 3000'],
    },
    {
      code: `
        import { Elysia } from 'elysia'
        const app = new Elysia()
        app.listen({ port: 8080, hostname: '0.0.0.0' })`,
      sites: ['Elysia app.listen() 8080'],
    },
  ],
  'socket.io': [
    {
      code: `import { Server } from 'socket.io'; const io = new Server(3000, {})`,
      sites: ['new Server() of socket.io 3000'],
    },
    {
      code: `
        import { Server } from 'socket.io'
        const io = new Server({ /* options */ })
        io.on('connection', (socket) => {})
        io.listen(3000)`,
      sites: ['socket.io server.listen() 3000'],
    },
    { code: `const io = require('socket.io')(3000)`, sites: ['socket.io() 3000'] },
    {
      code: `
        import { createServer } from 'node:http'
        import { Server } from 'socket.io'
        const httpServer = createServer()
        const io = new Server(httpServer, {})
        httpServer.listen(3000)`,
      sites: ['http.Server.listen() 3000'],
    },
    {
      code: `
        const io = require('socket.io')()
        io.attach(require('http').createServer(app))`,
      sites: [],
    },
  ],
  ws: [
    {
      code: `
        import { WebSocketServer } from 'ws'
        const wss = new WebSocketServer({ port: 8080 })`,
      sites: ['new WebSocketServer() 8080'],
    },
    {
      code: `
        import { createServer } from 'http'
        import { WebSocketServer } from 'ws'
        const server = createServer()
        const wss = new WebSocketServer({ server })
        server.listen(8080)`,
      sites: ['http.Server.listen() 8080'],
    },
    { code: `import { WebSocketServer } from 'ws'; new WebSocketServer({ noServer: true })`, sites: [] },
  ],
  '@grpc/grpc-js': [
    {
      code: `
        const grpc = require('@grpc/grpc-js')
        function main() {
          const server = new grpc.Server()
          server.addService(hello_proto.Greeter.service, { sayHello })
          server.bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), (err, port) => {})
        }`,
      sites: ['gRPC server.bindAsync() 50051'],
    },
  ],
  'uWebSockets.js': [
    {
      code: `
        const uWS = require('uWebSockets.js')
        uWS.App()
          .get('/*', (res, req) => { res.end('Hello World!') })
          .listen(9001, (listenSocket) => {})`,
      sites: ['uWebSockets.js app.listen() 9001'],
    },
  ],
  vite: [
    {
      code: `
        import { createServer } from 'vite'
        const server = await createServer({ configFile: false, server: { port: 1337 } })
        await server.listen()
        server.printUrls()`,
      sites: ['Vite server.listen() 1337'],
    },
    {
      code: `
        import { preview } from 'vite'
        const previewServer = await preview({ preview: { port: 8080, open: true } })`,
      sites: ['Vite preview() 8080'],
    },
    {
      code: `
        import express from 'express'
        import { createServer as createViteServer } from 'vite'
        const app = express()
        const vite = await createViteServer({ server: { middlewareMode: true }, appType: 'custom' })
        app.use(vite.middlewares)
        app.listen(5173)`,
      sites: ['Express app.listen() 5173'],
    },
  ],
  'webpack-dev-server': [
    {
      code: `
        const Webpack = require('webpack')
        const WebpackDevServer = require('webpack-dev-server')
        const compiler = Webpack(webpackConfig)
        const server = new WebpackDevServer({ port: 8081, open: true }, compiler)
        server.startCallback(() => {})`,
      sites: ['webpack-dev-server startCallback() 8081'],
    },
  ],
  '@apollo/server': [
    {
      code: `
        import { ApolloServer } from '@apollo/server'
        import { startStandaloneServer } from '@apollo/server/standalone'
        const server = new ApolloServer({ typeDefs, resolvers })
        const { url } = await startStandaloneServer(server, { listen: { port: 4001 } })`,
      sites: ['startStandaloneServer() 4001'],
    },
    {
      code: `
        import { startStandaloneServer } from '@apollo/server/standalone'
        await startStandaloneServer(server)`,
      sites: ['startStandaloneServer() 4000'],
    },
  ],
  aedes: [
    {
      code: `
        const aedes = require('aedes')()
        const server = require('net').createServer(aedes.handle)
        server.listen(1883, function () {})`,
      sites: ['net.Server.listen() 1883'],
    },
  ],
  'aedes-server-factory': [
    {
      code: `
        const aedes = require('aedes')()
        const { createServer } = require('aedes-server-factory')
        const server = createServer(aedes, { ws: true })
        server.listen(8888, () => {})`,
      sites: ['net.Server.listen() 8888'],
    },
  ],
  'http-proxy': [
    {
      code: `
        var httpProxy = require('http-proxy')
        httpProxy.createProxyServer({ target: 'http://localhost:9000' }).listen(8000)`,
      sites: ['http-proxy server.listen() 8000'],
    },
  ],
  'std/http/server.ts': [
    {
      filename: 'main.ts',
      code: `
        import { serve } from 'https://deno.land/std@0.140.0/http/server.ts'
        serve(handler, { port: 4242 })`,
      sites: ['serve() of std/http 4242'],
    },
    {
      filename: 'main.ts',
      code: `import { serve } from 'https://deno.land/std/http/server.ts'; serve(handler)`,
      sites: ['serve() of std/http 8000'],
    },
    {
      filename: 'main.ts',
      code: `
        import { serve } from 'https://deno.land/std@0.50.0/http/server.ts'
        for await (const request of serve({ port: 8001 })) request.respond({ body: 'Hello' })`,
      sites: [],
    },
  ],
};

/** No port, or a server that is bound elsewhere. */
const EXEMPT: ReadonlySet<Port['kind']> = new Set(['none', 'ephemeral', 'path', 'handle']);

/** The sites that a program has by what is known of its values, those with a port. */
function sitesOf({ code, filename = 'server.js' }: Guide): readonly ListenSite[] {
  let sites: readonly ListenSite[] = [];
  const collect: Rule.RuleModule = {
    create: ({ sourceCode }) => {
      sites = findSites(sourceCode, readTargets({}));
      return {};
    },
  };
  const messages = new Linter().verify(
    code,
    [
      ...configFor({ filename }),
      {
        files: ['**/*.{js,ts}'],
        plugins: { test: { rules: { collect } } },
        rules: { 'test/collect': 'error' },
      },
    ],
    { filename },
  );
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return sites.filter(({ port }) => !EXEMPT.has(port.kind));
}

function portText(port: Port): string {
  if (port.kind === 'environment') {
    return port.fallback === undefined ? port.variable : `${port.variable} or ${port.fallback}`;
  }
  return port.kind === 'literal' ? `${port.value}` : port.kind;
}

describe.each(Object.entries(GUIDES))('in programs for %s the front end', (_name, guides) => {
  for (const guide of guides) {
    it(`finds ${guide.sites.join(' and ') || 'nothing that binds'}`, () => {
      const sites = sitesOf(guide);
      expect(sites.map(({ api, port }) => `${api.name} ${portText(port)}`)).toEqual(guide.sites);
      expect(sites.map(({ certainty }) => certainty)).not.toContain('shaped');
    });
  }
});

it('has a program for every framework that binds', () => {
  const binding = families.filter(
    (family) =>
      family.global === undefined && !family.name.startsWith('node:') && listenersOf(family).length > 0,
  );
  expect(binding.map(({ name }) => name).filter((name) => !(name in GUIDES))).toEqual([]);
});
