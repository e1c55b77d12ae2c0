import type { ApiFacts, Statement } from '../../site.ts';

const setAttribute: Statement = { id: 'setClassAttribute', option: 'reuseAddr', value: 'on', isFix: true };

const server = (name: string, facts: Partial<ApiFacts> = {}): ApiFacts => ({
  name: `${name}()`,
  runtime: 'python',
  protocol: 'tcp',
  options: ['reuseAddr'],
  spelled: { reuseAddr: 'allow_reuse_address', reusePort: 'allow_reuse_port' },
  forwards: 'yes',
  statement: (option, value) =>
    `${option === 'reusePort' ? 'allow_reuse_port' : 'allow_reuse_address'} = ${value === 'off' ? 'False' : 'True'}`,
  ...facts,
});

/** Off by default. Source: Lib/socketserver.py of CPython 3.11. */
const tcp = (name: string): ApiFacts =>
  server(name, { unstated: 'posixTcp', restart: 'fails', states: { tcp: [setAttribute] } });
const udp = (name: string): ApiFacts =>
  server(name, {
    protocol: 'udp',
    states: {
      'udp-unicast': [{ id: 'stateOption', option: 'reuseAddr', value: 'off' }],
      'udp-multicast': [setAttribute],
    },
  });
/** On by default, on Windows too. Source: Lib/http/server.py, Lib/xmlrpc/server.py of CPython 3.11; python/cpython#85307. */
const reusing = (name: string): ApiFacts =>
  server(name, { unstated: 'pythonServer', states: { tcp: [setAttribute] } });

/** The servers of the library that are classes and bind in their constructors, by path. */
export const SERVER_CLASSES: Readonly<Record<string, ApiFacts>> = {
  'socketserver.TCPServer': tcp('socketserver.TCPServer'),
  'socketserver.ThreadingTCPServer': tcp('socketserver.ThreadingTCPServer'),
  'socketserver.ForkingTCPServer': tcp('socketserver.ForkingTCPServer'),
  'socketserver.UDPServer': udp('socketserver.UDPServer'),
  'socketserver.ThreadingUDPServer': udp('socketserver.ThreadingUDPServer'),
  'socketserver.ForkingUDPServer': udp('socketserver.ForkingUDPServer'),
  'http.server.HTTPServer': reusing('http.server.HTTPServer'),
  'http.server.ThreadingHTTPServer': reusing('http.server.ThreadingHTTPServer'),
  'http.server.HTTPSServer': reusing('http.server.HTTPSServer'),
  'http.server.ThreadingHTTPSServer': reusing('http.server.ThreadingHTTPSServer'),
  'wsgiref.simple_server.WSGIServer': reusing('wsgiref WSGIServer'),
  'xmlrpc.server.SimpleXMLRPCServer': reusing('xmlrpc SimpleXMLRPCServer'),
  'xmlrpc.server.DocXMLRPCServer': reusing('xmlrpc DocXMLRPCServer'),
};

/** Functions of the library that make a server of such a class. Source: Lib/wsgiref/simple_server.py of CPython 3.11. */
export const SERVER_MAKERS: Readonly<Record<string, ApiFacts>> = {
  'wsgiref.simple_server.make_server': { ...reusing('wsgiref make_server'), states: {} },
};
