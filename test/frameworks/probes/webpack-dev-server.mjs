import { once } from 'node:events';
import express from 'express';
import webpack from 'webpack';
import middleware from 'webpack-dev-middleware';
import WebpackDevServer from 'webpack-dev-server';

const compiler = () =>
  webpack({
    mode: 'development',
    entry: 'data:text/javascript,0',
    infrastructureLogging: { level: 'none' },
    stats: 'none',
  });
const address = { port: 0, host: '127.0.0.1' };
const create = (options) =>
  new WebpackDevServer({ hot: false, client: false, static: false, ...options }, compiler());
const startCallback = (options) => new Promise((resolve) => create(options).startCallback(resolve));

const instead = (options) =>
  once(
    express()
      .use(middleware(compiler()))
      .listen({ ...address, ...options }),
    'listening',
  );

export const listeners = {
  'webpack-dev-server.Server.start': {
    start: (options) => create({ ...address, ...options }).start(),
    withoutPort: () => create({}).start(),
    instead,
  },
  'webpack-dev-server.Server.startCallback': {
    start: (options) => startCallback({ ...address, ...options }),
    withoutPort: () => startCallback({}),
    instead,
  },
};
export const servers = {
  'webpack-dev-server.Server.server': async () => {
    const server = create(address);
    await server.start();
    return server.server;
  },
};
