import { InvalidArgumentError, Option } from 'commander';
import { type Address, parseAddress } from '../sockets/address.ts';
import { duration } from './duration.ts';
import { portName } from './port-names.ts';

/** What every command takes. */
export interface OutputOptions {
  readonly json?: true;
  readonly quiet?: true;
}

export interface CommonOptions extends OutputOptions {
  readonly host?: Address;
  /** Milliseconds. */
  readonly timeout?: number;
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

/** A time of no length would stop what it limits before it begins. */
function someTime(text: string): number {
  const value = duration(text);
  if (value === 0) {
    throw new InvalidArgumentError('A time such as 2s, 500ms or 5min, more than 0.');
  }
  return value;
}

export const portArgument = [
  '[port]',
  'the port: 3000, localhost:3000, 3000/udp, http://localhost:3000/ (default: the configured one of this folder)',
  portName,
] as const;

export const hostOption = new Option('--host <address>', 'the address a server binds').argParser(address);

export function timeoutOption(what: string): Option {
  return new Option('--timeout <time>', what).argParser(someTime);
}
