import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/**
 * lib/server.js hands the whole object to `server.listen(listenOptions)`; FastifyListenOptions of types/instance.d.ts has
 * `exclusive`, but no reusePort. Before version 5 the overloads of net.Server.listen() were accepted too.
 */
export const fastify: Family = {
  name: 'fastify',
  version: '5.12.8',
  modules: ['fastify'],
  creates: { '': 'fastify.Instance', fastify: 'fastify.Instance' },
  typeNames: { FastifyInstance: 'fastify.Instance' },
  types: {
    'fastify.Instance': {
      listeners: {
        // localhost, or what `FASTIFY_ADDRESS` names
        listen: {
          ...netListener('fastify.listen()', { ...OVER_HTTP, forwards: 'untyped', typed: ['exclusive'] }),
          defaultAddress: '',
        },
      },
      returnsItself: [
        'register',
        'route',
        'get',
        'post',
        'put',
        'delete',
        'patch',
        'head',
        'options',
        'all',
        'after',
        'ready',
        'decorate',
        'decorateRequest',
        'decorateReply',
        'addHook',
        'addSchema',
        'addContentTypeParser',
        'setErrorHandler',
        'setNotFoundHandler',
        'setValidatorCompiler',
        'setSerializerCompiler',
        'withTypeProvider',
      ],
      properties: { server: 'http.Server' },
    },
  },
};
