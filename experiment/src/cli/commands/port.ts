import type { Command } from 'commander';
import { describeSystemFailure, isSystemFailure } from '../../text/system-failure.ts';
import { addCommand } from '../add-command.ts';
import type { OutputOptions } from '../arguments.ts';
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
    .action(async (dir: string, options: OutputOptions) => {
      const { bestPort, findConfiguredPorts } = await import('../../configured-port/index.ts');
      const found = await findConfiguredPorts(dir).catch((error: unknown) => {
        throw new UsageError(
          `cannot read the folder ${dir}: ${isSystemFailure(error) ? describeSystemFailure(error) : String(error)}`,
        );
      });
      const report = { schemaVersion: 1, command: 'port', folder: dir, ...found };
      const { portLine, portText } = await import('../../report/port-text.ts');
      await print(options, report, {
        text: (shown) => portText(shown, shown.folder, style),
        line: (shown) => portLine(shown, shown.folder, style),
      });
      process.exitCode = bestPort(found) && found.conflicts.length === 0 ? EXIT.fine : EXIT.badNews;
    });
}
