import type { Node } from 'web-tree-sitter';
import { spend } from '../effort.ts';
import { firstNotBelow } from './bisect.ts';

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
  readonly #node: Node;
  readonly #source: string;
  #children: readonly SyntaxNode[] | undefined;
  #named: readonly SyntaxNode[] | undefined;
  readonly #fields = new Map<string, readonly SyntaxNode[]>();

  constructor(node: Node, source: string, parent?: SyntaxNode) {
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
      this.#children = this.#node.children.map((child) => new SyntaxNode(child, this.#source, this));
      spend(this.#children.length);
    }
    return this.#children;
  }

  /** The children that are rules of the grammar, comments left out. */
  get named(): readonly SyntaxNode[] {
    this.#named ??= this.children.filter((child) => child.isNamed && !child.isComment);
    return this.#named;
  }

  /** The child in a field of the grammar: `function` and `arguments` of a call. */
  field(name: string): SyntaxNode | undefined {
    return this.fields(name)[0];
  }

  /** All children in a field. */
  fields(name: string): readonly SyntaxNode[] {
    let found = this.#fields.get(name);
    if (!found) {
      found = this.#node.childrenForFieldName(name).flatMap((child) => this.#own(child) ?? []);
      this.#fields.set(name, found);
    }
    return found;
  }

  /** Where nodes of some types are inside this one, found without making objects of the rest. */
  rangesOf(types: string[]): [start: number, end: number][] {
    return this.#node
      .descendantsOfType(types)
      .map(({ startIndex, endIndex }): [number, number] => [startIndex, endIndex]);
  }

  #own({ id, startIndex }: Node): SyntaxNode | undefined {
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
