import { serve } from 'srvx';

const fetch = () => new Response();

export const listeners = {
  serve: {
    start: (options) => serve({ fetch, port: 0, hostname: '127.0.0.1', silent: true, ...options }).ready(),
    withoutPort: () => serve({ fetch, silent: true }).ready(),
  },
};
