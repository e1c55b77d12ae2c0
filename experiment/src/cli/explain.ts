import { debuglog } from 'node:util';
import { CommanderError } from 'commander';
import { PortUnusableError } from '../conduct.ts';
import { LintFileError } from '../drill/lint-findings.ts';
import { LogFileError } from '../drill/log-file-error.ts';
import { CommandError } from '../drill/server.ts';
import { printable, printableJson } from '../text/printable.ts';
import { ChildEndedError } from '../child/run-in-child.ts';
import { SystemCallError, UnsupportedSystemError } from '../sockets/sockets.ts';
import { describeSystemCall, describeSystemFailure, isSystemFailure } from '../text/system-failure.ts';
import { EXIT, UsageError } from './exit.ts';
import { errorStyle } from './output.ts';

/** What went wrong, in one line. */
interface Explanation {
  readonly kind: 'usage' | 'port' | 'unsupported' | 'system' | 'ended' | 'stopped' | 'fault';
  readonly message: string;
  readonly status: number;
  readonly port?: number;
  readonly freePort?: number;
  readonly file?: string;
}

const debug = debuglog('rebind');

/**
 * Says what went wrong: a line on standard error, or a document on standard output where JSON was asked for.
 * @returns what to exit with
 */
export function explain(error: unknown, json: boolean): number {
  const { status, message, ...details } = explanation(error);
  debug('%s', error instanceof Error ? error.stack : error);
  if (json) {
    const document = { schemaVersion: 1, error: { ...details, message: printable(message) } };
    process.stdout.write(`${printableJson(document, 2)}\n`);
  } else {
    process.stderr.write(`${errorStyle.red('rebind:')} ${printable(message)}\n`);
  }
  return status;
}

function explanation(error: unknown): Explanation {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    return { kind: 'usage', message, status: EXIT.wrongUse };
  }
  if (
    error instanceof UsageError ||
    error instanceof CommandError ||
    error instanceof LintFileError ||
    error instanceof LogFileError
  ) {
    return { kind: 'usage', message: error.message, status: EXIT.wrongUse };
  }
  if (error instanceof PortUnusableError) {
    const { problem, port, freePort } = error;
    const status = problem === 'address' ? EXIT.wrongUse : EXIT.cannotRun;
    return {
      kind: 'port',
      message: portMessage(error),
      status,
      port,
      ...(freePort === undefined ? {} : { freePort }),
    };
  }
  return { status: EXIT.cannotRun, ...cannotRun(error) };
}

function cannotRun(error: unknown): Omit<Explanation, 'status'> & Pick<Partial<Explanation>, 'status'> {
  if (error instanceof UnsupportedSystemError) {
    return { kind: 'unsupported', message: `cannot run here: ${error.message}` };
  }
  if (error instanceof SystemCallError) {
    return { kind: 'system', message: `cannot run here: ${describeSystemCall(error)}` };
  }
  if (isSystemFailure(error)) {
    const { path } = error;
    const message = `cannot go on: ${describeSystemFailure(error)}`;
    return { kind: 'system', message, ...(path === undefined ? {} : { file: path }) };
  }
  if (error instanceof ChildEndedError) {
    return {
      kind: 'ended',
      message: error.message,
      ...(error.port === undefined ? {} : { port: error.port }),
    };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return process.exitCode === EXIT.interrupted
      ? { kind: 'stopped', message: 'stopped; the port is cleaned up', status: EXIT.interrupted }
      : { kind: 'stopped', message: 'the time given was not enough; the port is cleaned up' };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: 'fault',
    message: `a fault of Rebind's own: ${message.split('\n')[0] ?? ''}; NODE_DEBUG=rebind shows where, please report it`,
  };
}

function portMessage({ message, freePort }: PortUnusableError): string {
  return freePort === undefined ? message : `${message}; port ${freePort} is free`;
}
