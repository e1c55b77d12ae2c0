import type { Command } from 'commander';
import { addCommand } from '../add-command.ts';
import type { CommonOptions } from '../arguments.ts';
import { EXIT, UsageError } from '../exit.ts';
import { print, style } from '../output.ts';

export function addPort(program: Command): void {
  addCommand(
    program,
    'port',
    'List the ports a folder is configured for, best first.',
    '  rebind port\n  rebind port packages/web --json',
  )
    .argument('[dir]', 'the folder', '.')
    .action(async (dir: string, options: CommonOptions) => {
      const { bestPort, findConfiguredPorts } = await import('../../configured-port/index.ts');
      const found = await findConfiguredPorts(dir).catch((error: unknown) => {
        throw new UsageError(
          `cannot read the folder ${dir}: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      const report = { schemaVersion: 1, command: 'port', folder: dir, ...found };
      await print(options, report, async () =>
        (await import('../../report/port-text.ts')).portText(found, dir, style),
      );
      process.exitCode = bestPort(found) && found.conflicts.length === 0 ? EXIT.fine : EXIT.badNews;
    });
}
