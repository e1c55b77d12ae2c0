import type { Command } from 'commander';
import type { PortConflict } from '../../configured-port/index.ts';
import type { WhyReport } from '../../why/why.ts';
import { addCommand } from '../add-command.ts';
import { type CommonOptions, hostOption } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import { print, style, type Words } from '../output.ts';
import { type NamedPort, portNames } from '../port-names.ts';
import { targetPort } from '../target-port.ts';
import { withKernel } from '../with-kernel.ts';

export function addWhy(program: Command): void {
  addCommand(
    program,
    'why',
    'Say what is with a port. Binds nothing.',
    '  rebind why 3000\n  rebind why localhost:3000 8080/udp 9000-9010\n  rebind why 3000 --host 127.0.0.1 --json',
  )
    .argument(
      '[ports...]',
      'the ports: 3000, localhost:3000, 3000/udp, http://localhost:3000/, 3000-3010 (default: the configured one of this folder)',
      portNames,
    )
    .addOption(hostOption)
    .action(async (given: readonly NamedPort[] | undefined, options: CommonOptions) => {
      const { whyPort } = await import('../../why/why.ts');
      const [first, ...others] = given ?? [];
      const ports = [await targetPort(first, options, 'rebind why 3000'), ...others];
      await withKernel(async (kernel) => {
        // of a range nobody asks what each of its ports is for
        const isReadHere = ports.length <= MOST_READ;
        const reports = await Promise.all(
          ports.map(async ({ port, protocol }): Promise<WhyReport> => {
            const protocols = protocol ? { protocols: [protocol] } : {};
            const report = whyPort(kernel, { port, host: options.host, ...protocols });
            const conflicts = isReadHere ? await conflictsOn(port) : undefined;
            return conflicts
              ? {
                  ...report,
                  conflicts: conflicts.filter((one) => protocol === undefined || one.protocol === protocol),
                }
              : report;
          }),
        );
        const [only] = reports;
        if (only && reports.length === 1) {
          await print(options, only, await words());
        } else {
          await print(options, { schemaVersion: 1, command: 'why', reports }, await wordsOfSeveral());
        }
        const fine = reports.every(({ verdict }) => verdict === 'free');
        process.exitCode = fine ? EXIT.fine : EXIT.badNews;
      });
    });
}

/** What is read for a hint: who asks for a port waits for no more. */
const LIMITS = { entries: 5000, files: 200 };
const MOST_READ = 3;

/** Where several servers of the current folder would bind a port; nowhere where it cannot be read. */
async function conflictsOn(port: number): Promise<readonly PortConflict[]> {
  const { findConfiguredPorts } = await import('../../configured-port/index.ts');
  return findConfiguredPorts('.', { port, limits: LIMITS }).then(
    ({ conflicts }) => conflicts.filter((conflict) => conflict.port === port),
    () => [],
  );
}

async function words(): Promise<Words<WhyReport>> {
  const { whyLine, whyText } = await import('../../report/why-text.ts');
  return { text: (report) => whyText(report, style), line: (report) => whyLine(report, style) };
}

/** One after the other; a line each where that is all that was asked for. */
async function wordsOfSeveral(): Promise<Words<{ readonly reports: readonly WhyReport[] }>> {
  const { text, line } = await words();
  const each = async (reports: readonly WhyReport[], one: Words<WhyReport>['text']) => {
    const said = await Promise.all(reports.map(async (report) => one(report)));
    return said.join('\n');
  };
  return { text: ({ reports }) => each(reports, text), line: ({ reports }) => each(reports, line) };
}
