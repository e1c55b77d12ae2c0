import type { History } from '../flow/history.ts';
import { remembered } from '../flow/remembered.ts';
import type { StepOf } from '../flow/step.ts';
import {
  PLATFORMS,
  type ApiFacts,
  type Edit,
  type GivenOption,
  type ListenSite,
  type OptionChange,
  type OptionName,
  type OptionValue,
} from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import { DISPATCHER, SOCKET_TCP, SOCKET_UDP, SOCKET_WINDOWS, SPELLED } from './apis.ts';
import { isSelf, type Classes } from './classes.ts';
import { platformsAt } from './conditions.ts';
import { indentOf, insertBefore, lineEnd, ownLines, removeStatement, statementOf } from './edit.ts';
import type { PythonFile } from './file.ts';
import { isSource, readAddress, type Address } from './port.ts';
import { readSetOption, type ReadOption } from './set-option.ts';
import { exceptOnWindows, spell } from './spelling.ts';
import type { Bind, Creation, PythonRoutine, PythonStep, SetOption } from './unit.ts';
import { numberOf, type Values } from './value.ts';

/** What reading a site needs of its file. */
export interface Reading {
  readonly sourceCode: TreeSitterSourceCode;
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

/** What the creations of a socket tell. */
interface Kind {
  readonly family: 'inet' | 'path' | 'other';
  readonly type: 'tcp' | 'udp' | 'other' | 'unknown';
}

/** The site of a `bind()`; undefined where it binds no server's port, or nothing is known of the socket. */
export function readSocketSite(
  reading: Reading,
  routine: PythonRoutine,
  step: BindStep,
  history: History<Creation, SetOption, Bind>,
): ListenSite | undefined {
  const { bind } = step;
  const kinds = [...history.creations].flatMap(({ creation }) =>
    creation.kind === 'made' ? [kindOf(creation, reading.values)] : [],
  );
  const usable = kinds.filter(({ family, type }) => family !== 'other' && type !== 'other');
  if (usable.length === 0 || [...history.strangers].some((name) => SETS_OPTIONS.test(name))) {
    return undefined;
  }
  const address = readAddress(bind.address, reading.file, reading.values);
  const isPath = address.port.kind === 'path' || usable.every(({ family }) => family === 'path');
  const isServer = history.uses.has('listen') || history.uses.has('accept');
  if (!isServer && (history.uses.has('connect') || (isSource(bind.address) && !history.uses.has('join')))) {
    return undefined;
  }
  const [creation] = history.creations;
  const platforms = platformsAt(bind.call, reading.values);
  const site = new SocketSite(
    reading,
    step,
    creation?.creation.call,
    platforms.includes('linux') || platforms.includes('darwin'),
  );
  const protocol = protocolOf(usable);
  const given = site
    .given(history, routine)
    // what comes too late for a port the kernel chooses would have done nothing before either
    .filter(
      ({ noEffect }) => address.port.kind !== 'ephemeral' || noEffect?.because === 'one-name' || !noEffect,
    );
  if (isPath && !given.some(({ name }) => name === 'reusePort')) {
    return undefined;
  }
  const api = site.api(protocol);
  return {
    api,
    loc: site.loc(),
    port: isPath ? { kind: 'path' } : address.port,
    address: address.host,
    multicast: multicastOf(address, history, step, routine, reading.file),
    given,
    certainty:
      usable.some(({ type }) => type === 'unknown') || history.strangers.size > 0 ? 'shaped' : 'traced',
    proof: 'proven',
    platforms,
    hasFlag: () => false,
    write: site.writer(),
  };
}

function kindOf({ family, type }: Creation, values: Values): Kind {
  // `AF_UNIX = None` is a stand-in where the platform lacks the name
  const families = family
    ? WITHOUT_PORTS.test(family.text)
      ? [family.text]
      : values.of(family).map(({ node }) => node.text)
    : [''];
  const types = type ? values.of(type).map(({ node }) => node.text) : ['SOCK_STREAM'];
  const all = (pattern: RegExp): boolean => types.every((text) => pattern.test(text));
  return {
    family: families.every((text) => WITHOUT_PORTS.test(text))
      ? families.some((text) => /_(?:UNIX|LOCAL)\b/u.test(text))
        ? 'path'
        : 'other'
      : 'inet',
    type:
      all(/SOCK_STREAM/u) || all(/^-1$/u)
        ? 'tcp'
        : all(/SOCK_DGRAM/u)
          ? 'udp'
          : all(/SOCK_(?:RAW|SEQPACKET|RDM|PACKET)/u)
            ? 'other'
            : types.some((text) => text.includes('SOCK_STREAM'))
              ? 'tcp'
              : 'unknown',
  };
}

/** A field that also holds a listener elsewhere makes no stream of a datagram socket. */
function protocolOf(kinds: readonly Kind[]): 'tcp' | 'udp' {
  return kinds.every(({ type }) => type === 'udp') ? 'udp' : 'tcp';
}

/** What a file with receivers of multicast or broadcasts mentions. */
const MAY_JOIN = /MEMBERSHIP|JOIN_GROUP|SO_BROADCAST|multicast/iu;
const mayJoin = remembered(({ text }: PythonFile) => MAY_JOIN.test(text));

/** The variables of a routine that it returns, or puts into fields or lists. */
const leaving = remembered(
  ({ steps }: PythonRoutine) =>
    new Set(
      steps.flatMap((one) =>
        one.kind === 'return' || (one.kind === 'copy' && /[.[]/u.test(one.into.text)) ? [one.from.text] : [],
      ),
    ),
);

const accepts = remembered(({ steps }: PythonRoutine) =>
  steps.some((step) => step.kind === 'create' && step.creation.kind === 'accepted'),
);

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

/** Reads and writes the options of one bind. */
class SocketSite {
  readonly #reading: Reading;
  readonly #step: BindStep;
  readonly #creation: SyntaxNode | undefined;
  readonly #isPosix: boolean;
  readonly #receiver: string;
  readonly #isDispatcher: boolean;

  constructor(reading: Reading, step: BindStep, creation: SyntaxNode | undefined, isPosix: boolean) {
    this.#reading = reading;
    this.#step = step;
    this.#creation = creation;
    this.#isPosix = isPosix;
    this.#receiver = step.bind.receiver.text;
    this.#isDispatcher =
      isSelf(this.#receiver) && creation?.field('function')?.field('attribute')?.text === 'create_socket';
  }

  api(protocol: 'tcp' | 'udp'): ApiFacts {
    const facts = !this.#isPosix
      ? { ...SOCKET_WINDOWS, protocol }
      : this.#isDispatcher && protocol === 'tcp'
        ? DISPATCHER
        : protocol === 'udp'
          ? SOCKET_UDP
          : SOCKET_TCP;
    return {
      ...facts,
      statement: (option, value) =>
        this.#statement(option, value)?.text ?? SPELLED[option as keyof typeof SPELLED],
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

  /** One statement that sets an option, as the file can write it before the bind. */
  #statement(
    option: OptionName,
    value: OptionValue,
  ): { readonly text: string; readonly edits: readonly Edit[] } | undefined {
    if (this.#isDispatcher && option === 'reuseAddr' && value === 'on') {
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
    const names: readonly OptionName[] = this.#isPosix ? ['reuseAddr', 'reusePort'] : ['exclusiveAddrUse'];
    const written = new Map<string, Edit[] | undefined>(
      names.flatMap((option) =>
        (['on', 'off', 'on-linux'] as const).map(
          (value) => [`${option} ${value}`, this.#write(option, value)] as const,
        ),
      ),
    );
    return (option, value) => written.get(`${option} ${value}`);
  }

  #write(option: OptionName, value: OptionValue): Edit[] | undefined {
    const statement = this.#targetStatement();
    const { file } = this.#reading;
    const first = this.#statement(option === 'reusePort' ? 'reuseAddr' : option, value);
    if (!statement || !first) {
      return undefined;
    }
    const step = file.indentStep;
    const guard =
      option === 'reuseAddr' && value === 'on' && this.#isCrossPlatform() ? exceptOnWindows(file) : undefined;
    const lines = guard === undefined ? [first.text] : [`if ${guard}:`, `${step}${first.text}`];
    const edits = [...first.edits];
    if (option === 'reusePort') {
      const second = this.#statement(option, value);
      const test = this.#hasReusePort(this.#step.at);
      if (!second || second.edits.length > 0 || test === undefined || value === 'on') {
        return undefined;
      }
      lines.push(...(value === 'off' ? [second.text] : [`if ${test}:`, `${step}${second.text}`]));
    }
    const edit = insertBefore(file.text, statement, {
      lines,
      isCompound: lines.some((line) => line.endsWith(':')),
    });
    return edit && [...edits, edit];
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

  #isCrossPlatform(): boolean {
    return platformsAt(this.#step.node, this.#reading.values).length === PLATFORMS.length;
  }

  /** The statement of the bind, where one can be written before it that has the socket's name to itself. */
  #targetStatement(): SyntaxNode | undefined {
    const { receiver, call } = this.#step.bind;
    return /^[\w.]+(?:\[\w+\])?$/u.test(receiver.text) && receiver.type !== 'call'
      ? statementOf(call)
      : undefined;
  }

  given(history: History<Creation, SetOption, Bind>, routine: PythonRoutine): GivenOption[] {
    const before = [...history.before].flatMap((step) => this.#readAll(step));
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
      line: this.#lineOf(call),
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

  /** The value flipped: on where the server needs it, off where it does harm. */
  #turning(read: ReadOption, step: OptionStep): OptionChange[] {
    const { name, values } = read;
    const isAssumed = name === 'reusePort' && values.win32 === true;
    return isAssumed ? this.#guarding(step) : this.#flipping({ name, values }, step);
  }

  /** The call under a test for the name it needs. */
  #guarding({ option: { call } }: OptionStep): OptionChange[] {
    const { file } = this.#reading;
    const statement = statementOf(call);
    const indent = statement && indentOf(file.text, statement);
    const own = statement?.named[0] === call ? ownLines(file.text, statement) : undefined;
    const test = this.#hasReusePort(call.start);
    if (!statement || !own || indent === undefined || test === undefined || /[\r\n]/u.test(statement.text)) {
      return [];
    }
    const text = `if ${test}:${lineEnd(file.text, statement.start)}${indent}${file.indentStep}`;
    return [
      {
        id: 'guardByFeature',
        edits: [{ range: [statement.start, statement.start], text }],
        isFix: false,
        gives: { name: 'reusePort', value: 'on-linux' },
      },
    ];
  }

  #flipping(
    { name, values }: Pick<ReadOption, 'name' | 'values'>,
    { option: { arguments: given } }: OptionStep,
  ): OptionChange[] {
    const value = given?.[2];
    const number = value && numberOf(value);
    if (!value || number === undefined || value.type === 'none') {
      return [];
    }
    const isOn = Object.values(values).some((one) => one === true);
    const isBoolean = value.type === 'true' || value.type === 'false';
    return [
      {
        id: 'writeStatement',
        edits: [
          {
            range: [value.start, value.end],
            text: isOn ? (isBoolean ? 'False' : '0') : isBoolean ? 'True' : '1',
          },
        ],
        isFix: !isOn,
        gives: { name, value: isOn ? 'off' : 'on' },
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
    const target = this.#targetStatement();
    const statement = statementOf(call);
    const own = statement?.named[0] === call ? ownLines(file.text, statement) : undefined;
    if (!target || !own || statement?.parent !== target.parent || indentOf(file.text, target) === undefined) {
      return [];
    }
    const isPlain = (given ?? []).every((node) =>
      /^(?:identifier|attribute|integer|true|false)$/u.test(node.type),
    );
    const isSame = call.field('function')?.field('object')?.text === this.#receiver;
    const moved = insertBefore(file.text, target, { lines: [own.content] });
    const isOff = Object.values(option.values).every((value) => value === false);
    return isSame && moved
      ? [
          {
            id: 'moveBeforeBind',
            edits: [moved, { range: own.range, text: '' }],
            isFix: isPlain,
            gives: { name: option.name, value: isOff ? 'off' : 'on' },
          },
        ]
      : [];
  }

  /** Options that are set on a connection, where the listener has none. */
  #onAccepted(routine: PythonRoutine): GivenOption[] {
    if (!accepts(routine)) {
      return [];
    }
    const listener = this.#step.socket?.name;
    const connections = new Set<string>();
    return routine.steps.flatMap((step): GivenOption[] => {
      if (step.kind === 'create' && step.into) {
        const receiver = step.creation.call.field('function')?.field('object')?.text.replaceAll(/\s+/gu, '');
        if (
          step.creation.kind === 'accepted' &&
          listener !== undefined &&
          receiver === this.#step.socket?.text
        ) {
          connections.add(step.into.text);
        } else {
          connections.delete(step.into.text);
        }
      }
      if (step.kind !== 'option' || !connections.has(step.socket.text)) {
        return [];
      }
      return this.#readAll(step).map((option) => ({
        ...option,
        noEffect: { because: 'accepted', where: `the connection \`${step.socket.text}\`` },
        changes: this.#settingOnListener(step),
      }));
    });
  }

  #settingOnListener({ option: { call } }: OptionStep): OptionChange[] {
    const statement = statementOf(call);
    const removed = statement && removeStatement(this.#reading.file.text, statement);
    const written = this.#write('reuseAddr', 'on');
    return removed && written
      ? [
          {
            id: 'moveBeforeBind',
            edits: [...written, removed],
            isFix: false,
            gives: { name: 'reuseAddr', value: 'on' },
          },
        ]
      : [];
  }
}

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
