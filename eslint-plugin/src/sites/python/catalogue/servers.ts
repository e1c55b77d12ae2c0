import { stateUnicast, tcpFacts } from '../../flow/catalogue.ts';
import type { ApiFacts, Statement } from '../../site.ts';
import type { Parameter, ServerFacts } from './family.ts';

const setAttribute: Statement = { id: 'setClassAttribute', option: 'reuseAddr', value: 'on', isFix: true };

const server = (name: string, facts: Partial<ApiFacts> = {}): ApiFacts =>
  tcpFacts({
    name: `${name}()`,
    runtime: 'python',
    options: ['reuseAddr'],
    spelled: { reuseAddr: 'allow_reuse_address', reusePort: 'allow_reuse_port' },
    statement: (option, value) =>
      `${option === 'reusePort' ? 'allow_reuse_port' : 'allow_reuse_address'} = ${value === 'off' ? 'False' : 'True'}`,
    ...facts,
  });

export const at = (api: ApiFacts, address: Parameter = [0, 'server_address']): ServerFacts => ({
  api,
  address,
});

/** Off by default. Source: Lib/socketserver.py of CPython 3.11. */
const tcp = (name: string): ServerFacts =>
  at(server(name, { unstated: 'posixTcp', restart: 'fails', states: { tcp: [setAttribute] } }));
export const udpServer = (name: string): ServerFacts =>
  at(
    server(name, {
      protocol: 'udp',
      states: {
        'udp-unicast': [stateUnicast],
        'udp-multicast': [setAttribute],
      },
    }),
  );
/** On by default, on Windows too. Source: Lib/http/server.py, Lib/xmlrpc/server.py of CPython 3.11; python/cpython#85307. */
export const reusing = (name: string): ApiFacts =>
  server(name, { unstated: 'pythonServer', states: { tcp: [setAttribute] } });

/** The servers of the library that bind when they are made, by path. */
export const SERVERS: Readonly<Record<string, ServerFacts>> = {
  'socketserver.TCPServer': tcp('socketserver.TCPServer'),
  'socketserver.ThreadingTCPServer': tcp('socketserver.ThreadingTCPServer'),
  'socketserver.ForkingTCPServer': tcp('socketserver.ForkingTCPServer'),
  'socketserver.UDPServer': udpServer('socketserver.UDPServer'),
  'socketserver.ThreadingUDPServer': udpServer('socketserver.ThreadingUDPServer'),
  'socketserver.ForkingUDPServer': udpServer('socketserver.ForkingUDPServer'),
  'http.server.HTTPServer': at(reusing('http.server.HTTPServer')),
  'http.server.ThreadingHTTPServer': at(reusing('http.server.ThreadingHTTPServer')),
  'http.server.HTTPSServer': at(reusing('http.server.HTTPSServer')),
  'http.server.ThreadingHTTPSServer': at(reusing('http.server.ThreadingHTTPSServer')),
  'wsgiref.simple_server.WSGIServer': at(reusing('wsgiref WSGIServer')),
  'xmlrpc.server.SimpleXMLRPCServer': at(reusing('xmlrpc SimpleXMLRPCServer'), [0, 'addr']),
  'xmlrpc.server.DocXMLRPCServer': at(reusing('xmlrpc DocXMLRPCServer'), [0, 'addr']),
  // Source: Lib/wsgiref/simple_server.py of CPython 3.11
  'wsgiref.simple_server.make_server': {
    api: { ...reusing('wsgiref make_server'), states: {} },
    host: [0, 'host'],
    port: [1, 'port'],
    made: [3, 'server_class'],
  },
};

/** A class of another file that by its name is a server, made with an address as those of the library are. */
export const shapedServer = (name: string): ServerFacts => ({
  ...at(
    server(name, {
      unstated: 'shapedServer',
      ...(/udp|datagram/iu.test(name)
        ? { protocol: 'udp', states: {} }
        : { states: { tcp: [{ ...setAttribute, isFix: false }] } }),
    }),
  ),
  isShaped: true,
});
