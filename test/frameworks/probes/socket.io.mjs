import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { Server } from 'socket.io';

// the module itself is a function in CommonJS alone
const createIo = createRequire(import.meta.url)('socket.io');

const listening = (options) => createServer().listen({ port: 0, host: '127.0.0.1', ...options });

export const listeners = {
  default: {
    start: (options) => createIo(0, options),
    instead: (options) => createIo(listening(options)),
  },
  Server: {
    start: (options) => new Server(0, options),
    instead: (options) => new Server(listening(options)),
  },
  'socket.io.Server.listen': {
    start: (options) => new Server().listen(0, options),
    instead: (options) => new Server().listen(listening(options)),
  },
  'socket.io.Server.attach': {
    start: (options) => new Server().attach(0, options),
    instead: (options) => new Server().attach(listening(options)),
  },
};
export const servers = { 'socket.io.Server.httpServer': () => new Server(0).httpServer };
