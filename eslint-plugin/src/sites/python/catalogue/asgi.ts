import { fixed, type Listener, type Family } from './family.ts';

const asFd = 'bind a socket with the options you want and pass its descriptor as fd=';

/** Source: uvicorn/config.py bind_socket() and uvicorn/server.py of uvicorn 0.17. */
export const uvicorn: Family = {
  name: 'uvicorn',
  version: '0.17',
  calls: {
    'uvicorn.run': {
      api: fixed('uvicorn.run()', asFd),
      host: [-1, 'host'],
      port: [-1, 'port'],
      defaultPort: 8000,
      handles: ['fd', 'uds'],
    },
    // without a port it may be for Server.serve(sockets=...)
    'uvicorn.Config': {
      api: fixed('uvicorn.Config()', asFd),
      host: [1, 'host'],
      port: [2, 'port'],
      handles: ['fd', 'uds'],
    },
  },
};

/**
 * Sets SO_REUSEADDR, and SO_REUSEPORT too with more than one of its own workers, which serve() starts none of.
 * Source: hypercorn/config.py create_sockets() of Hypercorn 0.13.
 *
 * gunicorn, whose settings come from a command line, a file or the environment as often as from code, is left out: it
 * sets SO_REUSEADDR in any case, so that a restart is safe.
 */
const serve = (name: string): Listener => ({
  api: fixed(
    name,
    "bind a socket with the options you want and name its descriptor: config.bind = ['fd://3']",
  ),
  settings: { argument: [1, 'config'], attribute: 'bind', madeBy: 'hypercorn.config.Config' },
  defaultPort: 8000,
});

export const hypercorn: Family = {
  name: 'hypercorn',
  version: '0.13',
  calls: {
    'hypercorn.asyncio.serve': serve('hypercorn.asyncio.serve()'),
    'hypercorn.trio.serve': serve('hypercorn.trio.serve()'),
  },
};
