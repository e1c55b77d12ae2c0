import { PortUnusableError } from '../conduct.ts';
import { LintFileError } from '../drill/lint-findings.ts';
import { CommandError } from '../drill/server.ts';
import { SystemCallError, UnsupportedSystemError } from '../sockets/sockets.ts';
import { EXIT, UsageError } from './exit.ts';
import { errorStyle } from './output.ts';

/** Says on standard error what went wrong. @returns what to exit with */
export function explain(error: unknown): number {
  const [message, status] = describe(error);
  process.stderr.write(`${errorStyle.red('rebind:')} ${message}\n`);
  return status;
}

function describe(error: unknown): [message: string, status: number] {
  if (error instanceof UsageError || error instanceof CommandError || error instanceof LintFileError) {
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
