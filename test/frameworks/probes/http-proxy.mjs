import httpProxy from 'http-proxy';

export const listeners = {
  'http-proxy.Server.listen': {
    start: (options) =>
      httpProxy
        .createProxyServer({ target: 'http://127.0.0.1:9' })
        .listen({ port: 0, host: '127.0.0.1', ...options }),
  },
};
