import { endianness } from 'node:os';
import { addressOf, type Endpoint } from './address.ts';

/** How a platform writes `struct sockaddr_in` and `sockaddr_in6`; ports, addresses and sizes are alike everywhere. */
export interface SockaddrLayout {
  readonly AF_INET: number;
  readonly AF_INET6: number;
  /** BSD keeps the size in the first byte and the family in the second. */
  readonly lengthByte: boolean;
}

/** Large enough for `struct sockaddr_in6`. */
export const SOCKADDR_SIZE = 28;
const SIZE_OF_IN = 16;
const LITTLE_ENDIAN = endianness() === 'LE';

/** Writes the structure over what `into` held, which has room for SOCKADDR_SIZE bytes. @returns its size in bytes */
export function encodeSockaddr(
  layout: SockaddrLayout,
  { address, port }: Endpoint,
  into: Uint8Array,
): number {
  const ipv6 = address.family === 6;
  const size = ipv6 ? SOCKADDR_SIZE : SIZE_OF_IN;
  const family = ipv6 ? layout.AF_INET6 : layout.AF_INET;
  into.fill(0);
  if (layout.lengthByte) {
    into[0] = size;
    into[1] = family;
  } else {
    into[LITTLE_ENDIAN ? 0 : 1] = family; // every AF_ constant is below 256
  }
  into[2] = port >> 8;
  into[3] = port & 0xff;
  into.set(address.bytes, ipv6 ? 8 : 4);
  return size;
}

export function decodeSockaddr(layout: SockaddrLayout, bytes: Uint8Array): Endpoint {
  const [first = 0, second = 0, high = 0, low = 0] = bytes;
  const family = layout.lengthByte ? second : LITTLE_ENDIAN ? first : second;
  const port = (high << 8) | low;
  return family === layout.AF_INET6
    ? { address: addressOf(6, bytes.slice(8, 24)), port }
    : { address: addressOf(4, bytes.slice(4, 8)), port };
}
