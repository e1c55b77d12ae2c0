import type { ApiFacts } from '../../site.ts';
import { binds, server, settingByItself, unverified } from './apis.ts';
import type { Family, JavaType } from './family.ts';

const RESTLET = server(unverified('new Server()'), { isLater: true });

/** Which connector listens depends on what is installed. */
export const restlet: Family = {
  name: 'Restlet',
  types: {
    'org.restlet.Server': { constructs: { binding: RESTLET } },
    'org.restlet.Component': {
      constructs: {},
      methods: { getServers: { does: 'make', type: 'org.restlet.util.ServerList' } },
    },
    'org.restlet.util.ServerList': {
      methods: {
        add: { does: 'bind', binding: server(unverified('getServers().add()'), { isLater: true }) },
      },
    },
  },
};

const grizzlyApi = (name: string): ApiFacts => ({ ...settingByItself(name), options: [] });

const grizzlyTransport = (api: ApiFacts): JavaType => ({
  isFluent: true,
  methods: {
    bind: binds(server(api)),
    setReuseAddress: { does: 'set', option: 'reuseAddr', spelled: 'setReuseAddress' },
  },
});

export const grizzly: Family = {
  name: 'Grizzly',
  source: 'eclipse-ee4j/grizzly: NIOTransport.java, TCPNIOTransport.java, NetworkListener.java',
  types: {
    'org.glassfish.grizzly.nio.transport.TCPNIOTransport': grizzlyTransport(
      settingByItself('TCPNIOTransport.bind()'),
    ),
    'org.glassfish.grizzly.http.server.HttpServer': {
      constructs: {},
      statics: {
        createSimpleServer: {
          type: 'org.glassfish.grizzly.http.server.HttpServer',
          bindsAlways: true,
          binding: server(grizzlyApi('HttpServer.createSimpleServer()'), {
            defaultPort: 8080,
            isLater: true,
          }),
        },
      },
    },
    'org.glassfish.grizzly.http.server.NetworkListener': {
      constructs: { binding: server(grizzlyApi('new NetworkListener()'), { isLater: true }) },
    },
    'org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory': uriFactory(
      'createHttpServer',
      grizzlyApi('GrizzlyHttpServerFactory.createHttpServer()'),
    ),
  },
};

function uriFactory(name: string, api: ApiFacts): JavaType {
  return {
    statics: { [name]: { type: 'HttpServer', binding: server(api, { address: 'within', isLater: true }) } },
  };
}

/** Containers of Jersey on servers of others. */
export const jersey: Family = {
  name: 'Jersey containers',
  types: {
    'org.glassfish.jersey.jdkhttp.JdkHttpServerFactory': uriFactory(
      'createHttpServer',
      unverified('JdkHttpServerFactory.createHttpServer()'),
    ),
    'org.glassfish.jersey.jetty.JettyHttpContainerFactory': uriFactory(
      'createServer',
      unverified('JettyHttpContainerFactory.createServer()'),
    ),
    'org.glassfish.jersey.netty.httpserver.NettyHttpContainerProvider': uriFactory(
      'createHttp2Server',
      unverified('NettyHttpContainerProvider.createHttp2Server()'),
    ),
    'org.glassfish.jersey.simple.SimpleContainerFactory': uriFactory(
      'create',
      unverified('SimpleContainerFactory.create()'),
    ),
  },
};
