import { type Command, InvalidArgumentError, Option } from 'commander';
import { drillServer } from '../../drill/drill-server.ts';
import { DRILL_DEFAULTS, type How, HOWS } from '../../drill/options.ts';
import type { DrillReport, DrillStep } from '../../drill/model.ts';
import type { ChildOptions } from '../../child/run-in-child.ts';
import { addCommand } from '../add-command.ts';
import type { OutputOptions } from '../arguments.ts';
import { durationOption } from '../duration.ts';
import { EXIT } from '../exit.ts';
import { note, print, style } from '../output.ts';
import { type NamedPort, portName } from '../port-names.ts';
import { stoppable } from '../run-experiment.ts';
import { targetTcpPort } from '../target-port.ts';

interface DrillCliOptions extends OutputOptions {
  readonly port?: NamedPort;
  readonly how?: readonly How[];
  readonly rounds: number;
  readonly connections: number;
  /** Milliseconds. */
  readonly grace: number;
  readonly timeout: number;
  readonly maxAway: number;
  readonly lint?: string;
  readonly log?: string;
}

export function addDrill(program: Command): void {
  addCommand(
    program,
    'drill',
    'Start a server, end it, start it again: does it come back, and how long is it away?',
    `  rebind drill -- node server.js
  rebind drill --port 8000 --how save --how interrupt -- npm run dev
  rebind drill --rounds 20 --json -- ./build/server`,
  )
    .argument('<command...>', 'the program and its arguments; no shell is involved')
    // its options are its own
    .passThroughOptions()
    .option(
      '-p, --port <port>',
      'the port it listens on (default: the configured one of this folder)',
      portName,
    )
    .addOption(
      new Option(
        '--how <way>',
        `how it is ended: ${HOWS.join(', ')}; repeatable (default: crash and stop)`,
      ).argParser(ways),
    )
    .option('--rounds <number>', 'how often, each way', whole(1, 1000), DRILL_DEFAULTS.rounds)
    .option(
      '--connections <number>',
      'clients connected when it ends',
      whole(0, 1000),
      DRILL_DEFAULTS.connections,
    )
    .addOption(durationOption('--grace <time>', 'from SIGTERM or SIGINT to SIGKILL', DRILL_DEFAULTS.graceMs))
    .addOption(
      durationOption('--timeout <time>', 'how long one start may take to listen', DRILL_DEFAULTS.timeoutMs),
    )
    .addOption(
      durationOption(
        '--max-away <time>',
        'how long it may be away beyond its own cold start and still be back at once',
        DRILL_DEFAULTS.maxAwayMs,
      ),
    )
    .option('--lint <file>', "ESLint's JSON, to name the finding that explains a failure")
    .option(
      '--log <file>',
      'append what it prints to this file, at most 10 MB of it (default: it is not kept)',
    )
    .action(async (server: [string, ...string[]], options: DrillCliOptions) => {
      const target = await targetTcpPort(options.port, options, 'rebind drill --port 3000 -- node server.js');
      const { json, quiet, how, rounds, connections, grace, timeout, maxAway, lint, log } = options;
      const { drillLine, drillText, stepText } = await import('../../report/drill-text.ts');
      const tell = (step: DrillStep) => {
        const line = stepText(step, rounds);
        if (line !== undefined) {
          note(options, line);
        }
      };
      const run = async (child: ChildOptions<DrillReport>) =>
        drillServer(
          {
            server,
            port: target,
            ...(how ? { hows: how } : {}),
            rounds,
            connections,
            graceMs: grace,
            timeoutMs: timeout,
            maxAwayMs: maxAway,
            ...(lint === undefined ? {} : { lint }),
            ...(log === undefined ? {} : { log }),
          },
          // a bar shows the same on a terminal
          child.onProgress ? child : { ...child, onStep: tell },
        );
      const output: OutputOptions = { ...(json ? { json } : {}), ...(quiet ? { quiet } : {}) };
      await stoppable(output, 'Drill', run, async (report) => {
        await print(output, report, {
          text: (shown) => drillText(shown, style),
          line: (shown) => drillLine(shown, style),
        });
        process.exitCode = report.verdict.id === 'at-once' && report.leftAsFound ? EXIT.fine : EXIT.badNews;
      });
    });
}

function ways(text: string, previous: readonly How[] | undefined): How[] {
  const how = HOWS.find((candidate) => candidate === text);
  if (!how) {
    throw new InvalidArgumentError(`Allowed choices are ${HOWS.join(', ')}.`);
  }
  return [...new Set([...(previous ?? []), how])];
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
