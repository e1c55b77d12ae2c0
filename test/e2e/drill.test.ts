import { realpath } from 'node:fs/promises';
import { expect } from 'vitest';
import { runningIn } from './editor/processes.ts';
import { journey } from './journey.ts';
import { FREE, restarted } from './observer.ts';
import { picture } from './pictures.ts';
import { httpServer } from './programs.ts';

journey('a server that does not come back is drilled, fixed, and drilled again', async ({ stage }) => {
  const port = await stage.port();
  const { workbench, folder } = await stage.open({
    'server.py': httpServer(port),
    // on the desktop nothing is saved by itself
    '.vscode/settings.json': JSON.stringify({
      'rebind.drill.command': ['python3', 'server.py'],
      'files.autoSave': 'off',
    }),
  });
  const { panel, dialog, terminal } = workbench;
  const path = await realpath(folder.path);
  const server = folder.file('server.py');
  const serversHere = () => runningIn(path).filter(({ command }) => /python[\d.]* server\.py/.test(command));

  expect(await restarted(server, port, port + 1)).toEqual({
    comesBack: false,
    says: expect.stringContaining('Address already in use') as string,
  });

  await workbench.page.setViewportSize({ width: 1920, height: 900 }); // room for two columns in the panel
  await workbench.openFile('server.py');
  await workbench.palette.run('Rebind: Drill My Server');
  await dialog.getByText(`Drill the server on port ${port}?`).waitFor();
  await dialog.getByText(`Rebind runs \`python3 server.py\` in ${folder.path}`).waitFor();
  expect(serversHere()).toEqual([]); // nothing ran yet
  await dialog.getByRole('button', { name: 'Drill', exact: true }).click();
  await terminal.lines.filter({ hasText: `rebind drill --port ${port} -- python3 server.py` }).waitFor();
  await expect.poll(() => serversHere().length, { timeout: 30_000 }).toBeGreaterThan(0);

  const red = panel.drills.filter({ hasText: 'Does not come back' });
  await red.getByText(/TIME_WAIT.* left of its old connections, .* does not set SO_REUSEADDR/).waitFor();
  expect(await panel.drills.count()).toBe(1);
  expect(serversHere()).toEqual([]);
  expect(await stage.observe(port)).toEqual(FREE);

  await panel.button(/^Fix server\.py:5/).click();
  await workbench.editor.squiggles('warning').first().waitFor({ state: 'detached' });
  expect(await folder.read('server.py')).toBe(httpServer(port)); // not saved: a drill must not run the old text
  await panel.button('Drill Again').click();
  await dialog.getByRole('button', { name: 'Drill', exact: true }).click();

  const green = panel.drills.nth(1).filter({ hasText: 'Comes back at once' });
  await green.waitFor();
  expect(await panel.drills.nth(0).innerText()).toMatch(/^Before\n+Does not come back/);
  expect(await green.innerText()).toMatch(/^After\n+Comes back at once/);
  const [before, after] = [await red.boundingBox(), await green.boundingBox()];
  expect(after?.y).toBe(before?.y); // side by side
  await picture(workbench, 'editor-panel-drill');

  expect(await folder.read('server.py')).toBe(
    `import os\n${httpServer(port).replace(
      'listener.bind',
      'if os.name != "nt":\n    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\nlistener.bind',
    )}`,
  );
  expect((await restarted(server, port, port + 2)).comesBack).toBe(true);
  expect(serversHere()).toEqual([]);
  expect(await stage.observe(port)).toEqual(FREE);
});
