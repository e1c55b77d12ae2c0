import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { journey } from './journey.ts';
import { picture } from './pictures.ts';
import { vsix } from './vsix.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as Record<string, string>;
const manifest = read('package.nls.zh-cn.json');
const texts = read('l10n/bundle.l10n.zh-cn.json');

journey('in Chinese, commands, findings, fixes and the panel are Chinese', async ({ stage }) => {
  const port = await stage.port();
  const url = await stage.server({ extensions: [vsix], locale: 'zh-cn' });
  const { workbench } = await stage.open(
    {
      'server.js': `import http from 'node:http';\n\nhttp.createServer().listen(${port});\n`,
      '.env': `PORT=${port}\n`,
    },
    url,
  );
  await workbench.openFile('server.js');
  await workbench.editor.squiggles('info').first().waitFor();

  await workbench.problems.show();
  expect(await workbench.problems.rows.first().innerText()).toMatch(
    /\p{Script=Han}.*http\.Server\.listen\(\)/u,
  );

  const fixes = await workbench.editor.quickFixes(3, 25);
  const own = await fixes.filter({ hasText: /explicit-reuse|reusePort|\p{Script=Han}/u }).allInnerTexts();
  expect(own.length).toBeGreaterThanOrEqual(5);
  expect(own.filter((title) => !/\p{Script=Han}/u.test(title))).toEqual([]);
  await workbench.page.keyboard.press('Escape');

  const titles = Object.entries(manifest).filter(([key]) => /^command\.\w+$/.test(key));
  for (const [, title] of titles) {
    await workbench.palette.commands(`Rebind: ${title}`);
  }
  await workbench.palette.run(`Rebind: ${manifest['command.runExperiment'] ?? ''}`);
  const free = texts['Port {0} is free.']?.replace('{0}', String(port)) ?? '';
  await workbench.panel.headline.filter({ hasText: free }).waitFor();
  await workbench.panel.settled();
  await workbench.palette.run('View: Hide Panel');
  await picture(workbench, 'editor-panel.zh-cn');

  await workbench.palette.run(`Rebind: ${manifest['command.showClaims'] ?? ''}`);
  await workbench.panel.findings.nth(24).waitFor({ state: 'attached' });
  const findings = await workbench.panel.findings.allTextContents();
  expect(findings.filter((finding) => !/\p{Script=Han}/u.test(finding))).toEqual([]);
});
