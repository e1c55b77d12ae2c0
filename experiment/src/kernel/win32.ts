import { errnoName } from '../sockets/errno.ts';
import type { Family } from '../sockets/address.ts';
import { openLibrary } from '../sockets/ffi.ts';
import { type Protocol, SystemCallError } from '../sockets/sockets.ts';
import { Win32Sockets } from '../sockets/win32.ts';
import type { Kernel } from './kernel.ts';
import { decodeMibTable } from './mib-table.ts';
import { WholeSocketTable } from './whole-socket-table.ts';
import { lockByMutex, win32Processes } from '../process/win32.ts';

/** The kernel of Windows, written from learn.microsoft.com/windows/win32/api/iphlpapi. Untested: never run there yet. */

const load = openLibrary('iphlpapi.dll');
type GetTableArguments = [
  table: Uint8Array,
  size: Uint32Array,
  order: number,
  family: number,
  tableClass: number,
  reserved: number,
];
const getTable = (name: string) =>
  load<GetTableArguments>(`uint32_t __stdcall ${name}(void *, void *, int, uint32_t, int, uint32_t)`);

const TABLES: Readonly<
  Record<
    Protocol,
    { readonly get: (...parameters: GetTableArguments) => number; readonly tableClass: number }
  >
> = {
  tcp: { get: getTable('GetExtendedTcpTable'), tableClass: 5 }, // TCP_TABLE_OWNER_PID_ALL
  udp: { get: getTable('GetExtendedUdpTable'), tableClass: 1 }, // UDP_TABLE_OWNER_PID
};
const FAMILIES: readonly (readonly [Family, number])[] = [
  [4, 2],
  [6, 23],
];
const NO_ERROR = 0;
const ERROR_INSUFFICIENT_BUFFER = 122;

/** @throws SystemCallError where Winsock does not start or a table is refused */
export function openWin32Kernel(): Kernel {
  const sockets = new Win32Sockets();
  const read = () =>
    (['tcp', 'udp'] as const).flatMap((protocol) =>
      FAMILIES.flatMap(([family, number]) => decodeMibTable(protocol, family, readTable(protocol, number))),
    );
  read(); // now rather than in the middle of an experiment
  return {
    sockets,
    table: new WholeSocketTable(read, { showsBoundSockets: false }),
    holdersOf: win32Processes,
    ancestorsOf: () => [], // `win32Processes` does not look parents up
    optionsOf: () => undefined,
    lockPort: lockByMutex,
    inFreshNetwork: () => undefined,
    close: () => undefined,
  };
}

function readTable(protocol: Protocol, family: number): Uint8Array {
  const { get, tableClass } = TABLES[protocol];
  const size = Uint32Array.of(64 * 1024);
  for (;;) {
    const bytes = new Uint8Array(size[0] ?? 0);
    const error = get(bytes, size, 0, family, tableClass, 0);
    if (error === NO_ERROR) {
      return bytes;
    }
    // sockets come and go; `size` says now how much it takes
    if (error !== ERROR_INSUFFICIENT_BUFFER) {
      throw new SystemCallError(`GetExtended${protocol === 'tcp' ? 'Tcp' : 'Udp'}Table`, errnoName(error));
    }
  }
}
