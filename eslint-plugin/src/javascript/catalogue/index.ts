import { bun } from './bun.ts';
import { deno } from './deno.ts';
import { express } from './express.ts';
import type { Family } from './family.ts';
import { honoNodeServer } from './hono.ts';
import { dgram } from './node-dgram.ts';
import { http, http2, https, net, tls } from './node-net.ts';
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
  honoNodeServer,
  ws,
];
