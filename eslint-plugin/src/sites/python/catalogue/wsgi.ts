import { each, fixed, tcp, type Family, type Listener } from './family.ts';

/** Source: waitress/server.py bind_server_socket() and waitress/adjustments.py of waitress 2.1. */
export const waitress: Family = {
  name: 'waitress',
  version: '2.1',
  calls: {
    'waitress.serve': {
      api: fixed('waitress.serve()', 'bind sockets with the options you want and pass them as sockets='),
      address: [-1, 'listen'],
      host: [-1, 'host'],
      port: [-1, 'port'],
      defaultPort: 8080,
      // the last one is a stand-in, as tests give it
      handles: ['sockets', 'unix_socket', '_server'],
    },
  },
};

/** Source: werkzeug/serving.py prepare_socket() of Werkzeug 3.1, which Flask's run() calls. */
export const werkzeug: Family = {
  name: 'werkzeug, flask',
  version: '3.1',
  calls: {
    'werkzeug.serving.run_simple': {
      api: fixed(
        'werkzeug run_simple()',
        'bind a socket with the options you want and pass its descriptor as fd=',
      ),
      host: [0, 'hostname'],
      port: [1, 'port'],
      handles: ['fd'],
    },
    'werkzeug.serving.make_server': {
      api: fixed(
        'werkzeug make_server()',
        'bind a socket with the options you want and pass its descriptor as fd=',
      ),
      host: [0, 'host'],
      port: [1, 'port'],
      handles: ['fd'],
    },
  },
  methods: {
    run: {
      on: { types: ['flask.Flask'] },
      api: fixed(
        'Flask.run()',
        'a development server needs neither; in production let the WSGI server say it',
      ),
      host: [0, 'host'],
      port: [1, 'port'],
      defaultPort: 5000,
    },
  },
};

/** Source: bottle.py run() and WSGIRefServer of Bottle 0.12.23; the other servers it can be given set it too. */
const runBottle: Listener = {
  api: fixed('bottle run()', 'give it a server adapter of your own, or let the WSGI server say it'),
  host: [2, 'host'],
  port: [3, 'port'],
  defaultPort: 8080,
};
export const bottle: Family = {
  name: 'bottle',
  version: '0.12',
  calls: { 'bottle.run': runBottle },
  methods: {
    run: {
      on: { types: ['bottle.Bottle'], makers: ['bottle.app', 'bottle.default_app'] },
      ...runBottle,
      api: { ...runBottle.api, name: 'Bottle.run()' },
      host: [-1, 'host'],
      port: [-1, 'port'],
    },
  },
};

/** Source: flask_socketio/__init__.py SocketIO.run() of Flask-SocketIO 5.3.2: by Werkzeug, eventlet or gevent. */
export const flaskSocketIo: Family = {
  name: 'flask-socketio',
  version: '5.3',
  methods: {
    run: {
      on: { types: ['flask_socketio.SocketIO', 'flask.ext.socketio.SocketIO'] },
      api: fixed('SocketIO.run()', 'in production let the WSGI server say it'),
      host: [1, 'host'],
      port: [2, 'port'],
      defaultPort: 5000,
    },
  },
};

/** Source: gevent/server.py, gevent/baseserver.py _parse_address() of gevent 22.10.2. */
const ofGevent = (name: string): Listener => ({
  api: fixed(name, 'bind a socket with the options you want and give it in place of the address'),
  address: [0, 'listener'],
  takesSocket: true,
  takesPort: true,
});
export const gevent: Family = {
  name: 'gevent',
  version: '22.10',
  calls: {
    ...each(['gevent.pywsgi.WSGIServer', 'gevent.wsgi.WSGIServer'], ofGevent('gevent WSGIServer()')),
    ...each(['gevent.server.StreamServer', 'gevent.StreamServer'], ofGevent('gevent StreamServer()')),
    'gevent.backdoor.BackdoorServer': ofGevent('gevent BackdoorServer()'),
    'gevent.server.DatagramServer': {
      ...ofGevent('gevent DatagramServer()'),
      api: {
        ...fixed(
          'gevent DatagramServer()',
          'bind a socket with the options you want and give it in place of the address',
        ),
        protocol: 'udp',
      },
    },
  },
};

/** Sets SO_REUSEPORT unless it is told otherwise. Source: eventlet/convenience.py listen() of eventlet 0.33.1. */
export const eventlet: Family = {
  name: 'eventlet',
  version: '0.33',
  calls: each(['eventlet.listen', 'eventlet.convenience.listen'], {
    api: tcp('eventlet.listen()', {
      sharesByDefault: true,
      spelled: { reusePort: 'reuse_port', reuseAddr: 'reuse_addr' },
      instead: 'pass reuse_port=False',
    }),
    address: [0, 'addr'],
    options: [
      [4, 'reuse_port', 'reusePort'],
      [3, 'reuse_addr', 'reuseAddr'],
    ],
  }),
};

/** Source: cheroot/server.py bind_socket() of cheroot 9.0, cherrypy/__init__.py and _cpserver.py of CherryPy 18.8. */
const ofCheroot = (name: string): Listener => ({
  api: fixed(name, 'no option exists: use a server that has one'),
  address: [0, 'bind_addr'],
});
const ofCherryPy = (name: string): Listener => ({
  api: fixed(name, 'no option exists: use a server that has one'),
  key: 'server.socket_port',
  defaultPort: 8080,
});
export const cherrypy: Family = {
  name: 'cheroot, cherrypy',
  version: '9.0, 18.8',
  calls: {
    ...each(
      ['cheroot.wsgi.Server', 'cheroot.wsgi.WSGIServer', 'cherrypy.wsgiserver.CherryPyWSGIServer'],
      ofCheroot('cheroot wsgi.Server()'),
    ),
    'cheroot.server.HTTPServer': ofCheroot('cheroot HTTPServer()'),
    'cherrypy.quickstart': ofCherryPy('cherrypy.quickstart()'),
    'cherrypy.engine.start': ofCherryPy('cherrypy.engine.start()'),
  },
};

/** Source: paste/httpserver.py of Paste 3.5.2, whose server is one of http.server. */
export const paste: Family = {
  name: 'paste',
  version: '3.5',
  calls: {
    'paste.httpserver.serve': {
      api: fixed('paste httpserver.serve()', 'no option exists: use a server that has one'),
      host: [1, 'host'],
      port: [2, 'port'],
      defaultPort: 8080,
    },
  },
};
