import type { Command } from 'commander';
import { LOOPBACK_IPV4 } from '../../sockets/address.ts';
import { addCommand } from '../add-command.ts';
import { type CommonOptions, hostOption, portArgument, timeoutOption } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import { print, style } from '../output.ts';
import type { NamedPort } from '../port-names.ts';
import { runExperiment } from '../run-experiment.ts';
import { targetTcpPort } from '../target-port.ts';

interface ClaimsOptions extends CommonOptions {
  readonly evidence?: true;
}

export function addClaims(program: Command): void {
  addCommand(
    program,
    'claims',
    'Test what is said about address reuse on this kernel.',
    '  rebind claims 3000\n  rebind claims 3000 --evidence\n  rebind claims 3000 --json',
  )
    .argument(...portArgument)
    .addOption(hostOption)
    .option('--evidence', 'show the system calls and the socket table too')
    .addOption(timeoutOption('stop, and clean up, after this time'))
    .action(async (given: NamedPort | undefined, options: ClaimsOptions) => {
      const port = await targetTcpPort(given, options, 'rebind claims 3000');
      const host = (options.host ?? LOOPBACK_IPV4).text;
      await runExperiment(options, 'Claims', { command: 'claims', port, host }, async (report) => {
        const { claimsLine, claimsText, isSurprise } = await import('../../report/claims-text.ts');
        await print(options, report, {
          text: (shown) => claimsText(shown, style, options.evidence === true),
          line: (shown) => claimsLine(shown, style),
        });
        process.exitCode = report.leftAsFound && !report.claims.some(isSurprise) ? EXIT.fine : EXIT.badNews;
      });
    });
}
