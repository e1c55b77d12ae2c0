import type { History } from '../../flow/history.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { hintedTypes } from './hints.ts';
import { typeOfProtocol, typesIn, type SocketType } from './socket-type.ts';
import type { Bind, CRoutine, Creation, CUnit, SetOption } from './unit.ts';
import { valuesOf } from './values.ts';

type Known = History<Creation, SetOption, Bind>;

export interface Transport {
  readonly protocol: 'tcp' | 'udp';
  /** It is that on every path, so that nobody's datagram socket is given an option meant for listeners. */
  readonly isProven: boolean;
}

/** Whether a bound socket is a listener for connections or takes datagrams, and whether that is proven. */
export function transportOf(
  unit: CUnit,
  routine: CRoutine,
  { creations, uses, alwaysListens }: Known,
): Transport {
  const types = new Set([...creations].flatMap(({ creation }) => socketTypes(unit, creation)));
  const isOnly = (type: SocketType): boolean => types.size === 1 && types.has(type);
  if (isOnly('datagram')) {
    return { protocol: 'udp', isProven: true };
  }
  // what asks for datagrams on some path is not proven by a listen(), which may be left to fail there
  if (isOnly('stream') || (alwaysListens && !types.has('datagram'))) {
    return { protocol: 'tcp', isProven: true };
  }
  // a socket of datagrams does not listen: what listens somewhere is meant as a server of connections
  const protocol = types.has('datagram') && !types.has('stream') && !uses.has('listen') ? 'udp' : 'tcp';
  return { protocol, isProven: !types.has('datagram') && isNamedListener(unit, routine, creations) };
}

/**
 * Its author calls it a listener (`open_listener()`, `listenfd`), and names no datagrams in the whole file: only sockets of
 * connections listen. Source: POSIX.1-2024, listen().
 */
function isNamedListener(unit: CUnit, routine: CRoutine, creations: Known['creations']): boolean {
  const names = [
    routine.callee.name,
    ...[...creations].flatMap(({ creation, into }) => [creation.routine.callee.name, into?.name ?? '']),
  ];
  return names.some((name) => /listen/i.test(name)) && !namesDatagrams(unit.root);
}

const namesDatagrams = memoize(({ text }: SyntaxNode) => /SOCK_DGRAM|IPPROTO_UDP|udp|datagram/i.test(text));

/** The types a creation may ask for. */
function socketTypes(unit: CUnit, creation: Creation): readonly SocketType[] {
  const { type, call } = creation;
  if (!type) {
    return ['unknown'];
  }
  const asked = hintedTypes(unit, creation) ?? typesIn(unit, type);
  if (!asked.includes('unknown')) {
    return asked;
  }
  const [, , protocol] = call.field('arguments')?.named ?? [];
  const told = protocol ? valuesOf(unit, protocol).map(typeOfProtocol) : [];
  return told.length > 0 && !told.includes('unknown') ? told : asked;
}
