import Koa from 'koa';

const start = (options) => new Koa().listen({ port: 0, host: '127.0.0.1', ...options });

export const listeners = { 'koa.Application.listen': { start } };
export const servers = { 'koa.Application.listen()': () => start({}) };
