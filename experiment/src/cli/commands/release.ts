import type { Command } from 'commander';
import { addCommand } from '../add-command.ts';
import { type CommonOptions, hostOption, portArgument, timeoutOption } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import { print, style } from '../output.ts';
import { targetPort } from '../target-port.ts';
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
    .addOption(timeoutOption('how long to wait for the kernel to show the effect (default: 0.5)'))
    .action(async (given: number | undefined, options: CommonOptions) => {
      const { releasePort } = await import('../../release.ts');
      const port = await targetPort(given, options, 'rebind release 3000');
      await withKernel(async (kernel) => {
        const report = await releasePort(kernel, {
          port,
          host: options.host,
          ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
        });
        await print(options, report, async () =>
          (await import('../../report/release-text.ts')).releaseText(report, style),
        );
        process.exitCode = report.released === report.leftovers.length ? EXIT.fine : EXIT.badNews;
      });
    });
}
