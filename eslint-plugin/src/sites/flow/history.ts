import { isCertain, isInOtherBranch, otherBranch } from './branches.ts';
import { spend } from '../effort.ts';
import { stepsOn } from './field-steps.ts';
import { isFilled, leadsTo, livesIn, makersOf, routinesCalling, routinesWith } from './lives.ts';
import { isReached } from './reached.ts';
import { memoize } from '../memoize.ts';
import {
  callsTo,
  connectsBetween,
  firstFrom,
  nextNaming,
  previousNaming,
  previousOwnCall,
  returnsOf,
} from './step-index.ts';
import {
  isSameField,
  type Place,
  type Routine,
  type Step,
  type StepOf,
  type Unit,
  type Use,
} from './step.ts';

/** What a file shows of one socket around its bind. */
export interface History<C, O, B> {
  /** How it may have been created; several where that depends on a branch or a caller. */
  readonly creations: ReadonlySet<StepOf<Step<C, O, B>, 'create'>>;
  /** The options set before the bind, or on the same field in another routine. */
  readonly before: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  /** The options set after it, in the routine that binds or where the socket goes from there. */
  readonly after: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  /** The options set after a bind that was tried without them, before the next try. */
  readonly retried: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  /** The options set on the connections it accepts. */
  readonly accepted: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  readonly uses: ReadonlySet<Use>;
  /** It listens on every path from a bind that succeeded, but for those of other failures. */
  readonly alwaysListens: boolean;
  /** Functions of other files that were given the socket before the bind, or that made it. */
  readonly strangers: ReadonlySet<string>;
  /** Functions of other files that were given the socket after the bind. */
  readonly receivers: ReadonlySet<string>;
  /** A field, a global or a caller unknown here has it too, so that other code may use it. */
  readonly isShared: boolean;
  /** It comes from outside of the file: a parameter that no call here gives, the result of another file's function. */
  readonly isOutside: boolean;
}

/** Calls followed one inside the other; helpers that make, bind and set options nest two or three deep each. */
const MAX_DEPTH = 10;

/** Steps looked at for one socket, so that a generated file costs no more than its parse. */
const MAX_STEPS = 50_000;

/** A history while it is being written. */
type Unwritten<T> = {
  -readonly [Key in keyof T]: T[Key] extends ReadonlySet<infer Element> ? Set<Element> : T[Key];
};

interface Tracing<C, O, B> extends Unwritten<History<C, O, B>> {
  readonly unit: Unit<C, O, B>;
  /** Where the bind is: what follows there is not before it. */
  readonly binder: Routine<C, O, B>;
  readonly at: number;
  /** It comes from a field that another routine filled. */
  isFromField: boolean;
  /** It connects in a branch that is left out where it is bound. */
  connectsElsewhere: boolean;
  /** What is looked at is reached from every bind that succeeded. */
  isReached: boolean;
  /** Questions asked already, so that recursion ends. */
  readonly asked: Set<string>;
  left: number;
}

/** The history of the socket that a step of a routine binds. */
export function historyOf<C, O, B>(
  unit: Unit<C, O, B>,
  routine: Routine<C, O, B>,
  { socket, at }: StepOf<Step<C, O, B>, 'bind'>,
): History<C, O, B> {
  const tracing = beginning(unit, routine, at);
  tracing.isOutside = socket === undefined;
  if (socket) {
    const names = goBack(tracing, routine, new Map([[socket.text, socket]]), at, 0);
    for (const place of names.values()) {
      if (place.isShared) {
        tracing.isShared = true;
        useField(tracing, place);
      }
    }
    tracing.isReached = true;
    goOn(tracing, routine, names, at, 0);
  }
  for (const step of [...tracing.before, ...tracing.retried]) {
    tracing.after.delete(step);
  }
  if (tracing.connectsElsewhere && !tracing.uses.has('listen')) {
    tracing.uses.add('connect');
  }
  return tracing;
}

function beginning<C, O, B>(unit: Unit<C, O, B>, binder: Routine<C, O, B>, at: number): Tracing<C, O, B> {
  return {
    unit,
    binder,
    at,
    creations: new Set(),
    before: new Set(),
    after: new Set(),
    retried: new Set(),
    accepted: new Set(),
    uses: new Set(),
    strangers: new Set(),
    receivers: new Set(),
    isShared: false,
    isOutside: false,
    alwaysListens: false,
    isFromField: false,
    connectsElsewhere: false,
    isReached: false,
    asked: new Set(),
    left: MAX_STEPS,
  };
}

type Names = Map<string, Place>;

/** Whether a question is new and may be followed. */
function mayAsk<C, O, B>(tracing: Tracing<C, O, B>, question: string, depth: number): boolean {
  if (depth > MAX_DEPTH || tracing.left <= 0 || tracing.asked.has(question)) {
    return false;
  }
  tracing.asked.add(question);
  return true;
}

/**
 * Follows a socket back from an offset of a routine to its creation, through copies, helpers, makers and callers.
 * @returns all places that hold the socket there
 */
function goBack<C, O, B>(
  tracing: Tracing<C, O, B>,
  routine: Routine<C, O, B>,
  names: Names,
  at: number,
  depth: number,
): Names {
  const [first] = names.keys();
  if (!mayAsk(tracing, `back ${routine.name} ${routine.node.start} ${first ?? ''} ${at}`, depth)) {
    return names;
  }
  let isFound = false;
  const previous = (before: number): number | undefined => {
    const naming = previousNaming(routine, names.keys(), before);
    // what any function of the file does to a field counts too
    const isShared = [...names.values()].some((place) => place.isShared);
    const calling = isShared ? previousOwnCall(routine, tracing.unit, before) : undefined;
    return naming === undefined || (calling !== undefined && calling > naming) ? calling : naming;
  };
  for (let index = previous(firstFrom(routine.steps, at)); index !== undefined; index = previous(index)) {
    const step = routine.steps[index];
    spend();
    if (!step || tracing.left-- <= 0) {
      break;
    }
    const branch = concerns(step, names) ? otherBranch(step.node, at) : undefined;
    if (branch) {
      addConnect(tracing, step);
      if (![...names.values()].some(({ isShared }) => isShared)) {
        const first = firstFrom(routine.steps, branch.start);
        tracing.connectsElsewhere ||= connectsBetween(routine, names.keys(), first, index);
        index = Math.min(index, first);
      }
      continue;
    }
    if (isFound && step.kind !== 'create' && step.kind !== 'call') {
      continue;
    }
    switch (step.kind) {
      case 'create':
        if (step.into && names.has(step.into.text)) {
          tracing.creations.add(step);
          isFound = true;
          if (isCertain(step.node, at)) {
            return names;
          }
        }
        break;
      case 'copy':
        if (names.has(step.into.text)) {
          names.set(step.from.text, step.from);
        } else if (names.has(step.from.text)) {
          names.set(step.into.text, step.into);
          useAlias(tracing, routine, step, at);
        }
        break;
      case 'option':
        if (names.has(step.socket.text)) {
          tracing.before.add(step);
        }
        break;
      case 'use':
        if (!names.has(step.socket.text)) {
          break;
        }
        if (step.use === 'connect') {
          // what is connected is not bound any more
          addConnect(tracing, step);
        } else {
          tracing.uses.add(step.use);
        }
        break;
      case 'call':
        if (step.into && names.has(step.into.text)) {
          isFound = true;
          askMaker(tracing, step.callee, depth);
          if (isCertain(step.node, at)) {
            return names;
          }
        } else if (!isFound) {
          isFound =
            askFieldMaker(tracing, step.callee, names, depth) || askOutParameter(tracing, step, names, depth);
          askHelper(tracing, step, names, depth, tracing.before);
          askFieldHelper(tracing, step.callee, names, depth, tracing.before);
          if (isFound && isCertain(step.node, at)) {
            return names;
          }
        }
        break;
      default:
    }
  }
  if (!isFound) {
    comeFrom(tracing, routine, names, depth);
  }
  return names;
}

/** What is done to a socket under a second name, from the copy on to an offset. */
function useAlias<C, O, B>(
  tracing: Tracing<C, O, B>,
  routine: Routine<C, O, B>,
  copy: StepOf<Step<C, O, B>, 'copy'>,
  at: number,
): void {
  const next = (from: number): number | undefined => nextNaming(routine, [copy.into.text], from);
  for (let index = next(firstFrom(routine.steps, copy.at)); index !== undefined; index = next(index + 1)) {
    const step = routine.steps[index];
    spend();
    if (!step || step.at >= at || tracing.left-- <= 0) {
      break;
    }
    if (step.at === copy.at) {
      continue;
    }
    if (step.kind === 'option' && step.socket.text === copy.into.text && !isInOtherBranch(step.node, at)) {
      tracing.before.add(step);
    } else if (step.kind === 'use' && step.socket.text === copy.into.text) {
      tracing.uses.add(step.use);
    }
  }
}

/** A socket that connects on another path, and listens on none, is no server's on this one either. */
function addConnect<C, O, B>(tracing: Tracing<C, O, B>, step: Step<C, O, B>): void {
  tracing.connectsElsewhere ||= step.kind === 'use' && step.use === 'connect';
}

/** Whether a step names one of the places, so that a closer look is worth its time. */
function concerns<C, O, B>(step: Step<C, O, B>, names: Names): boolean {
  switch (step.kind) {
    case 'option':
    case 'use':
      return names.has(step.socket.text);
    case 'create':
      return step.into !== undefined && names.has(step.into.text);
    case 'copy':
      return names.has(step.into.text) || names.has(step.from.text);
    case 'call':
      return (
        (step.into !== undefined && names.has(step.into.text)) ||
        step.arguments.some((place) => place !== undefined && names.has(place.text))
      );
    default:
      return false;
  }
}

/** A socket that a routine did not make: given by its callers, or held in a field. */
function comeFrom<C, O, B>(
  tracing: Tracing<C, O, B>,
  routine: Routine<C, O, B>,
  names: Names,
  depth: number,
): void {
  for (const place of [...names.values()]) {
    const index = routine.parameters.indexOf(place.text.replace(/^\*/, ''));
    if (index !== -1) {
      askCallers(tracing, routine, index, depth);
    } else if (place.isShared) {
      askField(tracing, place, depth);
    }
  }
}

function askCallers<C, O, B>(
  tracing: Tracing<C, O, B>,
  routine: Routine<C, O, B>,
  index: number,
  depth: number,
): void {
  const { name } = routine;
  if (!mayAsk(tracing, `callers ${name} ${index}`, depth)) {
    return;
  }
  let isCalled = false;
  for (const caller of routinesCalling(tracing.unit, name)) {
    // what calls itself alone is called from outside
    if (caller === routine) {
      continue;
    }
    for (const step of callsTo(caller, name)) {
      spend();
      const given = step.arguments[index];
      if (given) {
        isCalled = true;
        goBack(tracing, caller, new Map([[given.text, given]]), step.at, depth + 1);
      }
    }
  }
  if (!isCalled) {
    tracing.isOutside = true;
  }
}

/**
 * What the file's routines do to the sockets of a field that a routine did not make itself: their order is not known. A socket
 * that another routine makes and binds there is not this one.
 */
function askField<C, O, B>(tracing: Tracing<C, O, B>, place: Place, depth: number): void {
  const { name, owner } = place;
  if (!mayAsk(tracing, `field ${owner ?? ''} ${name}`, depth)) {
    return;
  }
  tracing.isFromField = true;
  for (const { routine, steps } of stepsOn(tracing.unit, place).of(tracing.binder)) {
    for (const step of steps) {
      tracing.left--;
      spend();
      readFieldStep(tracing, routine, step, place, depth);
    }
  }
}

function readFieldStep<C, O, B>(
  tracing: Tracing<C, O, B>,
  routine: Routine<C, O, B>,
  step: Step<C, O, B>,
  place: Place,
  depth: number,
): void {
  const isIt = (other: Place | undefined): boolean => isSameField(other, place);
  switch (step.kind) {
    case 'create':
      tracing.creations.add(step);
      break;
    case 'copy':
      if (isIt(step.into) && !isIt(step.from)) {
        goBack(tracing, routine, new Map([[step.from.text, step.from]]), step.at, depth + 1);
      }
      break;
    case 'option':
      if (!(routine === tracing.binder && step.at > tracing.at)) {
        tracing.before.add(step);
      }
      break;
    case 'use':
      if (isIt(step.socket)) {
        tracing.uses.add(step.use);
      }
      break;
    case 'call':
      if (isIt(step.into)) {
        askMaker(tracing, step.callee, depth);
      }
      for (const given of step.arguments) {
        if (given && isIt(given)) {
          askHelper(tracing, step, new Map([[given.text, given]]), depth, tracing.before);
        }
      }
      break;
    default:
  }
}

/** A function of the file that makes the socket of a field; says whether it does. */
function askFieldMaker<C, O, B>(
  tracing: Tracing<C, O, B>,
  callee: string,
  names: Names,
  depth: number,
): boolean {
  const known = tracing.creations.size;
  for (const place of names.values()) {
    for (const maker of place.isShared ? makersOf(tracing.unit, place) : []) {
      if (maker.name === callee && maker !== tracing.binder) {
        const { own } = livesIn(tracing.unit, maker, place);
        const fields = own.flatMap(({ making }) =>
          'into' in making && making.into ? [[making.into.text, making.into] as const] : [],
        );
        const held = new Map(fields.length > 0 ? fields : [[place.text, place]]);
        goBack(tracing, maker, held, Infinity, depth + 1);
      }
    }
  }
  return tracing.creations.size > known;
}

/** The routines of the file that a call may call. */
function routinesCalled<C, O, B>(unit: Unit<C, O, B>, callee: string): readonly Routine<C, O, B>[] {
  const only = unit.routine(callee);
  return unit.overloads?.(callee) ?? (only ? [only] : []);
}

/** A socket that a function returns. */
function askMaker<C, O, B>(tracing: Tracing<C, O, B>, callee: string, depth: number): void {
  const makers = routinesCalled(tracing.unit, callee);
  if (makers.length === 0) {
    tracing.strangers.add(callee);
    tracing.isOutside = true;
    return;
  }
  for (const maker of makers) {
    for (const step of returnsOf(maker)) {
      spend();
      goBack(tracing, maker, new Map([[step.from.text, step.from]]), step.at + 1, depth + 1);
    }
  }
}

/** A function that is given a variable's address and puts the socket there; says whether it does. */
function askOutParameter<C, O, B>(
  tracing: Tracing<C, O, B>,
  { callee, arguments: given }: StepOf<Step<C, O, B>, 'call'>,
  names: Names,
  depth: number,
): boolean {
  const helper = tracing.unit.routine(callee);
  let isMade = false;
  for (const [index, place] of given.entries()) {
    const parameter = helper?.parameters[index];
    if (helper && place?.isReference && names.has(place.text) && parameter !== undefined) {
      const text = `*${parameter}`;
      const known = tracing.creations.size;
      goBack(tracing, helper, new Map([[text, { text, name: text, isShared: false }]]), Infinity, depth + 1);
      isMade ||= tracing.creations.size > known;
    }
  }
  return isMade;
}

/** What other routines do with a field, the same for every bind of what it holds. */
const usedFields = memoize(() => new Map<string, Tracing<unknown, unknown, unknown>>());

/** What other routines do with the field that holds the socket, and the functions they give it to. */
function useField<C, O, B>(tracing: Tracing<C, O, B>, place: Place): void {
  // whose socket a function binds that calls others depends on the one that binds
  const leading = tracing.isFromField ? stepsOn(tracing.unit, place).leadingTo(tracing.binder) : [];
  const callers = leading.map(({ node }) => node.start).join();
  const key = `uses of ${place.owner ?? ''} ${place.name} ${tracing.isFromField} ${callers}`;
  if (!mayAsk(tracing, key, 0)) {
    return;
  }
  const known = usedFields(tracing.unit);
  let used = known.get(key) as Tracing<C, O, B> | undefined;
  if (!used) {
    used = beginning(tracing.unit, tracing.binder, tracing.at);
    used.isFromField = tracing.isFromField;
    known.set(key, used);
    findUses(used, place);
  }
  used.uses.forEach((use) => tracing.uses.add(use));
  used.receivers.forEach((receiver) => tracing.receivers.add(receiver));
  used.accepted.forEach((option) => tracing.accepted.add(option));
  used.retried.forEach((option) => tracing.retried.add(option));
  tracing.isShared ||= used.isShared;
}

function findUses<C, O, B>(tracing: Tracing<C, O, B>, place: Place): void {
  for (const routine of routinesWith(tracing.unit, place)) {
    const { given, own } = livesIn(tracing.unit, routine, place);
    const others = own.filter(
      ({ isTaken }) => tracing.isFromField && (!isTaken || leadsTo(tracing.unit, routine, tracing.binder)),
    );
    for (const step of [...given, ...others.flatMap(({ steps }) => steps)]) {
      spend();
      if (tracing.left-- <= 0) {
        return;
      }
      if (step.kind === 'use' && step.use !== 'close') {
        tracing.uses.add(step.use);
      } else if (step.kind === 'call') {
        const held = step.arguments.flatMap((argument): (readonly [string, Place])[] =>
          argument && isSameField(argument, place) ? [[argument.text, argument]] : [],
        );
        // their order is not known, so that options set there say nothing
        askHelper(tracing, step, new Map(held), 1, new Set());
      }
    }
  }
}

/** A function that is given the socket: what it does to it counts as done here. */
function askHelper<C, O, B>(
  tracing: Tracing<C, O, B>,
  { callee, arguments: given }: StepOf<Step<C, O, B>, 'call'>,
  names: Names,
  depth: number,
  options: Set<StepOf<Step<C, O, B>, 'option'>>,
): void {
  for (const [index, place] of given.entries()) {
    if (!place || !names.has(place.text)) {
      continue;
    }
    const helper = tracing.unit.routine(callee);
    const parameter = helper?.parameters[index];
    if (!helper || parameter === undefined) {
      (options === tracing.before ? tracing.strangers : tracing.receivers).add(callee);
      continue;
    }
    const held = place.isReference ? `*${parameter}` : parameter;
    if (mayAsk(tracing, `helper ${callee} ${index} ${options === tracing.before}`, depth)) {
      walkOn(
        tracing,
        helper,
        new Map([[held, { text: held, name: held, isShared: false }]]),
        -1,
        depth,
        options,
      );
    }
  }
}

/** A function that reaches the socket by the field that holds it: what it does to it counts as done here. */
function askFieldHelper<C, O, B>(
  tracing: Tracing<C, O, B>,
  callee: string,
  names: Names,
  depth: number,
  options: Set<StepOf<Step<C, O, B>, 'option'>>,
): void {
  const helper = tracing.unit.routine(callee);
  if (!helper || helper === tracing.binder) {
    return;
  }
  const fields = [...names.values()].flatMap(({ name, isShared }) => (isShared ? [name] : []));
  if (!fields.some((name) => helper.mentions(name))) {
    return;
  }
  if (!mayAsk(tracing, `field helper ${callee} ${fields.join()} ${options === tracing.before}`, depth)) {
    return;
  }
  for (const step of helper.steps) {
    tracing.left--;
    spend();
    if (step.kind === 'option' && step.socket.isShared && fields.includes(step.socket.name)) {
      options.add(step);
    } else if (step.kind === 'use' && step.socket.isShared && fields.includes(step.socket.name)) {
      tracing.uses.add(step.use);
    } else if (step.kind === 'call') {
      const given = step.arguments.filter((place) => place?.isShared === true && fields.includes(place.name));
      const held = new Map(given.flatMap((place) => (place ? [[place.text, place] as const] : [])));
      askHelper(tracing, step, held, depth + 1, options);
      askFieldHelper(tracing, step.callee, names, depth + 1, options);
    }
  }
}

function isGiven<C, O, B>({ arguments: given }: StepOf<Step<C, O, B>, 'call'>, names: Names): boolean {
  return given.some((place) => place !== undefined && names.has(place.text));
}

/** What a routine does after the bind, and where the socket goes from there. */
function goOn<C, O, B>(
  tracing: Tracing<C, O, B>,
  routine: Routine<C, O, B>,
  names: Names,
  at: number,
  depth: number,
): void {
  if (!mayAsk(tracing, `on ${routine.name} ${at}`, depth)) {
    return;
  }
  const isReturned = walkOn(tracing, routine, names, at, depth, tracing.after);
  const listens = tracing.alwaysListens;
  const listensIn: boolean[] = [];
  const given = [...names.keys()].map((name) => routine.parameters.indexOf(name.replace(/^\*/, '')));
  let isCalled = false;
  for (const caller of routinesCalling(tracing.unit, routine.name)) {
    for (const step of callsTo(caller, routine.name)) {
      isCalled = true;
      const places = [...given.map((index) => step.arguments[index]), isReturned ? step.into : undefined];
      const known = places.flatMap((place): [string, Place][] => (place ? [[place.text, place]] : []));
      if (known.length > 0) {
        for (const [, place] of known) {
          if (place.isShared) {
            useField(tracing, place);
          }
        }
        tracing.alwaysListens = false;
        goOn(tracing, caller, new Map(known), step.at, depth + 1);
        listensIn.push(tracing.alwaysListens);
      }
    }
  }
  // where callers listen, each must, those of other files too
  const isKnown = listensIn.length > 0 && tracing.unit.isClosed?.(routine.node) !== false;
  tracing.alwaysListens = listens || (isKnown && listensIn.every(Boolean));
  tracing.isShared ||= (isReturned && !isCalled) || [...names.keys()].some((name) => name.startsWith('*'));
}

/** Follows a socket from an offset of a routine to its end or to its next life; says whether it is returned. */
function walkOn<C, O, B>(
  tracing: Tracing<C, O, B>,
  routine: Routine<C, O, B>,
  names: Names,
  at: number,
  depth: number,
  options: Set<StepOf<Step<C, O, B>, 'option'>>,
): boolean {
  const { steps } = routine;
  let isReturned = false;
  const since = new Set<StepOf<Step<C, O, B>, 'option'>>();
  const connections = new Set<string>();
  const next = (from: number): number | undefined =>
    nextNaming(routine, [...names.keys(), ...connections], from);
  for (let index = next(firstFrom(routine.steps, at)); index !== undefined; index = next(index + 1)) {
    const step = steps[index];
    spend();
    if (!step || step.at <= at) {
      continue;
    }
    if (tracing.left-- <= 0) {
      break;
    }
    const branch = at > 0 && concerns(step, names) ? otherBranch(step.node, at) : undefined;
    if (branch) {
      addConnect(tracing, step);
      if (connections.size === 0) {
        const behind = firstFrom(steps, branch.end);
        tracing.connectsElsewhere ||= connectsBetween(routine, names.keys(), index, behind);
        index = Math.max(index, behind - 1);
      }
      continue;
    }
    switch (step.kind) {
      case 'create':
        if (step.into && names.has(step.into.text)) {
          return isReturned;
        }
        break;
      case 'copy':
        if (names.has(step.from.text)) {
          names.set(step.into.text, step.into);
          if (step.into.isShared) {
            tracing.isShared = true;
            useField(tracing, step.into);
          }
        } else if (names.has(step.into.text) && isCertain(step.node, step.at)) {
          // another socket takes its variable
          names.delete(step.into.text);
        }
        break;
      case 'option':
        if (names.has(step.socket.text)) {
          options.add(step);
          since.add(step);
        } else if (connections.has(step.socket.text)) {
          tracing.accepted.add(step);
        }
        break;
      case 'bind':
        if (step.socket && names.has(step.socket.text)) {
          since.forEach((option) => tracing.retried.add(option));
        }
        break;
      case 'use':
        if (names.has(step.socket.text)) {
          tracing.uses.add(step.use);
          tracing.alwaysListens ||= step.use === 'listen' && isReachedFrom(tracing, step, at);
          if (step.use === 'accept' && step.into) {
            connections.add(step.into.text);
            names.delete(step.into.text);
          }
        }
        break;
      case 'call':
        if (isFilled(tracing.unit, step, names)) {
          return isReturned;
        }
        askHelperFrom(tracing, step, names, { at, depth, options });
        if (step.into && isCertain(step.node, step.at) && !isGiven(step, names)) {
          // what it makes takes the socket's variable
          names.delete(step.into.text);
        }
        break;
      case 'return':
        isReturned ||= names.has(step.from.text);
        break;
      default:
    }
  }
  return isReturned;
}

/** Whether a step is reached from an offset of its routine wherever what stands there succeeded. */
function isReachedFrom<C, O, B>(
  { isReached: isSure, unit }: Tracing<C, O, B>,
  { node }: Step<C, O, B>,
  at: number,
): boolean {
  return isSure && unit.asksForFailure !== undefined && isReached(node, at, unit.asksForFailure);
}

/** A helper that is given the socket behind an offset of the routine. */
function askHelperFrom<C, O, B>(
  tracing: Tracing<C, O, B>,
  step: StepOf<Step<C, O, B>, 'call'>,
  names: Names,
  { at, depth, options }: { at: number; depth: number; options: Set<StepOf<Step<C, O, B>, 'option'>> },
): void {
  const wasReached = tracing.isReached;
  tracing.isReached = isGiven(step, names) && isReachedFrom(tracing, step, at);
  askHelper(tracing, step, names, depth + 1, options);
  tracing.isReached = wasReached;
}
