import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { MalformedError, parsing } from '../finding.ts';
import { Lines } from '../text.ts';

export type { Node } from 'jsonc-parser';

/** The tree of a JSON text with comments and trailing commas allowed, as VS Code and most tools read their own files. */
export function parseJson(text: string): Node {
  const errors: ParseError[] = [];
  const root = parsing(() => parseTree(text, errors, { allowTrailingComma: true }));
  const [error] = errors;
  if (root === undefined || error !== undefined) {
    const place = error && new Lines(text).position(error.offset);
    throw new MalformedError(
      place ? `JSON: ${printParseErrorCode(error.error)} at ${place.line}:${place.column}` : 'JSON: empty',
    );
  }
  return root;
}

/** The value of an object's property; undefined where there is none or `node` is no object. */
export function property(node: Node | undefined, ...path: string[]): Node | undefined {
  let current = node;
  for (const key of path) {
    // the last one of several counts, as for JSON.parse
    current = propertiesOf(current).findLast(({ name }) => name === key)?.value;
  }
  return current;
}

export function propertiesOf(node: Node | undefined): { name: string; value: Node }[] {
  if (node?.type !== 'object') {
    return [];
  }
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key && value ? [{ name: String(key.value), value }] : [];
  });
}

export function itemsOf(node: Node | undefined): Node[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}

export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? String(node.value) : undefined;
}

/** The text of a string or number, and where it begins inside the quotes. */
export function scalarOf(node: Node | undefined): { text: string; offset: number } | undefined {
  if (node?.type === 'string') {
    return { text: String(node.value), offset: node.offset + 1 };
  }
  return node?.type === 'number' ? { text: String(node.value), offset: node.offset } : undefined;
}

/** Maps an index of a string node's value to an offset of the text, which escapes such as `\"` set apart. */
export function offsetInString(text: string, node: Node, index: number): number {
  let offset = node.offset + 1;
  for (let left = index; left > 0; left--) {
    offset += text[offset] === '\\' ? (text[offset + 1] === 'u' ? 6 : 2) : 1;
  }
  return offset;
}
