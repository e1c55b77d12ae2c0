import type { ApiFacts, Edit, ListenSite, OptionName, OptionValue, Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { keptFromWindows, SPELLED } from '../../flow/catalogue.ts';
import { DISPATCHER, SOCKET_TCP, SOCKET_UDP, SOCKET_WINDOWS } from '../catalogue/apis.ts';
import { isSelf } from '../lower/classes.ts';
import { indentOf, insertBefore, lineEnd, ownLines, ownStatement } from '../dialect/edit.ts';
import type { PythonFile } from '../lower/file.ts';
import { insertionPoint, type Bound } from './insertion.ts';
import type { Reading } from '../lower/reading.ts';
import { spell } from './spelling.ts';
import type { Values } from '../lower/value.ts';
import { exceptOnWindows, reachedOn } from './windows.ts';

/** What is known of a socket besides its bind. */
export interface Kind {
  readonly protocol: 'tcp' | 'udp';
  readonly isMulticast: boolean;
}

/** Writes the options of one bind. */
export class SocketWriter {
  readonly file: PythonFile;
  readonly values: Values;
  readonly receiver: string;
  readonly creation: SyntaxNode | undefined;
  /** The targets that the bind can be reached on. */
  readonly platforms: readonly Platform[];
  readonly #bound: Bound;
  readonly #kind: Kind;
  readonly #isDispatcher: boolean;
  #target: { readonly statement: SyntaxNode | undefined } | undefined;

  constructor({ file, values, targets }: Reading, bound: Bound, kind: Kind) {
    const { step, history } = bound;
    const [creation] = history.creations;
    this.file = file;
    this.values = values;
    this.#bound = bound;
    this.#kind = kind;
    this.creation = creation?.creation.call;
    this.receiver = step.bind.receiver.text;
    this.#isDispatcher =
      isSelf(this.receiver) && this.creation?.field('function')?.field('attribute')?.text === 'create_socket';
    const platforms = reachedOn(step.bind.call, file, values);
    const meant = platforms.filter((platform) => targets.platforms.includes(platform));
    this.platforms = meant.length > 0 ? meant : platforms;
  }

  get isPosix(): boolean {
    return this.platforms.some((platform) => platform !== 'win32');
  }

  /** What a server's SO_REUSEADDR is written as: kept from Windows, where the program can run there. */
  get on(): 'on' | 'on-posix' {
    return this.#kind.isMulticast || !this.platforms.includes('win32') ? 'on' : 'on-posix';
  }

  /** The statement that an option is written before. */
  get target(): SyntaxNode | undefined {
    this.#target ??= { statement: insertionPoint(this.#bound) };
    return this.#target.statement;
  }

  get #at(): number {
    return this.#bound.step.at;
  }

  api(): ApiFacts {
    const { protocol } = this.#kind;
    const facts =
      !this.isPosix && protocol === 'tcp'
        ? SOCKET_WINDOWS
        : this.#isDispatcher && protocol === 'tcp'
          ? DISPATCHER
          : protocol === 'udp'
            ? SOCKET_UDP
            : SOCKET_TCP;
    return {
      ...facts,
      states: this.on === 'on' ? facts.states : keptFromWindows(facts.states),
      statement: (option, value) => this.#inWords(option, value),
    };
  }

  /** An option with its value, on one line. */
  #inWords(option: OptionName, value: OptionValue): string {
    const text = this.#statement(option, value)?.text ?? SPELLED[option as keyof typeof SPELLED];
    const guard = value === 'on-posix' ? exceptOnWindows(this.file, this.#at) : undefined;
    const isPair = this.#kind.isMulticast && option === 'reusePort' && value !== 'off';
    const first = isPair ? `${this.#inWords('reuseAddr', 'on')}\` and \`` : '';
    return guard ? `if ${guard.condition}: ${text}` : first + text;
  }

  /** One statement that sets an option, as the file can write it before the bind. */
  #statement(option: OptionName, value: OptionValue): Lines | undefined {
    if (this.#isDispatcher && option === 'reuseAddr' && value !== 'off') {
      return { text: `${this.receiver}.set_reuse_addr()`, edits: [] };
    }
    const name = SPELLED[option as keyof typeof SPELLED] as string | undefined;
    const spelled =
      name === undefined ? undefined : spell(this.file, ['SOL_SOCKET', name], this.#at, this.creation);
    const [level, spelledName] = spelled?.names ?? [];
    return spelled && level !== undefined && spelledName !== undefined
      ? {
          text: `${this.receiver}.setsockopt(${level}, ${spelledName}, ${value === 'off' ? 0 : 1})`,
          edits: spelled.edits,
        }
      : undefined;
  }

  /** The edits that state an option before the bind. */
  readonly write: ListenSite['write'] = (option, value) => {
    const names: readonly OptionName[] = this.isPosix ? ['reuseAddr', 'reusePort'] : ['exclusiveAddrUse'];
    return names.includes(option) ? this.before(option, value) : undefined;
  };

  before(option: OptionName, value: OptionValue): Edit[] | undefined {
    const { target } = this;
    const isShared = option === 'reusePort';
    const first = isShared
      ? this.#lines('reuseAddr', value === 'off' ? value : this.on)
      : this.#lines(option, value);
    const second = isShared ? this.#port(value) : NOTHING;
    if (!first || !second) {
      return undefined;
    }
    const lines = [...first.lines, ...second.lines];
    const written =
      target &&
      insertBefore(this.file.text, target, {
        lines,
        isCompound: lines.some((line) => line.endsWith(':')),
      });
    return written && [...first.edits, ...second.edits, ...written];
  }

  /** An option as lines, under a test for POSIX where that is asked for. */
  #lines(option: OptionName, value: OptionValue): Block | undefined {
    const { file } = this;
    const statement = this.#statement(option, value);
    if (!statement || value !== 'on-posix') {
      return statement && { lines: [statement.text], edits: statement.edits };
    }
    const guard = exceptOnWindows(file, this.#at);
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
    const test = this.hasReusePort(this.#at);
    return test === undefined
      ? undefined
      : { lines: [`if ${test}:`, `${this.file.indentStep}${statement.text}`], edits: [] };
  }

  /** The test for SO_REUSEPORT, which Windows lacks; undefined where the file has no name for the module. */
  hasReusePort(at: number): string | undefined {
    const { file } = this;
    const [name = ''] = spell(file, ['SO_REUSEPORT'], at, this.creation)?.names ?? [];
    const [module, ...rest] = name.split(/\.(?=\w+$)/u);
    const { quote } = file;
    if (module === undefined || module === '') {
      return undefined;
    }
    return rest.length > 0
      ? `hasattr(${module}, ${quote}SO_REUSEPORT${quote})`
      : `${quote}SO_REUSEPORT${quote} in globals()`;
  }

  /** The edits that keep a call from Windows; undefined where that runs no such code, or they cannot be written. */
  guardAt(call: SyntaxNode): Edit[] | undefined {
    const { file } = this;
    const guard = this.on === 'on-posix' ? exceptOnWindows(file, call.start) : undefined;
    const edit = guard && this.under(guard.condition, call);
    return edit && [...guard.edits, edit];
  }

  /** A condition written above a call that has a line to itself. */
  under(condition: string, call: SyntaxNode): Edit | undefined {
    const { file } = this;
    const statement = ownStatement(call);
    const indent = statement && indentOf(file.text, statement);
    return statement &&
      ownLines(file.text, statement) &&
      indent !== undefined &&
      !/[\r\n]/u.test(statement.text)
      ? {
          range: [statement.start, statement.start],
          text: `if ${condition}:${lineEnd(file.text, statement.start)}${indent}${file.indentStep}`,
        }
      : undefined;
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
