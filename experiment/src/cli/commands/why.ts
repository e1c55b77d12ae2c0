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
        const conflicts = await conflictsHere();
        const reports = ports.map(({ port, protocol }): WhyReport => ({
          ...whyPort(kernel, { port, host: options.host, ...(protocol ? { protocols: [protocol] } : {}) }),
          conflicts: conflicts.filter(
            (conflict) =>
              conflict.port === port && (protocol === undefined || conflict.protocol === protocol),
          ),
        }));
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

/** Files that are read for a hint: who asks for one port waits for no more. */
const LIMITS = { entries: 5000, files: 500 };

/** The ports that several servers of the current folder would bind; none where it cannot be read. */
async function conflictsHere(): Promise<readonly PortConflict[]> {
  const { findConfiguredPorts } = await import('../../configured-port/index.ts');
  return findConfiguredPorts('.', { limits: LIMITS }).then(
    ({ conflicts }) => conflicts,
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
