import { TupleMap } from '../../flow/tuple-map.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nodeAt } from '../../tree-sitter/walk.ts';
import { offsetsOf, Words } from '../../tree-sitter/words.ts';
import { boundNames, readBinding, type Binding } from './bindings.ts';
import { definitionAt, nearestOf, readDefinitions, type Definition } from './definitions.ts';
import { indentStep } from '../dialect/edit.ts';
import { isLibrary, starredPath } from './implied.ts';
import { canonical, readImports, type Imports } from './imports.ts';

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
  #functions: ReadonlyMap<string, Definition> | undefined;
  #calls: ReadonlyMap<string, readonly number[]> | undefined;
  /** The names that a function or class body binds, those of imports left out. */
  readonly #namesOf = memoize((definition: Definition) => boundNames(this.nodeOf(definition)));
  readonly #bindings = new TupleMap<readonly Binding[]>();
  readonly #reached = new TupleMap<boolean>();

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
    this.#functions ??= new Map(
      this.definitions
        .filter(({ kind }) => kind === 'function')
        .map((definition) => [definition.name, definition] as const)
        .reverse(),
    );
    return this.#functions.get(name);
  }

  /** The innermost definition that holds an offset. */
  definitionAt(offset: number): Definition | undefined {
    return definitionAt(this.definitions, offset);
  }

  /** The innermost function that holds an offset. */
  functionAt(offset: number): Definition | undefined {
    return nearestOf('function', this.definitionAt(offset));
  }

  /** The class whose method holds an offset. */
  classAt(offset: number): Definition | undefined {
    return nearestOf('class', this.definitionAt(offset));
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
    return this.#reached.get([name, owner], () => this.#isNamedInside(name, owner));
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
    const isImplied = isLibrary(name) && this.bindingsOf(name, undefined).length === 0;
    return starredPath(this.imports.stars, name) ?? (isImplied ? name : undefined);
  }

  /** What gives a variable its value, in the function that owns it or in the module. */
  bindingsOf(name: string, owner: Definition | undefined): readonly Binding[] {
    return this.#bindings.get(['variable', name, owner], () =>
      this.#occurrences(name, owner).flatMap((node) => {
        const binding = readBinding(node);
        return binding && this.ownerOf(name, node.start) === owner ? [binding] : [];
      }),
    );
  }

  /** What `self.name` is given within a class. */
  attributeBindings(name: string, own: Definition): readonly Binding[] {
    return this.#bindings.get(['attribute', name, own], () =>
      this.#occurrences(name, own).flatMap((node): Binding[] => {
        const { parent } = node;
        const isOwn =
          parent?.type === 'attribute' &&
          parent.field('attribute') === node &&
          /^(?:self|cls|this)$/u.test(parent.field('object')?.text ?? '');
        const isClassBody = !isOwn && this.definitionAt(node.start) === own;
        const binding = isOwn || isClassBody ? readBinding(isOwn ? parent : node) : undefined;
        return binding ? [binding] : [];
      }),
    );
  }

  /** Where a name stands in a definition, or in the file. */
  #occurrences(name: string, within: Definition | undefined): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (const offset of this.words.of(name, within?.start, within?.end)) {
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
