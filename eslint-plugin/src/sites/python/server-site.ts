import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import { saysPort } from '../flow/names.ts';
import { isSelf, type OwnClass } from './lower/classes.ts';
import { givenTo, type Called } from './lower/handed.ts';
import { isAddress, isStarted, wording } from './shape.ts';
import type { PythonFile } from './lower/file.ts';
import { readAddress, type Address } from './lower/port.ts';
import type { Reading } from './lower/reading.ts';
import { isServerClass, passesAddress, serverClass } from './server-class.ts';
import { readGiven } from './server-given.ts';
import { ServerWriter, type ServerCall } from './write/server-write.ts';
import { argument, argumentsOf } from './lower/arguments.ts';
import { whereOf } from './lower/where.ts';
import { reachedOn } from './write/windows.ts';

/** The site of a call that makes a server object, or of `super().__init__()` in a class of such. */
export function readServerSite(reading: Reading, called: Called): UnsettledSite | undefined {
  const { call, callee } = called;
  if (called.by !== 'written') {
    return undefined;
  }
  const isInit = callee.type === 'attribute' && callee.field('attribute')?.text === '__init__';
  return isInit ? readSuper(reading, call, callee) : readConstruction(reading, called);
}

function readConstruction(reading: Reading, called: Called): UnsettledSite | undefined {
  const { call, callee } = called;
  const server = serverClass(reading, callee);
  if (!server || (server.own && !passesAddress(reading, server.own))) {
    return undefined;
  }
  const { made } = server.facts;
  if (made) {
    const given = argument(call, ...made);
    const own = given && serverClass(reading, given)?.own;
    return siteOf({ reading, call, server: { ...server, own } }, whereOf(reading, called, server.facts));
  }
  const address = givenTo(called, server.facts.address);
  return address && (!server.facts.isShaped || isPlain(reading, called, address))
    ? siteOf({ reading, call, server }, addressIn(reading, address))
    : undefined;
}

/** Whether what a class of another file is made with is an address, or is called one of a server that is started. */
function isPlain(reading: Reading, called: Called, address: SyntaxNode): boolean {
  const [, second] = called.positional;
  const isHostAlone = second !== undefined && saysPort(wording(second));
  return (
    isAddress(address, reading.values) ||
    (/addr/iu.test(wording(address)) && !isHostAlone && isStarted(reading, called))
  );
}

function readSuper(reading: Reading, call: SyntaxNode, callee: SyntaxNode): UnsettledSite | undefined {
  const { classes, file } = reading;
  const own = classes.at(call.start);
  const object = callee.field('object');
  if (!own || !object || classes.method(own, '__init__', true)) {
    return undefined;
  }
  const isSuper = object.type === 'call' && object.field('function')?.text === 'super';
  const path = file.pathOf(object);
  const isBase = isServerClass(path) || classes.named(object.text) !== undefined;
  const [self, second] = argumentsOf(call);
  const address = isSuper ? self : isBase && self && isSelf(self.text) ? second : undefined;
  const server = serverClass(reading, file.nodeOf(own.definition).field('name') ?? object);
  const isPassedOn = address && passesAddress(reading, own) && isConstructed(reading, own);
  const isShaped = server?.facts.isShaped === true && address && !isAddress(address, reading.values);
  return server && address && !isPassedOn && !isShaped && !/^(?:list|dictionary)_splat$/u.test(address.type)
    ? siteOf({ reading, call, server }, addressIn(reading, address))
    : undefined;
}

/** Whether the file itself makes objects of a class. */
function isConstructed({ file }: Reading, { definition: { name } }: OwnClass): boolean {
  return file.callsOf(name).some((at) => {
    spend();
    const before = file.text.slice(Math.max(0, at - 100), at);
    return !before.endsWith('.') && !/\bclass\s+$/u.test(before);
  });
}

const addressIn = ({ file, values }: Reading, address: SyntaxNode): Address =>
  readAddress(address, file, values);

function siteOf(made: ServerCall, { port, host }: Address): UnsettledSite {
  const {
    reading: { sourceCode, file, values },
    call,
    server: { own },
  } = made;
  const { start, end } = call.field('function') ?? call;
  const writer = new ServerWriter(made);
  return {
    api: writer.api(),
    loc: sourceCode.locOf(start, end),
    port,
    address: host,
    // the classes are of IPv4 unless they are told otherwise
    taken: file.text.includes('address_family') ? undefined : host === '' ? '0.0.0.0' : host,
    multicast: own && joinsGroup(own, file) ? 'yes' : 'unknown',
    given: readGiven(made, writer),
    certainty: made.server.facts.isShaped ? 'shaped' : 'traced',
    proof: 'proven',
    platforms: reachedOn(call, file, values),
    write: writer.write,
  };
}

const joinsGroup = memoize(({ definition: { start, end } }: OwnClass, { text }: PythonFile) =>
  /IP_ADD_MEMBERSHIP|IPV6_JOIN_GROUP/u.test(text.slice(start, end)),
);
