import { expect } from 'vitest';
import { journey } from './journey.ts';

journey('a folder of Markdown does not start Rebind, a JavaScript file does', async ({ stage }) => {
  const { workbench } = await stage.open({ 'notes.md': '# Notes\n', 'server.js': '' });
  await workbench.openFile('notes.md');
  const before = await workbench.runningExtensions();
  expect([...before.keys()]).toContain('Markdown Language Features'); // the list is of this moment
  expect([...before.keys()]).not.toContain('Rebind');
  await workbench.openFile('server.js');
  await expect
    .poll(async () => [...(await workbench.runningExtensions()).keys()], { timeout: 30_000 })
    .toContain('Rebind');
});
