import { createAdaptorServer, serve } from '@hono/node-server';

const fetch = () => new Response();

export const listeners = {
  serve: {
    start: (options) => serve({ fetch, port: 0, hostname: '127.0.0.1', ...options }),
    withoutPort: () => serve({ fetch }),
    instead: (options) => createAdaptorServer({ fetch }).listen({ port: 0, host: '127.0.0.1', ...options }),
  },
};
export const servers = { 'createAdaptorServer()': () => createAdaptorServer({ fetch }) };
