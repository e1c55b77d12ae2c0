// S12: a listener shared by worker processes, with node:cluster.
//
//   node s12-cluster.ts [PORT [WORKERS]]        default 9527, 4 workers
//
// Only the primary binds and hands the connections on, so that no worker needs a reuse option. Each
// client is told which worker serves it.
import cluster from 'node:cluster';
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 9527);
const workers = Number(process.argv[3] ?? 4);

if (cluster.isPrimary) {
  let listening = 0;
  cluster.on('listening', (worker) => {
    console.log(`worker ${worker.process.pid}`);
    listening += 1;
    if (listening === workers) {
      console.log(`listening on 0.0.0.0:${port}`);
    }
  });
  for (let i = 0; i < workers; i++) {
    cluster.fork();
  }
} else {
  const server = createServer((client) => {
    client.on('error', (error) => {
      console.error(error.message);
    });
    client.end(`served by ${process.pid}\n`);
  });
  server.listen(port, '0.0.0.0');
}
