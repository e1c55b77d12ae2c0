// What is in each picture of docs/: the command, and the situation in which it is run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {(folder: string, run: () => string) => Promise<string>} During */

const write = (/** @type {string} */ folder, /** @type {Record<string, string>} */ files) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
};

const SERVER = `require('node:http').createServer().listen(3000, '127.0.0.1', () => console.log('ready'));\n`;

/** Closes first, so that the server's end of both connections waits. */
const LEAVES_TIME_WAIT = `
const net = require('node:net');
const server = net.createServer((socket) => socket.end()).listen(3000, '127.0.0.1', () => {
  let open = 2;
  for (const localPort of [47400, 47410]) {
    net.connect({ port: 3000, host: '127.0.0.1', localPort }).resume().on('close', () => {
      open -= 1;
      if (open === 0) server.close();
    });
  }
});
`;

/** @type {During} */
async function withServer(folder, run) {
  write(folder, { 'dist/server.cjs': SERVER });
  const server = spawn(process.execPath, ['dist/server.cjs'], {
    cwd: folder,
    argv0: 'node',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(server, 'close');
  await once(server.stdout, 'data');
  try {
    return run();
  } finally {
    server.kill();
    await closed;
  }
}

/** @type {During} */
async function afterServer(folder, run) {
  write(folder, { 'leave.cjs': LEAVES_TIME_WAIT });
  await once(spawn(process.execPath, ['leave.cjs'], { cwd: folder, stdio: 'inherit' }), 'close');
  return run();
}

/** @type {During} */
function inProject(folder, run) {
  write(folder, {
    '.env': 'PORT=3000\n',
    'package.json': '{\n  "name": "shop",\n  "scripts": {\n    "dev": "vite --port 5173"\n  }\n}\n',
    'compose.yaml': 'services:\n  db:\n    image: postgres:17\n    ports:\n      - "5432:5432"\n',
    'src/server.js':
      "import http from 'node:http';\n\nhttp.createServer().listen(process.env.PORT ?? 8080);\n",
  });
  return Promise.resolve(run());
}

/** @type {During} */
const asItIs = (_folder, run) => Promise.resolve(run());

export const scenes = [
  { name: 'why', command: 'rebind why 3000', during: withServer },
  { name: 'why-remembered', command: 'rebind why 3000', during: afterServer },
  // of what the scene before has left
  { name: 'release', command: 'rebind release 3000', during: asItIs },
  { name: 'matrix', command: 'rebind matrix 3000', during: asItIs },
  { name: 'claims', command: 'rebind claims 3000', during: asItIs },
  { name: 'port', command: 'rebind port', during: inProject },
];
