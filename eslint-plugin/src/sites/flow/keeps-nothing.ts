/**
 * Functions that keep nothing of a socket they are given and set no option of it, by their names in lower case: they say something of
 * it, or ask, or end it. What only one language has is told by that language.
 */
const NAMES: ReadonlySet<string> = new Set([
  ...['print', 'println', 'printf', 'fprintf', 'format', 'str', 'repr'],
  ...['log', 'trace', 'debug', 'info', 'warn', 'warning', 'error'],
  // Source: POSIX, sys/socket.h, fcntl.h, sys/ioctl.h; Winsock's ioctlsocket()
  ...['getsockname', 'getsockopt', 'getpeername', 'fileno', 'fcntl', 'ioctl', 'ioctlsocket', 'shutdown'],
]);

export const keepsNothing = (name: string): boolean => NAMES.has(name.toLowerCase());
