import { dropping } from './apis.ts';
import type { Family, Listener } from './family.ts';

/** lib/websocket-server.js: `this._server.listen(options.port, options.host, options.backlog, callback)`. */
export const webSocketServer: Listener = {
  api: dropping(
    'new WebSocketServer()',
    'create the http server yourself, pass it as { server }, and give reusePort to its listen()',
  ),
  arguments: { shape: 'options', at: 0 },
  defaultAddress: '*',
};

export const ws: Family = {
  name: 'ws',
  version: '8.23.0',
  modules: ['ws'],
  calls: { WebSocketServer: webSocketServer, Server: webSocketServer },
};
