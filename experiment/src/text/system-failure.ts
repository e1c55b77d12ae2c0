/** What the system says no to, and a person can do something about. */
interface Advice {
  readonly reason: string;
  readonly help?: string;
}

const ADVICE: Readonly<Partial<Record<string, Advice>>> = {
  EMFILE: { reason: 'too many open files', help: 'raise the limit of this shell: ulimit -n 256' },
  ENFILE: { reason: 'too many open files on this machine', help: 'end some programs' },
  EAGAIN: { reason: 'no more processes or memory', help: 'end some programs, or raise ulimit -u' },
  ENOMEM: { reason: 'no memory left', help: 'end some programs' },
  ENOSPC: { reason: 'no space left', help: 'free some, or write somewhere else' },
  EDQUOT: { reason: 'the quota is used up', help: 'free some, or write somewhere else' },
  EFBIG: { reason: 'the file is as large as this shell allows', help: 'raise ulimit -f' },
  EROFS: { reason: 'the file system is read-only', help: 'name another place' },
  EISDIR: { reason: 'it is a folder', help: 'name a file' },
  ENOTDIR: { reason: 'a part of the path is no folder', help: 'name another place' },
  ENOENT: { reason: 'there is no such file or folder' },
  EACCES: { reason: 'you may not', help: 'name another place, or ask for the permission' },
  EPERM: { reason: 'you may not', help: 'name another place, or ask for the permission' },
  ELOOP: { reason: 'its symbolic links lead in circles' },
  ENAMETOOLONG: { reason: 'the name is too long' },
  EIO: { reason: 'the device fails' },
};

/** A system call of Node's that failed; `path` where it was about a file. */
export function isSystemFailure(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z\d]+$/.test(error.code)
  );
}

/** In one line: what failed, on which file, why, and what to do. */
export function describeSystemFailure({ code = '', syscall, path }: NodeJS.ErrnoException): string {
  const { reason, help } = ADVICE[code] ?? { reason: 'the system says no' };
  const what = [syscall?.split(' ')[0] ?? 'a system call', path]
    .filter((part) => part !== undefined)
    .join(' ');
  return `${what}: ${reason} (${code})${help === undefined ? '' : `; ${help}`}`;
}

/** Calls `use`, and names the file in a failure that does not: those of reads and writes do not. */
export function about<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw isSystemFailure(error) && error.path === undefined ? Object.assign(error, { path: file }) : error;
  }
}

/** The same for one that was called directly. */
export function describeSystemCall({
  syscall,
  code,
}: {
  readonly syscall: string;
  readonly code: string;
}): string {
  return describeSystemFailure(Object.assign(new Error(), { syscall, code }));
}
