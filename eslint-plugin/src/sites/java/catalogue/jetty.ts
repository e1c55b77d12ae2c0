import { later, server, setting, settingByItself, unverified } from './apis.ts';
import type { Family, JavaType } from './family.ts';

const connector: JavaType = {
  constructs: {},
  methods: {
    setPort: later(setting('ServerConnector.setPort()'), 'port', 'setter'),
    setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
  },
};

/**
 * Its connectors bind when the server starts; until then the order of setPort() and setReuseAddress() does not matter.
 * `new Server(port)` has such a connector; its one argument may be a pool of threads just as well.
 */
export const jetty: Family = {
  name: 'Jetty',
  version: '9.4',
  source: 'jetty-server: ServerConnector.java `_reuseAddress = true`, openAcceptChannel(); 9.4 under strace',
  types: {
    'org.eclipse.jetty.server.ServerConnector': connector,
    'org.eclipse.jetty.server.Server': {
      constructs: { binding: server({ ...settingByItself('new Server()'), options: [] }, { isLater: true }) },
    },
  },
};

/** Its connectors before Jetty 9. */
export const oldJetty: Family = {
  name: 'Jetty 6 to 8',
  types: Object.fromEntries([
    ...[
      ...[
        'server.bio.SocketConnector',
        'server.nio.SelectChannelConnector',
        'server.nio.BlockingChannelConnector',
      ],
      ...['server.ssl.SslSelectChannelConnector', 'server.ssl.SslSocketConnector'],
    ].map((name): [string, JavaType] => [`org.eclipse.jetty.${name}`, oldConnector(name)]),
    ...['bio.SocketConnector', 'nio.SelectChannelConnector', 'nio.BlockingChannelConnector'].map(
      (name): [string, JavaType] => [`org.mortbay.jetty.${name}`, oldConnector(name)],
    ),
    [
      'org.mortbay.jetty.Server',
      { constructs: { binding: server(unverified('new Server()'), { isLater: true }) } },
    ],
  ]),
};

function oldConnector(name: string): JavaType {
  const api = unverified(`${name.slice(name.lastIndexOf('.') + 1)}.setPort()`);
  return {
    constructs: {},
    methods: {
      setPort: later(api, 'port', 'none'),
      setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
    },
  };
}
