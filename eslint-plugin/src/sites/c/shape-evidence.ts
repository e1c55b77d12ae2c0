import { isPortNumber, saysHost, saysPort } from '../flow/names.ts';
import type { Port } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { namedPort, saysAddress } from './libraries/port.ts';
import type { CUnit } from './lower/unit.ts';
import { valuesOf } from './lower/values.ts';

/** What the arguments of a call say of an address. */
export interface Evidence {
  readonly port: Port | undefined;
  /** Where: this host, whichever, or another one. */
  readonly host: 'wildcard' | 'own' | 'any' | 'other' | undefined;
  /** An address of the socket API, with its length behind it. */
  readonly address: SyntaxNode | undefined;
}

/** Words for the other end, or for what is no port of the internet. */
const NOT_OWN =
  /remote|peer|dest|dst|\bto_|client|serial|uart|tty|gpio|midi|viewport|src|source|upstream|backend|target|count|num_?ports|nports|n_ports/i;

const OWN_HOST =
  /^"(?:127(?:\.\d+){3}|::1|\[::1\]|localhost)"$|\b(?:INADDR_LOOPBACK|QHostAddress::LocalHost\w*|(?:address_v[46]|Ipv[46])::loopback)\b/;
const WILDCARD =
  /^"(?:|\*|0\.0\.0\.0|::|\[::\]|any)"$|\b(?:INADDR_ANY|IP(?:4|6)?_?ADDR(?:4|6)?_ANY\w*|IP_ANY_TYPE|in6addr_any|ENET_HOST_ANY|QHostAddress::(?:Any\w*|\w+)|(?:address_v[46]|Ipv[46])::any)\b/;
const IP = /(?:^|_)ips?(?:$|_|\d)|[a-z]I[pP]$/;
const OWN_NAME = /bind|listen|local|own|server|any|iface|interface/i;

/** What the arguments of a call with a name say. */
export function evidenceIn(unit: CUnit, given: readonly SyntaxNode[], name: string): Evidence {
  const nodes = given.map(withoutCast);
  const at = nodes.findIndex((node, index) =>
    isPort(unit, node, { name, isAlone: nodes.length === 1, index }),
  );
  const found = nodes[at];
  const addressAt = given.findIndex(
    (argument, index) =>
      index > 0 && isSocketAddress(argument) && /sizeof|len|size/i.test(given[index + 1]?.text ?? ''),
  );
  const hosts = nodes.flatMap((node, index) => (index === at ? [] : (hostIn(node) ?? [])));
  return {
    port: found && namedPort(unit, found),
    host: STRENGTH.find((host) => hosts.includes(host)),
    address: given[addressAt],
  };
}

/** `port` of `static_cast<quint16>(port)` and of `(int)port`. */
function withoutCast(argument: SyntaxNode): SyntaxNode {
  const node = unwrap(argument);
  const [inside] = node.field('arguments')?.named ?? [];
  return inside && /^(?:static|reinterpret|const)_cast</.test(node.text) ? withoutCast(inside) : node;
}

/** Which says most where several hosts are named. */
const STRENGTH = ['other', 'wildcard', 'own', 'any'] as const;

function hostIn(node: SyntaxNode): NonNullable<Evidence['host']> | undefined {
  if (OWN_HOST.test(node.text)) {
    return 'own';
  }
  if (WILDCARD.test(node.text)) {
    return 'wildcard';
  }
  if (/^&?\w*(?:remote|peer|dest|dst)\w*$/i.test(node.text)) {
    return 'other';
  }
  if (/^&?\w*(?:server|host\w*)$/i.test(node.text)) {
    return 'any';
  }
  if (node.type === 'string_literal') {
    return /^"(?:(?:[a-z\d-]+\.)+[a-z\d]+|\w+:\/\/.*)"$/i.test(node.text) ? 'other' : undefined;
  }
  return isSimple(node) && (saysHost(node.text) || IP.test(node.text)) && !/^(?:\w+::)?AF_/.test(node.text)
    ? OWN_NAME.test(node.text)
      ? 'own'
      : NOT_OWN.test(node.text)
        ? 'other'
        : 'any'
    : undefined;
}

/** What names a value without a call that does something: `port`, `cfg->port`, `config.port()`, `htons(port)`. */
export function isSimple(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'identifier':
    case 'field_expression':
    case 'qualified_identifier':
    case 'subscript_expression':
      return true;
    case 'call_expression':
      return (
        /(?:hton\w*|ato[il]|sto[iu]l?|strtou?l|port|c_str|str|int|value|number)$/i.test(
          node.field('function')?.text ?? '',
        ) && (node.field('arguments')?.named.length ?? 0) <= 3
      );
    case 'binary_expression':
      return node.named.every((side) => isSimple(unwrap(side)) || side.type === 'number_literal');
    default:
      return false;
  }
}

/** Ports of old and well known services, below those that programs choose for themselves. */
const WELL_KNOWN = new Set([
  21, 22, 23, 25, 53, 67, 68, 69, 79, 80, 110, 111, 113, 119, 123, 137, 138, 139, 143, 161, 162, 179, 389,
  443, 445, 502, 514, 515, 546, 547, 554, 587, 631, 636, 853, 873, 992, 993, 995,
]);

/** Lengths of queues and sizes of buffers that no server takes for a port. */
const isLikelyPort = (value: number): boolean =>
  isPortNumber(value) && (WELL_KNOWN.has(value) || (value > 1024 && (value & (value - 1)) !== 0));

function isPort(
  unit: CUnit,
  node: SyntaxNode,
  { name, isAlone, index }: { readonly name: string; readonly isAlone: boolean; readonly index: number },
): boolean {
  switch (node.type) {
    case 'number_literal': {
      const [value] = valuesOf(unit, node);
      return (
        value?.kind === 'number' && isLikelyPort(value.value) && (isAlone || index > 0 || !/sock/i.test(name))
      );
    }
    case 'string_literal': {
      const [value] = valuesOf(unit, node);
      return (
        !/^"(?:https?|wss?|rtsps?|ftps?|mqtts?|redis|amqps?):\/\//.test(node.text) &&
        value !== undefined &&
        saysAddress(value) &&
        (/[:]/.test(node.text) || isLikelyPort(Number(node.text.slice(1, -1))))
      );
    }
    default:
      return (
        isSimple(node) &&
        (saysPort(node.text) || /^\w*HTONS$/i.test(node.field('function')?.text ?? '')) &&
        !NOT_OWN.test(node.text)
      );
  }
}

/** `(struct sockaddr *)&addr`, `reinterpret_cast<sockaddr *>(&addr)`, `&addr` */
const isSocketAddress = ({ text, type }: SyntaxNode): boolean =>
  /\bsockaddr|SOCKADDR|\(SA\s*\*\)/.test(text) ||
  (type === 'pointer_expression' && /addr|sin|local|server/i.test(text));
