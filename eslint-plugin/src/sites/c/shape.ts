import { withoutOption } from '../flow/catalogue.ts';
import { isPortNumber, saysHost, saysPort } from '../flow/names.ts';
import type { Port } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { nodeAt } from '../tree-sitter/walk.ts';
import { baseOf } from './lower/address-names.ts';
import { isClassOfFile } from './lower/owner.ts';
import { readAddress } from './lower/address.ts';
import { isDefined, routineAt, type CUnit } from './lower/unit.ts';
import { valuesOf } from './lower/values.ts';
import { namedPort, saysAddress } from './libraries/port.ts';
import { option, site, type File } from './libraries/site.ts';
import { makingOf, typeOf } from './libraries/types.ts';
import { deedOf, isOfSockets, isServerClass, isServerName, STARTS, type Deed } from './shape-names.ts';

/** A call or construction that may be a server's by its shape. */
export interface Shape {
  readonly node: SyntaxNode;
}

const CALL = /(?<![#\w])[A-Za-z_]\w*(?=(?:<[^<>;(){}]{1,60}>)?\s*[({])/g;

/** The calls of a file whose names say that they bind, where nothing else is known of them. */
export function* shapesIn({ sourceCode: { text }, unit }: File): Generator<Shape> {
  const seen = new Set<SyntaxNode>();
  for (const { 0: name, index } of text.matchAll(CALL)) {
    if (deedOf(name) !== undefined || STARTS.test(name)) {
      const call = callAt(unit, index);
      if (call && !seen.has(call)) {
        seen.add(call);
        yield { node: call };
      }
    }
  }
  for (const { index } of text.matchAll(CLASS)) {
    const node = makingAt(unit, index);
    if (node && !seen.has(node)) {
      seen.add(node);
      yield { node };
    }
  }
}

const CLASS = /\b\w+(?:Server|Listener|Acceptor)\b(?=[^;{}\n]{0,80}[({])/g;

/** The call whose function's last name stands at an offset. */
function callAt({ root }: CUnit, index: number): SyntaxNode | undefined {
  const name = nodeAt(root, index);
  let node = name;
  for (let { parent } = node; parent; { parent } = parent) {
    if (parent.type === 'call_expression') {
      return parent.field('function') === node ? parent : undefined;
    }
    if (!/^(?:field_expression|qualified_identifier|template_function|template_method)$/.test(parent.type)) {
      return undefined;
    }
    // `server` of `server.listen(80)` is not what is called
    const last = parent.field('field') ?? parent.field('name');
    if (last !== node) {
      return undefined;
    }
    node = parent;
  }
  return undefined;
}

/** The construction of an object whose class's name stands at an offset: `TcpServer server(80)`, `new TcpServer(80)`. */
function makingAt({ root }: CUnit, index: number): SyntaxNode | undefined {
  let node = nodeAt(root, index);
  for (let { parent } = node; parent; { parent } = parent) {
    switch (parent.type) {
      case 'qualified_identifier':
      case 'template_type':
      case 'template_argument_list':
      case 'type_descriptor':
      case 'template_function':
        node = parent;
        continue;
      case 'new_expression':
      case 'compound_literal_expression':
        return parent.field('type') === node ? parent : undefined;
      case 'call_expression':
        return parent.field('function') === node ? parent : undefined;
      case 'declaration': {
        const [declarator, ...others] = parent.fields('declarator');
        return parent.field('type') === node && others.length === 0 && declarator?.type === 'init_declarator'
          ? declarator
          : undefined;
      }
      default:
        return undefined;
    }
  }
  return undefined;
}

/** What the arguments of a call say of an address. */
interface Evidence {
  readonly port: Port | undefined;
  /** Where: this host, whichever, or another one. */
  readonly host: 'wildcard' | 'own' | 'any' | 'other' | undefined;
  /** An address of the socket API, with its length behind it. */
  readonly address: SyntaxNode | undefined;
}

/** The site that a call is, by its shape; certain of nothing. */
export function readShape(file: File, { node }: Shape): UnsettledSite[] {
  const making = made(node);
  return making && isServerClass(lastWord(making.type)) ? readMade(file, making) : readCall(file, node);
}

interface Made {
  readonly type: string;
  readonly name: SyntaxNode;
  readonly given: readonly SyntaxNode[];
}

function made(node: SyntaxNode): Made | undefined {
  if (node.type !== 'init_declarator') {
    return makingOf(node);
  }
  const name = node.field('declarator');
  const type = node.parent?.field('type')?.text;
  const list = node.field('value');
  return name && type !== undefined && list && /^(?:argument_list|initializer_list)$/.test(list.type)
    ? { type, name, given: list.named }
    : undefined;
}

const lastWord = (name: string): string => /(\w+)(?:<.*>)?$/s.exec(name)?.[1] ?? name;

function readMade(file: File, { type, name, given }: Made): UnsettledSite[] {
  const own = lastWord(type);
  const { port, host } = evidenceIn(file.unit, given, own);
  return isServerClass(own) &&
    !isClassOfFile(file.unit.root, own) &&
    port &&
    host !== 'other' &&
    host !== 'any'
    ? [shaped(file, name, { called: type, port })]
    : [];
}

/** The function's name in `net::tcp_listen(...)`, `server->listen(...)`; undefined for the making of an object. */
function calledName(call: SyntaxNode): string | undefined {
  const callee = call.field('function');
  const name =
    callee?.type === 'identifier'
      ? callee.text
      : callee?.type === 'field_expression'
        ? callee.field('field')?.text
        : callee?.type === 'qualified_identifier'
          ? callee.field('name')?.text
          : undefined;
  return name === undefined || isServerClass(name) ? undefined : name;
}

function readCall(file: File, call: SyntaxNode): UnsettledSite[] {
  const { unit } = file;
  const callee = call.field('function');
  const name = calledName(call);
  if (!callee || name === undefined || isForOthers(callee) || isDefined(unit, name)) {
    return [];
  }
  const receiver = callee.field('argument')?.text ?? callee.field('scope')?.text;
  if (receiver !== undefined && CLIENT.test(typeOf(unit, routineAt(unit, call), receiver) ?? '')) {
    return [];
  }
  const deed = deedOf(name) ?? (receiver !== undefined && STARTS.test(name) ? 'serve' : undefined);
  const given = call.field('arguments')?.named ?? [];
  const evidence = evidenceIn(unit, given, name);
  const port = deed && portBy(deed, evidence, { name, receiver, unit, given });
  const isStated =
    given.some(({ text }) => /reuse|share/i.test(text)) ||
    (receiver !== undefined && isCalledOn(unit, receiver, String.raw`\w*reuse\w*`)) ||
    (given[0] !== undefined && isGivenReuse(unit, given[0]));
  return port && port.kind !== 'path'
    ? [shaped(file, callee, { called: `${callee.text}()`, port, isStated })]
    : [];
}

/** Whether a file sets an option for reuse on a socket: `zsock_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, ...)`. */
const isGivenReuse = ({ root }: CUnit, { text }: SyntaxNode): boolean =>
  /REUSE/.test(root.text) && new RegExp(String.raw`\w\(\s*${escaped(text)}\s*,[^;{}]*REUSE`).test(root.text);

/** Classes whose sockets connect, or that have to do with none. */
const CLIENT = /TcpSocket$|TCPSocket$|Client|Shader|Texture|Buffer|Statement|Stmt|Query|Program/;

/** `std::bind(...)` and its like. */
const isForOthers = ({ text }: SyntaxNode): boolean =>
  /^(?:std|boost|absl|base|folly|fit|brigand|sqlite3?|mysql|QtConcurrent|lua|py|pybind11|juce|ImGui|glm?|vk|hana|sc|sigc|gtk|rxcpp)::/.test(
    text,
  );

interface Call {
  readonly name: string;
  readonly receiver: string | undefined;
  readonly unit: CUnit;
  readonly given: readonly SyntaxNode[];
}

/** The port that a call with a name binds, where its arguments are those of a server. */
function portBy(deed: Deed, evidence: Evidence, call: Call): Port | undefined {
  const { port, host, address } = evidence;
  const { name, receiver, unit, given } = call;
  const last = lastWord(receiver ?? '');
  const isSocket = isOfSockets(last) || (!PLAIN.test(name) && isOfSockets(name.replace(PLAIN_WORD, '')));
  if (host === 'other') {
    return undefined;
  }
  switch (deed) {
    case 'bind':
      if (address && given.length === 3) {
        if (isHandedOn(unit, address)) {
          return undefined;
        }
        const isOfSystem = isSocket || !PLAIN.test(name) || TABLE.test(last);
        const read = readAddress(unit, address, address.start);
        return isOfSystem && read.kind !== 'path' && read.kind !== 'other' ? read.port : undefined;
      }
      return host === 'own' || host === 'wildcard' || isSocket
        ? (port ?? addressThatListens(unit, receiver, given) ?? addressOfListener(unit, given))
        : undefined;
    case 'listen':
      return host !== undefined ||
        isSocket ||
        !PLAIN.test(name) ||
        (receiver !== undefined && isRun(unit, receiver))
        ? port
        : undefined;
    case 'serve':
      return receiver !== undefined && deedOf(name) === undefined && !isServerName(last) ? undefined : port;
    case 'open':
      return host === undefined || host === 'wildcard' ? port : undefined;
  }
}

/** The address in `socket.bind(address)`, where the file has the same object listen. */
function addressThatListens(
  unit: CUnit,
  receiver: string | undefined,
  [address, ...others]: readonly SyntaxNode[],
): Port | undefined {
  const isAddress =
    address !== undefined &&
    isSimple(unwrap(address)) &&
    /addr|endpoint|^ep$/i.test(address.text) &&
    others.length < 2;
  return isAddress && receiver !== undefined && isCalledOn(unit, receiver, String.raw`listen`)
    ? { kind: 'unknown', text: address.text }
    : undefined;
}

/** The address in `apr_socket_bind(s, address)`, where the file has the same socket listen. */
function addressOfListener(
  { root }: CUnit,
  [socket, address, ...others]: readonly SyntaxNode[],
): Port | undefined {
  return socket &&
    address &&
    others.length === 0 &&
    isSimple(socket) &&
    /addr|sa$|endpoint/i.test(address.text) &&
    new RegExp(String.raw`listen\w*\s*\(\s*${escaped(socket.text)}\s*,`).test(root.text)
    ? { kind: 'unknown', text: address.text }
    : undefined;
}

const escaped = (text: string): string => text.replaceAll(/[^\w\s]/g, String.raw`\$&`);

/** Whether a function that is called bind hands on the address it is given: its callers are what binds. */
function isHandedOn(unit: CUnit, address: SyntaxNode): boolean {
  const { callee, parameters } = routineAt(unit, address);
  return /bind$/i.test(callee.name) && parameters.includes(baseOf(address));
}

const PLAIN = /^(?:bind|listen)$/i;
const PLAIN_WORD = /bind|listen/gi;

/** What tables of functions and wrappers of the system's are called. */
const TABLE =
  /^(?:\w*_)?(?:ops|vtbl|vtable|api|funcs?|functions|sys|os|posix|net|calls|iface|libc|real|orig|hooks?)$/i;

/** Whether a file makes an object wait for connections: `s.start_accept()`. */
const isRun = (unit: CUnit, receiver: string): boolean =>
  isCalledOn(unit, receiver, String.raw`(?:(?:start_?)?accept|run|serve|exec)\w*`);

/** Whether a file calls a method of an object, by the spellings of both. */
function isCalledOn({ root }: CUnit, receiver: string, method: string): boolean {
  return (
    /^[\w.>-]+$/.test(receiver) &&
    new RegExp(String.raw`(?<![\w.])${escaped(receiver)}(?:\.|->)${method}\s*\(`, 'i').test(root.text)
  );
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

function evidenceIn(unit: CUnit, given: readonly SyntaxNode[], name: string): Evidence {
  const nodes = given.map(unwrap);
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
function isSimple(node: SyntaxNode): boolean {
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

function shaped(
  file: File,
  name: SyntaxNode,
  {
    called,
    port,
    isStated = false,
  }: { readonly called: string; readonly port: Port; readonly isStated?: boolean },
): UnsettledSite {
  const short = called.replaceAll(/\s+/g, ' ');
  const facts = withoutOption({
    name: short.length > 60 ? `${lastWord(short.replace(/\(\)$/, ''))}()` : short,
    runtime: 'posix',
    instead: 'look into it',
    unstated: 'shapedServer',
  });
  const isDatagrams = /udp|dgram|datagram|multicast/i.test(short);
  const given = isStated
    ? [option(file, name, { name: 'reuseAddr', spelled: 'reuse', state: 'unknown' })]
    : [];
  return {
    ...site(file, name, { api: isDatagrams ? { ...facts, protocol: 'udp' } : facts, port, given }),
    certainty: 'shaped',
    proof: 'unproven',
  };
}
