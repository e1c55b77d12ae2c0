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

export function encodeSockaddr(layout: SockaddrLayout, { address, port }: Endpoint): Uint8Array {
  const ipv6 = address.family === 6;
  const bytes = new Uint8Array(ipv6 ? SOCKADDR_SIZE : SIZE_OF_IN);
  const view = new DataView(bytes.buffer);
  const family = ipv6 ? layout.AF_INET6 : layout.AF_INET;
  if (layout.lengthByte) {
    view.setUint8(0, bytes.length);
    view.setUint8(1, family);
  } else {
    view.setUint16(0, family, LITTLE_ENDIAN);
  }
  view.setUint16(2, port);
  bytes.set(address.bytes, ipv6 ? 8 : 4);
  return bytes;
}

export function decodeSockaddr(layout: SockaddrLayout, bytes: Uint8Array): Endpoint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = layout.lengthByte ? view.getUint8(1) : view.getUint16(0, LITTLE_ENDIAN);
  const port = view.getUint16(2);
  return family === layout.AF_INET6
    ? { address: addressOf(6, bytes.slice(8, 24)), port }
    : { address: addressOf(4, bytes.slice(4, 8)), port };
}
