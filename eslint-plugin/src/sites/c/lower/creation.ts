import type { History } from '../../flow/history.ts';
import { kindOfFamily, type AddressKind } from './address.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { Bind, Creation, CUnit, SetOption } from './unit.ts';
import { valuesOf } from './values.ts';

type Known = History<Creation, SetOption, Bind>;

/** What variables and functions for families without ports of the internet are called. */
const NO_PORTS = /vsock|vmci|netlink|bluetooth|packet|unix|tipc/i;

/**
 * SCTP and DCCP have ports, and rules of their own for them: SCTP has no TIME_WAIT, and its SO_REUSEADDR must be on both
 * sockets, of which the first must not listen. What is said of TCP would be wrong of them.
 * Source: Linux, include/net/sctp/constants.h enum sctp_state, net/sctp/socket.c sctp_get_port_local().
 */
const OTHER_TRANSPORT = /\bIPPROTO_(?:SCTP|DCCP)\b|\bSOCK_DCCP\b/;

/** What the arguments of `socket()` tell: the kind of its addresses, and whether it is one of TCP or UDP at all. */
export function kindOfSocket(
  unit: CUnit,
  creations: Known['creations'],
): { readonly kind: AddressKind; readonly isOther: boolean } {
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
  const all = [...creations];
  const isOther =
    all.length > 0 &&
    all.every(
      ({ creation }) =>
        /\bSOCK_(?:RAW|PACKET|RDM)\b/.test(creation.type?.text ?? '') || isOtherTransport(unit, creation),
    );
  const known = kinds.filter((kind) => kind !== undefined);
  const kind = known.includes('inet') ? 'inet' : known.length === kinds.length ? known[0] : undefined;
  return { kind, isOther };
}

function isOtherTransport(unit: CUnit, { domain, type, call }: Creation): boolean {
  const protocol = call.field('arguments')?.named[2];
  const namesOf = (argument: SyntaxNode | undefined): readonly string[] =>
    (argument ? valuesOf(unit, argument) : []).flatMap((value) =>
      value.kind === 'name' ? [value.name] : value.kind === 'unknown' ? [value.text] : [],
    );
  const types = namesOf(type);
  // the internet's only sequenced packets; over a Unix domain socket they are none of SCTP
  const isSequenced =
    types.some((name) => name.includes('SOCK_SEQPACKET')) &&
    namesOf(domain).some((name) => name.includes('_INET'));
  return isSequenced || [...namesOf(protocol), ...types].some((name) => OTHER_TRANSPORT.test(name));
}
