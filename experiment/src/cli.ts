/** The command line: what `rebind` takes, in the order of its help. A file a command in cli/commands. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addClaims } from './cli/commands/claims.ts';
import { addDrill } from './cli/commands/drill.ts';
import { addMatrix } from './cli/commands/matrix.ts';
import { addPort } from './cli/commands/port.ts';
import { addRelease } from './cli/commands/release.ts';
import { addWhy } from './cli/commands/why.ts';
import { EXIT } from './cli/exit.ts';
import { explain } from './cli/explain.ts';
import { isPortName } from './cli/port-names.ts';
import { PACKAGE_FOLDER } from './package-folder.ts';
import { wantsJson } from './cli/wants-json.ts';
import { printableLines } from './text/printable.ts';
import { describeSystemFailure } from './text/system-failure.ts';

function manifestVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** Does what the arguments of this process say, and sets its exit code. */
export async function main(): Promise<void> {
  process.stdout.on('error', endWithReader);
  // nobody is left to tell
  process.stderr.on('error', () => undefined);
  const program = createProgram();
  const given = process.argv.slice(2);
  const words = isPortName(given[0] ?? '') ? ['why', ...given] : given;
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    process.exitCode = isSaid(error) ? saidStatus(error) : explain(error, wantsJson(program, words));
  }
}

/** Help and version have said what there is to say. */
function isSaid(error: unknown): error is CommanderError {
  return error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help');
}

function saidStatus({ exitCode }: CommanderError): number {
  return exitCode === 0 ? EXIT.fine : EXIT.wrongUse;
}

/** A reader such as `head` may have seen enough; any other failure leaves the answer unsaid. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    process.stderr.write(
      `rebind: the answer cannot be written to standard output: ${describeSystemFailure(error)}\n`,
    );
    process.exitCode = EXIT.cannotRun;
  }
}

function createProgram(): Command {
  const program = new Command('rebind')
    .description('Why is the address already in use, what would help, and is that true on this machine?')
    // what follows a command is that command's, and behind drill's own command its
    .enablePositionalOptions()
    // read when it is asked for
    .option('-V, --version', 'output the version number')
    .on('option:version', () => {
      process.stdout.write(`${manifestVersion()}\n`);
      throw new CommanderError(EXIT.fine, 'commander.version', '');
    })
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({
      writeOut: (text) => {
        process.stdout.write(printableLines(text));
      },
      writeErr: (text) => {
        process.stderr.write(printableLines(text));
      },
      // said by `main`
      outputError: () => undefined,
    })
    .addHelpText(
      'after',
      `
Without a port, the commands take the one the current folder is configured for (see rebind port).
A time is 2s, 500ms, 5min or 1h. rebind 3000 is rebind why 3000.
Exit status: 0 done and fine; 1 done, and the answer is bad news; 2 wrong use; 3 cannot run here.

Examples:
  rebind why 3000          who has port 3000, or why a server cannot take it
  rebind release 3000      end the TIME_WAIT that keeps a server from starting
  rebind matrix 3000       try every pair of options against every state of the port
  rebind claims 3000       test what people say about address reuse
  rebind drill -- npm start    end a server and start it again: does it come back, and when?`,
    );

  for (const add of [addWhy, addRelease, addMatrix, addClaims, addDrill, addPort]) {
    add(program);
  }
  return program;
}
