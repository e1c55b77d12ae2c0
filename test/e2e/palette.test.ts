import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { journey } from './journey.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly title: string }[] };
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const { contributes } = read('package.json') as Manifest;
const texts = read('package.nls.json') as Record<string, string>;

journey('every command is in the palette, and a port can be chosen by hand', async ({ stage }) => {
  const port = await stage.port();
  const { workbench } = await stage.open({ 'server.js': 'export {};\n' });
  await workbench.openFile('server.js');
  await workbench.runningExtensions();
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
