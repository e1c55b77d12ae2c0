import { PortUnusableError, type PortProblem } from './conduct.ts';
import { CommandError } from './drill/server.ts';
import { SystemCallError, UnsupportedSystemError } from './sockets/sockets.ts';

/** An error as it travels from the child process to its parent. */
export type Failure =
  | {
      readonly kind: 'port';
      readonly problem: PortProblem;
      readonly port: number;
      readonly message: string;
      readonly freePort?: number;
    }
  | { readonly kind: 'unsupported'; readonly message: string }
  | { readonly kind: 'syscall'; readonly syscall: string; readonly code: string }
  | { readonly kind: 'command'; readonly message: string }
  | { readonly kind: 'aborted'; readonly message: string }
  | { readonly kind: 'unexpected'; readonly message: string };

export function toFailure(error: unknown): Failure {
  if (error instanceof PortUnusableError) {
    const { problem, port, message, freePort } = error;
    return { kind: 'port', problem, port, message, ...(freePort === undefined ? {} : { freePort }) };
  }
  if (error instanceof UnsupportedSystemError) {
    return { kind: 'unsupported', message: error.message };
  }
  if (error instanceof SystemCallError) {
    return { kind: 'syscall', syscall: error.syscall, code: error.code };
  }
  if (error instanceof CommandError) {
    return { kind: 'command', message: error.message };
  }
  if (error instanceof Error) {
    return error.name === 'AbortError'
      ? { kind: 'aborted', message: error.message }
      : { kind: 'unexpected', message: error.stack ?? error.message };
  }
  return { kind: 'unexpected', message: String(error) };
}

export function fromFailure(failure: Failure): Error {
  switch (failure.kind) {
    case 'port':
      return new PortUnusableError(failure.problem, failure.port, failure.message, failure.freePort);
    case 'unsupported':
      return new UnsupportedSystemError(failure.message);
    case 'syscall':
      return new SystemCallError(failure.syscall, failure.code);
    case 'command':
      return new CommandError(failure.message);
    case 'aborted':
      return new DOMException(failure.message, 'AbortError');
    case 'unexpected':
      return new Error(failure.message);
  }
}
