import { describe, expect } from 'vitest';
import { journey, type Stage } from './journey.ts';
import { picture } from './pictures.ts';

const SERVER = `import http from 'node:http';

http.createServer().listen(3000);
`;
const PYTHON = `import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 3000))
server.listen()
`;

describe('on a fresh install, without any set-up', () => {
  /** Opens a file of this text in the window of all journeys here. */
  async function open(stage: Stage, name: string, text: string) {
    const { workbench, folder } = await stage.shared({ [name]: text });
    await folder.write(name, text);
    await workbench.openFromExplorer(name); // the search may not know of it yet
    return { workbench, folder };
  }

  journey('the fix of a listen call is applied, saved, and leaves nothing to report', async ({ stage }) => {
    const { workbench, folder } = await open(stage, 'server.js', SERVER);
    await workbench.editor.squiggles('info').first().waitFor();
    await workbench.editor.lenses.first().waitFor();
    const fixes = await workbench.editor.quickFixes(3, 25);
    await picture(workbench, 'editor-quick-fix');
    await fixes.filter({ hasText: /^State reusePort: false/ }).click();
    await workbench.editor.squiggles('info').first().waitFor({ state: 'detached' });
    await workbench.editor.save();
    expect(await folder.saved('server.js', 'reusePort')).toBe(
      SERVER.replace('listen(3000)', 'listen({ port: 3000, reusePort: false })'),
    );
  });

  journey('a listen call is underlined and listed', async ({ stage }) => {
    const { workbench } = await open(stage, 'listed.js', SERVER);
    await workbench.editor.squiggles('info').first().waitFor();
    await workbench.problems.show();
    await workbench.problems.rows.first().waitFor();
    const rows = await workbench.problems.rows.allInnerTexts();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/listen.*\nrebind\nrebind\/prefer-explicit-reuse\n\[Ln 3, Col 21\]/s);
  });

  journey('a suggestion is applied', async ({ stage }) => {
    const { workbench, folder } = await open(stage, 'suggested.js', SERVER);
    await workbench.editor.squiggles('info').first().waitFor();
    const fixes = await workbench.editor.quickFixes(3, 25);
    await fixes.filter({ hasText: 'Share the port on Linux alone' }).click();
    await workbench.editor.squiggles('info').first().waitFor({ state: 'detached' });
    await workbench.editor.save();
    expect(await folder.saved('suggested.js', 'reusePort')).toContain(
      "listen({ port: 3000, reusePort: process.platform === 'linux' })",
    );
  });

  journey('a finding is disabled for its line, in the comment style of the language', async ({ stage }) => {
    const { workbench, folder } = await open(stage, 'disabled.py', PYTHON);
    await workbench.editor.squiggles('warning').first().waitFor();
    const fixes = await workbench.editor.quickFixes(4, 10);
    await fixes.filter({ hasText: 'Disable require-reuse for this line' }).click();
    await workbench.editor.squiggles('warning').first().waitFor({ state: 'detached' });
    await workbench.editor.save();
    expect(await folder.saved('disabled.py', 'eslint-disable')).toContain(
      '# eslint-disable-next-line rebind/require-reuse\nserver.bind(',
    );
  });

  journey(
    'calls whose restart is safe are reported no longer, which the workspace keeps',
    async ({ stage }) => {
      const settings = '.vscode/settings.json';
      const { workbench, folder } = await stage.open({
        'server.js': SERVER,
        [settings]: '{ "rebind.lint.severity": { "no-unsafe-reuse": "hint" } }\n',
      });
      await workbench.openFile('server.js');
      await workbench.editor.squiggles('info').first().waitFor();
      const fixes = await workbench.editor.quickFixes(3, 25);
      await fixes.filter({ hasText: 'Stop reporting calls whose restart is safe' }).click();
      await workbench.editor.squiggles('info').first().waitFor({ state: 'detached' });
      expect(JSON.parse(await folder.saved(settings, 'prefer-explicit-reuse'))).toEqual({
        'rebind.lint.severity': { 'no-unsafe-reuse': 'hint', 'prefer-explicit-reuse': 'off' },
      });
    },
  );

  journey('a lens over a listen call opens the panel on its port', async ({ stage }) => {
    const { workbench } = await open(stage, 'lens.js', SERVER);
    await workbench.editor.lenses.filter({ hasText: 'Run experiment on port 3000' }).click();
    await workbench.panel.port(3000).waitFor();
  });
});
