import { gather } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { calleeIn, type Callee } from '../flow/callee.ts';
import { historyOf, type History } from '../flow/history.ts';
import { keepsNothing } from '../flow/keeps-nothing.ts';
import { isProbe } from '../flow/probe.ts';
import { routineHolding } from '../flow/routines.ts';
import type { StepOf } from '../flow/step.ts';
import type { Edit, GivenOption, ListenSite, NoEffect, Platform, Port } from '../site.ts';
import type { Targets } from '../targets.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { nodeAt } from '../tree-sitter/walk.ts';
import { readAddress } from './address.ts';
import { apiFor, PATH } from './apis.ts';
import {
  avoidOnWindows,
  moveBeforeBind,
  removeOption,
  replaceValue,
  setOnEach,
  setOnListener,
  splitNames,
} from './changes.ts';
import { kindOfSocket } from './creation.ts';
import { firstOnly } from './first-only.ts';
import { findLibrarySites } from './libraries/find.ts';
import { namesOf, readOption, type OptionStep } from './options.ts';
import { hostOf } from './host.ts';
import { classAround } from './owner.ts';
import { platformsOf, platformsOfFile } from './platforms.ts';
import { transportOf } from './transport.ts';
import {
  readUnit,
  routineAt,
  type Bind,
  type CRoutine,
  type Creation,
  type CStep,
  type CUnit,
  type SetOption,
} from './unit.ts';
import { writeOption, type Target } from './write.ts';

/** Not `Registry::bind(`, which the grammar of C reads as a call of `bind` in a header of C++. */
const BIND = /(?<![\w>]::)\bbind(?=\s*\()/giu;

/** Every call of a C or C++ file that binds a server socket, in source order. */
export function findSites(sourceCode: TreeSitterSourceCode, targets: Targets): ListenSite[] {
  return (
    sourceCode.withTree((root) => {
      const unit = readUnit(root);
      const file: File = { sourceCode, unit, platforms: platformsOfFile(root), targets };
      const calls = gather(sourceCode.text.matchAll(BIND), ({ index }) => {
        const holder = routineHolding(unit, index);
        const call = holder ? bindsOf(holder).get(index)?.node : nodeAt(root, index);
        const routine = call && routineAt(unit, call);
        const bind = routine && bindsOf(routine).get(index);
        return bind && !isWrapper(routine, bind) && !isOwn(unit, routine, bind)
          ? readSite(file, routine, bind)
          : [];
      });
      return [...calls, ...findLibrarySites(file)].sort(
        (one, other) =>
          one.loc.start.line - other.loc.start.line || one.loc.start.column - other.loc.start.column,
      );
    }) ?? []
  );
}

interface File {
  readonly sourceCode: TreeSitterSourceCode;
  readonly unit: CUnit;
  readonly platforms: readonly Platform[];
  readonly targets: Targets;
}

/** The binds of a routine by where their function's name stands. */
const bindsOf = memoize(
  ({ steps }: CRoutine): ReadonlyMap<number, StepOf<CStep, 'bind'>> =>
    new Map(
      steps.flatMap((step) => (step.kind === 'bind' ? [[calleeStart(step.bind.call), step] as const] : [])),
    ),
);

/** Where the name of the called function stands, behind the `::` of `::bind`. */
function calleeStart(call: SyntaxNode): number {
  const callee = call.field('function');
  return callee?.field('name')?.start ?? callee?.start ?? call.start;
}

/** `Bind(int fd, ...)` that calls bind(fd): its callers are what binds. */
function isWrapper(routine: CRoutine, { socket }: StepOf<CStep, 'bind'>): boolean {
  return (
    /^\w*bind$/i.test(routine.callee.name) &&
    socket !== undefined &&
    routine.parameters.includes(socket.text) &&
    /^(?:w_?|wrap_?|wrapped_?|x|my_?|do_?|sys_?|safe_?|net_?|sock_?|socket_?|e_?|rk_?|os_?|pl_?|win32_?|_*)?bind$/i.test(
      routine.callee.name,
    )
  );
}

/** A call of a function of the file that is called bind, or of a method of the own class; `::bind` is none. */
function isOwn(unit: CUnit, routine: CRoutine, { bind }: StepOf<CStep, 'bind'>): boolean {
  const callee = bind.call.field('function');
  const isPlain =
    callee?.type === 'identifier' &&
    callee.text === 'bind' &&
    unit.routine(calleeIn(unit.root, 'bind')) !== undefined;
  const owners = isPlain ? ownersOfBind(unit) : undefined;
  return owners !== undefined && (owners.has(undefined) || owners.has(classAround(routine.node)));
}

/** The classes with a method that is called bind; undefined among them for a function, and '' for those of other names. */
const ownersOfBind = memoize(
  ({ routines }: CUnit): ReadonlySet<string | undefined> =>
    new Set(routines.map(({ callee, node }) => (callee.name === 'bind' ? classAround(node) : ''))),
);

type Known = History<Creation, SetOption, Bind>;

function readSite(file: File, routine: CRoutine, step: StepOf<CStep, 'bind'>): ListenSite[] {
  const { unit, sourceCode, targets } = file;
  const { bind } = step;
  const platforms = file.platforms.filter((platform) => platformsOf(bind.call).includes(platform));
  const history = historyOf(unit, routine, step);
  if (
    !platforms.some((platform) => targets.platforms.includes(platform)) ||
    history.creations.size === 0 ||
    isClient(history) ||
    isProbe(history, routine.callee.name) ||
    mayBeSetElsewhere(unit, history)
  ) {
    return [];
  }
  const socket = kindOfSocket(unit, history.creations);
  const address = readAddress(unit, bind.address, step.at);
  const kind = socket.kind ?? address.kind;
  if (socket.isOther || kind === 'other') {
    return [];
  }
  const port: Port =
    kind === 'path' || address.kind === 'path'
      ? PATH
      : // who asks which port it is has let the kernel choose
        address.isUnread === true && [...history.receivers].some(({ name }) => name === 'getsockname')
        ? { kind: 'ephemeral' }
        : address.port;
  const { protocol, isProven } = transportOf(unit, routine, history);
  const callee = bind.call.field('function');
  const target: Target = {
    sourceCode,
    unit,
    routine,
    bind: bind.call,
    platforms,
  };
  const api = apiFor(platforms, protocol, `${callee?.text ?? 'bind'}()`);
  const written = new Map<string, Edit[] | undefined>(
    (['reuseAddr', 'reusePort', 'exclusiveAddrUse'] as const).flatMap((option) =>
      (['on', 'off', 'on-posix'] as const).map(
        (value) => [`${option} ${value}`, writeOption(target, option, value)] as const,
      ),
    ),
  );
  return [
    {
      api,
      loc: sourceCode.locOf(callee?.start ?? bind.call.start, callee?.end ?? bind.call.end),
      port,
      address: hostOf(unit, bind.address),
      multicast: multicastOf(history),
      given: readGiven(file, history, target),
      certainty: 'traced',
      proof: isProven ? 'proven' : 'stream',
      platforms,
      byHand: [...written.values()].some((edits) => edits) ? undefined : byHand(sourceCode, history),
      hasFlag: () => false,
      write: (option, value) => written.get(`${option} ${value}`),
    },
  ];
}

/** Where the option belongs, for a bind that no statement can be put before. */
function byHand(sourceCode: TreeSitterSourceCode, { creations }: Known): string {
  const lines = [...creations].map(({ node }) => sourceCode.locOf(node.start, node.end).start.line);
  return `Set it between the creation of the socket on line ${lines.join(' or ')} and this call, which stand in one expression or where no statement fits.`;
}

/** A socket that connects, on whatever path: the bind chooses the address it connects from. What listens cannot connect. */
function isClient({ uses, alwaysListens, receivers, strangers }: Known): boolean {
  const connects = ({ name }: Callee): boolean =>
    /connect/i.test(name) && !/disconnect|connections?\b/i.test(name);
  return (
    (uses.has('connect') && !alwaysListens) ||
    (!uses.has('listen') && [...receivers, ...strangers].some(connects))
  );
}

/** Functions of other files that set options, by their names. */
const SETTER =
  /reuse|sock_?opt|set_?opt|socket_?option|setup_?sock|sock\w*_?(?:setup|init|config)|config\w*_?(?:sock|fd)|init_?(?:sock|listen)|apply_\w*opt/i;

/** Classes of other files that own a descriptor and do nothing else to it: `unique_fd`, `ScopedFileDescriptor`. */
const OWNER = /(?:fd|(?:file_?|unique_?|scoped_?)descriptor|(?:unique|scoped)_?socket)$/i;

/** An option may be set by a function or constructor of another file, or be one whose name is not known here. */
function mayBeSetElsewhere(unit: CUnit, { strangers, before }: Known): boolean {
  return (
    [...strangers].some(
      ({ name, owner }) => SETTER.test(name) || (owner !== undefined && !OWNER.test(name)),
    ) || [...before].some(({ option }) => namesOf(unit, option).isAny)
  );
}

/** Functions of POSIX and Winsock that use a socket and keep nothing of it. */
const USES_ONLY =
  /^(?:recv(?:from|msg|mmsg)?|send(?:to|msg|mmsg)?|read|readv|write|writev|close|closesocket|select|poll|ppoll|epoll_ctl|perror|FD_SET|FD_ISSET|FD_CLR|FD_ZERO|exit|max|dup2?)$/i;

function multicastOf({ uses, receivers, strangers, isShared }: Known): ListenSite['multicast'] {
  if (uses.has('join')) {
    return 'yes';
  }
  const isKept =
    isShared ||
    uses.has('broadcast') ||
    [...receivers, ...strangers].some(
      ({ name, owner }) => owner !== undefined || !(keepsNothing(name) || USES_ONLY.test(name)),
    );
  return isKept ? 'unknown' : 'no';
}

function readGiven({ unit, sourceCode, platforms }: File, history: Known, target: Target): GivenOption[] {
  const isPosix = target.platforms.some((platform) => platform !== 'win32');
  const before = [...history.before, ...history.retried].flatMap((step) =>
    readOption(unit, sourceCode, step, onFirstOnly(step, target, history))
      .filter(({ name }) => !(isPosix && platforms.length > 1 && name === 'exclusiveAddrUse'))
      .map((option) => ({
        ...option,
        replace: replaceValue(step),
        ...changesOf(step, option, target, unit),
      })),
  );
  if (before.length > 0) {
    return before;
  }
  const { line } = sourceCode.locOf(target.bind.start, target.bind.end).start;
  const after = [...history.after].flatMap((step) =>
    readOption(unit, sourceCode, step, { because: 'after-bind', where: `the bind on line ${line}` }).map(
      (option) => ({
        ...option,
        changes: moveBeforeBind(target, step, option.name),
      }),
    ),
  );
  const accepted = [...history.accepted].flatMap((step) =>
    readOption(unit, sourceCode, step, {
      because: 'accepted',
      where: 'a connection that accept() returned',
    }).map((option) => ({
      ...option,
      changes: setOnListener(target, step, option.name),
    })),
  );
  return [...after, ...accepted];
}

/** Why an option that is set before the bind does nothing for the second socket. */
function onFirstOnly(step: OptionStep, { bind }: Target, history: Known): NoEffect | undefined {
  const condition = firstOnly(step, bind, history)?.field('condition')?.text;
  return condition === undefined ? undefined : { because: 'first-only', where: `if ${condition}` };
}

function changesOf(
  step: OptionStep,
  option: GivenOption,
  target: Target,
  unit: CUnit,
): Pick<GivenOption, 'changes'> {
  const { sourceCode } = target;
  if (option.noEffect?.because === 'first-only') {
    return { changes: setOnEach(target, step, option.name) };
  }
  if (option.noEffect?.because === 'one-name') {
    return { changes: splitNames(sourceCode, step, namesOf(unit, step.option).names) };
  }
  if (option.name === 'reuseAddr' && option.values.win32 === true && target.platforms.includes('win32')) {
    return { changes: avoidOnWindows(step, target) };
  }
  if (option.name === 'reusePort' && option.values.linux === true) {
    return { changes: removeOption(sourceCode, step) };
  }
  return {};
}
