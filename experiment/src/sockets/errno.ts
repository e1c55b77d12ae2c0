import { constants } from 'node:os';

const names = new Map<number, string>();
for (const [name, number] of Object.entries(constants.errno)) {
  // Winsock's WSAEADDRINUSE is the EADDRINUSE of everybody else; aliases such as EWOULDBLOCK come second
  const plain = name.replace(/^WSA(?=E)/, '');
  if (!names.has(number)) {
    names.set(number, plain);
  }
}

/** The name of an errno of this platform, `EADDRINUSE` for 98 on Linux; `errno 12345` where it has none. */
export function errnoName(number: number): string {
  return names.get(number) ?? `errno ${number}`;
}
