import fastify from 'fastify';

const server = fastify({ forceCloseConnections: true });
server.get('/', async () => 'hello');
await server.listen({ port: Number(process.argv[2]) });

process.once('SIGTERM', () => {
  void server.close();
});
