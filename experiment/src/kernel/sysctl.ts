import { readFileSync, writeFileSync } from 'node:fs';

/**
 * A kernel parameter of Linux, such as `net.ipv4.tcp_rfc1337`, of this network namespace.
 * @returns undefined where the kernel has none of that name, or hides it
 */
export function sysctl(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** `net.ipv4.ip_local_port_range`: the ports outgoing connections are given, both ends included. */
export function ephemeralRange(): { low: number; high: number } | undefined {
  const [low, high] = (sysctl('net.ipv4.ip_local_port_range') ?? '').split(/\s+/).map(Number);
  return low !== undefined && high !== undefined && low > 0 ? { low, high } : undefined;
}

/**
 * The lowest port a process without privileges may bind. Windows has no others; macOS asks for root below 1024 too, but
 * since 10.14 for specific addresses only.
 */
export function firstUnprivilegedPort(): number {
  return process.platform === 'linux' ? Number(sysctl('net.ipv4.ip_unprivileged_port_start') ?? 1024) : 0;
}

/** Whether this kernel ignores the RST that ends a TIME_WAIT early. */
export function keepsTimeWait(): boolean {
  return sysctl('net.ipv4.tcp_rfc1337') === '1';
}

/** What that means for a TIME_WAIT; said alike by all that meet one. */
export const KEEPS_TIME_WAIT =
  'net.ipv4.tcp_rfc1337 is 1, so this kernel ignores what would end a TIME_WAIT early; it ends by itself';

/** Sets a kernel parameter of the network namespace this thread is in. @throws where one may not */
export function setSysctl(name: string, value: string): void {
  writeFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, value);
}
