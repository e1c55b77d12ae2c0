import net from 'node:net';
import { promisify } from 'node:util';
import { Server, ServerCredentials } from '@grpc/grpc-js';

const credentials = ServerCredentials.createInsecure();

export const listeners = {
  'grpc.Server.bindAsync': {
    start: ({ reusePort }) => {
      const server = new Server(reusePort ? { 'grpc.so_reuseport': 1 } : {});
      return promisify(server.bindAsync.bind(server))('127.0.0.1:0', credentials);
    },
    instead: (options) => {
      const injector = new Server().createConnectionInjector(credentials);
      const server = net.createServer((socket) => injector.injectConnection(socket));
      server.listen({ port: 0, host: '127.0.0.1', ...options });
    },
  },
};
