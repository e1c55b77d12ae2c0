import { isPortNumber, saysHost, saysPort } from '../flow/names.ts';
import { memoize } from '../memoize.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { Listener, Parameter } from './catalogue/family.ts';
import {
  APPLICATION_KEYWORD,
  CLIENT_KEYWORD,
  CLIENT_NAME,
  HOST_KEYWORD,
  NO_SERVERS,
  OTHER_CLASS_NAME,
  PORT_KEYWORD,
  SERVER_CLASS_NAME,
  SERVER_KEYWORD,
  SERVER_NAME,
  SERVER_WORD,
  shaped,
  STARTS,
  VERB,
  WHAT,
} from './catalogue/shapes.ts';
import { isKnownCall } from './known-call.ts';
import type { PythonFile } from './lower/file.ts';
import { givenTo, type Called } from './lower/handed.ts';
import { isSelf } from './lower/classes.ts';
import { unwrap } from './lower/place.ts';
import type { Reading } from './lower/reading.ts';
import { numberOf, stringOf, type Values } from './lower/value.ts';
import { serverClass } from './server-class.ts';

/** What must be said for a call, in all: no one thing says enough. */
const ENOUGH = 5;

/** Whether a call of this name may plainly bind. */
export const mayBeShaped = (name: string): boolean =>
  BEGINS.test(name) && (isVerb(name) || SERVER_CLASS_NAME.test(name));

/** What is asked first of every name of a file. */
const BEGINS = /^(?:run|serve|listen|launch|start|make|create)|Server|HTTPD|Httpd/u;

/** A call on something unknown that plainly binds: what its words and its arguments say is weighed. */
export function shapedCall(reading: Reading, called: Called): Listener | undefined {
  const { callee } = called;
  const name = (callee.field('attribute') ?? callee).text;
  if (called.positional.length + called.keywords.size === 0 || !isUnknown(reading, called, name)) {
    return undefined;
  }
  const of: Asked = { reading, called, name };
  return isVerb(name) ? asFunction(of) : SERVER_CLASS_NAME.test(name) ? asClass(of) : undefined;
}

interface Asked {
  readonly reading: Reading;
  readonly called: Called;
  readonly name: string;
}

const wordsOf = (name: string): readonly string[] =>
  name
    .split(/_|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

/** `run`, `serve_forever`, `startHTTPServer`, `runserver` */
function isVerb(name: string): boolean {
  const [first = '', ...others] = wordsOf(name);
  return (
    /^(?:runserver|run_?simple)$/u.test(name) || (VERB.test(first) && others.every((word) => WHAT.test(word)))
  );
}

/** Whether what is called is of another file, and not of a library that is known to bind nothing. */
function isUnknown(reading: Reading, { callee }: Called, name: string): boolean {
  const { file, classes, values } = reading;
  const path = file.pathOf(callee);
  if (path !== undefined && (NO_SERVERS.test(path) || isKnownCall(path))) {
    return false;
  }
  if (callee.type !== 'attribute') {
    // what a module of the same package binds is reported there
    const isOwn = ownNames(file).has(name) && serverClass(reading, callee)?.facts.isShaped !== true;
    return callee.type === 'identifier' && isForeign(path) && !isOwn;
  }
  const receiver = callee.field('object');
  if (!receiver) {
    return false;
  }
  const own = isSelf(receiver.text) || isSuper(receiver) ? classes.at(callee.start) : undefined;
  if (own) {
    return classes.method(own, name, isSuper(receiver)) === undefined;
  }
  return values.of(receiver).every(({ node }) => {
    const made = node.type === 'call' ? node.field('function') : undefined;
    const ofFile = made && classes.named(made.text, made.start);
    return (
      !/^(?:string|integer|list|tuple|dictionary|none|lambda)$/u.test(node.type) &&
      !(ofFile && classes.method(ofFile, name)) &&
      !(made && (DOUBLE.test(made.text) || NO_SERVERS.test(file.pathOf(made) ?? '')))
    );
  });
}

/** What stands in for a server in tests. */
const DOUBLE = /(?:^|[._])(?:\w*Mock|(?:Fake|Stub|Dummy)\w*)$/u;

const isForeign = (path: string | undefined): boolean => path?.startsWith('.') !== true;

const isSuper = (node: SyntaxNode): boolean =>
  node.type === 'call' && node.field('function')?.text === 'super';

/** The names of a file's own functions and classes. */
const ownNames = memoize(({ definitions }: PythonFile) => new Set(definitions.map(({ name }) => name)));

/** `app.run(host='', port=80)`, `serve(app, port=80)`, `server.listen(port)` */
function asFunction({ reading, called, name }: Asked): Listener | undefined {
  const { callee } = called;
  const words = wordsOf(name);
  const receiver = callee.field('object');
  const isApplication = name === 'run' && keywordsOf(called).some((one) => APPLICATION_KEYWORD.test(one));
  const port =
    portOf(reading, called, words[0] === 'listen') ??
    (isApplication && called.by === 'written' ? { isPortElsewhere: true, weight: 1 } : undefined);
  const said = [
    words.some((word) => SERVER_WORD.test(word)) ? 3 : words[0] === 'listen' ? 2 : 0,
    receiver && isServerName(reading, receiver) ? 2 : 0,
    ofClient(called, receiver?.text ?? '') ? -5 : 0,
    ofServer(called),
  ];
  const isListenOfSocket = name === 'listen' && receiver !== undefined && isBound(reading, receiver);
  return isListenOfSocket ? undefined : weighed(reading, called, port, said);
}

/** `SomethingServer(host, port)`, which something starts: a client of that name would not be. */
function asClass({ reading, called, name }: Asked): Listener | undefined {
  const [first] = called.positional;
  // what is made with an address as those of the library are is read as one of them
  const isOfLibrary = first !== undefined && isAddress(first, reading.values);
  if (OTHER_CLASS_NAME.test(name) || isOfLibrary || !isStarted(reading, called)) {
    return undefined;
  }
  const port = portOf(reading, called, false);
  return weighed(reading, called, port, [3, givesAsClient(called) ? -5 : 0, ofServer(called)]);
}

/** Where a call may be given the port, with how much speaks for it. */
interface PortArgument extends Pick<Listener, 'port' | 'host' | 'address' | 'isPortElsewhere'> {
  readonly weight: number;
}

function portOf({ values }: Reading, called: Called, isListen: boolean): PortArgument | undefined {
  const keywords = keywordsOf(called);
  const keyword = keywords.find((one) => PORT_KEYWORD.test(one));
  const hostKeyword = keywords.find((one) => HOST_KEYWORD.test(one));
  const host: Parameter | undefined = hostKeyword === undefined ? undefined : [-1, hostKeyword];
  if (keyword !== undefined) {
    const node = called.keywords.get(keyword);
    const value = node ? portValue(node, values, false) : undefined;
    return value === undefined
      ? undefined
      : {
          port: [-1, keyword],
          ...(host ? { host } : {}),
          weight: 2 + value + (keyword === 'port' ? 0 : 1) + hostWeight(givenTo(called, host), values),
        };
  }
  // `run(host, port)`, `serve(app, 8080)`, `listen(8080, host)`
  for (const [index, node] of called.positional.slice(0, 4).entries()) {
    const value = portValue(node, values, isListen);
    const before = called.positional[index - 1];
    const beside = before ? hostWeight(before, values) : hostWeight(givenTo(called, host), values);
    const isNamed = saysPort(wording(node));
    if (value !== undefined && value > 0 && (isNamed || !saysHost(wording(node)))) {
      return {
        port: [index, 'port'],
        ...(before && beside > 0 ? { host: [index - 1, 'host'] } : host ? { host } : {}),
        weight: (isNamed ? 2 : 0) + value + beside,
      };
    }
  }
  if (hostKeyword !== undefined && host && isPair(called.keywords.get(hostKeyword), hostKeyword, values)) {
    return { address: host, weight: 4 };
  }
  if (called.address) {
    // `run(app, *address)`
    return { port: [-1, 'port'], weight: 3 };
  }
  return undefined;
}

/** Whether what stands under `address=` is a pair, or is called an address too. */
const isPair = (node: SyntaxNode | undefined, keyword: string, values: Values): boolean =>
  node !== undefined &&
  (isAddress(node, values) ||
    (/addr/iu.test(keyword) && /addr/iu.test(wording(node)) && node.type !== 'string'));

/** The words of an expression; of a call that makes something else of its arguments those of the function alone. */
export function wording(node: SyntaxNode): string {
  const inside = unwrap(node);
  const callee = inside.type === 'call' ? inside.field('function')?.text : undefined;
  return callee === undefined || /(?:^|[._])(?:int|str|get\w*|env|config\w*|option)$/u.test(callee)
    ? inside.text
    : callee;
}

/** Numbers that are as likely the length of a queue or a buffer. */
const isPowerOfTwo = (value: number): boolean => (value & (value - 1)) === 0;

/** How much an expression looks like a port; undefined where it is none. */
function portValue(node: SyntaxNode, values: Values, isListen: boolean): number | undefined {
  const name = saysPort(wording(node)) ? 1 : 0;
  let weight = name;
  for (const { node: value } of values.of(node)) {
    const text = stringOf(value);
    const number = text !== undefined && /^\d+$/u.test(text) ? Number(text) : numberOf(value);
    if (
      /^(?:true|false|dictionary|tuple|list|lambda|float)$/u.test(value.type) ||
      (/^(?:concatenated_)?string$/u.test(value.type) && number === undefined)
    ) {
      return undefined;
    }
    if (value.type === 'none') {
      continue;
    }
    if (number !== undefined && (number < 0 || number > 65_535)) {
      return undefined;
    }
    const isLikely =
      number !== undefined && isPortNumber(number) && (number > 1023 || number === 80 || number === 443);
    if (isLikely && !(isListen && isPowerOfTwo(number))) {
      weight = Math.max(weight, name + 2);
    } else if (number !== undefined && isListen) {
      return name === 0 ? undefined : name;
    }
  }
  return weight;
}

/** How much an expression looks like the address of a server. */
function hostWeight(node: SyntaxNode | undefined, values: Values): number {
  if (!node) {
    return 0;
  }
  const found = values.of(node).map(({ node: value }) => stringOf(value));
  if (found.some((text) => text !== undefined && /^(?:0\.0\.0\.0|::|)$/u.test(text))) {
    return 2;
  }
  return found.some((text) => text !== undefined && /^(?:localhost|[\d.]+|[\da-fA-F:]+)$/u.test(text)) ||
    saysHost(wording(node))
    ? 1
    : 0;
}

function weighed(
  { file }: Reading,
  called: Called,
  argument: PortArgument | undefined,
  said: readonly number[],
): Listener | undefined {
  if (!argument) {
    return undefined;
  }
  const { weight, ...where } = argument;
  const total = said.reduce((sum, one) => sum + one, weight);
  const { text } = called.callee;
  const short = /^[\w.]{1,60}$/u.test(text) ? text : (called.callee.field('attribute')?.text ?? text);
  const protocol = /udp|datagram/iu.test(short) || /udp|datagram/iu.test(file.pathOf(called.callee) ?? '');
  return total >= ENOUGH ? shaped(`${short}()`, protocol ? 'udp' : 'tcp', where) : undefined;
}

/** Whether the receiver is called a server or an application, or is a class of the file that is. */
function isServerName({ classes }: Reading, receiver: SyntaxNode): boolean {
  const own = isSelf(receiver.text) ? classes.at(receiver.start)?.definition.name : undefined;
  const name = own ?? nameOf(receiver);
  return SERVER_NAME.test(name);
}

/** `app` in `make_app()`, `self.app` and `Flask(__name__)`. */
function nameOf(node: SyntaxNode): string {
  const inside = unwrap(node);
  return inside.type === 'call' ? (inside.field('function')?.text ?? '') : inside.text;
}

const ofClient = (called: Called, receiver: string): boolean =>
  CLIENT_NAME.test(receiver) ||
  CLIENT_NAME.test((called.callee.field('attribute') ?? called.callee).text) ||
  givesAsClient(called);

const keywordsOf = ({ keywords }: Called): readonly string[] => [...keywords.keys()];

const givesAsClient = (called: Called): boolean =>
  keywordsOf(called).some((keyword) => CLIENT_KEYWORD.test(keyword));

const ofServer = (called: Called): number =>
  keywordsOf(called).some((keyword) => SERVER_KEYWORD.test(keyword)) ? 2 : 0;

/** Whether an expression is a pair of a host and a port. */
export function isAddress(node: SyntaxNode, values: Values): boolean {
  return values.of(node).some(({ node: value, isPart }) => {
    const [host, port, ...others] = value.named;
    return (
      !isPart &&
      value.type === 'tuple' &&
      host !== undefined &&
      port !== undefined &&
      (others.length === 0 || others.length === 2) &&
      portValue(port, values, false) !== undefined &&
      (saysPort(wording(port)) || hostWeight(host, values) > 0)
    );
  });
}

/** What the sockets of a file that are bound by hand are called: their `listen()` takes a backlog. */
const boundIn = memoize(({ text }: PythonFile) => receiversOf(text, /\.(?:bind|accept)(?=\s*\()/gu));

const isBound = ({ file }: Reading, { text }: SyntaxNode): boolean =>
  boundIn(file).has(text) || /sock(?:et)?$|^s$/iu.test(text);

/** What is started in a file. */
const startedIn = memoize(({ text }: PythonFile) => receiversOf(text, STARTS));

function receiversOf(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(pattern)].map(
      ({ index }) =>
        /(?:(?<!\w)\w+\.)?(?<!\w)\w+$/u.exec(text.slice(Math.max(0, index - 100), index))?.[0] ?? '',
    ),
  );
}

/** Whether a server is started where it is made, or under the name it is kept by. */
export function isStarted({ file }: Reading, { call, by }: Called): boolean {
  if (by !== 'written') {
    return false;
  }
  const { parent } = call;
  const target =
    parent?.type === 'assignment'
      ? parent.field('left')
      : parent?.type === 'as_pattern'
        ? parent.named[1]?.named[0]
        : undefined;
  return isChained(call) || (target !== undefined && startedIn(file).has(target.text));
}

/** `SomethingServer(port).set_up().run()` */
function isChained(call: SyntaxNode): boolean {
  let node: SyntaxNode | undefined = call;
  while (node?.parent?.type === 'attribute') {
    if (STARTS_NAME.test(node.parent.field('attribute')?.text ?? '')) {
      return true;
    }
    node = node.parent.parent?.type === 'call' ? node.parent.parent : undefined;
  }
  return false;
}

const STARTS_NAME = /^(?:serve|start|run|listen)/u;
