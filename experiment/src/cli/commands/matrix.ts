import { type Command, Option } from 'commander';
import { differs } from '../../matrix/cell.ts';
import { type Address, LOOPBACK_IPV4 } from '../../sockets/address.ts';
import type { Protocol } from '../../sockets/sockets.ts';
import { addCommand } from '../add-command.ts';
import { addresses, type CommonOptions, hostOption, portArgument, timeoutOption } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import { print, style } from '../output.ts';
import type { NamedPort } from '../port-names.ts';
import { runExperiment } from '../run-experiment.ts';
import { targetPort } from '../target-port.ts';

interface MatrixOptions extends CommonOptions {
  readonly first?: readonly Address[];
  readonly second?: readonly Address[];
  readonly protocol?: Protocol;
}

export function addMatrix(program: Command): void {
  addCommand(
    program,
    'matrix',
    'Try every pair of reuse options against every state a port can be left in, and leave it as found.',
    `  rebind matrix 3000
  rebind matrix 3000 --protocol udp
  rebind matrix 3000 --first :: --second 0.0.0.0 --second ::/v6only --json`,
  )
    .argument(...portArgument)
    .addOption(hostOption)
    .option('--first <address>', 'where the first socket binds; repeatable', addresses)
    .option('--second <address>', 'where the second one does; repeatable', addresses)
    .addOption(
      new Option('--protocol <protocol>', 'tcp or udp (default: what the port names, else tcp)').choices([
        'tcp',
        'udp',
      ]),
    )
    .addOption(timeoutOption('stop, and clean up, after this time'))
    .action(async (given: NamedPort | undefined, options: MatrixOptions) => {
      const { port, protocol } = await targetPort(given, options, 'rebind matrix 3000');
      const host = [options.host ?? LOOPBACK_IPV4];
      const texts = (list: readonly Address[]) => list.map(({ text }) => text);
      const request = {
        command: 'matrix',
        port,
        protocols: [options.protocol ?? protocol ?? 'tcp'],
        first: texts(options.first ?? host),
        second: texts(options.second ?? host),
      } as const;
      // loads while the child works
      const text = options.json ? undefined : import('../../report/matrix-text.ts');
      await runExperiment(options, 'Matrix', request, async (report) => {
        const { matrixLine, matrixText } = await (text ?? import('../../report/matrix-text.ts'));
        await print(options, report, {
          text: (shown) => matrixText(shown, style),
          line: (shown) => matrixLine(shown, style),
        });
        const fine = report.leftAsFound && report.cells.every((cell) => cell.reached && !differs(cell));
        process.exitCode = fine ? EXIT.fine : EXIT.badNews;
      });
    });
}
