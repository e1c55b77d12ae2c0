import { each, fixed, REUSE_ADDRESS, REUSE_PORT, tcp, type Family, type Listener } from './family.ts';

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

/** Source: websockets/legacy/server.py of websockets 10.4, asyncio/server.py and sync/server.py of 17.1. */
export const websockets: Family = {
  name: 'websockets',
  version: '10.4',
  calls: {
    ...each(
      [
        'websockets.serve',
        'websockets.server.serve',
        'websockets.legacy.server.serve',
        'websockets.asyncio.server.serve',
      ],
      {
        api: tcp('websockets.serve()'),
        host: [1, 'host'],
        port: [2, 'port'],
        handles: ['sock', 'path'],
        options: [REUSE_PORT, REUSE_ADDRESS],
      },
    ),
    // by trio.open_tcp_listeners(). Source: trio/server.py of websockets 17.1
    'websockets.trio.server.serve': {
      api: fixed(
        'websockets.trio serve()',
        'bind a socket with the options you want and make a SocketListener',
      ),
      port: [1, 'port'],
      host: [-1, 'host'],
      handles: ['listeners'],
    },
    // by socket.create_server()
    'websockets.sync.server.serve': {
      api: tcp('websockets.sync serve()', { spelled: { reusePort: 'reuse_port' } }),
      host: [1, 'host'],
      port: [2, 'port'],
      handles: ['sock', 'path'],
      options: [REUSE_PORT],
    },
  },
};

/** Source: quart/app.py of Quart 0.18.3, by Hypercorn. */
const runQuart = (name: string): Listener => ({
  api: fixed(name, 'in production let the ASGI server say it'),
  host: [0, 'host'],
  port: [1, 'port'],
  defaultPort: 5000,
});
const quart: Family = {
  name: 'quart',
  version: '0.18',
  methods: {
    run: { on: { types: ['quart.Quart'] }, ...runQuart('Quart.run()') },
    run_task: { on: { types: ['quart.Quart'] }, ...runQuart('Quart.run_task()') },
  },
};

/** Source: sanic/server/socket.py bind_socket() and sanic/mixins/startup.py of Sanic 25.12. */
const ofSanic = (name: string): Listener => ({
  api: fixed(name, 'bind a socket with the options you want and pass it as sock='),
  host: [0, 'host'],
  port: [1, 'port'],
  handles: ['sock', 'unix'],
  defaultPort: 8000,
});
const onSanic = { types: ['sanic.Sanic', 'sanic.app.Sanic'] };
const sanic: Family = {
  name: 'sanic',
  methods: {
    run: { on: onSanic, ...ofSanic('Sanic.run()') },
    prepare: { on: onSanic, ...ofSanic('Sanic.prepare()') },
    create_server: { on: onSanic, ...ofSanic('Sanic.create_server()') },
  },
};

/** Source: dash/dash.py run_server() of Dash, which runs Flask. */
const runDash = (name: string): Listener => ({
  api: fixed(name, 'in production let the WSGI server say it'),
  host: [0, 'host'],
  port: [1, 'port'],
  defaultPort: 8050,
});
const onDash = { types: ['dash.Dash', 'dash.dash.Dash', 'jupyter_dash.JupyterDash'] };
const dash: Family = {
  name: 'dash',
  methods: {
    run: { on: onDash, ...runDash('Dash.run()') },
    run_server: { on: onDash, ...runDash('Dash.run_server()') },
  },
};

/** Takes the first free port where it is given none. Source: gradio/http_server.py of Gradio, by uvicorn. */
const gradio: Family = {
  name: 'gradio',
  methods: {
    launch: {
      on: {
        types: ['Interface', 'Blocks', 'ChatInterface', 'TabbedInterface'].flatMap((name) => [
          `gradio.${name}`,
          `gradio.blocks.${name}`,
        ]),
      },
      api: fixed('gradio launch()', 'mount it into an application that an ASGI server runs'),
      host: [-1, 'server_name'],
      port: [-1, 'server_port'],
    },
  },
};

/** Source: nicegui/ui_run.py of NiceGUI, by uvicorn. */
const nicegui: Family = {
  name: 'nicegui',
  calls: {
    'nicegui.ui.run': {
      api: fixed('nicegui ui.run()', 'use ui.run_with() in an application that an ASGI server runs'),
      host: [-1, 'host'],
      port: [-1, 'port'],
      handles: ['uds', 'fd'],
      defaultPort: 8080,
    },
  },
};

/** Shares its port everywhere but on Windows. Source: src/shared_socket.rs and robyn/__init__.py of Robyn. */
const robyn: Family = {
  name: 'robyn',
  methods: {
    start: {
      on: { types: ['robyn.Robyn'] },
      api: tcp('Robyn.start()', {
        options: [],
        states: {},
        sharesByDefault: true,
        instead: 'no option exists: use a server that has one',
      }),
      host: [0, 'host'],
      port: [1, 'port'],
      defaultPort: 8080,
    },
  },
};

/** Frameworks that run an ASGI server, or one of their own. */
export const applications: readonly Family[] = [quart, sanic, dash, gradio, nicegui, robyn];
