import type { Block } from '../block.ts';
import type { Choices } from '../choices.ts';
import { literalOf, variableOf, type Role } from '../roles.ts';
import { HINTS, PLACES, SOCKETS, TYPES, type Hints, type Place } from './sockets.ts';

/** One socket of a program: its role and its choices. */
export interface Opener {
  readonly role: Role;
  readonly own: (name: string) => string;
  readonly all: Choices;
  readonly name: string;
  readonly place: Place;
}

export const isMember = (choices: Choices): boolean =>
  ['field', 'this', 'constructor'].includes(choices.class ?? '');

export function openerOf(all: Choices, role: Role, index: number): Opener {
  const place: Place = PLACES[all.place as keyof typeof PLACES];
  const fd = all.class === 'this' ? 'this->fd_' : 'fd_';
  return {
    role,
    all,
    own: (name) => all[`${index}.${name}`] ?? '',
    name: role === 'either' ? 'open_service' : SOCKETS[role].opener,
    place: isMember(all) ? { fd } : place,
  };
}

export const callee = ({ all }: Opener, name: string): string =>
  all['global scope'] === '::' ? `::${name}` : name;

export const isResolved = ({ own }: Opener): boolean => own('create').includes('address');

/** Whether a variable of the opener holds the type of its socket. */
export const isTyped = ({ own }: Opener): boolean => /^(?:parameter|branch sets it)$/.test(own('which type'));

export function typeOf(opener: Opener): string {
  const { role, own } = opener;
  if (role === 'either') {
    switch (own('which type')) {
      case '?:':
        return 'udp ? SOCK_DGRAM : SOCK_STREAM';
      case 'table':
        return 'types[udp]';
      case 'branches':
        return 'SOCK_STREAM';
      default:
        return 'type';
    }
  }
  const style = own('type');
  return style === 'parameter'
    ? 'type'
    : TYPES[style as keyof typeof TYPES].replace('{}', SOCKETS[role].type);
}

export function constantOf({ role, own }: Opener): Block {
  return own('type') === 'constant' && role !== 'either' ? [`const int kind = ${SOCKETS[role].type};`] : [];
}

export const hintsOf = ({ own }: Opener): Hints => HINTS[own('hints') as keyof typeof HINTS];

export function filled(opener: Opener, template: string): string {
  const { role, name } = opener;
  const protocol =
    role === 'either'
      ? isTyped(opener)
        ? 'type == SOCK_DGRAM ? IPPROTO_UDP : IPPROTO_TCP'
        : 'udp ? IPPROTO_UDP : IPPROTO_TCP'
      : SOCKETS[role].protocol;
  const type = role === 'either' ? typeOf(opener) : SOCKETS[role].type;
  return template.replaceAll('{type}', type).replaceAll('{protocol}', protocol).replaceAll('{name}', name);
}

export const portText = ({ role }: Opener): string => `getenv("${variableOf(role)}")`;

export function portOf(opener: Opener): string {
  const { role, own } = opener;
  switch (own('port')) {
    case 'environment':
      return `atoi(${portText(opener)})`;
    case 'literal':
      return String(literalOf(role));
    case 'macro':
      return `${opener.name.toUpperCase()}_PORT`;
    default:
      return 'port';
  }
}

/** The parameters of an opener, with what main() gives for them the first time and the second. */
export function parametersOf({
  own,
  place,
  role,
}: Opener): [declaration: string, first: string, second: string][] {
  const parameters: [string, string, string][] = [];
  if (place.parameter !== undefined) {
    parameters.push([place.parameter, place.argument ?? '', place.argument ?? '']);
  }
  if (role === 'either') {
    parameters.push(
      own('which type') === 'parameter' ? ['int type', 'SOCK_STREAM', 'SOCK_DGRAM'] : ['int udp', '0', '1'],
    );
  } else if (own('type') === 'parameter') {
    parameters.push(['int type', SOCKETS[role].type, SOCKETS[role].type]);
  }
  if (own('port') === 'parameter') {
    const port = `atoi(getenv("${variableOf(role)}"))`;
    parameters.push(['int port', port, `${port} + 1`]);
  }
  return parameters;
}
