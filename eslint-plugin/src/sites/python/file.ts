import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, nodeAt, within } from '../tree-sitter/walk.ts';
import { offsetsOf, Words } from '../tree-sitter/words.ts';
import { indentStep } from './edit.ts';
import { canonical, readImports, type Imports } from './imports.ts';

/** A function or class, found by its range so that a file's other code needs no nodes. */
export interface Definition {
  readonly kind: 'function' | 'class';
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly parent: Definition | undefined;
}

/** How a name got its value. */
export interface Binding {
  readonly kind: 'value' | 'element' | 'parameter';
  /** The value; of an `element` what is iterated over or taken apart. */
  readonly value: SyntaxNode | undefined;
  readonly at: number;
}

/** A name that something is called by, as its text alone tells. */
export const CALLED = /(?<!\w)\w+(?=\s*\()/gu;

/** Occurrences of a name looked at; a name that is used more often than this is no port's. */
const MAX_OCCURRENCES = 300;

/** One Python file: its tree, definitions and imports, and what names stand for. */
export class PythonFile {
  readonly root: SyntaxNode;
  readonly text: string;
  readonly imports: Imports;
  readonly words: Words;
  /** In source order, the outer before the inner. */
  readonly definitions: readonly Definition[];
  #indentStep: string | undefined;
  #quote: string | undefined;
  #functions: Map<string, Definition> | undefined;
  #calls: ReadonlyMap<string, readonly number[]> | undefined;
  readonly #bound = new Map<Definition, ReadonlySet<string>>();
  readonly #bindings = new Map<string, readonly Binding[]>();
  readonly #reached = new Map<string, boolean>();

  constructor(root: SyntaxNode, text: string) {
    this.root = root;
    this.text = text;
    this.imports = readImports(root, text);
    this.words = new Words(text);
    this.definitions = readDefinitions(root, text);
  }

  /** One step of indentation, as the file writes it. */
  get indentStep(): string {
    this.#indentStep ??= indentStep(this.text);
    return this.#indentStep;
  }

  /** The mark of the file's first string. */
  get quote(): string {
    this.#quote ??= /^[^"]*'/u.test(this.text) ? "'" : '"';
    return this.#quote;
  }

  /** Where names stand that something is called by. */
  callsOf(name: string): readonly number[] {
    this.#calls ??= offsetsOf(this.text, CALLED);
    return this.#calls.get(name) ?? [];
  }

  nodeAt(offset: number): SyntaxNode {
    return nodeAt(this.root, offset);
  }

  nodeOf({ start }: Definition): SyntaxNode {
    return this.nodeAt(start);
  }

  /** The first function of a name. */
  functionNamed(name: string): Definition | undefined {
    if (!this.#functions) {
      this.#functions = new Map();
      for (const definition of this.definitions) {
        if (definition.kind === 'function' && !this.#functions.has(definition.name)) {
          this.#functions.set(definition.name, definition);
        }
      }
    }
    return this.#functions.get(name);
  }

  /** The innermost definition that holds an offset. */
  definitionAt(offset: number): Definition | undefined {
    const { definitions } = this;
    let found = definitions[firstNotBelow(definitions, offset + 1, ({ start }) => start) - 1];
    while (found && offset >= found.end) {
      found = found.parent;
    }
    return found;
  }

  /** The innermost function that holds an offset. */
  functionAt(offset: number): Definition | undefined {
    let found = this.definitionAt(offset);
    while (found && found.kind !== 'function') {
      found = found.parent;
    }
    return found;
  }

  /** The class whose method holds an offset. */
  classAt(offset: number): Definition | undefined {
    let found = this.definitionAt(offset);
    while (found && found.kind !== 'class') {
      found = found.parent;
    }
    return found;
  }

  /** The function whose variable a name is, from where it stands; undefined for one of the module. */
  ownerOf(name: string, offset: number): Definition | undefined {
    for (let scope = this.definitionAt(offset); scope; scope = scope.parent) {
      // the names of a class body are not seen from its methods
      const isSeen = scope.kind === 'function' || this.definitionAt(offset) === scope;
      if (isSeen && this.#namesOf(scope).has(name)) {
        return scope;
      }
    }
    return undefined;
  }

  /** Whether a variable holds many things, or functions inside the one that owns it, or the module, name it too. */
  isReachedInside(name: string, owner: Definition | undefined): boolean {
    const key = `${name}@${owner?.start ?? ''}`;
    let isReached = this.#reached.get(key);
    if (isReached === undefined) {
      isReached = this.#isNamedInside(name, owner);
      this.#reached.set(key, isReached);
    }
    return isReached;
  }

  #isNamedInside(name: string, owner: Definition | undefined): boolean {
    for (const offset of this.words.of(name, owner?.start, owner?.end)) {
      const inside = this.functionAt(offset);
      const isIndexed = this.text[offset + name.length] === '[';
      if (isIndexed && this.ownerOf(name, offset) === owner) {
        return true;
      }
      if (inside !== owner && this.ownerOf(name, offset) === owner) {
        return true;
      }
    }
    return false;
  }

  /** The names that a function or class body binds, those of imports left out. */
  #namesOf(definition: Definition): ReadonlySet<string> {
    let names = this.#bound.get(definition);
    if (!names) {
      names = boundNames(this.nodeOf(definition));
      this.#bound.set(definition, names);
    }
    return names;
  }

  /** The dotted path that an expression names through the imports: `socket.AF_INET`. */
  pathOf(node: SyntaxNode): string | undefined {
    if (node.type === 'attribute') {
      const object = node.field('object');
      const path = object && this.pathOf(object);
      return path === undefined ? undefined : canonical(`${path}.${node.field('attribute')?.text ?? ''}`);
    }
    if (node.type !== 'identifier') {
      return undefined;
    }
    const { text: name } = node;
    const imported = this.imports.names.get(name);
    if (this.ownerOf(name, node.start)) {
      return undefined;
    }
    return imported ?? this.#implied(name);
  }

  /** A name that no statement of the file imports by itself. */
  #implied(name: string): string | undefined {
    const [star] = this.imports.stars.filter((module) => STARRED[module]?.test(name));
    if (star !== undefined) {
      return `${star}.${name}`;
    }
    // snippets leave the imports of the library out
    return /^(?:socket|socketserver|asyncio)$/u.test(name) && this.bindingsOf(name, undefined).length === 0
      ? name
      : undefined;
  }

  /** What gives a variable its value, in the function that owns it or in the module. */
  bindingsOf(name: string, owner: Definition | undefined): readonly Binding[] {
    const key = `${name}@${owner?.start ?? ''}`;
    let bindings = this.#bindings.get(key);
    if (!bindings) {
      bindings = this.#findBindings(name, owner);
      this.#bindings.set(key, bindings);
    }
    return bindings;
  }

  #findBindings(name: string, owner: Definition | undefined): Binding[] {
    return this.#occurrences(name, owner?.start ?? 0, owner?.end ?? this.text.length).flatMap((node) => {
      const binding = node.type === 'identifier' ? readBinding(node) : undefined;
      return binding && this.ownerOf(name, node.start) === owner ? [binding] : [];
    });
  }

  /** What `self.name` is given within a class. */
  attributeBindings(name: string, { start, end }: Definition): readonly Binding[] {
    const key = `.${name}@${start}`;
    let bindings = this.#bindings.get(key);
    if (!bindings) {
      bindings = this.#occurrences(name, start, end).flatMap((node): Binding[] => {
        const { parent } = node;
        const isOwn =
          parent?.type === 'attribute' &&
          parent.field('attribute') === node &&
          /^(?:self|cls|this)$/u.test(parent.field('object')?.text ?? '');
        const target = isOwn ? parent : node;
        const isClassBody = !isOwn && this.definitionAt(node.start)?.start === start;
        const binding = isOwn || isClassBody ? readBinding(target) : undefined;
        return binding ? [binding] : [];
      });
      this.#bindings.set(key, bindings);
    }
    return bindings;
  }

  #occurrences(name: string, start: number, end: number): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (const offset of this.words.of(name, start, end)) {
      const node = this.nodeAt(offset);
      if (node.type === 'identifier') {
        found.push(node);
      }
      if (found.length >= MAX_OCCURRENCES) {
        break;
      }
    }
    return found;
  }
}

/** What modules bring into a file that imports everything from them, as far as it concerns servers. */
const STARRED: Readonly<Record<string, RegExp>> = {
  socket: /^(?:socket|create_server|getaddrinfo|(?:AF|PF|SOCK|SOL|SO|IPPROTO|IP|IPV6|MCAST|INADDR)_\w+)$/u,
  socketserver: /Server$|MixIn$|Handler$/u,
  'http.server': /Server$|Handler$/u,
  'xmlrpc.server': /Server$|Handler$/u,
  asyncio: /^(?:start_server|get_event_loop|get_running_loop|new_event_loop|run)$/u,
};

function readDefinitions(root: SyntaxNode, text: string): Definition[] {
  const found: Definition[] = [];
  const open: Definition[] = [];
  const ranges = root.rangesOf(['function_definition', 'class_definition']).sort(([a], [b]) => a - b);
  for (const [start, end] of ranges) {
    while ((open.at(-1)?.end ?? Infinity) <= start) {
      open.pop();
    }
    const [, word, name = ''] =
      /^(?:async\s+)?(def|class)\s+(\w+)/u.exec(text.slice(start, start + 200)) ?? [];
    const definition: Definition = {
      kind: word === 'class' ? 'class' : 'function',
      name,
      start,
      end,
      parent: open.at(-1),
    };
    found.push(definition);
    open.push(definition);
  }
  return found;
}

const isNested = ({ type }: SyntaxNode): boolean =>
  type === 'function_definition' || type === 'class_definition' || type === 'lambda';

/** The nodes of a definition's own code, those of nested definitions left out. */
export function* ownNodes(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  yield* within(node, (inside) => inside === node || !isNested(inside));
}

function boundNames(definition: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const outer = new Set<string>();
  for (const node of ownNodes(definition)) {
    if (node !== definition && (node.type === 'function_definition' || node.type === 'class_definition')) {
      names.add(node.field('name')?.text ?? '');
    } else if (node.type === 'global_statement' || node.type === 'nonlocal_statement') {
      for (const name of node.named) {
        outer.add(name.text);
      }
    } else if (node.type === 'identifier' && readBinding(node)) {
      names.add(node.text);
    }
  }
  for (const name of outer) {
    names.delete(name);
  }
  return names;
}

/** How an identifier or attribute is given a value where it stands; undefined where it is only read. */
export function readBinding(target: SyntaxNode): Binding | undefined {
  const at = target.start;
  const path: number[] = [];
  let node = target;
  for (const parent of ancestors(target)) {
    switch (parent.type) {
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
      case 'tuple':
        path.unshift(parent.named.indexOf(node));
        break;
      case 'as_pattern_target':
      case 'list_splat_pattern':
        break;
      case 'assignment':
        return parent.field('left') === node ? taken(parent.field('right'), path, at) : undefined;
      case 'named_expression':
        return parent.field('name') === node
          ? { kind: 'value', value: parent.field('value'), at }
          : undefined;
      case 'as_pattern': {
        // `with value as name`, and `except Error as name`
        const [value] = parent.named;
        return value === node ? undefined : taken(value, path, at);
      }
      case 'for_statement':
      case 'for_in_clause':
        return parent.field('left') === node
          ? { kind: 'element', value: parent.field('right'), at }
          : undefined;
      case 'default_parameter':
      case 'typed_default_parameter':
        return parent.field('name') === node
          ? { kind: 'parameter', value: parent.field('value'), at }
          : undefined;
      case 'parameters':
        return { kind: 'parameter', value: undefined, at };
      case 'typed_parameter':
      case 'dictionary_splat_pattern':
        if (parent.named[0] !== node) {
          return undefined;
        }
        break;
      default:
        return undefined;
    }
    node = parent;
  }
  return undefined;
}

/** The part of a value that a target in a pattern gets. */
function taken(value: SyntaxNode | undefined, path: readonly number[], at: number): Binding {
  let part = value;
  // `a = b = value`
  while (part?.type === 'assignment') {
    part = part.field('right');
  }
  for (const index of path) {
    const isList = part && /^(?:expression_list|tuple|list)$/u.test(part.type);
    if (!isList) {
      return { kind: 'element', value: part, at };
    }
    part = part?.named[index];
  }
  return { kind: 'value', value: part, at };
}
