import { spend } from '../effort.ts';
import { firstNotBelow } from './bisect.ts';

/** What is asked of a node of web-tree-sitter. Declared here, since the package is bundled: users have no types of it. */
export interface GrammarNode {
  readonly id: number;
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly isNamed: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly children: readonly GrammarNode[];
  childrenForFieldName(name: string): readonly GrammarNode[];
  descendantsOfType(types: string[]): readonly GrammarNode[];
}

/** A tree of web-tree-sitter, outside of the JavaScript heap until it is deleted. */
export interface GrammarTree {
  readonly rootNode: GrammarNode;
  delete(): void;
}

/** One list for all that have nothing: most nodes of a tree are tokens. */
const NONE: readonly SyntaxNode[] = [];

/**
 * A node of a syntax tree. web-tree-sitter makes a new object at each access; these are made once, so they can be
 * compared and be keys. Offsets are UTF-16 units, as everywhere in ESLint.
 */
export class SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly parent: SyntaxNode | undefined;
  /** The tree it is of. */
  readonly root: SyntaxNode;
  readonly #node: GrammarNode;
  readonly #source: string;
  #children: readonly SyntaxNode[] | undefined;
  #named: readonly SyntaxNode[] | undefined;
  /** Made with the first field that is asked for: most nodes of a tree are asked for none. */
  #fields: Map<string, readonly SyntaxNode[]> | undefined;

  constructor(node: GrammarNode, source: string, parent?: SyntaxNode) {
    this.type = node.type;
    this.start = node.startIndex;
    this.end = node.endIndex;
    this.parent = parent;
    this.root = parent?.root ?? this;
    this.#node = node;
    this.#source = source;
  }

  get text(): string {
    return this.#source.slice(this.start, this.end);
  }

  /** A rule of the grammar, not a token such as `(`. */
  get isNamed(): boolean {
    return this.#node.isNamed;
  }

  /** Text the grammar has no rule for here. */
  get isError(): boolean {
    return this.#node.isError;
  }

  /** What the grammar needs here and the text does not have; its range is empty. */
  get isMissing(): boolean {
    return this.#node.isMissing;
  }

  get isComment(): boolean {
    return this.type.endsWith('comment');
  }

  /** All children in source order, tokens and comments too. */
  get children(): readonly SyntaxNode[] {
    if (!this.#children) {
      const children = this.#node.children.map((child) => new SyntaxNode(child, this.#source, this));
      spend(children.length);
      this.#children = children.length > 0 ? children : NONE;
    }
    return this.#children;
  }

  /** The children that are rules of the grammar, comments left out. */
  get named(): readonly SyntaxNode[] {
    this.#named ??= this.#namedChildren();
    return this.#named;
  }

  #namedChildren(): readonly SyntaxNode[] {
    const { children } = this;
    const named = children.filter((child) => child.isNamed && !child.isComment);
    if (named.length === 0) {
      return NONE;
    }
    // a filtered list has room for sixteen more, which a copy has not
    return named.length === children.length ? children : named.slice();
  }

  /** The child in a field of the grammar: `function` and `arguments` of a call. */
  field(name: string): SyntaxNode | undefined {
    return this.fields(name)[0];
  }

  /** All children in a field. */
  fields(name: string): readonly SyntaxNode[] {
    let found = this.#fields?.get(name);
    if (!found) {
      found = this.#inField(name);
      this.#fields ??= new Map();
      this.#fields.set(name, found);
    }
    return found;
  }

  #inField(name: string): readonly SyntaxNode[] {
    const [first, ...more] = this.#node.childrenForFieldName(name);
    const own = first && this.#own(first);
    return more.length > 0
      ? [first, ...more].flatMap((child) => (child && this.#own(child)) ?? [])
      : own
        ? [own]
        : NONE;
  }

  /** Where nodes of some types are inside this one, found without making objects of the rest. */
  rangesOf(types: string[]): [start: number, end: number][] {
    return this.#node
      .descendantsOfType(types)
      .map(({ startIndex, endIndex }): [number, number] => [startIndex, endIndex]);
  }

  #own({ id, startIndex }: GrammarNode): SyntaxNode | undefined {
    spend();
    const { children } = this;
    // what is missing in the text has no width, so that several may start at one offset
    for (let at = firstNotBelow(children, startIndex, ({ start }) => start); ; at += 1) {
      const child = children[at];
      if (child?.start !== startIndex || child.#node.id === id) {
        return child?.start === startIndex ? child : undefined;
      }
    }
  }
}
