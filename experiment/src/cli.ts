import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { PortUnusableError } from './conduct.ts';
import type { Kernel } from './kernel/kernel.ts';
import { differs } from './cell.ts';
import type { Progress } from './experiment.ts';
import type { Answers, Request } from './protocol.ts';
import { styleFor } from './report/style.ts';
import { type Address, parseAddress } from './sockets/address.ts';
import { type Protocol, SystemCallError, UnsupportedSystemError } from './sockets/sockets.ts';

/** What `rebind` exits with. */
const EXIT = { fine: 0, badNews: 1, wrongUse: 2, cannotRun: 3, interrupted: 130 } as const;

interface CommonOptions {
  readonly json?: true;
  readonly host?: Address;
  /** Seconds. */
  readonly timeout?: number;
}

const style = styleFor(process.stdout, process.env);
const errorStyle = styleFor(process.stderr, process.env);

/** A mistake of whoever typed the command; one line says which. */
class UsageError extends Error {}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 65535) {
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  }
  return value;
}

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed) {
    throw new InvalidArgumentError('Not an IP address, such as 127.0.0.1, ::1, :: or ::/v6only.');
  }
  return parsed;
}

function addresses(text: string, previous: readonly Address[] | undefined): Address[] {
  return [...(previous ?? []), address(text)];
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) {
    throw new InvalidArgumentError('A time in seconds, more than 0 and at most 3600.');
  }
  return value;
}

const LOOPBACK = address('127.0.0.1');

function manifestVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

const program = new Command('rebind')
  .description('Why is the address already in use, what would help, and is that true on this machine?')
  .version(manifestVersion(), '-V, --version')
  .exitOverride()
  .showHelpAfterError(false)
  .configureOutput({
    // one line, whatever the suggestion
    outputError: (text, write) => {
      write(`${text.trim().replaceAll('\n', ' ')}\n`);
    },
  })
  .addHelpText(
    'after',
    `
Without a port, the commands take the one the current folder is configured for (see rebind port).
Exit status: 0 done and fine; 1 done, and the answer is bad news; 2 wrong use; 3 cannot run here.

Examples:
  rebind why 3000          who has port 3000, or why a server cannot take it
  rebind release 3000      end the TIME_WAIT that keeps a server from starting
  rebind matrix 3000       try every pair of options against every state of the port
  rebind claims 3000       test what people say about address reuse`,
  );

function command(name: string, summary: string, examples: string): Command {
  return program
    .command(name)
    .description(summary)
    .exitOverride()
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExamples:\n${examples}`);
}

const portArgument = [
  '[port]',
  'the port, 1 to 65535 (default: the configured one of this folder)',
  port,
] as const;
const hostOption = new Option('--host <address>', 'the address a server binds').argParser(address);
const timeoutOption = (what: string) => new Option('--timeout <seconds>', what).argParser(seconds);

command(
  'why',
  'Say what is with a port. Binds nothing.',
  '  rebind why 3000\n  rebind why 3000 --host 127.0.0.1 --json',
)
  .argument(...portArgument)
  .addOption(hostOption)
  .action(async (given: number | undefined, options: CommonOptions) => {
    const { whyPort } = await import('./why.ts');
    const target = await targetPort(given, options);
    await withKernel(async (kernel) => {
      const report = whyPort(kernel, { port: target, host: options.host });
      await print(options, report, async () => (await import('./report/why-text.ts')).whyText(report, style));
      process.exitCode = report.verdict === 'free' ? EXIT.fine : EXIT.badNews;
    });
  });

command(
  'release',
  'End the TIME_WAIT leftovers of a port. Touches no live connection.',
  '  rebind release 3000\n  rebind release 3000 --host 127.0.0.1',
)
  .argument(...portArgument)
  .addOption(hostOption)
  .addOption(timeoutOption('how long to wait for the kernel to show the effect (default: 0.5)'))
  .action(async (given: number | undefined, options: CommonOptions) => {
    const { releasePort } = await import('./release.ts');
    const target = await targetPort(given, options);
    await withKernel(async (kernel) => {
      const report = await releasePort(kernel, {
        port: target,
        host: options.host,
        ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
      });
      await print(options, report, async () =>
        (await import('./report/release-text.ts')).releaseText(report, style),
      );
      process.exitCode = report.released === report.leftovers.length ? EXIT.fine : EXIT.badNews;
    });
  });

interface MatrixCliOptions extends CommonOptions {
  readonly first?: readonly Address[];
  readonly second?: readonly Address[];
  readonly protocol?: Protocol;
}

command(
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
  .addOption(new Option('--protocol <protocol>', 'one protocol only').choices(['tcp', 'udp']).default('tcp'))
  .addOption(timeoutOption('stop, and clean up, after this time'))
  .action(async (given: number | undefined, options: MatrixCliOptions) => {
    const target = await targetPort(given, options);
    const host = [options.host ?? LOOPBACK];
    const texts = (list: readonly Address[]) => list.map(({ text }) => text);
    // loads while the child works
    const text = options.json ? undefined : import('./report/matrix-text.ts');
    const report = await experiment(options, 'Matrix', {
      command: 'matrix',
      port: target,
      protocols: [options.protocol ?? 'tcp'],
      first: texts(options.first ?? host),
      second: texts(options.second ?? host),
    });
    await print(options, report, async () =>
      (await (text ?? import('./report/matrix-text.ts'))).matrixText(report, style),
    );
    const fine = report.leftAsFound && report.cells.every((cell) => cell.reached && !differs(cell));
    process.exitCode = fine ? EXIT.fine : EXIT.badNews;
  });

command(
  'claims',
  'Test what is said about address reuse on this kernel.',
  '  rebind claims 3000\n  rebind claims 3000 --evidence\n  rebind claims 3000 --json',
)
  .argument(...portArgument)
  .addOption(hostOption)
  .option('--evidence', 'show the system calls and the socket table too')
  .addOption(timeoutOption('stop, and clean up, after this time'))
  .action(async (given: number | undefined, options: CommonOptions & { readonly evidence?: true }) => {
    const target = await targetPort(given, options);
    const report = await experiment(options, 'Claims', {
      command: 'claims',
      port: target,
      host: (options.host ?? LOOPBACK).text,
    });
    const { claimsText, isSurprise } = await import('./report/claims-text.ts');
    await print(options, report, () => claimsText(report, style, options.evidence === true));
    process.exitCode = report.leftAsFound && !report.claims.some(isSurprise) ? EXIT.fine : EXIT.badNews;
  });

command(
  'port',
  'List the ports a folder is configured for, best first.',
  '  rebind port\n  rebind port packages/web --json',
)
  .argument('[dir]', 'the folder', '.')
  .action(async (dir: string, options: CommonOptions) => {
    const { bestPort, findConfiguredPorts } = await import('./configured-port/index.ts');
    const found = await findConfiguredPorts(dir).catch((error: unknown) => {
      throw new UsageError(
        `cannot read the folder ${dir}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const report = { schemaVersion: 1, command: 'port', folder: dir, ...found };
    await print(options, report, async () =>
      (await import('./report/port-text.ts')).portText(found, dir, style),
    );
    process.exitCode = bestPort(found) && found.conflicts.length === 0 ? EXIT.fine : EXIT.badNews;
  });

/** The given port, else the best of the current folder; says which where a person reads. */
async function targetPort(given: number | undefined, options: CommonOptions): Promise<number> {
  if (given !== undefined) {
    return given;
  }
  const { bestPort, findConfiguredPorts } = await import('./configured-port/index.ts');
  const best = bestPort(await findConfiguredPorts('.'));
  if (!best) {
    throw new UsageError('no port is configured in this folder: name one, as in rebind why 3000');
  }
  if (!options.json) {
    const { place } = await import('./report/port-text.ts');
    process.stderr.write(`${errorStyle.dim(`Port ${best.port}, as ${place(best)} says.`)}\n`);
  }
  return best.port;
}

async function withKernel(use: (kernel: Kernel) => Promise<void>): Promise<void> {
  const { openKernel } = await import('./kernel/kernel.ts');
  const kernel = await openKernel();
  try {
    await use(kernel);
  } finally {
    kernel.close();
  }
}

/** Runs an experiment in a child process, stopping it when the user or the clock says so. */
async function experiment<R extends Request>(
  options: CommonOptions,
  title: string,
  request: R,
): Promise<Answers[R['command']]> {
  const { runInChild } = await import('./run-in-child.ts');
  const stop = new AbortController();
  const interrupt = () => {
    process.exitCode = EXIT.interrupted;
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const clock =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          stop.abort();
        }, options.timeout * 1000);
  const bar = options.json || !process.stderr.isTTY ? undefined : progressBar(title);
  try {
    return await runInChild(request, { signal: stop.signal, ...(bar ? { onProgress: bar.update } : {}) });
  } finally {
    clearTimeout(clock);
    await bar?.stop();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

const BAR_AFTER_MS = 300;

/** A bar for what lasts: it appears only once the work has taken a moment. */
function progressBar(title: string): { update: (progress: Progress) => void; stop: () => Promise<void> } {
  const start = performance.now();
  let bar: Promise<{ update: (value: number) => void; stop: () => void }> | undefined;
  return {
    update: ({ done, total }) => {
      if (performance.now() - start > BAR_AFTER_MS) {
        bar ??= import('cli-progress').then(({ default: { SingleBar } }) => {
          const single = new SingleBar({
            format: `${title} [{bar}] {value}/{total}`,
            clearOnComplete: true,
            stream: process.stderr,
          });
          single.start(total, done);
          return single;
        });
        void bar.then((single) => {
          single.update(done);
        });
      }
    },
    stop: async () => {
      (await bar)?.stop();
    },
  };
}

async function print(
  options: CommonOptions,
  report: object,
  text: () => string | Promise<string>,
): Promise<void> {
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : await text());
}

function explain(error: unknown): number {
  const [message, status] = describe(error);
  process.stderr.write(`${errorStyle.red('rebind:')} ${message}\n`);
  return status;
}

function describe(error: unknown): [message: string, status: number] {
  if (error instanceof UsageError) {
    return [error.message, EXIT.wrongUse];
  }
  if (error instanceof PortUnusableError) {
    return [portMessage(error), error.problem === 'address' ? EXIT.wrongUse : EXIT.cannotRun];
  }
  if (error instanceof UnsupportedSystemError || error instanceof SystemCallError) {
    return [`cannot run here: ${error.message}`, EXIT.cannotRun];
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return process.exitCode === EXIT.interrupted
      ? ['stopped; the port is cleaned up', EXIT.interrupted]
      : ['the time given was not enough; the port is cleaned up', EXIT.cannotRun];
  }
  return [error instanceof Error ? (error.stack ?? error.message) : String(error), EXIT.cannotRun];
}

function portMessage({ problem, port: busy, message, freePort }: PortUnusableError): string {
  const who = {
    held: `; rebind why ${busy} says who`,
    leftovers: `; rebind release ${busy} may end them`,
    experiment: '',
    privileged: '',
    address: '',
  }[problem];
  return `${message}${who}${freePort === undefined ? '' : `; port ${freePort} is free`}`;
}

try {
  await program.parseAsync();
} catch (error) {
  // commander has said its line already; help and version end with 0
  process.exitCode =
    error instanceof CommanderError ? (error.exitCode === 0 ? EXIT.fine : EXIT.wrongUse) : explain(error);
}
