import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Server, ServerTCP, Transport } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';

class AppModule {}
Module({})(AppModule);

/** The way the catalogue names: a strategy that listens with the option. */
class SharingServer extends ServerTCP {
  #options;

  constructor(options) {
    super({});
    this.#options = options;
  }

  listen(callback) {
    this.server.listen({ port: 0, host: '127.0.0.1', ...this.#options }, callback);
  }
}

/** A strategy that reaches its clients in another way than a port. */
class Portless extends Server {
  listen(callback) {
    callback();
  }

  close() {}
}

const quiet = { logger: false, abortOnError: false };
const create = (...adapter) => NestFactory.create(AppModule, ...adapter, quiet);
const tcp = (options) => ({ transport: Transport.TCP, options: { port: 0, host: '127.0.0.1', ...options } });

async function connect(options) {
  const app = await create();
  app.connectMicroservice(options);
  await app.startAllMicroservices();
}

async function listen(options) {
  const microservice = await NestFactory.createMicroservice(AppModule, { ...quiet, ...options });
  await microservice.listen();
}

export const listeners = {
  'nest.Application.listen': {
    start: async (options) => (await create()).listen({ port: 0, host: '127.0.0.1', ...options }),
  },
  'nest.Application.listen with Fastify': {
    start: async (options) =>
      (await create(new FastifyAdapter())).listen({ port: 0, host: '127.0.0.1', ...options }),
  },
  'nest.Application.connectMicroservice': {
    start: (options) => connect(tcp(options)),
    withoutPort: () => connect({ transport: Transport.TCP }),
    withoutBinding: () => connect({ strategy: new Portless() }),
    instead: (options) => connect({ strategy: new SharingServer(options) }),
  },
  'nest.Microservice.listen': {
    start: (options) => listen(tcp(options)),
    withoutPort: () => listen({}),
    withoutBinding: () => listen({ strategy: new Portless() }),
    instead: (options) => listen({ strategy: new SharingServer(options) }),
  },
};
export const servers = {
  'nest.Application.listen()': async () => (await create()).listen(0, '127.0.0.1'),
  'nest.Application.getHttpServer()': async () => (await create()).getHttpServer(),
};
