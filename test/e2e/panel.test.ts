import { describe, expect } from 'vitest';
import type { Workbench } from './editor/workbench.ts';
import { injectBinds, mayTrace } from './faults.ts';
import { journey, type Stage } from './journey.ts';
import { FREE, measuredSentences } from './observer.ts';
import { picture } from './pictures.ts';
import { leavesTimeWait, server } from './programs.ts';

/** A folder with one server and the file that configures its port. */
const project = (port: number) => ({
  'server.js': `import http from 'node:http';\n\nhttp.createServer().listen(${port});\n`,
  '.env': `PORT=${port}\n`,
});

/** The file's window, on such a folder. */
async function openProject(stage: Stage) {
  const port = await stage.port();
  const { workbench, folder } = await stage.shared(project(port));
  // the port is what it was, as the journeys leave it free; another program may have it where there is one network
  await folder.write('.env', project(port)['.env']);
  if ((await workbench.tab('server.js').count()) === 0) {
    await workbench.openFile('server.js');
  }
  await workbench.tab('server.js').click(); // the panel may have the focus
  await linted(workbench);
  return { port, workbench };
}

async function linted({ editor }: Workbench): Promise<void> {
  await editor.squiggles('info').first().waitFor();
  await editor.lenses.first().waitFor();
}

describe('the panel', () => {
  journey('shows what this kernel does, cell by cell, and leaves the port as it was', async ({ stage }) => {
    const { port, workbench } = await openProject(stage);
    await workbench.palette.run('Rebind: Run Experiment');
    await workbench.panel.port(port).waitFor();
    await workbench.panel.headline.filter({ hasText: `Port ${port} is free.` }).waitFor();
    await workbench.panel.text(`Measured on port ${port}`).waitFor();
    await workbench.panel.calls.filter({ hasText: 'server.js:3' }).waitFor();
    await workbench.panel.settled();
    await picture(workbench, 'editor-panel');
    expect(await workbench.panel.allCells()).toEqual(await measuredSentences());
    expect(await stage.observe(port)).toEqual(FREE);
  });

  journey.skipIf(!mayTrace)('shows an unexpected answer of the kernel in its cell', async ({ stage }) => {
    const { workbench } = await openProject(stage);
    // four binds before the first cell (the list of interfaces is one), two in each up to this one: LISTEN with SO_REUSEADDR on both servers is the 22nd
    await injectBinds(await stage.editorPid(), `error=EACCES:when=${4 + 2 * 21 + 2}`);
    await workbench.palette.run('Rebind: Run Experiment');
    await workbench.panel.shortMatrix
      .getByRole('button', { name: /^LISTEN .* with SO_REUSEADDR, .* with SO_REUSEADDR: EACCES/ })
      .waitFor();
    expect((await workbench.panel.allCells()).filter((cell) => cell.includes('EACCES'))).toHaveLength(1);
  });

  journey.skipIf(!mayTrace)('cancels a run, and the port is as it was', async ({ stage }) => {
    const { port, workbench } = await openProject(stage);
    await injectBinds(await stage.editorPid(), 'delay_enter=100ms');
    await workbench.palette.run('Rebind: Run Experiment');
    await workbench.panel.progress.waitFor();
    await workbench.panel.button('Cancel').click();
    await workbench.panel.notice('Cancelled. The port is as it was.').waitFor();
    expect(await stage.observe(port)).toEqual(FREE);
  });

  journey('says who holds the port and stops it when told to', async ({ stage }) => {
    const { port, workbench } = await openProject(stage);
    const holder = await stage.listening(server(port));
    await workbench.palette.run('Rebind: Run Experiment');
    await workbench.panel.headline.filter({ hasText: 'is still listening' }).waitFor();
    await workbench.panel.text(`pid ${holder.pid} `).waitFor();
    await workbench.panel.text(/^Measured on free port/).waitFor();
    await workbench.panel.settled();
    await picture(workbench, 'editor-panel-held');
    await workbench.panel.button(/^Stop/).click();
    await workbench.dialog.getByText(`Stop process ${holder.pid}?`).waitFor();
    await workbench.dialog.getByRole('button', { name: 'Stop Process' }).click();
    expect((await holder.ending()).signal).toBe('SIGTERM');
    await workbench.panel.headline.filter({ hasText: `Port ${port} is free.` }).waitFor();
    expect(await stage.observe(port)).toEqual(FREE);
  });

  journey('releases a port that the kernel remembers', async ({ stage }) => {
    const { port, workbench } = await openProject(stage);
    await stage.listening(leavesTimeWait(port)); // for 60 s
    expect((await stage.observe(port)).binds[0]).toBe('EADDRINUSE');
    await workbench.palette.run('Rebind: Why Is This Port Busy?');
    await workbench.panel.headline.filter({ hasText: 'the kernel remembers' }).waitFor();
    await workbench.panel.button(/^(Release|End the connections)/).click();
    await workbench.panel.headline.filter({ hasText: `Port ${port} is free.` }).waitFor();
    expect(await stage.observe(port)).toEqual(FREE);
  });

  journey('shows its last result after a reload, and runs nothing', async ({ stage }) => {
    const port = await stage.port();
    const { workbench } = await stage.open(project(port)); // of its own: a reload is a window's beginning
    await workbench.openFile('server.js');
    await linted(workbench);
    await workbench.palette.run('Rebind: Run Experiment');
    const measured = workbench.panel.text(`Measured on port ${port}`);
    await measured.waitFor();
    const before = await measured.innerText();
    await workbench.reload();
    await workbench.panel.port(port).waitFor();
    expect(await measured.innerText()).toBe(before);
  });
});
