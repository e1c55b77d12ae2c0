import { dropping } from './apis.ts';
import type { Family } from './family.ts';

/**
 * build/src/server.js, bindOneAddress(): `http2Server.listen({ host, port }, ...)`. The channel option 'grpc.so_reuseport' of
 * gRPC's C core is not among those that @grpc/grpc-js reads.
 */
export const grpc: Family = {
  name: '@grpc/grpc-js',
  version: '1.14.7',
  modules: ['@grpc/grpc-js'],
  creates: { Server: 'grpc.Server' },
  types: {
    'grpc.Server': {
      listeners: {
        bindAsync: {
          api: dropping(
            'gRPC server.bindAsync()',
            'listen with a net.Server of your own and hand its sockets to server.createConnectionInjector(credentials).injectConnection()',
          ),
          arguments: { shape: 'address' },
        },
      },
    },
  },
};
