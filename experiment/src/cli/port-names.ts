import { InvalidArgumentError } from 'commander';
import type { Protocol } from '../sockets/sockets.ts';

/** A port as somebody names it. */
export interface NamedPort {
  readonly port: number;
  /** Undefined where the name does not say. */
  readonly protocol?: Protocol;
}

const LAST_PORT = 65_535;
/** What `rebind why` looks at in one run. */
const MOST_PORTS = 1000;

/** Schemes and the ports their addresses mean where they name none. */
const SCHEME_PORTS: Readonly<Partial<Record<string, number>>> = { http: 80, https: 443, ws: 80, wss: 443 };

const NUMBER = /^:?(\d{1,5})$/;
/** A host without a scheme: a name, IPv4, or IPv6 in brackets. */
const HOST_AND_PORT = /^(?:[\w.-]+|\[[\da-f:.%\w]*\]|\*):(\d{1,5})$/i;
const RANGE = /^(\d{1,5})-(\d{1,5})(\/(?:tcp|udp))?$/i;
const ADDRESS = /^([a-z][a-z\d+.-]*):\/\/(?![:/?#]|$)[^\s/?#]*?(?::(\d{1,5}))?(?:[/?#]\S*)?$/i;

/** What an argument says that names a port: `3000`, `:3000`, `localhost:3000`, `[::1]:3000`, `3000/udp`, an address with a scheme. */
export function readPortName(text: string): NamedPort | undefined {
  const [, scheme, ofAddress] = ADDRESS.exec(text) ?? [];
  const [, name = '', suffix] = /^(.*?)(?:\/(tcp|udp))?$/is.exec(text) ?? [];
  const lower = (scheme ?? suffix)?.toLowerCase();
  const port = Number(
    scheme === undefined
      ? (NUMBER.exec(name) ?? HOST_AND_PORT.exec(name))?.[1]
      : (ofAddress ?? SCHEME_PORTS[scheme.toLowerCase()]),
  );
  return port >= 1 && port <= LAST_PORT
    ? { port, ...(lower === 'tcp' || lower === 'udp' ? { protocol: lower } : {}) }
    : undefined;
}

/** Whether it names one port or several. */
export function isPortName(text: string): boolean {
  return readPortName(text) !== undefined || RANGE.test(text);
}

/** For an argument that is one port. */
export function portName(text: string): NamedPort {
  const named = readPortName(text);
  if (!named) {
    throw new InvalidArgumentError(
      'A port is a number from 1 to 65535, or named as 3000, :3000, localhost:3000, [::1]:3000, 3000/udp or http://localhost:3000/.',
    );
  }
  return named;
}

/** For an argument that is one port or a range of them: `3000-3010`. Of several, all together. */
export function portNames(text: string, previous: readonly NamedPort[] = []): NamedPort[] {
  const named = [...previous, ...rangeOf(text)];
  const ports = named.filter(
    ({ port, protocol }, index) =>
      named.findIndex((other) => other.port === port && other.protocol === protocol) === index,
  );
  if (ports.length > MOST_PORTS) {
    throw new InvalidArgumentError(`At most ${MOST_PORTS} ports at a time.`);
  }
  return ports;
}

function rangeOf(text: string): NamedPort[] {
  const [, first, last, protocol = ''] = RANGE.exec(text) ?? [];
  if (first === undefined || last === undefined) {
    return [portName(text)];
  }
  const [low, high] = [Number(first), Number(last)];
  if (low > high) {
    throw new InvalidArgumentError('A range goes from the lower port to the higher one, as in 3000-3010.');
  }
  if (high - low >= MOST_PORTS) {
    throw new InvalidArgumentError(`At most ${MOST_PORTS} ports at a time.`);
  }
  return Array.from({ length: high - low + 1 }, (_, index) => portName(`${low + index}${protocol}`));
}
