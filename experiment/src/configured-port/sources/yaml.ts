import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node } from 'yaml';
import { MalformedError, parsing } from '../finding.ts';

export type { Node } from 'yaml';

/** The documents of a YAML text. Throws `MalformedError` for syntax errors; unknown tags are none. */
export function parseYaml(text: string): Document.Parsed[] {
  const documents = parsing(() => parseAllDocuments(text, { logLevel: 'error' }));
  for (const { errors } of Array.isArray(documents) ? documents : []) {
    const [error] = errors;
    if (error) {
      const [start] = error.linePos ?? [];
      const message = error.message.split(' at line', 1)[0]?.split('\n', 1)[0] ?? '';
      if (message.includes('call stack')) {
        throw new MalformedError('nested too deeply');
      }
      throw new MalformedError(`YAML: ${message}${start ? ` at ${start.line}:${start.col}` : ''}`);
    }
  }
  return [...documents];
}

/** A scalar's text as written in the file, quotes aside. */
export interface Scalar {
  raw: string;
  /** Of the first character inside quotes. */
  offset: number;
}

/** Reads nodes of one document, aliases followed and merge keys looked into. */
export class YamlReader {
  readonly root: Node | undefined;
  readonly #document: Document.Parsed | undefined;

  constructor(document: Document.Parsed | undefined) {
    this.root = document?.contents ?? undefined;
    this.#document = document;
  }

  get(node: Node | undefined, key: string): Node | undefined {
    return this.entries(node).find((entry) => entry.key === key)?.value;
  }

  entries(node: Node | undefined, depth = 0): { key: string; value: Node }[] {
    const map = this.#resolve(node);
    if (!isMap(map) || depth > 8) {
      return [];
    }
    const own: { key: string; value: Node }[] = [];
    const merged: { key: string; value: Node }[] = [];
    for (const { key, value } of map.items as { key: unknown; value: Node | null }[]) {
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === '<<' && value) {
        const sources = this.#resolve(value);
        for (const source of isSeq(sources) ? this.items(sources) : [value]) {
          merged.push(...this.entries(source, depth + 1));
        }
      } else if (name !== undefined && value) {
        own.push({ key: name, value });
      }
    }
    return [...own, ...merged.filter(({ key }) => !own.some((entry) => entry.key === key))];
  }

  items(node: Node | undefined): Node[] {
    const sequence = this.#resolve(node);
    return isSeq(sequence)
      ? (sequence.items as (Node | null)[]).flatMap((item) => this.#resolve(item ?? undefined) ?? [])
      : [];
  }

  scalar(node: Node | undefined): Scalar | undefined {
    const scalar = this.#resolve(node);
    if (!isScalar(scalar) || scalar.value === null) {
      return undefined;
    }
    // a number as it is spelled: YAML 1.1 reads the plain scalar 22:22 as one to base 60
    const raw = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
    const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE';
    return { raw, offset: (scalar.range?.[0] ?? 0) + (isQuoted ? 1 : 0) };
  }

  #resolve(node: Node | undefined): Node | undefined {
    return isAlias(node) && this.#document ? node.resolve(this.#document) : node;
  }
}
