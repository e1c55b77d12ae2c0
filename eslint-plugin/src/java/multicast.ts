import type { ListenSite } from '../site.ts';
import { typeNamed } from './catalogue/index.ts';
import type { BindStep, File, JavaHistory } from './front-end.ts';
import type { Target } from './port.ts';
import { placeOf } from './place.ts';
import { variableOf } from './scope.ts';

/** 224.0.0.0/4 and ff00::/8. Source: RFC 5771, RFC 4291. */
const MULTICAST_ADDRESS = /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/i;

/** What in a file may concern a datagram socket that others receive beside. */
const GROUPS = /joinGroup|\.\s*join\s*\(|setBroadcast|SO_BROADCAST|[Mm]ulticast|[Bb]roadcast/;

/**
 * Whether a datagram socket receives multicast. `no` only where the socket is a variable that does not leave its file, and
 * nothing in the file joins a group or broadcasts.
 */
export function multicastOf(
  { sourceCode, names }: File,
  { bind, socket }: BindStep,
  history: JavaHistory,
  { address }: Target,
): ListenSite['multicast'] {
  if (
    history.uses.has('join') ||
    (address !== undefined && MULTICAST_ADDRESS.test(address)) ||
    isMulticastSocket({ bind }, history)
  ) {
    return 'yes';
  }
  const object = bind.call.field('object');
  const place = object ? placeOf(names, object) : socket;
  const variable = object && place ? variableOf(object, place.name) : undefined;
  const isContained =
    variable !== undefined &&
    (variable.kind === 'local' || variable.isPrivate) &&
    history.strangers.size === 0 &&
    history.creations.size > 0 &&
    !new RegExp(String.raw`\breturn\s+(?:this\.)?${variable.name}\b`).test(sourceCode.text);
  return isContained && !GROUPS.test(sourceCode.text) ? 'no' : 'unknown';
}

/** A java.net.MulticastSocket, which sets SO_REUSEADDR itself. */
export function isMulticastSocket({ bind }: Pick<BindStep, 'bind'>, { creations }: JavaHistory): boolean {
  return [bind.type, ...[...creations].map(({ creation }) => creation.type)].some(
    (type) => type !== undefined && typeNamed(type)?.isMulticast,
  );
}
