import { count } from './style.ts';

/** That parts of a run were not on the port asked for, and why. */
export function ranElsewhere(parts: readonly { readonly port?: number }[], noun: string): string[] {
  const moved = parts.filter(({ port }) => port !== undefined).length;
  return moved === 0
    ? []
    : [`${count(moved, noun)} ran on free ports: with net.ipv4.tcp_rfc1337=1 a TIME_WAIT cannot be removed.`];
}
