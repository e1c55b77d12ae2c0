import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';

// the older name is there in CommonJS alone
const { Server } = createRequire(import.meta.url)('ws');

const variants = (Class) => ({
  start: (options) => new Class({ port: 0, host: '127.0.0.1', ...options }),
  instead: (options) => {
    const server = createServer();
    new Class({ server });
    server.listen({ port: 0, host: '127.0.0.1', ...options });
  },
});

export const listeners = { WebSocketServer: variants(WebSocketServer), Server: variants(Server) };
