import type { ApiFacts } from '../../site.ts';
import { setting } from './apis.ts';
import type { Listener, Family, Method } from './family.ts';

const undertowOption: ApiFacts['statement'] = (_, value) =>
  `setSocketOption(Options.REUSE_ADDRESSES, ${value === 'off' ? 'false' : 'true'})`;

const later = (api: ApiFacts, address: Listener['address'], writing: Listener['writing']): Method => ({
  does: 'bind',
  binding: { api, address, writing, isLater: true },
});

/**
 * Its connectors bind when the server starts; until then the order of setPort() and setReuseAddress() does not matter.
 * Source: jetty-server/.../ServerConnector.java `_reuseAddress = true` and openAcceptChannel(); Jetty 9.4 under strace.
 *
 * `new Server(port)` is left out: its one argument may be a pool of threads just as well.
 */
export const jetty: Family = {
  name: 'Jetty',
  version: '9.4',
  types: {
    'org.eclipse.jetty.server.ServerConnector': {
      constructs: {},
      methods: {
        setPort: later(setting('ServerConnector.setPort()'), 'port', 'setter'),
        setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
      },
    },
  },
};

/** Source: io/undertow/Undertow.java start(), `Options.REUSE_ADDRESSES, true` below the options of the builder. */
const listener = (name: string): Method =>
  later({ ...setting(name, undertowOption), states: {} }, 'host-port', 'none');

export const undertow: Family = {
  name: 'Undertow',
  types: {
    'io.undertow.Undertow': { statics: { builder: { type: 'io.undertow.Undertow.Builder' } } },
    'io.undertow.Undertow.Builder': {
      isFluent: true,
      methods: {
        addHttpListener: listener('Undertow addHttpListener()'),
        addHttpsListener: listener('Undertow addHttpsListener()'),
        setSocketOption: { does: 'setNamed' },
      },
    },
  },
};
