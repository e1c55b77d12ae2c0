import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { journey } from './journey.ts';
import { server } from './programs.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly title: string }[] };
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const { contributes } = read('package.json') as Manifest;
const texts = read('package.nls.json') as Record<string, string>;

/** No port is configured here. */
const FOLDER = { 'notes.md': '# Notes\n', 'server.js': 'export {};\n' };
const SERVER = `const http = require('node:http');
http.createServer().listen(Number(process.env.PORT), '127.0.0.1', () => console.log('up'));
`;

describe('in a window', () => {
  journey('a file of Markdown does not start Rebind, a JavaScript file does', async ({ stage }) => {
    const { workbench } = await stage.shared(FOLDER);
    await workbench.openFile('notes.md');
    const before = await workbench.runningExtensions();
    expect([...before.keys()]).toContain('Markdown Language Features'); // the list is of this moment
    expect([...before.keys()]).not.toContain('Rebind');
    await workbench.openFile('server.js');
    await expect
      .poll(async () => [...(await workbench.runningExtensions()).keys()], { timeout: 30_000 })
      .toContain('Rebind');
  });

  journey('every command is in the palette, and a port can be chosen by hand', async ({ stage }) => {
    const port = await stage.port();
    const { workbench } = await stage.shared(FOLDER);
    await workbench.openFile('server.js');
    for (const { title } of contributes.commands) {
      // a title at a time: the list draws only the rows that fit
      await workbench.palette.commands(`Rebind: ${texts[title.slice(1, -1)] ?? title}`);
    }
    await workbench.page.keyboard.press('Escape');

    await workbench.palette.run('Rebind: Run Experiment');
    await workbench.panel.notice(/^No port is configured in this folder/).waitFor();
    await workbench.panel.button('Choose Port…').first().click();
    await workbench.palette.answer('A port from 1 to 65535', String(port));
    await workbench.panel.port(port).waitFor();
    await workbench.panel.text(`Measured on port ${port}`).waitFor();
    expect(await workbench.notifications.count()).toBe(0);
  });
});

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
