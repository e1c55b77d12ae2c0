import fastify from 'fastify';

export const listeners = {
  'fastify.Instance.listen': {
    start: (options) => fastify().listen({ port: 0, host: '127.0.0.1', ...options }),
  },
};
export const servers = { 'fastify.Instance.server': () => fastify().server };
