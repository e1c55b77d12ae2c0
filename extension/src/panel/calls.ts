import { isIP } from 'node:net';
import type { ListenCall } from '../lint/listen-call.ts';
import { own } from './present/own.ts';

/** Names a listen call of the workspace as long as its file does not change. */
export function callId({ uri, range }: Pick<ListenCall, 'uri' | 'range'>): string {
  return `${uri}#${range.start.line}:${range.start.character}`;
}

/** Where the socket is bound when the call names no address: every address of the machine. */
const EVERYWHERE = '::';

/** What name resolution gives first on most machines, and no server means anything else by. */
const NAMES: Readonly<Record<string, string>> = { localhost: '127.0.0.1', '': EVERYWHERE, '*': EVERYWHERE };

/** The address the call binds, for the experiment; undefined where only running it would tell, or it binds no port. */
export function addressOf({ address, port }: Pick<ListenCall, 'address' | 'port'>): string | undefined {
  if (port.kind === 'path' || port.kind === 'handle') {
    return undefined;
  }
  if (address === undefined) {
    return EVERYWHERE;
  }
  const plain = address.replace(/^\[(.*)\]$/, '$1');
  return own(NAMES, plain) ?? (isIP(plain) > 0 ? plain : undefined);
}

/** Calls with one key are measured together. */
export function measureKey(call: Pick<ListenCall, 'address' | 'port' | 'protocol'>): string | undefined {
  const address = addressOf(call);
  return address === undefined ? undefined : `${call.protocol} ${address}`;
}

/** "[::]:3000", "127.0.0.1:$PORT". */
export function placeOf(call: Pick<ListenCall, 'address' | 'port'>): string {
  const address = call.address ?? EVERYWHERE;
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const port = portOf(call.port);
  return port === '' ? host : `${host}:${port}`;
}

function portOf(port: ListenCall['port']): string {
  switch (port.kind) {
    case 'literal':
      return String(port.value);
    case 'environment':
      return port.fallback === undefined ? `$${port.variable}` : `$${port.variable} (${port.fallback})`;
    case 'ephemeral':
      return '0';
    case 'unknown':
      return port.text;
    case 'none':
    case 'path':
    case 'handle':
    case 'opaque':
      return '';
  }
}
