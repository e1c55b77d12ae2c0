import { node } from '@elysiajs/node';
import { Elysia } from 'elysia';

export const listeners = {
  'elysia.Elysia.listen with @elysiajs/node': {
    start: (options) =>
      new Elysia({ adapter: node() }).listen({ port: 0, hostname: '127.0.0.1', ...options }),
  },
};
