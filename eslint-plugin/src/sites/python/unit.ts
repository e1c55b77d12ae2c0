import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { placesOf } from '../flow/step-index.ts';
import type { Place, Routine, Step, StepOf, Unit, Use } from '../flow/step.ts';
import { grouped, groupedBy } from '../grouped.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { isSelf, type Classes, type OwnClass } from './classes.ts';
import { ownNodes, type Definition, type PythonFile } from './file.ts';
import { placeOf, unwrap, wordOf } from './place.ts';

/** How a socket comes to be. */
export interface Creation {
  /** `made` by socket(); `given` by a descriptor of elsewhere; `accepted` from a listener. */
  readonly kind: 'made' | 'given' | 'accepted';
  readonly family: SyntaxNode | undefined;
  readonly type: SyntaxNode | undefined;
  readonly call: SyntaxNode;
}

/** One setsockopt(), or a call of the library that stands for one. */
export interface SetOption {
  readonly call: SyntaxNode;
  /** Level, name and value; undefined where the call spells none of them: `set_reuse_addr()`. */
  readonly arguments: readonly SyntaxNode[] | undefined;
}

export interface Bind {
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly address: SyntaxNode;
}

export type PythonStep = Step<Creation, SetOption, Bind>;
export type OptionStep = StepOf<PythonStep, 'option'>;
export type PythonRoutine = Routine<Creation, SetOption, Bind>;
export type PythonUnit = Unit<Creation, SetOption, Bind>;

/** Where the value of a call stands that is returned at once. */
const RESULT: Place = { text: 'return', name: 'return', isShared: false };

/** Where the value of a call stands that is passed on at once. */
function passed({ start }: SyntaxNode): Place {
  return { text: `argument@${start}`, name: `argument@${start}`, isShared: false };
}

/** What a file must mention in a routine for its steps to be read. */
const SOCKET_WORDS = /sock|bind|listen|dispatcher/iu;

/** All routines of a file: its functions and methods, and its own code under an empty name. */
export class Routines implements PythonUnit {
  readonly routines: readonly PythonRoutine[];
  readonly #file: PythonFile;
  readonly #classes: Classes;
  readonly #byDefinition = new Map<Definition | undefined, PythonRoutine>();
  readonly #byName = new Map<string, PythonRoutine>();
  readonly #byWord = new Map<string, readonly PythonRoutine[]>();
  readonly #byStart = new Map<number, Definition>();
  /** By a word, and by the names of fields and methods that it is a part of. */
  readonly #byClass = new Map<string, ReadonlyMap<string, readonly PythonRoutine[]>>();
  /** By a word that they hold, and by the classes whose methods they call. */
  readonly #callers = new Map<string, ReadonlyMap<string, readonly PythonRoutine[]>>();

  constructor(file: PythonFile, classes: Classes) {
    this.#file = file;
    this.#classes = classes;
    const functions = file.definitions.filter(({ kind }) => kind === 'function');
    this.routines = [undefined, ...functions].map((definition) => this.#read(definition));
    for (const definition of functions) {
      this.#byStart.set(definition.start, definition);
    }
  }

  routine(name: string): PythonRoutine | undefined {
    return this.#byName.get(name);
  }

  /** A function's variable is known in it alone, a field or function wherever its word stands. */
  mentioning(name: string): readonly PythonRoutine[] {
    const [word = '', owner = ''] = name.split('@');
    const definition = owner === '' ? undefined : this.#byStart.get(Number(owner));
    const isVariable = definition !== undefined && definition.name !== word;
    const isOfClass = owner !== '' && definition === undefined;
    const key = isVariable || isOfClass ? name : word;
    let found = this.#byWord.get(key);
    if (!found) {
      found = isVariable
        ? this.#holding(word, definition.start, definition.end)
        : isOfClass
          ? this.#concerning(word, name)
          : this.#holding(word);
      this.#byWord.set(key, found);
    }
    return found;
  }

  /** The routines that name a field or method of a class, or call any method of it: of a thousand classes each may have one of that word. */
  #concerning(word: string, name: string): readonly PythonRoutine[] {
    let byName = this.#byClass.get(word);
    if (!byName) {
      byName = groupedBy(this.#holding(word), (routine) => concernsOf(routine).get(word) ?? []);
      this.#byClass.set(word, byName);
    }
    const [, owner = ''] = name.split('@');
    let callers = this.#callers.get(word);
    if (!callers) {
      callers = groupedBy(this.#holding(word), calledClasses);
      this.#callers.set(word, callers);
    }
    const own = byName.get(name) ?? [];
    const called = callers.get(owner) ?? [];
    return called.length === 0
      ? own
      : [...new Set([...own, ...called])].sort((one, other) => this.#startOf(one) - this.#startOf(other));
  }

  #startOf({ node }: PythonRoutine): number {
    return node.parent ? node.start : -1;
  }

  /** The routines in whose text a word stands, within a range. */
  #holding(word: string, start?: number, end?: number): PythonRoutine[] {
    const found = new Set<Definition | undefined>();
    for (const offset of this.#file.words.of(word, start, end)) {
      found.add(this.#file.functionAt(offset));
    }
    return [...found].flatMap((definition) => this.#byDefinition.get(definition) ?? []);
  }

  /** The routine that holds an offset. */
  at(offset: number): PythonRoutine | undefined {
    return this.#byDefinition.get(this.#file.functionAt(offset));
  }

  /** The routine of a function or method. */
  of(definition: Definition): PythonRoutine | undefined {
    return this.#byDefinition.get(definition);
  }

  #read(definition: Definition | undefined): PythonRoutine {
    const file = this.#file;
    const classes = this.#classes;
    const routines = this.#byName;
    const name = definition ? nameOf(definition) : '';
    const text = definition ? file.text.slice(definition.start, definition.end) : file.text;
    let steps: readonly PythonStep[] | undefined;
    let parameters: readonly string[] | undefined;
    const routine: PythonRoutine = {
      name,
      get node() {
        return definition ? file.nodeOf(definition) : file.root;
      },
      mentions: (word) => text.includes(wordOf(word)),
      get parameters() {
        parameters ??= definition ? readParameters(definition, file) : [];
        return parameters;
      },
      get steps() {
        steps ??= readRoutine(definition, new Reader(file, classes, routines));
        return steps;
      },
    };
    this.#byDefinition.set(definition, routine);
    if (definition && !this.#byName.has(name)) {
      this.#byName.set(name, routine);
    }
    return routine;
  }
}

/** The names of places and functions in the steps of a routine, by the words they begin with. */
const concernsOf = memoize(({ steps }: PythonRoutine): ReadonlyMap<string, readonly string[]> => {
  spend(steps.length);
  const names = new Set(
    steps.flatMap((step) => [
      ...placesOf(step).flatMap((place) => place?.name ?? []),
      ...(step.kind === 'call' ? [step.callee] : []),
    ]),
  );
  return grouped([...names].map((name) => [wordOf(name), name] as const));
});

/** The classes whose methods a routine calls, by where they start. */
const calledClasses = memoize(({ steps }: PythonRoutine): readonly string[] => {
  spend(steps.length);
  return [...new Set(steps.flatMap((step) => (step.kind === 'call' ? step.callee.split('@').slice(1) : [])))];
});

/** A method's name tells its class too: `start@120`. */
function nameOf({ name, parent }: Definition): string {
  return parent?.kind === 'class' ? `${name}@${parent.start}` : name;
}

function readParameters(definition: Definition, file: PythonFile): readonly string[] {
  const nodes = file.nodeOf(definition).field('parameters')?.named ?? [];
  const names = nodes.map(
    (node) => (node.type === 'identifier' ? node : (node.field('name') ?? node.named[0]))?.text ?? '',
  );
  return definition.parent?.kind === 'class' && isSelf(names[0] ?? '') ? names.slice(1) : names;
}

function readRoutine(definition: Definition | undefined, reader: Reader): readonly PythonStep[] {
  const steps: PythonStep[] = [];
  for (const node of definition ? ownNodes(reader.file.nodeOf(definition)) : moduleNodes(reader.file)) {
    steps.push(...reader.read(node));
  }
  return steps.sort((one, other) => one.at - other.at);
}

/** The nodes of the module's own code; long tables of a generated file are passed over. */
function* moduleNodes({ root }: PythonFile): Generator<SyntaxNode, void, undefined> {
  for (const statement of root.named) {
    if (statement.end - statement.start < 2_000 || SOCKET_WORDS.test(statement.text)) {
      yield* ownCode(statement);
    }
  }
}

/** Class bodies are run with the module, functions are not. */
function* ownCode(statement: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  if (statement.type === 'class_definition' || statement.type === 'decorated_definition') {
    return;
  }
  if (statement.type !== 'function_definition') {
    yield* ownNodes(statement);
  }
}

const USES: Readonly<Record<string, Use>> = {
  listen: 'listen',
  accept: 'accept',
  connect: 'connect',
  connect_ex: 'connect',
  close: 'close',
};

/** Memberships, by the names of their options. Source: ip(7), ipv6(7). */
const JOINS = /\b(?:IP_ADD_(?:SOURCE_)?MEMBERSHIP|IPV6_(?:JOIN_GROUP|ADD_MEMBERSHIP)|MCAST_JOIN_\w*GROUP)\b/u;

/** Calls that return the socket they are given, by what they are called. */
const PASSES_ON = /(?:^|\.)(?:closing|wrap_socket|enter_context|aclosing)$/u;

/** Functions that look at a socket and change nothing. */
const LOOKS_ON =
  /^(?:print|len|str|repr|id|isinstance|hasattr|type|bool|select|poll|register|unregister|debug|info|log|warning|append|add|Thread|start_new_thread)$/u;

class Reader {
  readonly file: PythonFile;
  readonly #classes: Classes;
  readonly #routines: ReadonlyMap<string, PythonRoutine>;

  constructor(file: PythonFile, classes: Classes, routines: ReadonlyMap<string, PythonRoutine>) {
    this.file = file;
    this.#classes = classes;
    this.#routines = routines;
  }

  read(node: SyntaxNode): readonly PythonStep[] {
    switch (node.type) {
      case 'call':
        return this.#readCall(node);
      case 'assignment':
        return this.#readCopy(node, node.field('left'), node.field('right'));
      case 'named_expression':
        return this.#readCopy(node, node.field('name'), node.field('value'));
      case 'as_pattern':
        return this.#readCopy(node, node.named[1]?.named[0], node.named[0]);
      case 'for_statement':
        return this.#readLoop(node, node.field('left'), node.field('right'));
      case 'with_statement':
        return this.#readEnd(node);
      case 'return_statement':
        return this.#readReturn(node, node.named[0]);
      case 'yield':
        return this.#readReturn(node, node.named[0]);
      default:
        return [];
    }
  }

  #place(node: SyntaxNode | undefined): Place | undefined {
    return node && placeOf(node, this.file, this.#classes);
  }

  /** The places an expression may be the value of: both branches of a condition. */
  #sources(node: SyntaxNode | undefined): readonly Place[] {
    if (!node) {
      return [];
    }
    const value = unwrap(node);
    switch (value.type) {
      case 'conditional_expression':
        return [value.named[0], value.named[2]].flatMap((branch) => this.#sources(branch));
      case 'boolean_operator':
        return value.named.flatMap((branch) => this.#sources(branch));
      case 'assignment':
        return this.#sources(value.field('left'));
      case 'named_expression':
        return this.#sources(value.field('name'));
      case 'list':
      case 'tuple':
        return value.named.flatMap((element) => this.#sources(element));
      case 'call':
        return PASSES_ON.test(value.field('function')?.text ?? '')
          ? this.#sources(argumentsOf(value)[0])
          : [];
      default: {
        const place = this.#place(value);
        return place ? [place] : [];
      }
    }
  }

  #readCopy(
    node: SyntaxNode,
    left: SyntaxNode | undefined,
    right: SyntaxNode | undefined,
    at = node.end,
  ): readonly PythonStep[] {
    if (!left || !right) {
      return [];
    }
    const isPattern = /^(?:pattern_list|tuple_pattern|list_pattern)$/u.test(left.type);
    if (isPattern && /^(?:expression_list|tuple|list)$/u.test(right.type)) {
      return left.named.flatMap((target, index) => this.#readCopy(node, target, right.named[index], at));
    }
    const into = this.#place(left);
    return into
      ? this.#sources(right).map((from): PythonStep => ({ kind: 'copy', at, node, into, from }))
      : [];
  }

  /** `for s in socks`, `for i, s in enumerate(socks)`, `for name, s in socks.items()` */
  #readLoop(
    node: SyntaxNode,
    left: SyntaxNode | undefined,
    right: SyntaxNode | undefined,
  ): readonly PythonStep[] {
    const callee = right?.type === 'call' ? right.field('function') : undefined;
    if (!right || !callee) {
      return this.#readCopy(node, left, right, node.start);
    }
    const given = argumentsOf(right);
    const copy = (target: SyntaxNode | undefined, source: SyntaxNode | undefined): readonly PythonStep[] =>
      this.#readCopy(node, target, source, node.start);
    const object = callee.field('object');
    switch (callee.field('attribute')?.text ?? callee.text) {
      case 'enumerate':
        return copy(left?.named[1], given[0]);
      case 'items':
        return copy(left?.named[1], object);
      case 'values':
        return copy(left, object);
      case 'zip':
        return given.flatMap((source, index) => copy(left?.named[index], source));
      case 'list':
      case 'tuple':
      case 'reversed':
      case 'sorted':
        return copy(left, given[0]);
      default:
        return [];
    }
  }

  /** `with socket.socket() as s:` closes at its end what it is given. */
  #readEnd(node: SyntaxNode): readonly PythonStep[] {
    const items = node.named.filter(({ type }) => type === 'with_clause').flatMap(({ named }) => named);
    return items.flatMap(({ named: [value] }): PythonStep[] => {
      const target = value?.type === 'as_pattern' ? value.named[1]?.named[0] : value;
      const held = this.#place(target) ?? this.#sources(value)[0];
      return held ? [{ kind: 'use', use: 'close', at: node.end, node, socket: held }] : [];
    });
  }

  #readReturn(node: SyntaxNode, value: SyntaxNode | undefined): readonly PythonStep[] {
    if (!value) {
      return [];
    }
    const values = value.type === 'expression_list' || value.type === 'tuple' ? value.named : [value];
    return values.flatMap((one): PythonStep[] => {
      const froms = this.#sources(one);
      const isCall = unwrap(one).type === 'call' && froms.length === 0;
      return [...froms, ...(isCall ? [RESULT] : [])].map((from) => ({
        kind: 'return',
        at: node.end,
        node,
        from,
      }));
    });
  }

  /** The places that take a call's result. */
  #targets(call: SyntaxNode): readonly (Place | undefined)[] {
    let node = call;
    for (let { parent } = node; parent; { parent } = parent) {
      switch (parent.type) {
        case 'parenthesized_expression':
        case 'await':
        case 'list':
        case 'list_comprehension':
        case 'conditional_expression':
        case 'boolean_operator':
          node = parent;
          continue;
        case 'call':
          if (parent === node) {
            continue;
          }
          return [undefined];
        case 'expression_list':
        case 'tuple': {
          const { parent: assignment } = parent;
          const index = parent.named.indexOf(node);
          if (assignment?.type === 'return_statement') {
            return [RESULT];
          }
          const left = assignment?.type === 'assignment' ? assignment.field('left') : undefined;
          return [this.#place(left?.named[index])];
        }
        case 'argument_list': {
          const { parent: outer } = parent;
          if (outer?.type === 'call' && PASSES_ON.test(outer.field('function')?.text ?? '')) {
            node = outer;
            continue;
          }
          // `sockets.append(socket.socket())`
          const receiver = outer?.field('function');
          return receiver?.type === 'attribute' &&
            /^(?:append|add)$/u.test(receiver.field('attribute')?.text ?? '')
            ? [this.#place(receiver.field('object'))]
            : [passed(node)];
        }
        case 'assignment':
          return this.#intoPlaces(parent.field('left'));
        case 'named_expression':
          return [this.#place(parent.field('name'))];
        case 'as_pattern':
          return [this.#place(parent.named[1]?.named[0])];
        case 'return_statement':
        case 'yield':
        case 'lambda':
          return [RESULT];
        default:
          return [undefined];
      }
    }
    return [undefined];
  }

  #intoPlaces(left: SyntaxNode | undefined): readonly (Place | undefined)[] {
    return left && /^(?:pattern_list|tuple_pattern|list_pattern)$/u.test(left.type)
      ? left.named.map((part) => this.#place(part))
      : [this.#place(left)];
  }

  #readCall(call: SyntaxNode): readonly PythonStep[] {
    const callee = call.field('function');
    if (!callee) {
      return [];
    }
    const path = this.file.pathOf(callee);
    if (path === 'socket.socket' || path === 'socket.SocketType') {
      return this.#readCreation(call);
    }
    if (path === 'socket.fromfd' || path === 'socket.fromshare') {
      return this.#create(call, {
        kind: 'given',
        family: argumentsOf(call)[1],
        type: argumentsOf(call)[2],
        call,
      });
    }
    return callee.type === 'attribute'
      ? this.#readMethod(call, callee)
      : this.#readPlainCall(call, callee.text);
  }

  #create(call: SyntaxNode, creation: Creation): readonly PythonStep[] {
    return this.#targets(call).map((into) => ({
      kind: 'create',
      at: call.start,
      node: call,
      into,
      creation,
    }));
  }

  #readCreation(call: SyntaxNode): readonly PythonStep[] {
    const fileno = argument(call, 3, 'fileno');
    return this.#create(call, {
      kind: fileno && fileno.text !== 'None' ? 'given' : 'made',
      family: argument(call, 0, 'family'),
      type: argument(call, 1, 'type'),
      call,
    });
  }

  #readMethod(call: SyntaxNode, callee: SyntaxNode): readonly PythonStep[] {
    const base = { at: call.start, node: call };
    const receiver = callee.field('object');
    const method = callee.field('attribute')?.text ?? '';
    const given = argumentsOf(call);
    const socket = this.#place(receiver);
    if (method === 'setsockopt' && socket) {
      const steps: PythonStep[] = [{ ...base, kind: 'option', socket, option: { call, arguments: given } }];
      const use: Use | undefined = JOINS.test(call.text)
        ? 'join'
        : call.text.includes('SO_BROADCAST')
          ? 'broadcast'
          : undefined;
      return use ? [...steps, { ...base, kind: 'use', socket, use }] : steps;
    }
    if (method === 'bind' && receiver && given.length === 1 && given[0]) {
      const bind: PythonStep = { ...base, kind: 'bind', socket, bind: { call, receiver, address: given[0] } };
      return [bind, ...this.#readOwnMethod(call, receiver, method)];
    }
    const ofDispatcher =
      receiver && isSelf(receiver.text) ? this.#readDispatcher(call, receiver, method) : [];
    if (ofDispatcher.length > 0) {
      return ofDispatcher;
    }
    // `await loop.sock_accept(sock)`
    const ofLoop = method === 'sock_connect' ? 'connect' : method === 'sock_accept' ? 'accept' : undefined;
    const passed = this.#place(given[0]);
    if (ofLoop && passed) {
      return [{ ...base, kind: 'use', socket: passed, use: ofLoop }];
    }
    const use = USES[method];
    // `asyncore.dispatcher.listen(self, 5)`
    const isOfBase = given[0] !== undefined && isSelf(given[0].text) && !isSelf(receiver?.text ?? '');
    const used = isOfBase ? passed : socket;
    if (use && used) {
      const step: PythonStep = { ...base, kind: 'use', socket: used, use };
      return method === 'accept'
        ? [
            step,
            ...this.#create(call, { kind: 'accepted', family: undefined, type: undefined, call }).slice(0, 1),
          ]
        : [step, ...this.#ofOwnClass(call, receiver, method)];
    }
    if (receiver?.type === 'call' && receiver.field('function')?.text === 'super' && method === '__init__') {
      const own = this.#classes.at(call.start);
      if (own && isSocketClass(own, this.#classes)) {
        return [{ ...base, kind: 'create', into: this.#selfOf(own), creation: creationOf(call) }];
      }
    }
    return receiver ? this.#readOwnMethod(call, receiver, method) : [];
  }

  #selfOf(own: OwnClass): Place {
    return { text: 'self', name: `self@${own.family}`, isShared: true };
  }

  /** asyncore.dispatcher makes, configures and binds a socket by methods of its own. Source: Lib/asyncore.py of CPython 3.11. */
  #readDispatcher(call: SyntaxNode, receiver: SyntaxNode, method: string): readonly PythonStep[] {
    const own = this.#classes.at(call.start);
    const socket = this.#place(receiver);
    if (!own || !socket) {
      return [];
    }
    const base = { at: call.start, node: call };
    if (method === 'create_socket') {
      const held: Place = {
        text: `${receiver.text}.socket`,
        name: `socket@${own.family}`,
        isShared: true,
      };
      return [
        { ...base, kind: 'create', into: socket, creation: creationOf(call) },
        { ...base, kind: 'copy', into: held, from: socket },
      ];
    }
    return method === 'set_reuse_addr'
      ? [{ ...base, kind: 'option', socket, option: { call, arguments: undefined } }]
      : [];
  }

  /** A call of a method that a class of this file defines under the name of a socket's. */
  #ofOwnClass(call: SyntaxNode, receiver: SyntaxNode | undefined, method: string): readonly PythonStep[] {
    const own = receiver && isSelf(receiver.text) ? this.#classes.at(call.start) : undefined;
    const definition = own ? this.#classes.method(own, method) : this.#classes.onlyMethod(method);
    return definition ? this.#call(call, nameOf(definition)) : [];
  }

  /** A method of a class of this file, or of an object of which nothing is known. */
  #readOwnMethod(call: SyntaxNode, receiver: SyntaxNode, method: string): readonly PythonStep[] {
    const isSuper = receiver.type === 'call' && receiver.field('function')?.text === 'super';
    const own =
      isSuper || isSelf(receiver.text)
        ? this.#classes.at(call.start)
        : receiver.type === 'identifier'
          ? this.#classes.named(receiver.text)
          : undefined;
    const definition = own ? this.#classes.method(own, method, isSuper) : this.#classes.onlyMethod(method);
    return this.#call(call, definition ? nameOf(definition) : method);
  }

  #readPlainCall(call: SyntaxNode, name: string): readonly PythonStep[] {
    const own = this.#classes.named(name);
    if (!own) {
      return this.#call(call, name);
    }
    if (isSocketClass(own, this.#classes)) {
      return this.#create(call, creationOf(call));
    }
    const constructor = this.#classes.method(own, '__init__');
    return this.#call(call, constructor ? nameOf(constructor) : name);
  }

  #call(call: SyntaxNode, callee: string): readonly PythonStep[] {
    const routine = this.#routines.get(callee);
    if (!routine && PASSES_ON.test(callee)) {
      return [];
    }
    if (!routine && LOOKS_ON.test(callee)) {
      return this.#readAppended(call);
    }
    const given: (Place | undefined)[] = [];
    for (const [index, node] of (call.field('arguments')?.named ?? []).entries()) {
      const isKeyword = node.type === 'keyword_argument';
      const at = isKeyword ? (routine?.parameters.indexOf(node.field('name')?.text ?? '') ?? -1) : index;
      const value = isKeyword ? node.field('value') : node;
      given[at === -1 ? index : at] =
        this.#place(value) ?? (value?.type === 'call' ? passed(value) : undefined);
    }
    // its arguments are evaluated first
    const base = { at: call.end - 1, node: call, kind: 'call' as const, callee };
    return this.#targets(call).map((into) => ({ ...base, arguments: Array.from(given), into }));
  }

  /** `sockets.append(sock)` */
  #readAppended(call: SyntaxNode): readonly PythonStep[] {
    const callee = call.field('function');
    const isAppend =
      callee?.type === 'attribute' && /^(?:append|add)$/u.test(callee.field('attribute')?.text ?? '');
    const into = isAppend ? this.#place(callee.field('object')) : undefined;
    const from = this.#place(argumentsOf(call)[0]);
    return into && from ? [{ kind: 'copy', at: call.end, node: call, into, from }] : [];
  }
}

/** Whether a class of the file is a socket itself. */
export function isSocketClass(own: OwnClass, classes: Classes): boolean {
  return [...classes.lineage(own)].includes('socket.socket');
}

function creationOf(call: SyntaxNode): Creation {
  return { kind: 'made', family: argument(call, 0, 'family'), type: argument(call, 1, 'type'), call };
}

/** The positional arguments of a call. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const given = call.field('arguments');
  return given?.type === 'argument_list'
    ? given.named.filter(({ type }) => type !== 'keyword_argument' && type !== 'dictionary_splat')
    : (given?.named ?? []);
}

/** The argument of a call at a position or under a keyword. */
export function argument(call: SyntaxNode, index: number, keyword: string): SyntaxNode | undefined {
  const named = keywordArgument(call, keyword)?.field('value');
  return named ?? (index < 0 ? undefined : argumentsOf(call)[index]);
}

/** `keyword=value` in a call. */
export function keywordArgument(call: SyntaxNode, keyword: string): SyntaxNode | undefined {
  return call
    .field('arguments')
    ?.named.find((node) => node.type === 'keyword_argument' && node.field('name')?.text === keyword);
}
