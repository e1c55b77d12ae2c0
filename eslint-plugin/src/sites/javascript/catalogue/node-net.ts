import { REUSE_PORT_IN_NODE } from '../../runtimes/node.ts';
import type { Family, InstanceType, Listener } from './family.ts';

/** The facts shared by everything that ends in net.Server.listen(). */
export function netListener(name: string, more: Partial<Listener> = {}): Listener {
  return {
    name,
    runtime: 'node',
    protocol: 'tcp',
    options: ['reusePort', 'exclusive'],
    forwards: 'yes',
    reusePortNeedsNode: REUSE_PORT_IN_NODE,
    arguments: { shape: 'net' },
    ...more,
  };
}

/** Bun's node:http and node:https drop the option, its node:net keeps it: observed with Bun 1.4.5 under strace. */
export const OVER_HTTP: Partial<Listener> = { ignoredBy: { bun: ['reusePort'] } };

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

const server = (name: string, more: Partial<Listener> = {}): InstanceType => ({
  listeners: { listen: netListener(`${name}.listen()`, more) },
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
