import { InvalidArgumentError, Option } from 'commander';
import { type Address, parseAddress } from '../sockets/address.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly json?: true;
  readonly host?: Address;
  /** Seconds. */
  readonly timeout?: number;
}

export function port(text: string): number {
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

/** For an option that may be given again. */
export function addresses(text: string, previous: readonly Address[] | undefined): Address[] {
  return [...(previous ?? []), address(text)];
}

export function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) {
    throw new InvalidArgumentError('A time in seconds, more than 0 and at most 3600.');
  }
  return value;
}

export const portArgument = [
  '[port]',
  'the port, 1 to 65535 (default: the configured one of this folder)',
  port,
] as const;

export const hostOption = new Option('--host <address>', 'the address a server binds').argParser(address);

export function timeoutOption(what: string): Option {
  return new Option('--timeout <seconds>', what).argParser(seconds);
}
