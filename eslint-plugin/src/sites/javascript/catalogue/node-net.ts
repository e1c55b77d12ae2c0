import type { ApiFacts } from '../../site.ts';
import { nodeTcp } from './apis.ts';
import type { Arguments, Family, InstanceType, Listener } from './family.ts';

/** A call that takes what net.Server.listen() takes, unless its arguments are others. */
export const netListener = (
  name: string,
  own: Partial<ApiFacts> = {},
  given: Arguments = { shape: 'net' },
): Listener => ({
  api: nodeTcp(name, { options: ['reusePort', 'exclusive'], ...own }),
  arguments: given,
  // lib/net.js, setupListenHandle(): `::` for both families, 0.0.0.0 where there is no IPv6
  defaultAddress: '*',
});

/** Bun's node:http and node:https drop the option, its node:net keeps it: observed with Bun 1.4.5 under strace. */
export const OVER_HTTP: Partial<ApiFacts> = { ignoredBy: { bun: ['reusePort'] } };

const EMITTER_METHODS = [
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'removeAllListeners',
  'prependListener',
  'prependOnceListener',
  'setMaxListeners',
];

const server = (name: string, own: Partial<ApiFacts> = {}): InstanceType => ({
  listeners: { listen: netListener(`${name}.listen()`, own) },
  returnsItself: [...EMITTER_METHODS, 'listen', 'close', 'ref', 'unref', 'setTimeout'],
});

export const net: Family = {
  name: 'node:net',
  modules: ['net'],
  creates: { createServer: 'net.Server', Server: 'net.Server' },
  types: { 'net.Server': server('net.Server') },
};

export const http: Family = {
  name: 'node:http',
  modules: ['http'],
  creates: { createServer: 'http.Server', Server: 'http.Server' },
  types: { 'http.Server': server('http.Server', OVER_HTTP) },
};

export const https: Family = {
  name: 'node:https',
  modules: ['https'],
  creates: { createServer: 'https.Server', Server: 'https.Server' },
  types: { 'https.Server': server('https.Server', OVER_HTTP) },
};

export const http2: Family = {
  name: 'node:http2',
  modules: ['http2'],
  creates: { createServer: 'Http2Server', createSecureServer: 'Http2SecureServer' },
  typeNames: { Http2Server: 'Http2Server', Http2SecureServer: 'Http2SecureServer' },
  types: { Http2Server: server('Http2Server'), Http2SecureServer: server('Http2SecureServer') },
};

export const tls: Family = {
  name: 'node:tls',
  modules: ['tls'],
  creates: { createServer: 'tls.Server', Server: 'tls.Server' },
  types: { 'tls.Server': server('tls.Server') },
};
