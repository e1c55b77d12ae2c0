// A small web server, the way most repositories hold one.
//
//   node --env-file=.env javascript/web-server.js        PORT, default 3000
//
// Node sets SO_REUSEADDR on Linux and macOS, so a restart is safe; the code does not say whether other
// processes may share the port. A second copy fails with EADDRINUSE.
import { createServer } from 'node:http';

const routes = {
  '/': () => ({ message: 'Hello' }),
  '/health': () => ({ uptime: process.uptime() }),
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined;
  response.writeHead(route ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(route ? route() : { error: 'not found' }));
});

server.listen(process.env.PORT ?? 3000, () => {
  console.log(`listening on http://localhost:${server.address().port}`);
});
