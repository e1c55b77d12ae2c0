import { gather } from '../effort.ts';
import { classAround } from './scope.ts';
import { historyOf, type History } from '../flow/history.ts';
import { keepsNothing } from '../flow/keeps-nothing.ts';
import type { StepOf } from '../flow/step.ts';
import { PLATFORMS, type GivenOption, type ListenSite } from '../site.ts';
import type { Targets } from '../targets.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { acceptedOptions } from './accepted.ts';
import { CANDIDATE } from './candidates.ts';
import type { Binding } from './catalogue/family.ts';
import { methodOf, typeNamed } from './catalogue/index.ts';
import { readNames, simpleName, type Names } from './names.ts';
import { isMulticastSocket, multicastOf } from './multicast.ts';
import { isNoServer } from './no-server.ts';
import { readOption, type BoundSite } from './options.ts';
import { isPortless, targetOf, type Target } from './port.ts';
import {
  readUnit,
  type Bind,
  type Creation,
  type JavaRoutine,
  type JavaStep,
  type JavaUnit,
  type Setting,
} from './unit.ts';

import { writerFor } from './write.ts';

export type JavaHistory = History<Creation, Setting, Bind>;
export type BindStep = StepOf<JavaStep, 'bind'>;

/** What all parts of the front end share of one file. */
export interface File {
  readonly sourceCode: TreeSitterSourceCode;
  readonly names: Names;
  readonly unit: JavaUnit;
  readonly root: SyntaxNode;
  readonly targets: Targets;
}

/** Every call of a Java file that binds a server socket, in source order. */
export function findSites(sourceCode: TreeSitterSourceCode, targets: Targets): ListenSite[] {
  return (
    sourceCode.withTree((root) => {
      const names = readNames(root);
      const file: File = { sourceCode, names, unit: readUnit(root, names), root, targets };
      const routines = file.unit.routines.filter(({ text }) => CANDIDATE.test(text));
      return gather(routines, (routine) => gather(routine.steps, (step) => sitesOf(file, routine, step)))
        .sort((one, other) => one.at - other.at)
        .map(({ site }) => site);
    }) ?? []
  );
}

interface Found {
  readonly at: number;
  readonly site: ListenSite;
}

function sitesOf(file: File, routine: JavaRoutine, step: JavaStep): Found[] {
  if (step.kind !== 'bind') {
    return [];
  }
  const site = readSite(file, routine, step);
  return site ? [{ at: step.bind.call.start, site }] : [];
}

function readSite(file: File, routine: JavaRoutine, step: BindStep): ListenSite | undefined {
  const { sourceCode, unit } = file;
  const { bind } = step;
  const history = historyOf(unit, routine, step);
  const binding = bindingOf(bind, history);
  if (!binding || isElsewhere(file, bind, history) || isNoServer(file, routine, step, history)) {
    return undefined;
  }
  const target = addressOf(file, binding, bind, history);
  const { api } = binding;
  const multicast = multicastOf(file, step, history, target);
  const write = writerFor(file, step, binding);
  const given = givenOptions({ file, step, history, api: binding.api, write }, binding, routine);
  return {
    api,
    loc: squiggle(sourceCode, bind.call),
    ...target,
    multicast,
    given,
    certainty: bind.certainty,
    proof: 'proven',
    platforms: PLATFORMS,
    hasFlag: () => false,
    write,
  };
}

/** What binds: by the receiver's type, or where that is a general one by what was created. */
function bindingOf({ binding, type }: Bind, { creations }: JavaHistory): Binding | undefined {
  if (!typeNamed(type)?.isGeneral) {
    return binding;
  }
  for (const { creation } of creations) {
    const method = methodOf(creation.type, 'bind');
    if (method?.does === 'bind') {
      return method.binding;
    }
  }
  return undefined;
}

/** Methods of other files that do nothing to a socket they are given. */
const HARMLESS =
  /^(?:fine|add|put|offer|push|remove|requireNonNull|valueOf|toString|equals|assert\w*|check\w*|is[A-Z]\w*|get[A-Z]\w*|close\w*|register|of|append|submit|execute|notNull|hashCode)$/;

/**
 * Whether the file does not show what becomes of the socket before its bind: it is another file's, a client's, or was
 * given to another file's function that may have set the option.
 */
function isElsewhere({ targets, names }: File, bind: Bind, history: JavaHistory): boolean {
  if (bind.call.type !== 'method_invocation' && bind.call.type !== 'object_creation_expression') {
    return false;
  }
  if (isMade(bind, history)) {
    return isClients(bind) || history.uses.has('connect');
  }
  const made = [...history.creations].map(({ creation }) => creation.type);
  const channels = settings(history, 'channel');
  return (
    history.uses.has('connect') ||
    isClients(bind) ||
    (history.isOutside && made.length === 0 && !targets.checkUnknown) ||
    made.some((type) => type !== undefined && isPortless(names, simpleName(type))) ||
    (typeNamed(bind.type)?.isDatagramOnly === true &&
      !channels.some(({ text }) => text.includes('Datagram'))) ||
    channels.some(({ text }) => OTHER_CHANNEL.test(text)) ||
    (!targets.checkUnknown && settings(history, 'unknown').length > 0) ||
    (!targets.checkUnknown &&
      history.before.size === 0 &&
      [...history.strangers].some(({ name }) => !keepsNothing(name) && !HARMLESS.test(name)))
  );
}

/** A datagram socket in a class that is a client by its name: its port is the source of what it sends. */
function isClients({ call, binding }: Bind): boolean {
  const holder = binding.api.protocol === 'udp' ? classAround(call) : undefined;
  return /(?:Client|Connector)$/.test(holder?.field('name')?.text ?? '');
}

/** Netty's channels that have no TCP or UDP port. */
const OTHER_CHANNEL = /DomainSocket|LocalServerChannel|\bLocalChannel|V[Ss]ock|Sctp|Udt/;

/** Whether the call that makes the socket binds it. */
function isMade(bind: Bind, { creations }: JavaHistory): boolean {
  return [...creations].some(({ creation }) => creation.node === bind.call);
}

function settings<S extends Setting['sets']>(
  history: JavaHistory,
  sets: S,
): Extract<Setting, { readonly sets: S }>[] {
  return [...history.before].flatMap(({ option }) =>
    option.sets === sets ? [option as Extract<Setting, { readonly sets: S }>] : [],
  );
}

function addressOf({ names }: File, { address }: Binding, bind: Bind, history: JavaHistory): Target {
  const family = [...history.creations].some(({ creation }) =>
    /\bUNIX\b/.test(creation.node.field('arguments')?.text ?? ''),
  );
  if (family) {
    return { port: { kind: 'path' } };
  }
  if (bind.arguments.length === 0 && address === 'either') {
    const [set] = settings(history, 'address');
    return set ? targetOf(names, set.arguments, address) : { port: { kind: 'opaque' } };
  }
  return targetOf(names, bind.arguments, address);
}

/** The method's name, with the receiver where that is a name on the same line; `new ServerSocket`. */
function squiggle(sourceCode: TreeSitterSourceCode, call: SyntaxNode): ListenSite['loc'] {
  if (call.type === 'object_creation_expression') {
    return sourceCode.locOf(call.start, call.field('type')?.end ?? call.end);
  }
  if (call.type === 'explicit_constructor_invocation') {
    return sourceCode.locOf(call.start, call.field('constructor')?.end ?? call.end);
  }
  const name = call.field('name') ?? call;
  const object = call.field('object');
  const isPlain = object && /^[\w$]+(?:\s*\.\s*[\w$]+(?:\(\))?)*$/.test(object.text);
  const start =
    isPlain && !/[\n\r]/.test(sourceCode.text.slice(object.start, name.start)) ? object.start : name.start;
  return sourceCode.locOf(start, name.end);
}

function givenOptions(bound: BoundSite, { isLater = false }: Binding, routine: JavaRoutine): GivenOption[] {
  const { file, step, history } = bound;
  const before = [...history.before, ...history.retried, ...(isLater ? history.after : [])].flatMap(
    ({ option }) => (option.sets === 'option' && !option.isAccepted ? readOption(bound, option) : []),
  );
  const effective = before.filter(({ noEffect }) => !noEffect);
  if (before.length > 0) {
    // on every socket, and on the first once more
    return effective.length > 0 ? effective : before;
  }
  if (isMulticastSocket(step, history)) {
    return [
      {
        name: 'reuseAddr',
        spelled: 'MulticastSocket',
        values: { linux: true, darwin: true, win32: true },
        line: 0,
      },
    ];
  }
  const [late] = [
    ...[...history.before].flatMap(({ option }) =>
      option.sets === 'option' && option.isAccepted ? readOption(bound, option, 'accepted') : [],
    ),
    ...[...history.after].flatMap(({ option }) =>
      option.sets === 'option'
        ? readOption(bound, option, option.isAccepted ? 'accepted' : 'after-bind')
        : [],
    ),
    ...acceptedOptions(file, routine, step).flatMap((option) => readOption(bound, option, 'accepted')),
  ];
  return late ? [late] : [];
}
