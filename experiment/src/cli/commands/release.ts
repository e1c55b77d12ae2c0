import type { Command } from 'commander';
import { addCommand } from '../add-command.ts';
import { type CommonOptions, hostOption, portArgument, timeoutOption } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import { print, style } from '../output.ts';
import type { NamedPort } from '../port-names.ts';
import { targetTcpPort } from '../target-port.ts';
import { withKernel } from '../with-kernel.ts';

export function addRelease(program: Command): void {
  addCommand(
    program,
    'release',
    'End the TIME_WAIT leftovers of a port. Touches no live connection.',
    '  rebind release 3000\n  rebind release 3000 --host 127.0.0.1',
  )
    .argument(...portArgument)
    .addOption(hostOption)
    .addOption(timeoutOption('how long to wait for the kernel to show the effect (default: 500ms)'))
    .action(async (given: NamedPort | undefined, options: CommonOptions) => {
      const { releasePort } = await import('../../release/release.ts');
      const port = await targetTcpPort(given, options, 'rebind release 3000');
      await withKernel(async (kernel) => {
        const report = await releasePort(kernel, {
          port,
          host: options.host,
          ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
        });
        const { releaseLine, releaseText } = await import('../../report/release-text.ts');
        await print(options, report, {
          text: (shown) => releaseText(shown, style),
          line: (shown) => releaseLine(shown, style),
        });
        process.exitCode = report.released === report.leftovers.length ? EXIT.fine : EXIT.badNews;
      });
    });
}
