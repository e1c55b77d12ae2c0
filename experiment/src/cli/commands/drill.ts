import { type Command, InvalidArgumentError, Option } from 'commander';
import { drillServer } from '../../drill-server.ts';
import { DRILL_DEFAULTS, type How, HOWS } from '../../drill/options.ts';
import type { DrillReport, DrillStep } from '../../drill/model.ts';
import type { ChildOptions } from '../../run-in-child.ts';
import { addCommand } from '../add-command.ts';
import { port } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import { errorStyle, print, style } from '../output.ts';
import { stoppable } from '../run-experiment.ts';
import { targetPort } from '../target-port.ts';

interface DrillCliOptions {
  readonly json?: true;
  readonly port?: number;
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
    .argument('<command...>', 'the program and its arguments, after --; no shell is involved')
    .option(
      '-p, --port <port>',
      'the port it listens on, 1 to 65535 (default: the configured one of this folder)',
      port,
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
    .addOption(duration('--grace <time>', 'from SIGTERM or SIGINT to SIGKILL', DRILL_DEFAULTS.graceMs))
    .addOption(
      duration('--timeout <time>', 'how long one start may take to listen', DRILL_DEFAULTS.timeoutMs),
    )
    .addOption(
      duration(
        '--max-away <time>',
        'how long it may be away beyond its own cold start and still be back at once',
        DRILL_DEFAULTS.maxAwayMs,
      ),
    )
    .option('--lint <file>', "ESLint's JSON, to name the finding that explains a failure")
    .option('--log <file>', 'where its output goes (default: a file in a new temporary folder)')
    .action(async (server: [string, ...string[]], options: DrillCliOptions) => {
      const target = await targetPort(options.port, options, 'rebind drill --port 3000 -- node server.js');
      const { json, how, rounds, connections, grace, timeout, maxAway, lint, log } = options;
      const { drillText, stepText } = await import('../../report/drill-text.ts');
      const tell = (step: DrillStep) => {
        const line = stepText(step, errorStyle, rounds);
        if (line !== undefined) {
          process.stderr.write(`${line}\n`);
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
          json || child.onProgress ? child : { ...child, onStep: tell },
        );
      await stoppable(json ? { json } : {}, 'Drill', run, async (report) => {
        await print(json ? { json } : {}, report, () => drillText(report, style));
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

const LONGEST_MS = 3_600_000;

/** `2s`, `500ms`, `2`: seconds where no unit is given. */
function duration(flags: string, description: string, defaultMs: number): Option {
  return new Option(flags, description)
    .default(defaultMs, `${defaultMs / 1000}s`)
    .argParser((text: string) => {
      const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text) ?? [];
      const value = Number(number) * (unit === 'ms' ? 1 : 1000);
      if (number === undefined || value > LONGEST_MS) {
        throw new InvalidArgumentError('A time such as 2s or 500ms, at most 3600s.');
      }
      return value;
    });
}
