import connect from 'connect';

const start = (options) => connect().listen({ port: 0, host: '127.0.0.1', ...options });

export const listeners = { 'connect.Server.listen': { start } };
export const servers = { 'connect.Server.listen()': () => start({}) };
