import { expect } from 'vitest';
import { journey } from './journey.ts';
import { server } from './programs.ts';

const SERVER = `const http = require('node:http');
http.createServer().listen(Number(process.env.PORT), '127.0.0.1', () => console.log('up'));
`;

journey('EADDRINUSE in the terminal turns the status item, which opens the panel', async ({ stage }) => {
  const port = await stage.port();
  await stage.listening(server(port));
  const { workbench } = await stage.open({ 'server.js': SERVER, '.env': `PORT=${port}\n` });
  await workbench.openFile('server.js');
  await workbench.terminal.open();
  await workbench.terminal.type(`PORT=${port} node server.js`);
  await workbench.statusItem(`${port} in use`).click();
  await workbench.panel.port(port).waitFor();
  expect(await workbench.notifications.count()).toBe(0);
});
