/** `nobody`: a user every POSIX system has, and nobody is. */
export const ANOTHER_USER = 65534;

/** Whether this process may act as another user. */
export function mayBecomeAnother(): boolean {
  return process.geteuid?.() === 0;
}

/** Calls `use` with another effective user id. Synchronous, so that nothing else of this process runs as that user. */
export function asUser<T>(uid: number, use: () => T): T {
  const home = process.geteuid?.();
  if (home === undefined || !process.seteuid) {
    throw new TypeError('this system has no user ids');
  }
  process.seteuid(uid);
  try {
    return use();
  } finally {
    process.seteuid(home);
  }
}
