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

function manifestVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** Does what the arguments of this process say, and sets its exit code. */
export async function main(): Promise<void> {
  process.stdout.on('error', endWithReader);
  const program = createProgram();
  try {
    await program.parseAsync();
  } catch (error) {
    // commander has said its line already; help and version end with 0
    process.exitCode =
      error instanceof CommanderError ? (error.exitCode === 0 ? EXIT.fine : EXIT.wrongUse) : explain(error);
  }
}

/** A reader such as `head` may have seen enough. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
}

function createProgram(): Command {
  const program = new Command('rebind')
    .description('Why is the address already in use, what would help, and is that true on this machine?')
    // read when it is asked for
    .option('-V, --version', 'output the version number')
    .on('option:version', () => {
      process.stdout.write(`${manifestVersion()}\n`);
      throw new CommanderError(EXIT.fine, 'commander.version', '');
    })
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
  rebind claims 3000       test what people say about address reuse
  rebind drill -- npm start    end a server and start it again: does it come back, and when?`,
    );

  for (const add of [addWhy, addRelease, addMatrix, addClaims, addDrill, addPort]) {
    add(program);
  }
  return program;
}
