import type { History } from '../flow/history.ts';
import { kindOfFamily, type AddressKind } from './address.ts';
import { assignmentsIn } from './assignments.ts';
import type { Bind, CRoutine, Creation, CUnit, SetOption } from './unit.ts';
import { valuesOf } from './value.ts';

type Known = History<Creation, SetOption, Bind>;

/** What variables and functions for families without ports of the internet are called. */
const NO_PORTS = /vsock|vmci|netlink|bluetooth|packet|unix|tipc/i;

/** What the arguments of `socket()` tell: the kind of its addresses, and whether it has ports at all. */
export function kindOfSocket(
  unit: CUnit,
  creations: Known['creations'],
): { readonly kind: AddressKind; readonly isRaw: boolean } {
  const kinds = [...creations].flatMap(({ creation }) => {
    const names = creation.domain ? valuesOf(unit, creation.domain) : [];
    return names.map((value) =>
      value.kind === 'name'
        ? kindOfFamily(value.name)
        : NO_PORTS.test(creation.domain?.text ?? '')
          ? 'other'
          : undefined,
    );
  });
  const types = [...creations].map(({ creation }) => creation.type?.text ?? '');
  const isRaw = types.length > 0 && types.every((type) => /\bSOCK_(?:RAW|PACKET|RDM)\b/.test(type));
  const known = kinds.filter((kind) => kind !== undefined);
  const kind = known.includes('inet') ? 'inet' : known.length === kinds.length ? known[0] : undefined;
  return { kind, isRaw };
}

/** Whether a socket is a listener for connections or takes datagrams. */
export function protocolOf(unit: CUnit, routine: CRoutine, { creations, uses }: Known): 'tcp' | 'udp' {
  if (uses.has('listen')) {
    return 'tcp';
  }
  const names = [...creations].flatMap(({ creation }) => {
    const values = creation.type ? valuesOf(unit, creation.type) : [];
    const told = values.flatMap((value) =>
      value.kind === 'name' ? [value.name] : value.kind === 'unknown' ? [value.text] : [],
    );
    return told.some((name) => name.includes('SOCK_')) ? told : hintsOf(unit, creation.routine);
  });
  const isStream = names.some((name) => /SOCK_(?:STREAM|SEQPACKET)/.test(name));
  const isDatagram = names.some((name) => name.includes('SOCK_DGRAM'));
  return isDatagram && !isStream ? 'udp' : 'tcp';
}

/** The `ai_socktype` that getaddrinfo() is asked for. */
function hintsOf(unit: CUnit, routine: CRoutine): readonly string[] {
  const inRoutine = assignmentsIn(routine.node).all.filter(({ into }) => /(?:\.|->)ai_socktype$/.test(into));
  return inRoutine.flatMap(({ value }) =>
    valuesOf(unit, value).flatMap((found) => (found.kind === 'name' ? [found.name] : [])),
  );
}
