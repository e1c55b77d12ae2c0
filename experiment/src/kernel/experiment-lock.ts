import { libc } from '../sockets/posix.ts';
import { SystemCallError } from '../sockets/sockets.ts';

const AF_UNIX = 1;
const SOCK_STREAM_CLOEXEC = 1 | 0o2000000;

const socket = libc.load<[number, number, number]>('int socket(int, int, int)');
const bind = libc.load<[number, Uint8Array, number]>('int bind(int, const void *, uint32_t)');
const close = libc.load<[number]>('int close(int)');

/**
 * Says "an experiment runs on this port" to other experiments of this network namespace, whoever runs them: a
 * bound name in the abstract namespace of unix(7), which goes with the process whatever ends it.
 * @returns how to let go; undefined when another experiment has it
 */
export function lockPort(port: number): (() => void) | undefined {
  const descriptor = socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0);
  if (descriptor < 0) {
    throw new SystemCallError('socket(AF_UNIX)', libc.errno());
  }
  const sockaddr = new Uint8Array([AF_UNIX, 0, 0, ...new TextEncoder().encode(`rebind experiment ${port}`)]);
  if (bind(descriptor, sockaddr, sockaddr.length) === 0) {
    return () => {
      close(descriptor);
    };
  }
  const errno = libc.errno();
  close(descriptor);
  if (errno === 'EADDRINUSE') {
    return undefined;
  }
  throw new SystemCallError('bind(AF_UNIX)', errno);
}
