import type { Command } from 'commander';
import { addCommand } from '../add-command.ts';
import { type CommonOptions, hostOption, portArgument } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import { print, style } from '../output.ts';
import { targetPort } from '../target-port.ts';
import { withKernel } from '../with-kernel.ts';

export function addWhy(program: Command): void {
  addCommand(
    program,
    'why',
    'Say what is with a port. Binds nothing.',
    '  rebind why 3000\n  rebind why 3000 --host 127.0.0.1 --json',
  )
    .argument(...portArgument)
    .addOption(hostOption)
    .action(async (given: number | undefined, options: CommonOptions) => {
      const { whyPort } = await import('../../why.ts');
      const port = await targetPort(given, options, 'rebind why 3000');
      await withKernel(async (kernel) => {
        const report = whyPort(kernel, { port, host: options.host });
        await print(options, report, async () =>
          (await import('../../report/why-text.ts')).whyText(report, style),
        );
        process.exitCode = report.verdict === 'free' ? EXIT.fine : EXIT.badNews;
      });
    });
}
