import { memoize } from '../memoize.ts';
import { calleeIn, type Callee } from '../flow/callee.ts';
import type { StepOf } from '../flow/step.ts';
import { baseOf } from './lower/address-names.ts';
import { namesOf } from './lower/options.ts';
import { classAround } from './lower/owner.ts';
import type { Address } from './lower/address.ts';
import type { CHistory, CRoutine, CStep, CUnit } from './lower/unit.ts';

/** `Bind(int fd, ...)` that calls bind(fd): its callers are what binds. */
export function isWrapper(routine: CRoutine, { socket }: StepOf<CStep, 'bind'>): boolean {
  return (
    /^\w*bind$/i.test(routine.callee.name) &&
    socket !== undefined &&
    routine.parameters.includes(socket.text) &&
    /^(?:w_?|wrap_?|wrapped_?|x|my_?|do_?|sys_?|safe_?|net_?|sock_?|socket_?|e_?|rk_?|os_?|pl_?|win32_?|_*)?bind$/i.test(
      routine.callee.name,
    )
  );
}

/** `pj_sock_bind(sock, addr, len)`, which hands on the socket and the address that it is given. */
export const isHandedOn = (routine: CRoutine, { socket, bind }: StepOf<CStep, 'bind'>): boolean =>
  /bind$/i.test(routine.callee.name) &&
  socket !== undefined &&
  routine.parameters.includes(socket.text) &&
  routine.parameters.includes(baseOf(bind.address));

/** A call of a function of the file that is called bind, or of a method of the own class; `::bind` is none. */
export function isOwn(unit: CUnit, routine: CRoutine, { bind }: StepOf<CStep, 'bind'>): boolean {
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

/** A socket that connects, on whatever path: the bind chooses the address it connects from. What listens cannot connect. */
export function isClient({ uses, alwaysListens, receivers, strangers }: CHistory): boolean {
  const connects = ({ name }: Callee): boolean =>
    /connect/i.test(name) && !/disconnect|connections?\b/i.test(name);
  return (
    (uses.has('connect') && !alwaysListens) ||
    (!uses.has('listen') && [...receivers, ...strangers].some(connects))
  );
}

/** Functions of other files that set options, by their names. */
const SETTER =
  /reuse|sock\w*_?opt|set_?opt|socket_?option|setup_?sock|sock\w*_?(?:setup|init|config)|config\w*_?(?:sock|fd)|init_?(?:sock|listen)|apply_\w*opt/i;

/** Classes of other files that own a descriptor and do nothing else to it: `unique_fd`, `ScopedFileDescriptor`. */
const OWNER = /(?:fd|(?:file_?|unique_?|scoped_?)descriptor|(?:unique|scoped)_?socket)$/i;

/**
 * The function or constructor of another file that may set an option, or the option call whose name is not known here: what it is
 * called.
 */
export function setterElsewhere(unit: CUnit, { strangers, before }: CHistory): string | undefined {
  const stranger = [...strangers].find(
    ({ name, owner }) => SETTER.test(name) || (owner !== undefined && !OWNER.test(name)),
  );
  const unread = [...before].find(({ option }) => namesOf(unit, option).isAny);
  return stranger?.name ?? unread?.option.name.text;
}

/**
 * A socket that another file makes, and that serves: it listens here, is told whether its address may be reused, or is bound to a port
 * that is written here.
 */
export function isServerOfOthers(
  unit: CUnit,
  { uses, strangers, before }: CHistory,
  { kind, port, isUnread }: Address,
): boolean {
  return (
    uses.has('listen') ||
    [...before].some(({ option }) => namesOf(unit, option).names.length > 0) ||
    (kind === 'inet' &&
      isUnread !== true &&
      port.kind !== 'ephemeral' &&
      ![...strangers].some(({ name }) => /client|source|local_?addr/i.test(name)))
  );
}
