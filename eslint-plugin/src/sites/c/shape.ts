import { withoutOption } from '../flow/catalogue.ts';
import { memoize } from '../memoize.ts';
import type { Port } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { nodeAt } from '../tree-sitter/walk.ts';
import { baseOf } from './lower/address-names.ts';
import { assignmentsIn } from './lower/assignments.ts';
import { classAround, isClassOfFile } from './lower/owner.ts';
import { readAddress } from './lower/address.ts';
import { isDefined, routineAt, type CUnit } from './lower/unit.ts';
import { option, site, type File } from './libraries/site.ts';
import { makingOf, typeOf } from './libraries/types.ts';
import { calledIn } from './lower/called.ts';
import { evidenceIn, isSimple, type Evidence } from './shape-evidence.ts';
import { deedOf, isOfSockets, isServerClass, isServerName, STARTS, type Deed } from './shape-names.ts';

/** A call or construction that may be a server's by its shape. */
export interface Shape {
  readonly node: SyntaxNode;
}

const CALL = /(?<![#\w])[A-Za-z_]\w*(?=(?:<[^<>;(){}]{1,60}>)?\s*[({])/g;

/** The system's own calls, which are read by what they do. */
const SYSTEM = /^(?:bind|listen)$/;

/** The calls of a file whose names say that they bind, where nothing else is known of them. */
export function* shapesIn({ sourceCode: { text }, unit }: File): Generator<Shape> {
  const seen = new Set<SyntaxNode>();
  for (const { 0: name, index } of text.matchAll(CALL)) {
    const isMethod = /[.>]/.test(text[index - 1] ?? '');
    if (SYSTEM.test(name) && !/[.>:]/.test(text[index - 1] ?? '')) {
      continue;
    }
    if (deedOf(name) !== undefined || (isMethod && STARTS.test(name))) {
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
  if (!callee || name === undefined || isForOthers(callee)) {
    return [];
  }
  const receiver = callee.field('argument')?.text ?? callee.field('scope')?.text;
  const type = receiver === undefined ? undefined : typeOf(unit, routineAt(unit, call), receiver);
  if (CLIENT.test(type ?? '') || (isDefined(unit, name) && !isOfOthers(unit, name, type))) {
    return [];
  }
  const called = calledIn(scopeOf(unit, callee, receiver));
  const deed = deedOf(name) ?? (receiver !== undefined && STARTS.test(name) ? 'serve' : undefined);
  const given = call.field('arguments')?.named ?? [];
  if (deed === 'bind' && called.connecting.has(receiver ?? given[0]?.text ?? '')) {
    return [];
  }
  const evidence = evidenceIn(unit, given, name);
  const port = deed && portBy(deed, evidence, { name, receiver, unit, given });
  if (!port || port.kind === 'path') {
    return [];
  }
  const isStated = isGivenReuse(called.reusing, receiver, given);
  return [shaped(file, callee, { called: `${callee.text}()`, port, isStated })];
}

/** Whether a class of another file has the method, though the file defines one of the name for a class of its own. */
const isOfOthers = (unit: CUnit, name: string, type: string | undefined): boolean =>
  type !== undefined &&
  !isClassOfFile(unit.root, lastWord(type)) &&
  !unit.routines.some(({ callee, node }) => callee.name === name && classAround(node) === lastWord(type));

/** Where something is said of the object that a method is called on: in the function whose variable it is, or in the whole file. */
function scopeOf(unit: CUnit, callee: SyntaxNode, receiver: string | undefined): SyntaxNode {
  const { node } = routineAt(unit, callee);
  return receiver !== undefined && assignmentsIn(node).types.has(receiver) ? node : unit.root;
}

/**
 * Whether a call says something of reuse, by its name or as `socket.bind(port, true)` does, or what is called on its socket does:
 * `zsock_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, ...)`.
 */
function isGivenReuse(
  reusing: ReadonlySet<string>,
  receiver: string | undefined,
  given: readonly SyntaxNode[],
): boolean {
  return (
    given.some(({ text }) => /reuse|share/i.test(text)) ||
    (receiver !== undefined && given.length > 1 && /^(?:true|false)$/.test(given.at(-1)?.text ?? '')) ||
    [receiver, given[0]?.text].some((socket) => socket !== undefined && reusing.has(socket))
  );
}

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
  const isHere = host === 'own' || host === 'wildcard';
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
      return isHere || (isSocket && (isUrl(given) || isEndpoint(unit, given) || usesQt(unit.root)))
        ? (port ?? addressThatServes(unit, receiver, given))
        : isSocket
          ? addressThatServes(unit, receiver, given)
          : undefined;
    case 'listen':
      if (/sock/i.test(last) && !isServerName(last) && !isHere && !usesQt(unit.root)) {
        return undefined;
      }
      return host !== undefined ||
        isSocket ||
        !PLAIN.test(name) ||
        (receiver !== undefined && calledIn(unit.root).running.has(receiver))
        ? port
        : undefined;
    case 'serve':
      return receiver !== undefined && deedOf(name) === undefined && !isServerName(last) ? undefined : port;
    case 'open':
      return host === undefined || host === 'wildcard' ? port : undefined;
  }
}

/** `socket.bind("tcp://*:5555")` */
const isUrl = ([first]: readonly SyntaxNode[]): boolean => /^"\w+:\/\//.test(first?.text ?? '');

/** `socket.bind(Protocol::endpoint(protocol, port), error)`, whose method is Asio's and sets nothing. */
const isEndpoint = ({ root }: CUnit, [first]: readonly SyntaxNode[]): boolean =>
  /\bendpoint\(/.test(first?.text ?? '') && /\basio\b/.test(root.text);

/** Whether a file is of Qt, whose sockets set what they set whoever derives from them. */
const usesQt = memoize(({ text }: SyntaxNode): boolean => /\bQ[A-Z][a-z]\w+/.test(text));

/**
 * The address in `apr_socket_bind(s, address)`, where the file has the same socket listen, and in `socket.bind(endpoint)` of an Asio
 * socket that receives datagrams. What the method of a program's own class sets is not known.
 */
function addressThatServes(
  { root }: CUnit,
  receiver: string | undefined,
  given: readonly SyntaxNode[],
): Port | undefined {
  const socket = receiver ?? given[0]?.text;
  const [address, ...others] = receiver === undefined ? given.slice(1) : given;
  const isAddress =
    address !== undefined &&
    others.length < (receiver === undefined ? 1 : 2) &&
    isSimple(unwrap(address)) &&
    /addr|sa$|endpoint|^ep$/i.test(address.text);
  const { listening, receiving } = calledIn(root);
  const serves =
    receiver === undefined || usesQt(root) ? listening : /\basio\b/.test(root.text) ? receiving : NOBODY;
  return isAddress && socket !== undefined && serves.has(socket)
    ? { kind: 'unknown', text: address.text }
    : undefined;
}

const NOBODY: ReadonlySet<string> = new Set();

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
