import type {
  ApiFacts,
  Edit,
  ListenSite,
  OptionChange,
  OptionName,
  OptionValue,
  Platform,
} from '../../site.ts';
import { grouped } from '../../grouped.ts';
import { memoize } from '../../memoize.ts';
import { positionIn } from '../../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { keptFromWindows } from '../../flow/catalogue.ts';
import { changeTo } from '../../flow/given.ts';
import {
  aboveComments,
  indentOf,
  insertBefore,
  lineEnd,
  removeStatement,
  statementOf,
} from '../dialect/edit.ts';
import type { PythonFile } from '../lower/file.ts';
import type { Reading } from '../lower/reading.ts';
import type { ServerClass } from '../server-class.ts';
import { argument } from '../lower/arguments.ts';
import { numberOf } from '../lower/value.ts';
import { exceptOnWindows, reachedOn } from './windows.ts';
import { writeInClass } from './write-in-class.ts';

/** A call that makes a server object. */
export interface ServerCall {
  readonly reading: Reading;
  readonly call: SyntaxNode;
  readonly server: ServerClass;
}

/** The attributes of a server that say what it sets. */
export const ATTRIBUTES: Readonly<Record<string, OptionName>> = {
  allow_reuse_address: 'reuseAddr',
  allow_reuse_port: 'reusePort',
};

/** The calls of server_bind() in a file, in order, and by what they are called on. */
export const bindsIn = memoize((file: PythonFile) => {
  const all = file.callsOf('server_bind').filter((at) => file.text[at - 1] === '.');
  return {
    all,
    byReceiver: grouped(
      all.map((at) => [/[\w.]*(?=\.$)/u.exec(file.text.slice(Math.max(0, at - 200), at))?.[0] ?? '', at]),
    ),
  };
});

/** Writes the options of one server object. */
export class ServerWriter {
  readonly #reading: Reading;
  readonly #call: SyntaxNode;
  readonly #server: ServerClass;

  constructor({ reading, call, server }: ServerCall) {
    this.#reading = reading;
    this.#call = call;
    this.#server = server;
  }

  /** A class of the library cannot be told in place, so that a class of one's own is only offered. */
  api(): ApiFacts {
    const {
      facts: { api: facts },
      own,
    } = this.#server;
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
    const isPending = this.bindsLater();
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
      statement: (option, value) => this.#statement(option, value)?.text ?? '',
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

  /** `bind_and_activate=False`: bound by server_bind() later, at this offset where the file does. */
  bindsLater(): boolean {
    const value = argument(this.#call, 2, 'bind_and_activate');
    return value !== undefined && numberOf(value) === 0;
  }

  readonly write: ListenSite['write'] = (option, value) => {
    const statement =
      option === 'reuseAddr' && value !== 'on-linux' ? this.#statement(option, value) : undefined;
    const edits = statement && this.#write(statement.text);
    return edits && [...statement.edits, ...edits];
  };

  #write(statement: string): Edit[] | undefined {
    const { own } = this.#server;
    if (own) {
      return writeInClass(this.#reading.file, own, statement);
    }
    return this.bindsLater() ? this.#writeBeforeBind(statement) : this.#derive(statement);
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
    if (!callee || this.#server.facts.made || file.pathOf(callee) !== this.#server.path) {
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

  /** The assignment to an object taken out, and the attribute written into its class. */
  moveToClass(attribute: string, value: SyntaxNode): OptionChange[] {
    const { file } = this.#reading;
    const { own } = this.#server;
    const assigned = value.parent?.parent;
    const removed = assigned && removeStatement(file.text, assigned);
    const statement = `${attribute} = ${value.text}`;
    const written = own ? writeInClass(this.#reading.file, own, statement) : this.#derive(statement);
    const number = numberOf(value);
    const name = ATTRIBUTES[attribute] ?? 'reuseAddr';
    const edits = removed && written && number !== undefined ? [removed, ...written] : undefined;
    return changeTo(own ? 'setClassAttribute' : 'deriveClass', [name, number === 0 ? 'off' : 'on'], edits);
  }

  /** The literal written the other way, or on for POSIX alone. */
  turn(attribute: string, value: SyntaxNode): OptionChange[] {
    const number = /^(?:true|false|integer)$/u.test(value.type) ? numberOf(value) : undefined;
    if (number === undefined) {
      return [];
    }
    const name = ATTRIBUTES[attribute] ?? 'reuseAddr';
    const range: [number, number] = [value.start, value.end];
    const isOn = number !== 0;
    const guard = exceptOnWindows(this.#reading.file, value.start);
    const turned = changeTo(
      'writeStatement',
      [name, isOn ? 'off' : 'on'],
      [{ range, text: isOn ? 'False' : 'True' }],
      !isOn,
    );
    const isGuarded = guard && name === 'reuseAddr' && this.#platforms.includes('win32');
    const edits = isGuarded ? [...guard.edits, { range, text: guard.condition }] : undefined;
    const guarded = changeTo('writeStatement', [name, 'on-posix'], edits, !isOn);
    return isOn ? [...turned, ...guarded] : guarded.length > 0 ? guarded : turned;
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

/** How many blank lines stand before a line, two at the most; as many as it takes at the head of a file. */
function blankLinesBefore(text: string, at: number): number {
  const [blank = ''] = /(?:[ \t]*(?:\r\n|\r|\n))*$/u.exec(text.slice(Math.max(0, at - 100), at)) ?? [];
  const lines = blank.match(/\r\n|\r|\n/gu)?.length ?? 0;
  return blank.length === at ? 2 : Math.min(2, Math.max(0, lines - 1));
}
