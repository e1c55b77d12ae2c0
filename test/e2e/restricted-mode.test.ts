import { expect } from 'vitest';
import { journey } from './journey.ts';
import { vsix } from './vsix.ts';

/** Says on disk that it was loaded. */
const CONFIG = `import { writeFileSync } from 'node:fs';
writeFileSync(new URL('./loaded', import.meta.url), '');
export default [];
`;

journey('in Restricted Mode Rebind lints, and runs nothing of the workspace', async ({ stage }) => {
  const url = await stage.server({ extensions: [vsix], trusted: false });
  const { workbench, folder } = await stage.open(
    {
      'server.js': "import http from 'node:http';\nhttp.createServer().listen(3000);\n",
      'eslint.config.js': CONFIG,
      '.env': 'PORT=3000\n',
    },
    url,
  );
  await workbench.openFile('server.js');
  await workbench.editor.squiggles('info').first().waitFor();
  await workbench.statusItem('Restricted Mode').waitFor();
  await workbench.palette.run('Rebind: Run Experiment');
  await workbench.panel.notice(/^Restricted Mode:/).waitFor();
  await expect(folder.read('loaded')).rejects.toThrow('ENOENT');
});
