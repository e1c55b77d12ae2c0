import type { Parser, SyntaxNode, Tree } from '@lezer/common';
import { MalformedError } from './finding.ts';

export type { SyntaxNode } from '@lezer/common';

/** Half a megabyte of proper code takes one second or less; unclosed brackets take Lezer a minute. */
const parseMilliseconds = 5000;

/** A Lezer tree with its text. Lezer's parsers accept any text and mark what they could not read. */
export class Syntax {
  readonly text: string;
  readonly #tree: Tree;
  readonly #found = new Map<string, SyntaxNode[]>();

  /** Throws `MalformedError` when the parser gets stuck in errors. */
  constructor(parser: Parser, text: string) {
    this.text = text;
    const parse = parser.startParse(text);
    const deadline = performance.now() + parseMilliseconds;
    let tree = parse.advance();
    for (; tree === null; tree = parse.advance()) {
      if (performance.now() > deadline) {
        throw new MalformedError(`not understood within ${parseMilliseconds / 1000} seconds`);
      }
    }
    this.#tree = tree;
  }

  of(node: SyntaxNode | null | undefined): string {
    return node ? this.text.slice(node.from, node.to) : '';
  }

  /** The nodes of these names in the order of the text; searched once. */
  all(...names: string[]): readonly SyntaxNode[] {
    const key = names.join(' ');
    const known = this.#found.get(key);
    if (known) {
      return known;
    }
    const found: SyntaxNode[] = [];
    this.#found.set(key, found);
    this.#tree.iterate({
      enter: (reference) => {
        if (names.includes(reference.name)) {
          found.push(reference.node);
        }
      },
    });
    return found;
  }
}

export function children(node: SyntaxNode | null | undefined): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child; child = child.nextSibling) {
    found.push(child);
  }
  return found;
}

/** The arguments between the parentheses, each as the nodes between two commas. */
export function argumentsOf(list: SyntaxNode | null | undefined): SyntaxNode[][] {
  const found: SyntaxNode[][] = [[]];
  for (const child of children(list)) {
    if (child.name === ',') {
      found.push([]);
    } else if (!/^(?:[()[\]]|⚠|.*Comment)$/.test(child.name)) {
      found.at(-1)?.push(child);
    }
  }
  return found;
}

export function ancestor(node: SyntaxNode, ...names: string[]): SyntaxNode | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (names.includes(parent.name)) {
      return parent;
    }
  }
  return undefined;
}
