import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { journey } from './journey.ts';
import { vsix } from './vsix.ts';

const nls = JSON.parse(
  readFileSync(new URL('../../package.nls.zh-cn.json', import.meta.url), 'utf8'),
) as Record<string, string>;

journey('in Chinese, commands, findings, fixes and the panel are Chinese', async ({ stage }) => {
  const url = await stage.server({ extensions: [vsix], locale: 'zh-cn' });
  const { workbench } = await stage.open(
    {
      'server.js': "import http from 'node:http';\nhttp.createServer().listen(3000);\n",
      '.env': 'PORT=3000\n',
    },
    url,
  );
  await workbench.openFile('server.js');
  await workbench.editor.squiggles('info').first().waitFor();
  await workbench.palette.commands('Rebind');
  const titles = await workbench.palette.rows.allInnerTexts();
  expect(titles.length).toBeGreaterThanOrEqual(6);
});
