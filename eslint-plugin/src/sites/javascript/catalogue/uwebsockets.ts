import { dropping } from './apis.ts';
import type { Family } from './family.ts';

/**
 * uSockets, src/bsd.c, bsd_bind_listen_fd(): for a port other than 0 SO_REUSEPORT and SO_REUSEADDR on POSIX, SO_REUSEADDR on
 * Windows; with LIBUS_LISTEN_EXCLUSIVE_PORT no SO_REUSEPORT on POSIX and SO_EXCLUSIVEADDRUSE on Windows. Known from that source
 * alone: the package is published on GitHub and not on the npm registry, so no test runs it.
 */
export const uWebSockets: Family = {
  name: 'uWebSockets.js',
  modules: ['uWebSockets.js'],
  creates: { App: 'uWS.App', SSLApp: 'uWS.App' },
  typeNames: { TemplatedApp: 'uWS.App' },
  types: {
    'uWS.App': {
      listeners: {
        listen: {
          api: dropping(
            'uWebSockets.js app.listen()',
            'pass LIBUS_LISTEN_EXCLUSIVE_PORT before the callback to keep other processes off the port',
            { options: [], sharesByDefault: true },
          ),
          statedBy: ['LIBUS_LISTEN_EXCLUSIVE_PORT', 'LIBUS_LISTEN_DEFAULT'],
          arguments: { shape: 'host-port' },
        },
      },
      returnsItself: [
        'listen',
        'listen_unix',
        'get',
        'post',
        'options',
        'del',
        'patch',
        'put',
        'head',
        'connect',
        'trace',
        'any',
        'ws',
        'filter',
        'addServerName',
        'removeServerName',
        'missingServerName',
        'domain',
      ],
    },
  },
};
