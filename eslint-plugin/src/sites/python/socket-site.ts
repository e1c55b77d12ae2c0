import { spend } from '../effort.ts';
import type { History } from '../flow/history.ts';
import { memoize } from '../memoize.ts';
import { grouped } from '../grouped.ts';
import type { StepOf } from '../flow/step.ts';
import type {
  ApiFacts,
  Edit,
  GivenOption,
  ListenSite,
  OptionChange,
  OptionName,
  OptionValue,
  Platform,
} from '../site.ts';
import type { Targets } from '../targets.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import {
  DISPATCHER,
  inAdvance,
  keptFromWindows,
  SOCKET_TCP,
  SOCKET_UDP,
  SOCKET_WINDOWS,
  SPELLED,
} from './apis.ts';
import { isSelf, type Classes } from './classes.ts';
import { indentOf, insertBefore, lineEnd, ownLines, removeStatement, statementOf } from './edit.ts';
import type { PythonFile } from './file.ts';
import { firstOnly } from './first-only.ts';
import { insertionPoint, type Bound } from './insertion.ts';
import { alwaysListens } from './listens.ts';
import { isNoServer } from './no-server.ts';
import { readAddress, type Address } from './port.ts';
import { readSetOption, type ReadOption } from './set-option.ts';
import { socketTypesOf, type SocketType } from './socket-type.ts';
import { spell } from './spelling.ts';
import type { Bind, Creation, PythonRoutine, PythonStep, SetOption } from './step.ts';
import { numberOf, type Values } from './value.ts';
import { exceptOnWindows, reachedOn } from './windows.ts';

/** What reading a site needs of its file. */
export interface Reading {
  readonly sourceCode: TreeSitterSourceCode;
  readonly targets: Targets;
  readonly file: PythonFile;
  readonly classes: Classes;
  readonly values: Values;
}

type BindStep = StepOf<PythonStep, 'bind'>;
type OptionStep = StepOf<PythonStep, 'option'>;

/** Families whose sockets have addresses of other kinds than ports. Source: the socket module's documentation. */
const WITHOUT_PORTS =
  /\b[AP]F_(?:UNIX|LOCAL|NETLINK|PACKET|CAN|BLUETOOTH|ALG|VSOCK|TIPC|RDS|QIPCRTR|SYSTEM|HYPERV|XDP|KEY|LINK|DIVERT)\b/u;

/** Functions of other files that are likely to set the option. */
const SETS_OPTIONS = /reuse|sock_?opt|set_?opt|options|setup_?sock|configure_?sock/iu;

/** The site of a `bind()`; undefined where it binds no server's port, or nothing is known of the socket. */
export function readSocketSite(reading: Reading, bound: Bound): ListenSite | undefined {
  const { step, history, routine } = bound;
  const { bind } = step;
  const { file, values } = reading;
  const made = [...history.creations].flatMap(({ creation }) => {
    const types = creation.kind === 'made' ? socketTypesOf(creation, values, file) : new Set<SocketType>();
    const isServers = [...types].some((type) => type !== 'other') && familyOf(creation, values) !== 'other';
    return isServers ? [{ family: familyOf(creation, values), types }] : [];
  });
  if (made.length === 0 || [...history.strangers].some(({ name }) => SETS_OPTIONS.test(name))) {
    return undefined;
  }
  const address = readAddress(bind.address, file, values);
  const isPath = address.port.kind === 'path' || made.every(({ family }) => family === 'path');
  if (isNoServer(reading, bound)) {
    return undefined;
  }
  const types = new Set(made.flatMap((one) => [...one.types]));
  const protocol = [...types].every((type) => type === 'datagram') ? 'udp' : 'tcp';
  const multicast = multicastOf(address, history, step, routine, file);
  const site = new SocketSite(reading, bound, { protocol, isMulticast: multicast === 'yes' });
  const given = site
    .given(history, routine)
    // what comes too late for a port the kernel chooses would have done nothing before either
    .filter(
      ({ noEffect }) => address.port.kind !== 'ephemeral' || noEffect?.because === 'one-name' || !noEffect,
    );
  if (isPath && !given.some(({ name }) => name === 'reusePort')) {
    return undefined;
  }
  const isProven =
    protocol === 'udp' ||
    [...types].every((type) => type === 'stream') ||
    alwaysListens(bound) ||
    isNamedListener(bound, file);
  return {
    api: site.api(),
    loc: site.loc(),
    port: isPath ? { kind: 'path' } : address.port,
    address: address.host,
    multicast,
    given,
    certainty: history.strangers.size > 0 ? 'shaped' : 'traced',
    proof: isProven ? 'proven' : 'stream',
    platforms: reachedOn(bind.call, file, values),
    hasFlag: () => false,
    write: site.writer(),
  };
}

type Family = 'inet' | 'path' | 'other';

function familyOf({ family }: Creation, values: Values): Family {
  // `AF_UNIX = None` is a stand-in where the platform lacks the name
  const families = family
    ? WITHOUT_PORTS.test(family.text)
      ? [family.text]
      : values.of(family).map(({ node }) => node.text)
    : [''];
  return !families.every((text) => WITHOUT_PORTS.test(text))
    ? 'inet'
    : families.some((text) => /_(?:UNIX|LOCAL)\b/u.test(text))
      ? 'path'
      : 'other';
}

/** Whether the author calls it a listener, in a file that knows of no datagrams. */
function isNamedListener({ routine, step }: Bound, file: PythonFile): boolean {
  return /listen/iu.test(`${routine.callee.name} ${step.bind.receiver.text}`) && !namesDatagrams(file);
}

const namesDatagrams = memoize(({ text }: PythonFile) => /SOCK_DGRAM|udp|datagram/iu.test(text));

/** What a file with receivers of multicast or broadcasts mentions. */
const MAY_JOIN = /MEMBERSHIP|JOIN_GROUP|SO_BROADCAST|multicast/iu;
const mayJoin = memoize(({ text }: PythonFile) => MAY_JOIN.test(text));

/** The variables of a routine that it returns, or puts into fields or lists. */
const leaving = memoize(
  ({ steps }: PythonRoutine) =>
    new Set(
      steps.flatMap((one) =>
        one.kind === 'return' || (one.kind === 'copy' && /[.[]/u.test(one.into.text)) ? [one.from.text] : [],
      ),
    ),
);

/** The options that a routine sets on connections, by the sockets that accepted them. */
const onConnections = memoize(({ steps }: PythonRoutine): ReadonlyMap<string, readonly OptionStep[]> => {
  const accepted = new Map<string, string>();
  const found: [string, OptionStep][] = [];
  for (const step of steps) {
    spend();
    if (step.kind === 'create' && step.into) {
      const receiver = step.creation.call.field('function')?.field('object')?.text.replaceAll(/\s+/gu, '');
      if (step.creation.kind === 'accepted' && receiver !== undefined) {
        accepted.set(step.into.text, receiver);
      } else {
        accepted.delete(step.into.text);
      }
    }
    const listener = step.kind === 'option' ? accepted.get(step.socket.text) : undefined;
    if (step.kind === 'option' && listener !== undefined) {
      found.push([listener, step]);
    }
  }
  return grouped(found);
});

/** Addresses that a receiver of a group binds. */
const GROUP = /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/iu;

function multicastOf(
  { host }: Address,
  { uses, strangers, isOutside }: History<Creation, SetOption, Bind>,
  { socket }: BindStep,
  routine: PythonRoutine,
  file: PythonFile,
): ListenSite['multicast'] {
  if (uses.has('join') || GROUP.test(host ?? '')) {
    return 'yes';
  }
  const isLocal = socket !== undefined && !/[.[]/u.test(socket.text) && socket.text !== 'self';
  const isOwn = isLocal && !leaving(routine).has(socket.text) && strangers.size === 0 && !isOutside;
  return isOwn && !uses.has('broadcast') && !mayJoin(file) ? 'no' : 'unknown';
}

/** What is known of a socket besides its bind. */
interface Kind {
  readonly protocol: 'tcp' | 'udp';
  readonly isMulticast: boolean;
}

/** Reads and writes the options of one bind. */
class SocketSite {
  readonly #reading: Reading;
  readonly #bound: Bound;
  readonly #step: BindStep;
  readonly #creation: SyntaxNode | undefined;
  readonly #kind: Kind;
  readonly #receiver: string;
  readonly #isDispatcher: boolean;
  /** The targets that the bind can be reached on. */
  readonly #platforms: readonly Platform[];

  constructor(reading: Reading, bound: Bound, kind: Kind) {
    const { step, history } = bound;
    const [creation] = history.creations;
    this.#reading = reading;
    this.#bound = bound;
    this.#step = step;
    this.#creation = creation?.creation.call;
    this.#kind = kind;
    this.#receiver = step.bind.receiver.text;
    this.#isDispatcher =
      isSelf(this.#receiver) &&
      this.#creation?.field('function')?.field('attribute')?.text === 'create_socket';
    const platforms = reachedOn(step.bind.call, reading.file, reading.values);
    const targets = platforms.filter((platform) => reading.targets.platforms.includes(platform));
    this.#platforms = targets.length > 0 ? targets : platforms;
  }

  get #isPosix(): boolean {
    return this.#platforms.some((platform) => platform !== 'win32');
  }

  /** What a server's SO_REUSEADDR is written as: kept from Windows, where the program can run there. */
  get #on(): 'on' | 'on-posix' {
    return this.#kind.isMulticast || !this.#platforms.includes('win32') ? 'on' : 'on-posix';
  }

  api(): ApiFacts {
    const { protocol } = this.#kind;
    const facts =
      !this.#isPosix && protocol === 'tcp'
        ? SOCKET_WINDOWS
        : this.#isDispatcher && protocol === 'tcp'
          ? DISPATCHER
          : protocol === 'udp'
            ? SOCKET_UDP
            : SOCKET_TCP;
    return {
      ...facts,
      states: this.#on === 'on' ? facts.states : keptFromWindows(facts.states),
      statement: inAdvance((option, value) => this.#inWords(option, value)),
    };
  }

  /** The method with what it is called on, where that stands on the same line. */
  loc(): ListenSite['loc'] {
    const { call } = this.#step.bind;
    const callee = call.field('function');
    const method = callee?.field('attribute');
    const isChain = callee !== undefined && /^[\w.[\]]+$/u.test(callee.text);
    const marked = isChain ? callee : (method ?? call);
    return this.#reading.sourceCode.locOf(marked.start, marked.end);
  }

  /** An option with its value, on one line. */
  #inWords(option: OptionName, value: OptionValue): string {
    const text = this.#statement(option, value)?.text ?? SPELLED[option as keyof typeof SPELLED];
    const guard = value === 'on-posix' ? exceptOnWindows(this.#reading.file, this.#step.at) : undefined;
    const isPair = this.#kind.isMulticast && option === 'reusePort' && value !== 'off';
    const first = isPair ? `${this.#inWords('reuseAddr', 'on')}\` and \`` : '';
    return guard ? `if ${guard.condition}: ${text}` : first + text;
  }

  /** One statement that sets an option, as the file can write it before the bind. */
  #statement(option: OptionName, value: OptionValue): Lines | undefined {
    if (this.#isDispatcher && option === 'reuseAddr' && value !== 'off') {
      return { text: `${this.#receiver}.set_reuse_addr()`, edits: [] };
    }
    const name = SPELLED[option as keyof typeof SPELLED] as string | undefined;
    const spelled =
      name === undefined
        ? undefined
        : spell(this.#reading.file, ['SOL_SOCKET', name], this.#step.at, this.#creation);
    const [level, spelledName] = spelled?.names ?? [];
    return spelled && level !== undefined && spelledName !== undefined
      ? {
          text: `${this.#receiver}.setsockopt(${level}, ${spelledName}, ${value === 'off' ? 0 : 1})`,
          edits: spelled.edits,
        }
      : undefined;
  }

  /** What `write` of the site does, computed while the tree is there. */
  writer(): ListenSite['write'] {
    const target = insertionPoint(this.#bound);
    const names: readonly OptionName[] = this.#isPosix ? ['reuseAddr', 'reusePort'] : ['exclusiveAddrUse'];
    const written = new Map<string, Edit[] | undefined>(
      names.flatMap((option) =>
        (['on', 'off', 'on-linux', 'on-posix'] as const).map(
          (value) => [`${option} ${value}`, target && this.#write(target, option, value)] as const,
        ),
      ),
    );
    return (option, value) => written.get(`${option} ${value}`);
  }

  #write(target: SyntaxNode, option: OptionName, value: OptionValue): Edit[] | undefined {
    const { text } = this.#reading.file;
    const isShared = option === 'reusePort';
    const first = isShared ? this.#address(value === 'off' ? value : this.#on) : this.#lines(option, value);
    const second = isShared ? this.#port(value) : NOTHING;
    if (!first || !second) {
      return undefined;
    }
    const lines = [...first.lines, ...second.lines];
    const written = insertBefore(text, target, {
      lines,
      isCompound: lines.some((line) => line.endsWith(':')),
    });
    return written && [...first.edits, ...second.edits, ...written];
  }

  #address(value: OptionValue): Block | undefined {
    return this.#lines('reuseAddr', value);
  }

  /** An option as lines, under a test for POSIX where that is asked for. */
  #lines(option: OptionName, value: OptionValue): Block | undefined {
    const { file } = this.#reading;
    const statement = this.#statement(option, value);
    if (!statement || value !== 'on-posix') {
      return statement && { lines: [statement.text], edits: statement.edits };
    }
    const guard = exceptOnWindows(file, this.#step.at);
    return (
      guard && {
        lines: [`if ${guard.condition}:`, `${file.indentStep}${statement.text}`],
        edits: [...guard.edits, ...statement.edits],
      }
    );
  }

  /** SO_REUSEPORT where the platform has it. */
  #port(value: OptionValue): Block | undefined {
    const statement = this.#statement('reusePort', value);
    if (!statement || statement.edits.length > 0) {
      return undefined;
    }
    if (value === 'off') {
      return { lines: [statement.text], edits: [] };
    }
    const test = this.#hasReusePort(this.#step.at);
    return test === undefined
      ? undefined
      : { lines: [`if ${test}:`, `${this.#reading.file.indentStep}${statement.text}`], edits: [] };
  }

  /** The test for SO_REUSEPORT, which Windows lacks; undefined where the file has no name for the module. */
  #hasReusePort(at: number): string | undefined {
    const { file } = this.#reading;
    const [name = ''] = spell(file, ['SO_REUSEPORT'], at, this.#creation)?.names ?? [];
    const [module, ...rest] = name.split(/\.(?=\w+$)/u);
    const { quote } = file;
    if (module === undefined || module === '') {
      return undefined;
    }
    return rest.length > 0
      ? `hasattr(${module}, ${quote}SO_REUSEPORT${quote})`
      : `${quote}SO_REUSEPORT${quote} in globals()`;
  }

  given(history: History<Creation, SetOption, Bind>, routine: PythonRoutine): GivenOption[] {
    const set = [...history.before].flatMap((step) =>
      this.#readAll(step).map((one) => this.#firstOnly(one, step)),
    );
    const before = set.filter(
      ({ name, noEffect }) =>
        noEffect?.because !== 'first-only' || !set.some((other) => other.name === name && !other.noEffect),
    );
    const isLooped = (step: OptionStep): boolean => sharesLoop(step.node, this.#step.node, this.#creation);
    const after = [...history.after].flatMap((step) =>
      this.#readAll(step).map((one) => (isLooped(step) ? one : this.#afterBind(one, step))),
    );
    const isStated = before.length > 0;
    // what is stated already may be repeated
    const given = [...before, ...after.filter((option) => !option.noEffect || !isStated)];
    const all = given.length > 0 ? given : this.#onAccepted(routine);
    return all.map((option) => mergedWith(option, all));
  }

  /** An option that only the first of several sockets gets. */
  #firstOnly(option: GivenOption, step: OptionStep): GivenOption {
    const { file } = this.#reading;
    const statement = option.noEffect ? undefined : firstOnly(step, this.#bound, file);
    const condition = statement?.field('condition')?.text;
    return statement && condition !== undefined
      ? {
          ...option,
          noEffect: { because: 'first-only', where: `if ${condition}` },
          changes: this.#settingOnEach(option, step, statement),
        }
      : option;
  }

  /** The statement taken out of the `if`, or the `if` taken away around it. */
  #settingOnEach(option: GivenOption, { option: { call } }: OptionStep, around: SyntaxNode): OptionChange[] {
    const { text } = this.#reading.file;
    const statement = statementOf(call);
    const body = around.field('consequence');
    const own = statement?.parent === body && statement?.named[0] === call && ownLines(text, statement);
    if (!statement || !own || indentOf(text, around) === undefined) {
      return [];
    }
    const isAlone = body?.named.length === 1 && around.fields('alternative').length === 0;
    const moved = isAlone ? [] : insertBefore(text, around, { lines: [own.content] });
    return moved
      ? [
          {
            id: 'setOnEach',
            edits: isAlone
              ? [{ range: [around.start, statement.start], text: '' }]
              : [...moved, { range: own.range, text: '' }],
            isFix: option.name === 'reuseAddr',
            gives: { name: option.name, value: 'on' },
          },
        ]
      : [];
  }

  #readAll(step: OptionStep): GivenOption[] {
    return readSetOption(step.option, this.#reading.values).flatMap((read): GivenOption[] => {
      const isForWindows =
        read.values.linux === false && read.values.darwin === false && read.values.win32 !== false;
      // SO_EXCLUSIVEADDRUSE in a branch for Windows says nothing of the others
      return isForWindows && read.name === 'exclusiveAddrUse' && this.#isPosix
        ? []
        : [this.#readOption(read, step)];
    });
  }

  #readOption(read: ReadOption, step: OptionStep): GivenOption {
    const { call } = step.option;
    return {
      name: read.name,
      spelled: read.spelled,
      values: read.values,
      line: this.#lineOf(read.at),
      ...(read.isOneName
        ? {
            noEffect: {
              because: 'one-name' as const,
              where: 'On Linux that is SO_REUSEPORT alone, on macOS an error (ENOPROTOOPT), and',
            },
            changes: this.#splitting(call, read.values.win32 !== false),
          }
        : { changes: this.#turning(read, step) }),
    };
  }

  #lineOf(node: SyntaxNode): number {
    return this.#reading.sourceCode.locOf(node.start, node.end).start.line;
  }

  /** Two calls in place of one with two names. */
  #splitting(call: SyntaxNode, isPortable: boolean): OptionChange[] {
    const { file } = this.#reading;
    const name = call.field('arguments')?.named[1];
    const statement = statementOf(call);
    const parts = name?.type === 'binary_operator' ? [name.field('left'), name.field('right')] : [];
    const [left, right] = parts;
    if (
      !name ||
      statement?.type !== 'expression_statement' ||
      statement.named[0] !== call ||
      !left ||
      !right
    ) {
      return [];
    }
    const write = (part: SyntaxNode): string =>
      file.text.slice(call.start, name.start) + part.text + file.text.slice(name.end, call.end);
    const indent = indentOf(file.text, statement);
    const gap = indent === undefined ? '; ' : `${lineEnd(file.text, call.start)}${indent}`;
    const isPair = [left, right].every((part) => /^[\w.]+$/u.test(part.text));
    const [address, port] = left.text.endsWith('PORT') ? [right, left] : [left, right];
    const test = isPortable ? this.#hasReusePort(call.start) : undefined;
    if (isPortable && (test === undefined || indent === undefined)) {
      return [];
    }
    const guard = test === undefined ? '' : `if ${test}:${gap}${file.indentStep}`;
    return isPair
      ? [
          {
            id: 'splitNames',
            edits: [{ range: [call.start, call.end], text: `${write(address)}${gap}${guard}${write(port)}` }],
            isFix: true,
            gives: { name: 'reuseAddr', value: 'on' },
          },
        ]
      : [];
  }

  /** What can be done with a call where it stands. */
  #turning({ name, values }: ReadOption, step: OptionStep): OptionChange[] {
    if (name === 'reusePort' && values.win32 === true) {
      return this.#guarding(step);
    }
    const isOn = Object.values(values).some((one) => one === true);
    const flipped = this.#flipping({ name, isOn }, step);
    return isOn && name === 'reuseAddr' ? [...flipped, ...this.#keepingFromWindows(step)] : flipped;
  }

  /** The call under a test for the name it needs. */
  #guarding({ option: { call } }: OptionStep): OptionChange[] {
    const test = this.#hasReusePort(call.start);
    const edit = test === undefined ? undefined : this.#under(test, call);
    return edit
      ? [
          {
            id: 'guardByFeature',
            edits: [edit],
            isFix: false,
            gives: { name: 'reusePort', value: 'on-linux' },
          },
        ]
      : [];
  }

  /** The call under a test for POSIX. */
  #keepingFromWindows({ option: { call } }: OptionStep): OptionChange[] {
    const guard = this.#guardAt(call);
    return guard
      ? [
          {
            id: 'writeStatement',
            edits: guard,
            isFix: false,
            gives: { name: 'reuseAddr', value: 'on-posix' },
          },
        ]
      : [];
  }

  /** The edits that keep a call from Windows; undefined where that runs no such code, or they cannot be written. */
  #guardAt(call: SyntaxNode): Edit[] | undefined {
    const { file } = this.#reading;
    const guard = this.#on === 'on-posix' ? exceptOnWindows(file, call.start) : undefined;
    const edit = guard && this.#under(guard.condition, call);
    return edit && [...guard.edits, edit];
  }

  /** A condition written above a call that has a line to itself. */
  #under(condition: string, call: SyntaxNode): Edit | undefined {
    const { file } = this.#reading;
    const statement = statementOf(call);
    const indent = statement && indentOf(file.text, statement);
    const own = statement?.named[0] === call ? ownLines(file.text, statement) : undefined;
    return statement && own && indent !== undefined && !/[\r\n]/u.test(statement.text)
      ? {
          range: [statement.start, statement.start],
          text: `if ${condition}:${lineEnd(file.text, statement.start)}${indent}${file.indentStep}`,
        }
      : undefined;
  }

  /** The value flipped: on where the server needs it, off where it does harm. */
  #flipping(
    { name, isOn }: { readonly name: OptionName; readonly isOn: boolean },
    { option: { call, arguments: given } }: OptionStep,
  ): OptionChange[] {
    const value = given?.[2];
    const number = value && numberOf(value);
    if (!value || number === undefined || value.type === 'none') {
      return [];
    }
    const isBoolean = value.type === 'true' || value.type === 'false';
    const text = isOn ? (isBoolean ? 'False' : '0') : isBoolean ? 'True' : '1';
    const isMet = reachedOn(call, this.#reading.file, this.#reading.values).includes('win32');
    const guard = !isOn && isMet && name === 'reuseAddr' ? this.#guardAt(call) : undefined;
    const on = isMet && !guard ? 'on' : 'on-posix';
    return [
      {
        id: 'writeStatement',
        edits: [...(guard ?? []), { range: [value.start, value.end], text }],
        isFix: !isOn,
        gives: { name, value: isOn ? 'off' : on },
      },
    ];
  }

  #afterBind(option: GivenOption, step: OptionStep): GivenOption {
    const { start } = this.#reading.sourceCode.locOf(this.#step.at, this.#step.at);
    return {
      ...option,
      noEffect: { because: 'after-bind', where: `the bind on line ${start.line}` },
      changes: this.#moving(option, step),
    };
  }

  /** The statement moved before the bind, where both stand in one block. */
  #moving(option: GivenOption, { option: { call, arguments: given } }: OptionStep): OptionChange[] {
    const { file } = this.#reading;
    const target = insertionPoint(this.#bound);
    const statement = statementOf(call);
    const own = statement?.named[0] === call ? ownLines(file.text, statement) : undefined;
    if (!target || !own || statement?.parent !== target.parent || indentOf(file.text, target) === undefined) {
      return [];
    }
    const isPlain = (given ?? []).every((node) =>
      /^(?:identifier|attribute|integer|true|false)$/u.test(node.type),
    );
    const isSame = call.field('function')?.field('object')?.text === this.#receiver;
    const isOff = Object.values(option.values).every((value) => value === false);
    const isKept = !isOff && option.name === 'reuseAddr' && this.#on === 'on-posix';
    const guard = isKept ? exceptOnWindows(file, target.start) : undefined;
    const lines = guard ? [`if ${guard.condition}:`, `${file.indentStep}${own.content}`] : [own.content];
    const moved = insertBefore(file.text, target, { lines, isCompound: guard !== undefined });
    return isSame && moved
      ? [
          {
            id: 'moveBeforeBind',
            edits: [...(guard?.edits ?? []), ...moved, { range: own.range, text: '' }],
            isFix: isPlain,
            gives: { name: option.name, value: isOff ? 'off' : guard ? 'on-posix' : 'on' },
          },
        ]
      : [];
  }

  /** Options that are set on a connection, where the listener has none. */
  #onAccepted(routine: PythonRoutine): GivenOption[] {
    const listener = this.#step.socket?.text;
    const steps = listener === undefined ? [] : (onConnections(routine).get(listener) ?? []);
    return steps.flatMap((step) =>
      this.#readAll(step).map((option): GivenOption => ({
        ...option,
        noEffect: { because: 'accepted', where: `the connection \`${step.socket.text}\`` },
        changes: this.#settingOnListener(step),
      })),
    );
  }

  #settingOnListener({ option: { call } }: OptionStep): OptionChange[] {
    const statement = statementOf(call);
    const removed = statement && removeStatement(this.#reading.file.text, statement);
    const target = insertionPoint(this.#bound);
    const written = target && this.#write(target, 'reuseAddr', this.#on);
    return removed && written
      ? [
          {
            id: 'moveBeforeBind',
            edits: [...written, removed],
            isFix: false,
            gives: { name: 'reuseAddr', value: this.#on },
          },
        ]
      : [];
  }
}

/** A statement, and the imports it needs. */
interface Lines {
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Lines to write, and the imports they need. */
interface Block {
  readonly lines: readonly string[];
  readonly edits: readonly Edit[];
}

const NOTHING: Block = { lines: [], edits: [] };

/** Set one way in one branch and another way in another: what it is, the source does not tell. */
function mergedWith(option: GivenOption, all: readonly GivenOption[]): GivenOption {
  const isOff = !option.noEffect && Object.values(option.values).every((value) => value === false);
  const isElsewhere = all.some(
    (other) =>
      other.name === option.name &&
      !other.noEffect &&
      Object.values(other.values).some((value) => value !== false),
  );
  return isOff && isElsewhere
    ? { ...option, values: { linux: 'unknown', darwin: 'unknown', win32: 'unknown' } }
    : option;
}

/** What comes after a bind in a loop comes before the next one, where the socket is made outside of it. */
function sharesLoop(one: SyntaxNode, other: SyntaxNode, creation: SyntaxNode | undefined): boolean {
  for (const loop of ancestors(one)) {
    const isIn = ({ start, end }: SyntaxNode): boolean => loop.start <= start && end <= loop.end;
    if (/^(?:while|for)_statement$/u.test(loop.type) && isIn(other) && !(creation && isIn(creation))) {
      return true;
    }
  }
  return false;
}
