import { H3, serve } from 'h3';

export const listeners = {
  serve: {
    start: (options) => serve(new H3(), { port: 0, hostname: '127.0.0.1', silent: true, ...options }).ready(),
    withoutPort: () => serve(new H3(), { silent: true }).ready(),
  },
};
