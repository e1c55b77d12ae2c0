import { expect } from 'vitest';
import { journey } from './journey.ts';

const SERVER = `const http = require('node:http');
http.createServer().listen(Number(process.env.PORT), '127.0.0.1', () => console.log('up'));
`;

journey('EADDRINUSE in the terminal turns the status item, which opens the panel', async ({ stage }) => {
  const port = await stage.port();
  await stage.listening(['python3', '-c', holder(port)]);
  const { workbench } = await stage.open({ 'server.js': SERVER, '.env': `PORT=${port}\n` });
  await workbench.openFile('server.js');
  await workbench.terminal.open();
  await workbench.terminal.type(`PORT=${port} node server.js`);
  await workbench.statusItem(`${port} in use`).click();
  const panel = workbench.webview(/Rebind/);
  await panel
    .getByRole('heading', { level: 1 })
    .filter({ hasText: String(port) })
    .waitFor();
  expect(await workbench.notifications.count()).toBe(0);
});

function holder(port: number): string {
  return [
    'import socket, time',
    's = socket.socket()',
    `s.bind(("127.0.0.1", ${port}))`,
    's.listen()',
    'print("listening", flush=True)',
    'time.sleep(600)',
  ].join('\n');
}
