import type { AST, SourceCode } from 'eslint';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Certainty, ListenSite } from '../site.ts';
import type { Targets } from '../targets.ts';
import { mayBind } from './arguments/only-when.ts';
import { readArguments } from './arguments/read.ts';
import type { Binding, Reading } from './arguments/reading.ts';
import { enclosing, isClass, propertyName, unwrap, type CallNode, type Node } from './ast.ts';
import { candidateCalls, mentionsIn, type Mentions } from './candidates.ts';
import { catalogueWith } from './catalogue/catalogue.ts';
import type { Listener } from './catalogue/family.ts';
import { platformsAt, workerAt } from './conditions.ts';
import type { File } from './file.ts';
import { multicastOf } from './multicast.ts';
import { membersOf } from './resolve/member.ts';
import { extendsNothingElse, ownType } from './resolve/own-class.ts';
import { resolve } from './resolve/resolve.ts';
import { shapedListener } from './shape.ts';
import { targetOf, type Target } from './target.ts';
import { typeOfReceiver, typesReject } from './types.ts';
import type { Creation, Value } from './resolve/value.ts';

/** Where a JavaScript or TypeScript file may have sites; undefined where it cannot have any. Costs one search of the text. */
export function mentionsOf(text: string, targets: Targets): Mentions | undefined {
  return mentionsIn(catalogueWith(targets.additionalListeners), text);
}

/**
 * Every call of a JavaScript or TypeScript file that binds a server socket, in source order.
 * @param mentions what `mentionsOf` found in its text
 * @param fileName its extension tells the language; without a name the file is taken for JavaScript
 */
export function findSites(
  sourceCode: SourceCode,
  targets: Targets,
  fileName = '',
  mentions = mentionsOf(sourceCode.text, targets),
): ListenSite[] {
  if (!mentions) {
    return [];
  }
  const catalogue = catalogueWith(targets.additionalListeners);
  const file: File = {
    sourceCode,
    fileName,
    root: sourceCode.ast as unknown as TSESTree.Program,
    catalogue,
    targets,
    resolved: new WeakMap(),
    inProgress: new Set(),
    budget: { left: 0, cuts: 0 },
  };
  const { names } = mentions;
  const sites: ListenSite[] = [];
  const seen = new Set<CallNode>();
  for (const call of candidateCalls(file, mentions)) {
    const site = seen.has(call) ? undefined : readSite(file, call, names);
    seen.add(call);
    if (site) {
      sites.push(site);
    }
  }
  return sites;
}

interface Recognised {
  readonly listener: Listener;
  readonly certainty: Certainty;
  readonly creations: readonly Creation[];
}

function readSite(file: File, call: CallNode, names: ReadonlySet<string>): ListenSite | undefined {
  const target = targetOf(file, call, (name) => names.has(name));
  const recognised = target && recognise(file, target, names);
  if (!recognised) {
    return undefined;
  }
  const { listener, certainty, creations } = recognised;
  const binding: Binding = { file, call, listener, arguments: target.arguments, creations };
  if (!mayBind(binding)) {
    return undefined;
  }
  const reading = readArguments(binding);
  if (certainty === 'shaped' && !isLikely(reading, file)) {
    return undefined;
  }
  return {
    api: listener,
    loc: locationOf(target),
    port: reading.port,
    address: reading.address,
    multicast: listener.protocol === 'udp' ? multicastOf(file, creations, reading.address) : 'no',
    given: reading.given,
    certainty,
    proof: reading.proof,
    platforms: platformsAt(file, call),
    hasFlag: (flag) => file.sourceCode.getAllComments().some(({ value }) => value.includes(flag)),
    worker: workerAt(file, call),
    get typesReject() {
      return rejects(file, target, binding);
    },
    write: reading.write,
  };
}

/** A call on an unknown receiver counts when its arguments look like a port. */
function isLikely(reading: Reading, file: File): boolean {
  return reading.evidence !== 'none' || (file.targets.checkUnknown && reading.port.kind === 'unknown');
}

function recognise(file: File, target: Target, names: ReadonlySet<string>): Recognised | undefined {
  const { callee } = target;
  const called = exportsOf(file, callee).flatMap((value) => exportedListener(file, value) ?? []);
  if (called[0]) {
    return { listener: called[0], certainty: 'traced', creations: [] };
  }
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined || !names.has(name)) {
    return undefined;
  }
  return recogniseMethod(file, callee, name);
}

/** The exports that a callee may be; of a method only its receiver is resolved, which is what decides. */
function exportsOf(file: File, callee: Node): (Value & { kind: 'export' })[] {
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
  const values =
    callee.type === 'MemberExpression' && name !== undefined
      ? membersOf(
          file,
          resolve(file, callee.object).filter(({ kind }) => kind === 'export'),
          name,
        )
      : resolve(file, callee);
  return values.filter((value) => value.kind === 'export');
}

function exportedListener(file: File, value: Value & { kind: 'export' }): Listener | undefined {
  const family = value.isGlobal ? file.catalogue.global(value.module) : file.catalogue.module(value.module);
  return family?.calls?.[value.path.join('.')];
}

function recogniseMethod(
  file: File,
  callee: TSESTree.MemberExpression,
  name: string,
): Recognised | undefined {
  const receivers = receiversOf(file, callee);
  const listeners: Listener[] = [];
  const creations: Creation[] = [];
  let isUnknown = false;
  for (const value of receivers) {
    const listener =
      value.kind === 'instance'
        ? value.type.listeners?.[name]
        : value.kind === 'own-instance'
          ? ownListener(file, value.node, name)
          : undefined;
    if (listener) {
      listeners.push(listener);
      if ((value.kind === 'instance' || value.kind === 'own-instance') && value.creation) {
        creations.push(value.creation);
      }
    } else {
      isUnknown ||= !isKnownOtherwise(file, value, name);
    }
  }
  if (listeners[0]) {
    return { listener: listeners[0], certainty: 'traced', creations };
  }
  if (!isUnknown || receivers.length === 0) {
    return undefined;
  }
  const answer = typeOfReceiver(file, callee.object);
  if (answer.is === 'other') {
    return undefined;
  }
  const typed = answer.is === 'server' ? answer.type.listeners?.[name] : undefined;
  if (typed) {
    return { listener: typed, certainty: 'typed', creations: [] };
  }
  const shaped = answer.is === 'server' ? undefined : shapedListener(file, callee, name);
  return shaped && { listener: shaped, certainty: 'shaped', creations: [] };
}

function receiversOf(file: File, callee: TSESTree.MemberExpression): readonly Value[] {
  if (callee.object.type !== 'Super') {
    return resolve(file, callee.object);
  }
  const owner = enclosing(callee, isClass);
  const type = owner && ownType(file, owner);
  return type ? [{ kind: 'instance', type }] : [{ kind: 'foreign' }];
}

/** What a class of this file inherits; a method of its own hides it. */
function ownListener(file: File, owner: Node, name: string): Listener | undefined {
  return definesMethod(file, owner, name) ? undefined : ownType(file, owner)?.listeners?.[name];
}

function definesMethod(file: File, owner: Node, name: string): boolean {
  if (!isClass(owner)) {
    return false;
  }
  const isOwn = owner.body.body.some(
    (member) =>
      (member.type === 'MethodDefinition' ||
        member.type === 'PropertyDefinition' ||
        member.type === 'TSAbstractMethodDefinition') &&
      propertyName(member as TSESTree.MethodDefinition) === name,
  );
  if (isOwn || !owner.superClass) {
    return isOwn;
  }
  return resolve(file, owner.superClass).some(
    (base) => base.kind === 'class' && definesMethod(file, base.node, name),
  );
}

/** Whether a receiver is known to be no server, so that its method of the same name means something else. */
function isKnownOtherwise(file: File, value: Value, name: string): boolean {
  switch (value.kind) {
    case 'foreign':
    case 'function':
    case 'class':
    case 'bound':
    case 'object':
    case 'instance':
      return true;
    case 'own-instance':
      return definesMethod(file, value.node, name) || extendsNothingElse(file, value.node);
    case 'export':
      // net.createServer.bind(…), path.resolve.bind(…): members of modules that are known
      return value.isGlobal || (file.catalogue.module(value.module) !== undefined && value.path.length > 0);
    case 'unknown':
      return false;
  }
}

/** The method's name, with the receiver when that is a name or a chain of names on the same line. */
function locationOf({ subject, call }: Target): AST.SourceLocation {
  if (subject.type !== 'MemberExpression') {
    return call.type === 'NewExpression' && call.loc.start.line === subject.loc.end.line
      ? { start: call.loc.start, end: subject.loc.end }
      : subject.loc;
  }
  const { property } = subject;
  const isChain = isNameChain(subject.object) && subject.object.loc.start.line === property.loc.end.line;
  const start = isChain
    ? call.type === 'NewExpression'
      ? call.loc.start
      : subject.loc.start
    : property.loc.start;
  return { start, end: subject.computed ? subject.loc.end : property.loc.end };
}

function isNameChain(node: Node): boolean {
  const inside = unwrap(node);
  return (
    inside.type === 'Identifier' ||
    inside.type === 'ThisExpression' ||
    inside.type === 'Super' ||
    (inside.type === 'MemberExpression' && !inside.computed && isNameChain(inside.object))
  );
}

function rejects(file: File, { callee }: Target, { listener, creations }: Binding): boolean {
  const [option] = listener.options;
  if (option === undefined) {
    return false;
  }
  const shape = listener.arguments;
  if (shape.shape === 'dgram') {
    return creations.some(({ node }) => typesReject(file, node.callee, 0, option));
  }
  return typesReject(file, callee, 'at' in shape ? shape.at : 0, listener.spelled?.[option] ?? option);
}
