import { aedes, aedesServerFactory } from './aedes.ts';
import { apolloServer } from './apollo.ts';
import { bun } from './bun.ts';
import { connect } from './connect.ts';
import { deno } from './deno.ts';
import { denoStd } from './deno-std.ts';
import { elysia } from './elysia.ts';
import { express } from './express.ts';
import type { Family } from './family.ts';
import { fastify } from './fastify.ts';
import { getPort } from './get-port.ts';
import { grpc } from './grpc.ts';
import { hapi } from './hapi.ts';
import { honoNodeServer } from './hono.ts';
import { httpProxy } from './http-proxy.ts';
import { koa } from './koa.ts';
import { nest } from './nest.ts';
import { next } from './next.ts';
import { nitropack } from './nitropack.ts';
import { dgram } from './node-dgram.ts';
import { http, http2, https, net, tls } from './node-net.ts';
import { polka } from './polka.ts';
import { restify } from './restify.ts';
import { socketIo } from './socket-io.ts';
import { h3, srvx } from './srvx.ts';
import { uWebSockets } from './uwebsockets.ts';
import { vite } from './vite.ts';
import { webpackDevServer } from './webpack-dev-server.ts';
import { ws } from './ws.ts';

/** Every family Rebind knows. A new framework is a new file and a line here. */
export const families: readonly Family[] = [
  net,
  http,
  https,
  http2,
  tls,
  dgram,
  deno,
  denoStd,
  bun,
  express,
  koa,
  polka,
  connect,
  restify,
  fastify,
  hapi,
  nest,
  honoNodeServer,
  srvx,
  h3,
  nitropack,
  elysia,
  socketIo,
  ws,
  grpc,
  uWebSockets,
  vite,
  webpackDevServer,
  next,
  apolloServer,
  aedes,
  aedesServerFactory,
  getPort,
  httpProxy,
];
