import polka from 'polka';

const start = (options) => polka().listen({ port: 0, host: '127.0.0.1', ...options });

export const listeners = { 'polka.Polka.listen': { start } };
export const servers = { 'polka.Polka.server': () => start({}).server };
