import { fixed } from './apis.ts';
import type { Listener, Family, JavaType } from './family.ts';

/** Source: OpenJDK 17, src/jdk.httpserver/share/classes/sun/net/httpserver/ServerImpl.java: opens its channel, and binds it. */
const binding = (name: string): Listener => ({
  api: fixed(name, 'use a server that takes a socket of your own, or one with the option, such as Netty'),
  address: 'address',
  writing: 'none',
});

const server = (type: string, name: string): JavaType => ({
  statics: { create: { type, binding: binding(`${name}.create()`) } },
  methods: { bind: { does: 'bind', binding: binding(`${name}.bind()`) } },
});

export const jdkServers: Family = {
  name: 'com.sun.net.httpserver',
  types: {
    'com.sun.net.httpserver.HttpServer': server('com.sun.net.httpserver.HttpServer', 'HttpServer'),
    'com.sun.net.httpserver.HttpsServer': server('com.sun.net.httpserver.HttpsServer', 'HttpsServer'),
    'java.rmi.registry.LocateRegistry': {
      statics: {
        createRegistry: {
          type: 'java.rmi.registry.Registry',
          binding: {
            // Source: OpenJDK 17, sun/rmi/transport/tcp/TCPEndpoint.java newServerSocket
            api: fixed(
              'LocateRegistry.createRegistry()',
              'give it an RMIServerSocketFactory whose sockets are made unbound, told, and bound',
            ),
            address: 'port',
            writing: 'none',
            ownFactoryFrom: 3,
          },
        },
      },
    },
  },
};
