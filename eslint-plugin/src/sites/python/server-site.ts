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
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { grouped } from '../grouped.ts';
import { positionIn } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { inAdvance, keptFromWindows } from './apis.ts';
import { SERVER_CLASSES, SERVER_MAKERS } from './catalogue/server-classes.ts';
import { isSelf, type Classes, type OwnClass } from './classes.ts';
import { platformsWhere } from './conditions.ts';
import {
  aboveComments,
  indentOf,
  insertBefore,
  lineEnd,
  ownLines,
  removeStatement,
  statementOf,
} from './edit.ts';
import type { Definition } from './definitions.ts';
import type { PythonFile } from './file.ts';
import { readAddress } from './port.ts';
import type { Reading } from './socket-site.ts';
import { argument, argumentsOf } from './arguments.ts';
import { numberOf } from './value.ts';
import { exceptOnWindows, reachedOn } from './windows.ts';

const ATTRIBUTES: Readonly<Record<string, OptionName>> = {
  allow_reuse_address: 'reuseAddr',
  allow_reuse_port: 'reusePort',
};

/** A class that binds in its constructor: one of the library, or one of the file that inherits from it. */
interface ServerClass {
  readonly api: ApiFacts;
  readonly path: string;
  readonly own: OwnClass | undefined;
  /** It also inherits from classes of other files, which may set anything. */
  readonly hasStrangers: boolean;
}

/** Bases of the library that set nothing of reuse. */
const HARMLESS = /^(?:socketserver\.\w+|object|abc\.ABC|threading\.Thread|typing\.\w+|Generic)$/u;

/** Whether a path is that of a class or function that makes a server. */
export const isServerPath = (path: string): boolean => path in SERVER_CLASSES || path in SERVER_MAKERS;

/** The classes of the file that bind in their constructors. */
export function ownServers({ classes }: Reading): OwnClass[] {
  return [...classes.all].filter((own) => inherited(classes).get(own)?.base !== undefined);
}

/** What a class has of others. */
interface Inherited {
  /** The class of the library that binds. */
  readonly base: string | undefined;
  readonly hasStrangers: boolean;
}

/** What each class of a file inherits; those it inherits from stand before it. */
const inherited = memoize(({ all }: Classes): ReadonlyMap<OwnClass, Inherited> => {
  const found = new Map<OwnClass, Inherited>();
  for (const own of all) {
    spend(1 + own.bases.length);
    const bases = own.bases.map((base): Inherited => {
      if (typeof base === 'object') {
        return found.get(base) ?? { base: undefined, hasStrangers: true };
      }
      const isServer = base !== undefined && base in SERVER_CLASSES;
      return {
        base: isServer ? base : undefined,
        hasStrangers: !isServer && !(base !== undefined && HARMLESS.test(base)),
      };
    });
    found.set(own, {
      base: bases.find(({ base }) => base !== undefined)?.base,
      hasStrangers: bases.some(({ hasStrangers }) => hasStrangers),
    });
  }
  return found;
});

/** Aliases followed for one class. */
const MAX_ALIASES = 5;

function serverClass(
  { file, classes, values }: Pick<Reading, 'file' | 'classes' | 'values'>,
  node: SyntaxNode,
  depth = 0,
): ServerClass | undefined {
  const path = file.pathOf(node);
  const known = path === undefined ? undefined : (SERVER_CLASSES[path] ?? SERVER_MAKERS[path]);
  if (known && path !== undefined) {
    return { api: known, path, own: undefined, hasStrangers: false };
  }
  const own = node.type === 'identifier' ? classes.named(node.text) : undefined;
  if (own) {
    return serverOf(own);
  }
  if (node.type !== 'identifier' && node.type !== 'attribute') {
    return undefined;
  }
  const [one, ...others] = values.of(node);
  const owner = file.ownerOf(node.text, node.start);
  const fallback = file.bindingsOf(node.text, owner).find(({ kind }) => kind === 'parameter')?.value;
  const value = one && one.node !== node && others.length === 0 ? one.node : fallback;
  return value && value !== node && depth < MAX_ALIASES
    ? serverClass({ file, classes, values }, value, depth + 1)
    : undefined;

  function serverOf(one: OwnClass): ServerClass | undefined {
    const { base, hasStrangers = false } = inherited(classes).get(one) ?? {};
    const api = base === undefined ? undefined : SERVER_CLASSES[base];
    return api && base !== undefined ? { api, path: base, own: one, hasStrangers } : undefined;
  }
}

/** The site of a call that makes a server object, or of `super().__init__()` in a class of such. */
export function readServerSite(reading: Reading, call: SyntaxNode): ListenSite | undefined {
  const callee = call.field('function');
  if (!callee) {
    return undefined;
  }
  const isInit = callee.type === 'attribute' && callee.field('attribute')?.text === '__init__';
  return isInit ? readSuper(reading, call, callee) : readConstruction(reading, call, callee);
}

function readConstruction(reading: Reading, call: SyntaxNode, callee: SyntaxNode): ListenSite | undefined {
  const server = serverClass(reading, callee);
  if (!server || (server.own && !passesAddress(reading, server.own))) {
    return undefined;
  }
  const isMaker = server.path in SERVER_MAKERS;
  if (isMaker) {
    const made = argument(call, 3, 'server_class');
    const other = made && serverClass(reading, made);
    return siteOf(reading, call, callee, { ...server, own: other?.own });
  }
  return siteOf(reading, call, callee, server);
}

/** Whether a class leaves its constructor's first argument to the library, so that the address stands in the call. */
function passesAddress(
  reading: Pick<Reading, 'classes' | 'file'>,
  own: OwnClass,
  isInherited = false,
): boolean {
  return (isInherited ? passesToBase : passesFirst)(own, reading);
}

const passesFirst = memoize((own: OwnClass, reading: Pick<Reading, 'classes' | 'file'>) =>
  readsAddress(reading, own, false),
);
const passesToBase = memoize((own: OwnClass, reading: Pick<Reading, 'classes' | 'file'>) =>
  readsAddress(reading, own, true),
);

function readsAddress(
  { classes, file }: Pick<Reading, 'classes' | 'file'>,
  own: OwnClass,
  isInherited: boolean,
): boolean {
  const init = classes.method(own, '__init__', isInherited);
  if (!init) {
    return true;
  }
  const parameters = file.nodeOf(init).field('parameters')?.named ?? [];
  const [first] = parameters.slice(1);
  const name = (first?.type === 'identifier' ? first : (first?.field('name') ?? first?.named[0]))?.text ?? '';
  const text = file.text.slice(init.start, init.end);
  const bare = name.replace(/^\*+/u, '');
  const base = ownerOf(classes, init);
  return (
    bare !== '' &&
    // the look behind comes last: it is taken where the rest stands alone
    new RegExp(`__init__(?<!def\\s+__init__)\\(\\s*(?:self\\s*,\\s*)?\\*{0,2}${bare}\\s*[,)]`, 'u').test(
      text,
    ) &&
    !(base && classes.method(base, '__init__', true) && !passesAddress({ classes, file }, base, true))
  );
}

/** The class that has a method. */
const ownerOf = (classes: Classes, { parent }: Definition): OwnClass | undefined => classes.of(parent);

function readSuper(reading: Reading, call: SyntaxNode, callee: SyntaxNode): ListenSite | undefined {
  const { classes, file } = reading;
  const own = classes.at(call.start);
  const object = callee.field('object');
  if (!own || !object || classes.method(own, '__init__', true)) {
    return undefined;
  }
  const isSuper = object.type === 'call' && object.field('function')?.text === 'super';
  const path = file.pathOf(object);
  const isBase = (path !== undefined && path in SERVER_CLASSES) || classes.named(object.text) !== undefined;
  const [self, second] = argumentsOf(call);
  const address = isSuper ? self : isBase && self && isSelf(self.text) ? second : undefined;
  const server = serverClass(reading, file.nodeOf(own.definition).field('name') ?? object);
  const isPassedOn = address && passesAddress(reading, own) && isConstructed(reading, own);
  return server && address && !isPassedOn && !/^(?:list|dictionary)_splat$/u.test(address.type)
    ? siteOf(reading, call, callee, server, address)
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

function siteOf(
  reading: Reading,
  call: SyntaxNode,
  callee: SyntaxNode,
  server: ServerClass,
  given = addressOf(reading, call, server),
): ListenSite | undefined {
  if (!given) {
    return undefined;
  }
  const { sourceCode, file, values } = reading;
  const { port, host } = readAddress(given, file, values);
  const settings = new Settings(reading, call, server);
  const isMaker = server.path in SERVER_MAKERS;
  return {
    api: settings.api(),
    loc: sourceCode.locOf(callee.start, callee.end),
    port: isMaker ? readMakerPort(reading, call) : port,
    address: host,
    multicast: settings.joins() ? 'yes' : 'unknown',
    given: settings.given(),
    certainty: 'traced',
    proof: 'proven',
    platforms: reachedOn(call, file, values),
    hasFlag: () => false,
    write: settings.writer(),
  };
}

/** `make_server(host, port, app)` */
function readMakerPort({ file, values }: Reading, call: SyntaxNode): ListenSite['port'] {
  const port = argument(call, 1, 'port');
  return port ? readAddressPort(port) : { kind: 'opaque' };

  function readAddressPort(node: SyntaxNode): ListenSite['port'] {
    const number = values.number(node);
    return number === undefined
      ? { kind: 'unknown', text: file.text.slice(node.start, node.end).slice(0, 40) }
      : number === 0
        ? { kind: 'ephemeral' }
        : { kind: 'literal', value: number };
  }
}

function addressOf(_: Reading, call: SyntaxNode, { path }: ServerClass): SyntaxNode | undefined {
  const keyword = path.startsWith('xmlrpc.') ? 'addr' : 'server_address';
  return argument(call, 0, keyword);
}

const lineageOf = memoize((own: OwnClass, classes: Classes) => [...classes.lineage(own)]);

const textOf = ({ definition: { start, end } }: OwnClass, { text }: PythonFile): string =>
  text.slice(start, end);

const joinsGroup = memoize((own: OwnClass, file: PythonFile) =>
  /IP_ADD_MEMBERSHIP|IPV6_JOIN_GROUP/u.test(textOf(own, file)),
);

/** The first setsockopt() of a class that sets a reuse option. */
const setInClass = memoize((own: OwnClass, file: PythonFile) =>
  /\.setsockopt\([^)]{0,500}SO_REUSE(ADDR|PORT)/u.exec(textOf(own, file)),
);

/** Where a class's method calls the constructor of a base. */
const baseCallIn = memoize((method: Definition, { text }: PythonFile) => {
  const own = text.slice(method.start, method.end);
  return {
    init: /\bsuper\([^)]{0,500}\)\.__init__\(|\b\w+\.__init__\(\s*self/u.exec(own),
    bindsLater: /bind_and_activate\s*=\s*False/u.test(own),
  };
});

/** The calls of server_bind() in a file, in order, and by what they are called on. */
const bindsIn = memoize((file: PythonFile) => {
  const all = file.callsOf('server_bind').filter((at) => file.text[at - 1] === '.');
  return {
    all,
    byReceiver: grouped(
      all.map((at) => [/[\w.]*(?=\.$)/u.exec(file.text.slice(Math.max(0, at - 200), at))?.[0] ?? '', at]),
    ),
  };
});

/** One assignment of a reuse attribute in a file: `server.allow_reuse_address = True`. */
interface Assigned {
  readonly index: number;
  readonly attribute: string;
  readonly object: SyntaxNode;
  readonly assignment: SyntaxNode;
  readonly value: SyntaxNode;
}

/** All of a file, by the text of the object. */
const assignmentsIn = memoize((file: PythonFile): ReadonlyMap<string, readonly Assigned[]> => {
  const pattern = /\.(allow_reuse_(?:address|port))\s*=(?!=)/gu;
  return grouped(
    [...file.text.matchAll(pattern)].flatMap(({ index, 1: attribute = '' }) => {
      spend();
      const target = file.nodeAt(index + 1).parent;
      const assignment = target?.parent;
      const object = target?.type === 'attribute' ? target.field('object') : undefined;
      const value = assignment?.type === 'assignment' ? assignment.field('right') : undefined;
      return assignment && object && value
        ? [[object.text, { index, attribute, object, assignment, value }] as const]
        : [];
    }),
  );
});

/** Those of what the file calls a class. */
const assignedToClasses = memoize((file: PythonFile, classes: Classes): readonly Assigned[] =>
  [...assignmentsIn(file).values()]
    .flat()
    .filter(({ object }) => classes.named(object.text) !== undefined || file.pathOf(object) !== undefined),
);

/** What a file says of reuse for one server object. */
class Settings {
  readonly #reading: Reading;
  readonly #call: SyntaxNode;
  readonly #server: ServerClass;

  constructor(reading: Reading, call: SyntaxNode, server: ServerClass) {
    this.#reading = reading;
    this.#call = call;
    this.#server = server;
  }

  /** A class of the library cannot be told in place, so that a class of one's own is only offered. */
  api(): ApiFacts {
    const { api: facts, own } = this.#server;
    const { states = {} } = facts;
    const api = own ? { ...facts, name: `${own.definition.name}(), a ${facts.name.slice(0, -2)},` } : facts;
    if (this.#isWindowsAlone()) {
      return {
        ...api,
        runtime: 'winsock',
        states: {},
        ...(facts.restart === 'fails' ? { unstated: 'winsockTcp' } : {}),
      };
    }
    if (own && !this.#server.hasStrangers) {
      return this.#keptFromWindows(api);
    }
    const isPending = this.#bindsLater();
    const offered = Object.entries(states).map(([situation, all]) => [
      situation,
      all.map((one) => ({
        ...one,
        ...(own || isPending ? {} : { id: 'deriveClass' as const }),
        isFix: isPending && one.isFix === true,
      })),
    ]);
    return this.#keptFromWindows({ ...api, states: Object.fromEntries(offered) as ApiFacts['states'] });
  }

  /** The targets that the call can be reached on. */
  get #platforms(): readonly Platform[] {
    const { targets, file, values } = this.#reading;
    return reachedOn(this.#call, file, values).filter((platform) => targets.platforms.includes(platform));
  }

  #isWindowsAlone(): boolean {
    const platforms = this.#platforms;
    return platforms.length > 0 && platforms.every((platform) => platform === 'win32');
  }

  #keptFromWindows(api: ApiFacts): ApiFacts {
    const isKept = api.protocol === 'tcp' && this.#platforms.includes('win32');
    return {
      ...api,
      states: isKept ? keptFromWindows(api.states) : api.states,
      statement: inAdvance((option, value) => this.#statement(option, value)?.text ?? ''),
    };
  }

  /** An attribute with its value, and the import it needs. */
  #statement(
    option: OptionName,
    value: OptionValue,
  ): { readonly text: string; readonly edits: readonly Edit[] } | undefined {
    const { file } = this.#reading;
    const name = Object.entries(ATTRIBUTES).find(([, each]) => each === option)?.[0] ?? '';
    const at = this.#server.own?.definition.start ?? this.#call.start;
    const guard = value === 'on-posix' ? exceptOnWindows(file, at) : undefined;
    return value === 'on-posix'
      ? guard && { text: `${name} = ${guard.condition}`, edits: guard.edits }
      : { text: `${name} = ${value === 'off' ? 'False' : 'True'}`, edits: [] };
  }

  joins(): boolean {
    const { own } = this.#server;
    return own !== undefined && joinsGroup(own, this.#reading.file);
  }

  /** `bind_and_activate=False`: bound by server_bind() later. */
  #bindsLater(): boolean {
    const value = argument(this.#call, 2, 'bind_and_activate');
    return value !== undefined && numberOf(value) === 0;
  }

  given(): GivenOption[] {
    const found = [...this.#fromClasses(), ...this.#fromMethods(), ...this.#fromAssignments()];
    const isStated = found.some(({ noEffect }) => !noEffect);
    return isStated ? found.filter(({ noEffect }) => !noEffect) : found;
  }

  /** `allow_reuse_address = True` in the body of the class or of one it inherits from. */
  #fromClasses(): GivenOption[] {
    const { classes, file } = this.#reading;
    const { own } = this.#server;
    const seen = new Set<OptionName>();
    return (own ? lineageOf(own, classes) : []).flatMap((one) =>
      typeof one !== 'object'
        ? []
        : Object.entries(ATTRIBUTES).flatMap(([attribute, name]): GivenOption[] => {
            const bindings = file
              .attributeBindings(attribute, one.definition)
              .filter(({ at }) => file.definitionAt(at) === one.definition);
            const value = bindings.at(-1)?.value;
            if (!value || seen.has(name)) {
              return [];
            }
            seen.add(name);
            return [this.#option(attribute, value)];
          }),
    );
  }

  /** `self.allow_reuse_address = True` before the constructor of the base, and setsockopt() in a server_bind() of its own. */
  #fromMethods(): GivenOption[] {
    const { classes, file, sourceCode } = this.#reading;
    const { own } = this.#server;
    return (own ? lineageOf(own, classes) : []).flatMap((one): GivenOption[] => {
      if (typeof one !== 'object') {
        return [];
      }
      const fields = Object.keys(ATTRIBUTES).flatMap((attribute) =>
        file
          .attributeBindings(attribute, one.definition)
          .filter(({ at }) => file.definitionAt(at) !== one.definition)
          .flatMap(({ value, at }): GivenOption[] => {
            if (!value) {
              return [];
            }
            const routine = file.functionAt(at);
            const { init = null, bindsLater = false } = routine ? baseCallIn(routine, file) : {};
            const isLate =
              routine?.name === '__init__' && init !== null && routine.start + init.index < at && !bindsLater;
            if (!isLate) {
              return [this.#option(attribute, value)];
            }
            const option = this.#option(attribute, value, 'the constructor of the base');
            return [{ ...option, changes: this.#movingToClass(attribute, value) }];
          }),
      );
      const option = setInClass(one, file);
      const set: GivenOption[] = option
        ? [
            {
              name: option[1] === 'PORT' ? 'reusePort' : 'reuseAddr',
              spelled: `SO_REUSE${option[1] ?? ''}`,
              values: { linux: true, darwin: true, win32: true },
              line: sourceCode.locOf(one.definition.start + option.index, one.definition.end).start.line,
            },
          ]
        : [];
      return [...fields, ...set];
    });
  }

  /** `Server.allow_reuse_address = True` before a server is made, `server.allow_reuse_address = True` after. */
  #fromAssignments(): GivenOption[] {
    const { file } = this.#reading;
    const target = this.#target();
    const all = [
      ...assignedToClasses(file, this.#reading.classes).filter(({ object }) => this.#isOfClass(object)),
      ...(assignmentsIn(file).get(target?.text ?? '') ?? []).filter(({ object }) => this.#isTarget(object)),
    ].sort((one, other) => one.index - other.index);
    return [...new Set(all)].map(({ index, attribute, object, assignment, value }) => {
      if (this.#isOfClass(object)) {
        const isBefore =
          index < this.#call.start || file.functionAt(index) !== file.functionAt(this.#call.start);
        return this.#option(attribute, value, isBefore ? undefined : this.#server.api.name);
      }
      return this.#ofInstance(attribute, value, assignment);
    });
  }

  #isOfClass(object: SyntaxNode): boolean {
    const { classes, file } = this.#reading;
    const { own, path } = this.#server;
    const named = classes.named(object.text);
    const lineage = own ? lineageOf(own, classes) : [path];
    spend(lineage.length);
    const library = file.pathOf(object);
    return (
      (named !== undefined && lineage.includes(named)) ||
      (library !== undefined && (lineage.includes(library) || isAncestor(library, path)))
    );
  }

  /** What this call's object is kept in. */
  #target(): SyntaxNode | undefined {
    const { parent } = this.#call;
    return parent?.type === 'assignment'
      ? parent.field('left')
      : parent?.type === 'as_pattern'
        ? parent.named[1]?.named[0]
        : undefined;
  }

  /** Whether an expression names that. */
  #isTarget(object: SyntaxNode): boolean {
    const { file } = this.#reading;
    const target = this.#target();
    const isField = object.text.includes('.');
    return (
      target?.text === object.text &&
      (isField || file.ownerOf(object.text, object.start) === file.ownerOf(target.text, target.start))
    );
  }

  #ofInstance(attribute: string, value: SyntaxNode, assignment: SyntaxNode): GivenOption {
    const { file } = this.#reading;
    const { all } = bindsIn(file);
    const bind = all[positionIn(all, this.#call.end)] ?? -1;
    const isEffective =
      assignment.start < this.#call.start || (this.#bindsLater() && (bind === -1 || assignment.start < bind));
    if (isEffective) {
      return this.#option(attribute, value);
    }
    return {
      ...this.#option(attribute, value, this.#server.api.name),
      changes: this.#movingToClass(attribute, value),
    };
  }

  /** The assignment to an object taken out, and the attribute written into its class. */
  #movingToClass(attribute: string, value: SyntaxNode): OptionChange[] {
    const { file } = this.#reading;
    const { own } = this.#server;
    const assigned = value.parent?.parent;
    const removed = assigned && removeStatement(file.text, assigned);
    const statement = `${attribute} = ${value.text}`;
    const written = own ? writeInClass(this.#reading, own, statement) : this.#derive(statement);
    const number = numberOf(value);
    return removed && written && number !== undefined
      ? [
          {
            id: own ? 'setClassAttribute' : 'deriveClass',
            edits: [removed, ...written],
            isFix: false,
            gives: { name: ATTRIBUTES[attribute] ?? 'reuseAddr', value: number === 0 ? 'off' : 'on' },
          },
        ]
      : [];
  }

  #option(attribute: string, value: SyntaxNode, boundBy?: string): GivenOption {
    const { values, sourceCode } = this.#reading;
    const where = platformsWhere(value, values);
    const number = where ? undefined : values.constant(value);
    const isOn = (platform: Platform): boolean | 'unknown' =>
      where ? where.includes(platform) : number === undefined ? 'unknown' : number !== 0;
    return {
      name: ATTRIBUTES[attribute] ?? 'reuseAddr',
      spelled: attribute,
      values: { linux: isOn('linux'), darwin: isOn('darwin'), win32: isOn('win32') },
      line: sourceCode.locOf(value.start, value.end).start.line,
      ...(boundBy === undefined
        ? { changes: this.#turning(attribute, value) }
        : { noEffect: { because: 'instance' as const, where: boundBy }, changes: [] }),
    };
  }

  /** The literal written the other way, or on for POSIX alone. */
  #turning(attribute: string, value: SyntaxNode): OptionChange[] {
    const number = /^(?:true|false|integer)$/u.test(value.type) ? numberOf(value) : undefined;
    if (number === undefined) {
      return [];
    }
    const name = ATTRIBUTES[attribute] ?? 'reuseAddr';
    const range: [number, number] = [value.start, value.end];
    const isOn = number !== 0;
    const guard = exceptOnWindows(this.#reading.file, value.start);
    const turned: OptionChange = {
      id: 'writeStatement',
      edits: [{ range, text: isOn ? 'False' : 'True' }],
      isFix: !isOn,
      gives: { name, value: isOn ? 'off' : 'on' },
    };
    const guarded: OptionChange[] =
      guard && name === 'reuseAddr' && this.#platforms.includes('win32')
        ? [
            {
              id: 'writeStatement',
              edits: [...guard.edits, { range, text: guard.condition }],
              isFix: !isOn,
              gives: { name, value: 'on-posix' },
            },
          ]
        : [];
    return isOn ? [turned, ...guarded] : guarded.length > 0 ? guarded : [turned];
  }

  writer(): ListenSite['write'] {
    const written = new Map<string, Edit[] | undefined>();
    for (const value of ['on', 'off', 'on-posix'] as const) {
      const statement = this.#statement('reuseAddr', value);
      const edits = statement && this.#write(statement.text);
      written.set(value, edits && [...statement.edits, ...edits]);
    }
    return (option, value) => (option === 'reuseAddr' ? written.get(value) : undefined);
  }

  #write(statement: string): Edit[] | undefined {
    const { own } = this.#server;
    if (own) {
      return writeInClass(this.#reading, own, statement);
    }
    return this.#bindsLater() ? this.#writeBeforeBind(statement) : this.#derive(statement);
  }

  /** `server.allow_reuse_address = True` before `server.server_bind()`. */
  #writeBeforeBind(statement: string): Edit[] | undefined {
    const { file } = this.#reading;
    const { parent } = this.#call;
    const target = parent?.type === 'assignment' ? parent.field('left') : undefined;
    const own = bindsIn(file).byReceiver.get(target?.text ?? '') ?? [];
    const index = own[positionIn(own, this.#call.end)];
    const call = index === undefined ? undefined : file.nodeAt(index).parent?.parent;
    const bind = call?.type === 'call' ? statementOf(call) : undefined;
    return target && bind && file.functionAt(bind.start) === file.functionAt(this.#call.start)
      ? insertBefore(file.text, bind, { lines: [`${target.text}.${statement}`] })
      : undefined;
  }

  /** A class of one's own before the statement of the module that holds the call. */
  #derive(statement: string): Edit[] | undefined {
    const { file, classes } = this.#reading;
    const callee = this.#call.field('function');
    if (!callee || this.#server.path in SERVER_MAKERS || file.pathOf(callee) !== this.#server.path) {
      return undefined;
    }
    const [root = ''] = callee.text.split('.');
    const isImported = boundInModule(file).has(root);
    let top: SyntaxNode = this.#call;
    while (top.parent && top.parent.type !== 'module') {
      top = top.parent;
    }
    const name = `Reusable${this.#server.path.split('.').at(-1) ?? ''}`;
    const isFree = !classes.named(name) && !names(file, name);
    if (!isImported || !isFree || indentOf(file.text, top) !== '') {
      return undefined;
    }
    const end = lineEnd(file.text, top.start);
    const at = aboveComments(file.text, top);
    const body = `class ${name}(${callee.text}):${end}${file.indentStep}${statement}${end}${end}${end}`;
    return [
      { range: [at, at], text: `${end.repeat(2 - blankLinesBefore(file.text, at))}${body}` },
      { range: [callee.start, callee.end], text: name },
    ];
  }
}

/** The names that the module's own import statements bind. */
const boundInModule = memoize(
  (file: PythonFile) =>
    new Set(
      file.imports.statements.flatMap(({ names: bound, start }) => (file.definitionAt(start) ? [] : bound)),
    ),
);

const named = memoize<PythonFile, Map<string, boolean>>(() => new Map());

/** Whether a file has a word. */
function names(file: PythonFile, word: string): boolean {
  const known = named(file);
  const answer = known.get(word) ?? new RegExp(`\\b${word}\\b`, 'u').test(file.text);
  known.set(word, answer);
  return answer;
}

/** `socketserver.TCPServer.allow_reuse_address` is inherited by the library's other servers. */
function isAncestor(base: string, path: string): boolean {
  return base === 'socketserver.TCPServer' && !path.startsWith('http.') && !path.startsWith('xmlrpc.');
}

/** Writes an attribute at the head of a class's body, behind its docstring. */
function writeInClass({ file }: Reading, { definition }: OwnClass, statement: string): Edit[] | undefined {
  const { text } = file;
  const body = file.nodeOf(definition).field('body');
  const [first, second] = body?.named ?? [];
  if (!body || !first || first.isError) {
    return undefined;
  }
  if (first.type === 'pass_statement' && !second) {
    return [{ range: [first.start, first.end], text: statement }];
  }
  const indent = indentOf(text, first);
  if (indent === undefined) {
    // `class Server(TCPServer): timeout = 5`
    return [{ range: [first.start, first.start], text: `${statement}; ` }];
  }
  const end = lineEnd(text, first.start);
  const isDocstring =
    first.type === 'expression_statement' && /^(?:concatenated_)?string$/u.test(first.named[0]?.type ?? '');
  if (!isDocstring) {
    const at = aboveComments(text, first);
    return [{ range: [at, at], text: `${indent}${statement}${end}${isMethod(first) ? end : ''}` }];
  }
  const own = ownLines(text, first);
  if (!own) {
    return undefined;
  }
  const at = first.start + own.content.length;
  const next = second && aboveComments(text, second);
  const isNextToIt = next !== undefined && /^(?:\r\n|\r|\n)$/u.test(text.slice(at, next));
  return [
    {
      range: [at, at],
      text: `${isNextToIt && !isMethod(second) ? '' : end}${end}${indent}${statement}${isNextToIt && isMethod(second) ? end : ''}`,
    },
  ];
}

const isMethod = (statement: SyntaxNode | undefined): boolean =>
  /^(?:function|class|decorated)_definition$/u.test(statement?.type ?? '');

/** How many blank lines stand before a line, two at the most; as many as it takes at the head of a file. */
function blankLinesBefore(text: string, at: number): number {
  const [blank = ''] = /(?:[ \t]*(?:\r\n|\r|\n))*$/u.exec(text.slice(Math.max(0, at - 100), at)) ?? [];
  const lines = blank.match(/\r\n|\r|\n/gu)?.length ?? 0;
  return blank.length === at ? 2 : Math.min(2, Math.max(0, lines - 1));
}
