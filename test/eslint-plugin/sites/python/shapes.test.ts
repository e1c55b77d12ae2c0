import { describe, expect, it } from 'vitest';
import { sitesOf } from '../../../../eslint-plugin/src/sites/index.ts';
import { fix, lint, reports } from '../../lint.ts';

const python = { filename: 'server.py' };

/** The ports of a text's sites that are known by their shape alone. */
const shaped = (code: string): string[] =>
  sitesOf(code, 'server.py').flatMap(({ certainty, port }) =>
    certainty === 'shaped'
      ? [port.kind === 'literal' ? String(port.value) : port.kind === 'unknown' ? port.text : port.kind]
      : [],
  );

describe('a call on something unknown that plainly binds', () => {
  it.each([
    ['run(host=, port=)', "from site import app\napp.run(host='0.0.0.0', port=8080)\n", '8080'],
    ['run(host, port)', "from site import app\napp.run('0.0.0.0', 5000)\n", '5000'],
    ['run(port=)', 'from site import app\napp.run(port=PORT)\n', 'PORT'],
    [
      'run() of what a function makes',
      'from site import create_app\ncreate_app().run(port=args.port)\n',
      'args.port',
    ],
    ['run(debug=)', 'from site import app\napp.run(debug=True)\n', 'app.run(debug=True)'],
    ['run() on an attribute', "self.socketio.run(self.app, host='0.0.0.0', port=5000)\n", '5000'],
    ['serve(host=, port=)', 'from net import serve\nserve(host=HOST, port=PORT)\n', 'PORT'],
    ['serve(app, port=)', 'from net import serve\nserve(app, port=8080)\n', '8080'],
    ['serve(handler, host, port)', 'import net\nnet.serve(handler, "localhost", 8765)\n', '8765'],
    ['listen(port) on an application', 'from site import app\napp.listen(8888)\n', '8888'],
    ['listen(port) on a server', 'server.listen(options.port)\n', 'options.port'],
    [
      'listen(port) on self',
      'import net\nclass Web(net.Application):\n    def go(self):\n        self.listen(self.port)\n',
      'self.port',
    ],
    ['a class with an address', "from net import FancyServer\nFancyServer(('', 8000), Handler)\n", '8000'],
    [
      'a class with host and port',
      'from net import FancyServer\nFancyServer((HOST, PORT), Handler)\n',
      'PORT',
    ],
    [
      'a class that is started later',
      'from net import FancyServer\ns = FancyServer(host, port)\ns.start()\n',
      'port',
    ],
    ['a class that is started at once', 'import net\nnet.FancyServer(port=4000).set_up().run()\n', '4000'],
    [
      'a class whose keywords have names of their own',
      'from net import SMBServer\nserver = SMBServer(listenAddress=ip, listenPort=445)\nserver.start()\n',
      '445',
    ],
    [
      'an address in a keyword',
      'from net import WSGIServer\nWSGIServer(app, bindAddress=address).run()\n',
      'address',
    ],
    [
      'a subclass of a class of another file',
      "from net import BaseWebServer\nclass My(BaseWebServer):\n    pass\nMy(('', 8001), H)\n",
      '8001',
    ],
    [
      'a subclass with a constructor of its own',
      "from net import BaseWebServer\nclass My(BaseWebServer):\n    def __init__(self, port):\n        super().__init__(('', port), H)\nMy(8002)\n",
      '8002',
    ],
    [
      'a class inside a class',
      "import net\nclass Outer:\n    class Inner(net.HTTPServer):\n        pass\n    def go(self):\n        self.Inner(('', 8003), H)\n",
      '8003',
    ],
    [
      'an address in a variable',
      "from net import FancyServer\nA = ('localhost', 8004)\nFancyServer(A, H)\n",
      '8004',
    ],
    ['a known tuple', "from site import app\nA = ('localhost', 8005)\napp.run(*A)\n", '8005'],
    ['known options', "from site import app\nO = {'host': '', 'port': 8006}\napp.run(**O)\n", '8006'],
    ['options made by dict()', 'from site import app\napp.run(**dict(port=8007))\n', '8007'],
  ])('is found: %s', (_, code, port) => {
    expect(shaped(code)).toEqual([port]);
  });

  it.each([
    ['another executor', 'loop.run_in_executor(None, serve, port)\n', 'port'],
    ['partial()', 'loop.run_in_executor(None, partial(app.run, port=5001))\n', '5001'],
    ['a thread', "Thread(target=app.run, kwargs={'port': 5002}).start()\n", '5002'],
    ['a thread, by dict()', "Thread(target=app.run, kwargs=dict(host='', port=5003)).start()\n", '5003'],
    ['a thread, by position', "Thread(None, serve, 'name', (app,), {'port': 5004})\n", '5004'],
    ['a process', "Process(target=app.run, args=('0.0.0.0', 5005))\n", '5005'],
    ['_thread', "_thread.start_new_thread(serve, (app,), {'port': 5006})\n", '5006'],
    ['a greenlet', "gevent.spawn(app.run, '0.0.0.0', 5007)\n", '5007'],
    ['a pool', 'executor.submit(serve, app, port=5008)\n', '5008'],
    ['the loop of trio', 'trio.run(serve, handler, 5009)\n', '5009'],
  ])('is found where the function is handed on to %s', (_, code, port) => {
    expect(shaped(`from site import app, serve\n${code}`)).toEqual([port]);
  });

  it.each([
    [
      'waitress in a thread',
      "from waitress import serve\nThread(target=serve, args=(app,), kwargs={'port': 80})\n",
      80,
    ],
    [
      'uvicorn in a process',
      "import uvicorn\nProcess(target=uvicorn.run, args=(app,), kwargs={'port': 81})\n",
      81,
    ],
    [
      'twisted, later',
      'from twisted.internet import reactor\nreactor.callLater(1, reactor.listenTCP, 82, f)\n',
      82,
    ],
    ['asyncio with a known tuple', "import asyncio\nA = ('', 83)\nasyncio.start_server(f, *A)\n", 83],
    ['asyncio, bound to its arguments', "import asyncio\npartial(asyncio.start_server, f, '', 84)\n", 84],
  ])('is known where the catalogue has the function: %s', (_, code, port) => {
    expect(sitesOf(code, 'server.py')).toMatchObject([{ certainty: 'traced', port: { value: port } }]);
  });

  it('is reported, and never mended unasked', () => {
    const code = "from net import FancyServer\nFancyServer(('', 8000), Handler).serve_forever()\n";
    const [message] = lint(code, python);
    expect(message?.message).toContain('looks like a server of another file or library');
    expect(message?.suggestions?.map(({ desc }) => desc)).toEqual([
      expect.stringContaining('allow_reuse_address = '),
    ]);
    expect(fix(code, python)).toBe(code);
  });

  it.each([
    ['in the call', 'from net import serve\nserve(app, port=8080, reuse_port=False)\n'],
    [
      'in a subclass',
      "from net import WebServer\nclass My(WebServer):\n    allow_reuse_address = True\nMy(('', 80), H)\n",
    ],
  ])('says what is given %s', (_, code) => {
    expect(shaped(code)).toHaveLength(1);
    expect(reports(code, python)).toEqual([]);
  });
});

describe('what looks like it', () => {
  it.each([
    ['a proxy', "from xmlrpclib import Server\nServer('http://localhost:8000')\n"],
    ['a proxy of the library', "import xmlrpc.client\nxmlrpc.client.ServerProxy('http://localhost:8000')\n"],
    ['a directory', "from ldap3 import Server\nServer('localhost', port=389, use_ssl=True)\n"],
    ['a directory that is bound', 'connection.bind()\nconnection.bind(user, password)\n'],
    ['a client', 'from net import Client\nClient((host, port))\nClient(host=host, port=port).start()\n'],
    ['a connection', "redis.connect(host='localhost', port=6379)\nnet.create_connection((host, port))\n"],
    ['a client that is run', "client.run(host='localhost', port=8080)\nproxy.start(host='', port=8080)\n"],
    ['a scanner', 'scanner.run(host=host, port=port)\n'],
    ['a query', "engine.run(query, host='db', port=5432, user='u')\n"],
    ['a backlog', 'sock.listen(5)\nserver.listen(128)\nself.listen(1024)\nlistener.listen(backlog)\n'],
    ['the backlog of a socket that is bound', 'server.bind(where)\nserver.listen(port)\n'],
    ['a buffer', 'data = server.recv(4096)\nserver.run(4096)\n'],
    ['events of Tk', "widget.bind('<Key>', handler)\nroot.bind_all('<Button-1>', run)\n"],
    [
      'events of SQLAlchemy',
      "event.listen(engine, 'connect', f)\nsession.bind(engine)\nmetadata.bind = engine\n",
    ],
    ['subprocess', "import subprocess\nsubprocess.run(['nc', '-l', '8080'], port=8080)\n"],
    ['unittest', 'import unittest\nunittest.TextTestRunner().run(suite)\nunittest.main(port=8080)\n'],
    ['asyncio', "import asyncio\nasyncio.run(main(host='', port=8080))\n"],
    ['a thread', 'thread.start()\nTimer(5, f).start()\npool.run(items, 4)\n'],
    ['a trainer', 'trainer.run(epochs=10, batch=8080)\n'],
    ['a cloud', "nova.create_server('name', 'flavor')\n"],
    ['a function of the file', "def run(host, port):\n    pass\nrun(host='', port=8080)\n"],
    [
      'a class of the file',
      "class FancyServer:\n    def __init__(self, where):\n        pass\nFancyServer(('', 80)).start()\n",
    ],
    [
      'a method of the file',
      "class App:\n    def run(self, host, port):\n        pass\napp = App()\napp.run(host='', port=80)\n",
    ],
    [
      'a method of self',
      "class App:\n    def run(self, host, port):\n        pass\n    def go(self):\n        self.run(host='', port=80)\n",
    ],
    ['a function of the same package', "from .server import serve\nserve(host='', port=8080)\n"],
    [
      'a double',
      "from net import FakeServer, MockServer\nFakeServer(('', 80))\nMockServer(host, port).start()\n",
    ],
    ['a path', "from net import UnixServer\nUnixServer(('', 80))\n"],
    ['a serial line', "from net import SerialServer\nSerialServer(port='/dev/ttyS0').start()\n"],
    ['a class that nothing starts', 'from net import FancyServer\nFancyServer(host, port)\n'],
    ['a function that is bound to nothing yet', 'partial(serve, app)\n'],
    ['a patch', "with patch.object(app, 'run', port=80):\n    pass\n"],
    ['an application of a terminal', 'from tui import app\napp.run()\n'],
  ])('is no server: %s', (_, code) => {
    expect(sitesOf(code, 'server.py')).toEqual([]);
  });

  it('is on a port that the kernel chooses', () => {
    expect(reports("from net import FancyServer\nFancyServer(('', 0), H).serve_forever()\n", python)).toEqual(
      [],
    );
  });
});
