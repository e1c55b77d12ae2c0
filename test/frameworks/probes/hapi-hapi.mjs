import Hapi from '@hapi/hapi';

export const listeners = {
  'hapi.Server.start': {
    start: (options) => Hapi.server({ port: 0, host: '127.0.0.1', ...options }).start(),
    withoutBinding: () => Hapi.server({ autoListen: false }).start(),
    instead: async (options) => {
      const server = Hapi.server({ autoListen: false });
      await server.start();
      server.listener.listen({ port: 0, host: '127.0.0.1', ...options });
    },
  },
};
export const servers = { 'hapi.Server.listener': () => Hapi.server().listener };
