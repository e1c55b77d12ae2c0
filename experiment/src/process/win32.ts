import { openLibrary } from '../sockets/ffi.ts';
import { fileTimeToDate } from '../kernel/mib-table.ts';
import type { Holder } from './process.ts';

/** Processes of Windows, from learn.microsoft.com/windows/win32/procthread. Untested: never run there yet. */

const load = openLibrary('kernel32.dll');

const OpenProcess = load<[number, number, number]>('intptr_t __stdcall OpenProcess(uint32_t, int, uint32_t)');
const QueryFullProcessImageNameW = load<[number, number, Uint16Array, Uint32Array]>(
  'int __stdcall QueryFullProcessImageNameW(intptr_t, uint32_t, void *, void *)',
);
const GetProcessTimes = load<[number, BigUint64Array, BigUint64Array, BigUint64Array, BigUint64Array]>(
  'int __stdcall GetProcessTimes(intptr_t, void *, void *, void *, void *)',
);
const CloseHandle = load<[number]>('int __stdcall CloseHandle(intptr_t)');
const CreateMutexW = load<[null, number, Uint16Array]>(
  'intptr_t __stdcall CreateMutexW(void *, int, void *)',
);
const GetLastError = load<[]>('uint32_t __stdcall GetLastError()');

const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
const LONGEST_PATH = 32_767;
const ERROR_ALREADY_EXISTS = 183;

/** The processes with these ids, which the rows of Windows have in the place of inodes. Who runs them is not looked up. */
export function win32Processes(pids: ReadonlySet<number>): Holder[] {
  return [...pids].flatMap((pid): Holder[] => {
    const handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid);
    if (handle === 0) {
      return []; // ended, or the system's own
    }
    try {
      const path = new Uint16Array(LONGEST_PATH);
      const length = Uint32Array.of(path.length);
      const named = QueryFullProcessImageNameW(handle, 0, path, length) !== 0;
      const [created, ...others] = [0, 1, 2, 3].map(() => new BigUint64Array(1));
      const [exit, kernel, user] = others;
      if (
        !created ||
        !exit ||
        !kernel ||
        !user ||
        GetProcessTimes(handle, created, exit, kernel, user) === 0
      ) {
        return [];
      }
      return [
        {
          pid,
          parent: 0,
          command: [named ? String.fromCharCode(...path.subarray(0, length[0])) : `[pid ${pid}]`],
          uid: 0,
          user: '',
          startedAt: fileTimeToDate(created[0] ?? 0n),
          inodes: [pid],
        },
      ];
    } finally {
      CloseHandle(handle);
    }
  });
}

/** A mutex with a name, which goes with the process whatever ends it; `Global` reaches every session. */
export function lockByMutex(port: number): (() => void) | undefined {
  const name = Uint16Array.from(`Global\\rebind experiment ${port}\0`, (character) =>
    character.charCodeAt(0),
  );
  const handle = CreateMutexW(null, 0, name);
  const taken = GetLastError() === ERROR_ALREADY_EXISTS;
  if (handle === 0 || taken) {
    if (handle !== 0) {
      CloseHandle(handle);
    }
    return undefined;
  }
  return () => {
    CloseHandle(handle);
  };
}
