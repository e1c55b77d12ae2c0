import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { pack } from './editor/pack.ts';
import { journey } from './journey.ts';
import { vsix } from './vsix.ts';

const WORKSPACE = 'all.code-workspace';

function server(port: number): string {
  return `import http from 'node:http';\nhttp.createServer().listen(${port});\n`;
}

journey('each folder of a workspace has its own port, and keeps the choice', async ({ stage }) => {
  const { workbench } = await stage.open(
    {
      [WORKSPACE]: JSON.stringify({ folders: [{ path: 'api' }, { path: 'web' }] }),
      'api/.env': 'PORT=4001\n',
      'api/api.js': server(4001),
      'web/.env': 'PORT=4002\n',
      'web/web.js': server(4002),
    },
    undefined,
    WORKSPACE,
  );
  const { palette } = workbench;
  await workbench.openFile('api.js');
  await workbench.statusItem('4001').waitFor();
  await workbench.openFile('web.js');
  await workbench.statusItem('4002').waitFor();

  await palette.run('Rebind: Choose Port');
  await palette.choose('Enter a Port…');
  await palette.answer('A port from 1 to 65535', '4003');
  await workbench.statusItem('4003').waitFor();
  await workbench.openFile('api.js');
  await workbench.statusItem('4001').waitFor();

  await workbench.reload();
  await workbench.openFile('web.js');
  await workbench.statusItem('4003').waitFor();
  await palette.run('Rebind: Why Is This Port Busy?');
  await workbench.panel.port(4003).waitFor();
});

journey('in a folder that is on no disk Rebind lints, and runs nothing of it', async ({ stage }) => {
  const files = await pack(fileURLToPath(new URL('virtual-files', import.meta.url)), {
    files: fileURLToPath(new URL('virtual-files/files.ts', import.meta.url)),
  });
  const url = await stage.server({ extensions: [vsix, files] });
  const { workbench } = await stage.open(
    { [WORKSPACE]: JSON.stringify({ folders: [{ uri: 'virtual:/' }] }) },
    url,
    WORKSPACE,
  );
  const { palette, editor } = workbench;
  await workbench.openFromExplorer('server.js');
  await editor.squiggles('info').first().waitFor();
  // another extension has the finding of this one: one squiggle, which is not ours
  await workbench.openFromExplorer('linted.js');
  await workbench.languageStatus(/Rebind leaves the file to it/).waitFor();
  await editor.squiggles('error').first().waitFor();
  expect(await editor.anySquiggle.count()).toBe(1);

  await palette.run('Rebind: Run Experiment');
  await workbench.panel.notice(/^This folder is not on this machine/).waitFor();
  expect(await workbench.panel.button(/Drill/).count()).toBe(0);
  await palette.commands('Rebind: ', 'Rebind: Release Port');
  expect(await palette.rows.filter({ hasText: 'Rebind: Drill My Server' }).count()).toBe(0);
});
