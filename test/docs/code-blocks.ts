import type { Code, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** A fenced block of a page. */
export interface CodeBlock {
  readonly language: string;
  /** What the info string says after the language: `incorrect`, `correct`, `fixed`, `suggested`. */
  readonly role: string;
  readonly code: string;
  /** Line of the fence, from 1. */
  readonly line: number;
}

function* codes(node: Nodes): Generator<Code> {
  if (node.type === 'code') {
    yield node;
  } else if ('children' in node) {
    for (const child of node.children) {
      yield* codes(child);
    }
  }
}

/** The fenced blocks of a Markdown text, in order. */
export function codeBlocks(text: string): CodeBlock[] {
  return [...codes(fromMarkdown(text))].map(({ lang, meta, value, position }) => ({
    language: lang ?? '',
    role: meta ?? '',
    code: `${value}\n`,
    line: position?.start.line ?? 0,
  }));
}

/** The text of the headings, each with its level: `## Examples`. */
export function headings(text: string): string[] {
  return fromMarkdown(text).children.flatMap((node) =>
    node.type === 'heading'
      ? [`${'#'.repeat(node.depth)} ${text.slice(...rangeOf(node.children)).trim()}`]
      : [],
  );
}

function rangeOf(nodes: readonly Nodes[]): [number, number] {
  return [nodes[0]?.position?.start.offset ?? 0, nodes.at(-1)?.position?.end.offset ?? 0];
}

function* urls(node: Nodes): Generator<string> {
  if (node.type === 'link') {
    yield node.url;
  }
  if ('children' in node) {
    for (const child of node.children) {
      yield* urls(child);
    }
  }
}

/** Where the links of a Markdown text lead, in order. */
export function links(text: string): string[] {
  return [...urls(fromMarkdown(text))];
}

/** The cells of the table whose first column is headed so, row by row. */
export function tableRows(text: string, firstHeading: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\| ${firstHeading} +\\|`).test(line));
  const rest = lines.slice(start + 2);
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  );
  return start < 0
    ? []
    : rows.map((row) =>
        row
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
}
