import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../effort.ts';
import { memoizeBy } from '../memoize.ts';
import type { Certainty } from '../site.ts';
import { enclosing, isClass, propertyName, type Node } from './ast.ts';
import type { Listener } from './catalogue/family.ts';
import type { File } from './file.ts';
import { declaresMethod, membersOf } from './interpret/property.ts';
import { extendsNothingElse, ownType } from './interpret/own-class.ts';
import { interpreterOf, resolve } from './interpret/interpret.ts';
import type { Creation, Value } from './interpret/value.ts';
import { definesMethod } from './own-method.ts';
import { shapedConstructor, shapedListener } from './shape.ts';
import type { Target } from './target.ts';
import { typeOfReceiver } from './types.ts';

/** What a call was recognised as. */
export interface Recognised {
  readonly listener: Listener;
  readonly certainty: Certainty;
  readonly creations: readonly Creation[];
  /** The catalogue's name of the receiver's type, where it is known. */
  readonly type?: string | undefined;
  /** The receiver is declared in the file as something with such a method of its own. */
  readonly isDeclaredOtherwise?: boolean;
}

/** Recognises what a call calls: by the export it names, or by its receiver, its type, or its shape. */
export function recognise(file: File, target: Target, names: ReadonlySet<string>): Recognised | undefined {
  const { callee } = target;
  const called = exportsOf(file, callee).flatMap((value) => exportedListener(file, value) ?? []);
  if (called[0]) {
    return { listener: called[0], certainty: 'traced', creations: [] };
  }
  const shaped = target.call.type === 'NewExpression' ? shapedConstructor(callee) : undefined;
  if (shaped) {
    return resolve(file, callee).some((value) => isKnownOtherwise(file, value, shaped.api.name))
      ? undefined
      : { listener: shaped, certainty: 'shaped', creations: [] };
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
          interpreterOf(file),
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
  const { recognised, isUnknown } = amongst(receivers, name, file);
  if (recognised) {
    return recognised;
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

/** What values are as receivers of a method. */
interface Receivers {
  readonly recognised: Recognised | undefined;
  /** One of them may be a server of which nothing is known. */
  readonly isUnknown: boolean;
}

/** Kept for as long as the values are: one variable's may be thousands, and thousands of calls may ask for them. */
const amongst = memoizeBy((receivers: readonly Value[], name: string, file: File): Receivers => {
  const listeners: Listener[] = [];
  const creations: Creation[] = [];
  let isUnknown = false;
  for (const value of receivers) {
    spend();
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
  const [listener] = listeners;
  if (!listener) {
    return { recognised: undefined, isUnknown };
  }
  const isDeclaredOtherwise = receivers.some(
    (value) => value.kind === 'declared' && declaresMethod(value.node, name) === true,
  );
  const instance = receivers.find((value) => value.kind === 'instance');
  const names = [...new Set(listeners.map(({ api }) => api.name))];
  const recognised = {
    // `tls ? https.createServer() : http.createServer()` is either
    listener:
      names.length > 1 ? { ...listener, api: { ...listener.api, name: names.join(' / ') } } : listener,
    certainty: 'traced',
    creations,
    type: instance?.type.name,
    isDeclaredOtherwise,
  } as const;
  return { recognised, isUnknown };
});

function receiversOf(file: File, callee: TSESTree.MemberExpression): readonly Value[] {
  if (callee.object.type !== 'Super') {
    return resolve(file, callee.object);
  }
  const owner = enclosing(callee, isClass);
  const type = owner && ownType(interpreterOf(file), owner);
  return type ? [{ kind: 'instance', type }] : [{ kind: 'foreign' }];
}

/** What a class of this file inherits; a method of its own hides it. */
function ownListener(file: File, owner: Node, name: string): Listener | undefined {
  return definesMethod(file, owner, name)
    ? undefined
    : ownType(interpreterOf(file), owner)?.listeners?.[name];
}

/** Whether a receiver is known to be no server, so that its method of the same name means something else. */
function isKnownOtherwise(file: File, value: Value, name: string): boolean {
  switch (value.kind) {
    case 'declared':
      return declaresMethod(value.node, name) !== undefined;
    case 'own-instance':
      return definesMethod(file, value.node, name) || extendsNothingElse(interpreterOf(file), value.node);
    case 'export':
      // net.createServer.bind(…), path.resolve.bind(…): members of modules that are known
      return value.isGlobal || (file.catalogue.module(value.module) !== undefined && value.path.length > 0);
    case 'unknown':
      return false;
    default:
      return true;
  }
}
