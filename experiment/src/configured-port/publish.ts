import type { Protocol } from './model.ts';
import { portNumber } from './port-number.ts';

export interface PublishedPort {
  port: number;
  containerPort: number;
  protocol: Protocol;
  address?: string;
}

/** One more than is listed of a file, so that the rest is not left out in silence. */
const rangeLimit = 257;

/**
 * The host's ports of a port mapping in docker's short syntax, `[[HOST:]PUBLISHED:]CONTAINER[/PROTOCOL]`, ranges included
 * (https://docs.docker.com/reference/compose-file/services/#short-syntax-4). Empty where docker would choose the port.
 */
export function publishedPorts(mapping: string): PublishedPort[] {
  const match = /^(?:(?:(\[[^\]]+\]|[^:[\]]*):)?([\d-]*):)?([\d-]+)(?:\/(\w+))?$/.exec(mapping.trim());
  const [, address, published, target, protocol] = match ?? [];
  return published === undefined || target === undefined
    ? []
    : mapRange(published, target, protocol, address);
}

/** Pairs the ports of two ranges of one length, `8000-8002` and `80-82`; a range on one container port means: any of them. */
export function mapRange(
  published: string,
  target: string,
  protocol: string | undefined,
  address: string | undefined,
): PublishedPort[] {
  const host = portRange(published);
  const container = portRange(target);
  if (!host || !container || (protocol !== undefined && protocol !== 'tcp' && protocol !== 'udp')) {
    return [];
  }
  const count = Math.min(host.last - host.first + 1, rangeLimit);
  return Array.from({ length: count }, (_, index) => ({
    port: host.first + index,
    containerPort: container.first === container.last ? container.first : container.first + index,
    protocol: protocol ?? 'tcp',
    ...(address && { address: address.replace(/^\[(.*)\]$/, '$1') }),
  }));
}

export function portRange(text: string): { first: number; last: number } | undefined {
  const [from = '', to = from, ...more] = text.split('-');
  const first = portNumber(from);
  const last = portNumber(to);
  return first === undefined || last === undefined || last < first || more.length > 0
    ? undefined
    : { first, last };
}
