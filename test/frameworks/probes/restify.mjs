import { registerHooks } from 'node:module';

// restify loads spdy, which needs a binding that Node 24 no longer has, and uses it only when asked for SPDY.
registerHooks({
  load: (url, context, nextLoad) =>
    url.includes('/node_modules/spdy/')
      ? { format: 'commonjs', source: '', shortCircuit: true }
      : nextLoad(url, context),
});
const { default: restify } = await import('restify');

const start = (options) => restify.createServer().listen({ port: 0, host: '127.0.0.1', ...options });

export const listeners = { 'restify.Server.listen': { start } };
export const servers = {
  'restify.Server.listen()': () => start({}),
  'restify.Server.server': () => restify.createServer().server,
};
