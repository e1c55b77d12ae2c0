import { bun } from './bun.ts';
import { connect } from './connect.ts';
import { deno } from './deno.ts';
import { express } from './express.ts';
import type { Family } from './family.ts';
import { fastify } from './fastify.ts';
import { hapi } from './hapi.ts';
import { honoNodeServer } from './hono.ts';
import { koa } from './koa.ts';
import { nest } from './nest.ts';
import { dgram } from './node-dgram.ts';
import { http, http2, https, net, tls } from './node-net.ts';
import { polka } from './polka.ts';
import { restify } from './restify.ts';
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
  ws,
];
