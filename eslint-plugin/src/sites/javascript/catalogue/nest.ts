import { dropping } from './apis.ts';
import type { Condition, Family, Listener } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

const DECLARED_IN = [
  '@nestjs/core',
  '@nestjs/common',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
];

/** Redis, NATS and the other transports connect to a broker; what `strategy` does is its own. */
function bindsTcp(at: number): readonly Condition[] {
  return [
    { at, in: ['transport'], is: ['TCP', 0] },
    { at, in: ['strategy'], is: [] },
  ];
}

/** server/server-tcp.js: `this.server.listen(this.port, this.host, callback)`; the port is TCP_DEFAULT_PORT of constants.js. */
const tcpTransport = (name: string, more: Pick<Listener, 'arguments' | 'onlyWhen'>): Listener => ({
  api: dropping(
    name,
    'pass { strategy } an instance of your own subclass of ServerTCP whose listen() gives reusePort to this.server.listen()',
  ),
  defaultPort: 3000,
  ...more,
});

/**
 * nest-application.js: `this.httpAdapter.listen(port, ...args)`; INestApplication.listen() takes a port, typed number or string,
 * NestFastifyApplication.listen() the options of Fastify too.
 */
export const nest: Family = {
  name: '@nestjs/core',
  version: '12.5.1',
  modules: ['@nestjs/core'],
  declaredIn: DECLARED_IN,
  creates: {
    'NestFactory.create': 'nest.Application',
    'NestFactory.createMicroservice': 'nest.Microservice',
  },
  typeNames: {
    INestApplication: 'nest.Application',
    NestExpressApplication: 'nest.Application',
    NestFastifyApplication: 'nest.Application',
    INestMicroservice: 'nest.Microservice',
  },
  types: {
    'nest.Application': {
      listeners: {
        // Express takes all addresses, Fastify localhost
        listen: {
          ...netListener('Nest app.listen()', { ...OVER_HTTP, forwards: 'untyped', typed: ['exclusive'] }),
          defaultAddress: '',
        },
        connectMicroservice: tcpTransport('Nest app.connectMicroservice()', {
          arguments: { shape: 'options', at: 0, in: ['options'] },
          onlyWhen: bindsTcp(0),
        }),
      },
      returns: {
        listen: 'http.Server',
        getHttpServer: 'http.Server',
        connectMicroservice: 'nest.Microservice',
      },
      returnsItself: [
        'use',
        'init',
        'enableVersioning',
        'enableShutdownHooks',
        'setGlobalPrefix',
        'startAllMicroservices',
        'useGlobalFilters',
        'useGlobalGuards',
        'useGlobalInterceptors',
        'useGlobalPipes',
        'useWebSocketAdapter',
      ],
    },
    'nest.Microservice': {
      listeners: {
        listen: tcpTransport('Nest microservice.listen()', {
          arguments: { shape: 'creation', at: 1, in: ['options'] },
          onlyWhen: bindsTcp(1),
        }),
      },
    },
  },
};
