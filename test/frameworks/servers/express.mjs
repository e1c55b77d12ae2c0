import express from 'express';

const server = express()
  .get('/', (_, response) => {
    response.send('hello');
  })
  .listen(Number(process.argv[2]));

process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
