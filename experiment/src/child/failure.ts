import { PortUnusableError, type PortProblem } from '../conduct.ts';
import { LogFileError } from '../drill/log-file-error.ts';
import { CommandError } from '../drill/server.ts';
import { isSystemFailure } from '../text/system-failure.ts';
import { SystemCallError, UnsupportedSystemError } from '../sockets/sockets.ts';

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
  /** A system call of Node's. */
  | {
      readonly kind: 'system';
      readonly message: string;
      readonly code: string;
      readonly syscall?: string;
      readonly path?: string;
    }
  | { readonly kind: 'aborted'; readonly message: string }
  | { readonly kind: 'log'; readonly message: string }
  | { readonly kind: 'unexpected'; readonly message: string; readonly stack?: string };

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
  if (error instanceof LogFileError) {
    return { kind: 'log', message: error.message };
  }
  if (isSystemFailure(error)) {
    const { message, code, syscall, path } = error;
    return {
      kind: 'system',
      message,
      code,
      ...(syscall === undefined ? {} : { syscall }),
      ...(path === undefined ? {} : { path }),
    };
  }
  if (error instanceof Error) {
    return error.name === 'AbortError'
      ? { kind: 'aborted', message: error.message }
      : {
          kind: 'unexpected',
          message: error.message,
          ...(error.stack === undefined ? {} : { stack: error.stack }),
        };
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
    case 'system': {
      const { message, kind: _, ...fields } = failure;
      return Object.assign(new Error(message), fields);
    }
    case 'aborted':
      return new DOMException(failure.message, 'AbortError');
    case 'log':
      return new LogFileError(failure.message);
    case 'unexpected':
      return Object.assign(new Error(failure.message), { stack: failure.stack });
  }
}
