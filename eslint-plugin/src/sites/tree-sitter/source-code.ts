import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import type { AST } from 'eslint';
import { excerptOf, type Pieces, type TextRange } from './excerpt.ts';
import { startOfLine } from './lines.ts';
import { isTooDeep } from './nesting.ts';
import { SyntaxNode } from './node.ts';
import { readTree, type Unparsed } from './runtime.ts';

/** What the front ends and ESLint's directives need to know of a language. */
export interface LanguageFacts {
  /** The name in `language: 'rebind/c'`, and of its grammar's file. */
  readonly name: string;
  /** What a file must mention for the front end to look at it. */
  readonly mention: Pick<RegExp, 'test'>;
  /** The grammar's names for comments. */
  readonly comments: readonly string[];
  /** How to read a file that takes too long as a whole. */
  readonly pieces?: Pieces;
}

/** A comment, as ESLint's directives need it. */
export interface Comment {
  readonly type: 'Comment';
  /** The text without its delimiters. */
  readonly value: string;
  readonly range: AST.Range;
  readonly loc: AST.SourceLocation;
}

/** The one node that rules visit. The syntax tree itself is read through `withTree`. */
export interface Program {
  readonly type: 'Program';
  readonly range: AST.Range;
  readonly loc: AST.SourceLocation;
  readonly body: readonly never[];
}

/** A parse is given up after so many hundreds of the parser's operations, some five megabytes; the excerpt is then read, where there is one. */
const MOST_OPERATIONS = 50_000;

/** What is parsed of a file that takes too long as a whole, in characters and operations; larger ones are not even tried whole. */
const EXCERPT = { ofLarger: 4_000_000, most: 1_000_000, mostOperations: 25_000 };

const directives = new ConfigCommentParser();
const DIRECTIVE = /^\s*eslint(?:-enable|-disable(?:-next-line|-line)?)?(?:\s|$)/u;
const MAY_HAVE_DIRECTIVE = /\beslint\b/u;
const DISABLING = /^eslint-((?:disable(?:-next-line|-line)?)|enable)$/u;

/** A file in C, C++, Java or Python. It is parsed only where somebody asks: for sites, or for ESLint's comments. */
export class TreeSitterSourceCode extends TextSourceCodeBase {
  readonly language: LanguageFacts;
  declare readonly ast: Program;
  readonly visitorKeys = { Program: [] };
  #comments: readonly Comment[] | undefined;
  #unparsed: Unparsed | undefined;
  /** The tree that is being read. */
  #root: SyntaxNode | undefined;
  /** What is parsed of a text that takes too long; null where that would too. */
  #excerpt: readonly TextRange[] | null | undefined;

  constructor(language: LanguageFacts, text: string, ast: Program) {
    super({ text, ast, lineEndingPattern: /\r\n|[\n\r]/u });
    this.language = language;
  }

  /**
   * Parses the file, and frees the tree as soon as `read` returns: it lives outside of the JavaScript heap. Nodes must
   * not be kept. Within `read`, whoever asks again is given the same tree.
   * @returns undefined where nothing of the file could be parsed; `unparsed` has the reason
   */
  withTree<T>(read: (root: SyntaxNode) => T): T | undefined {
    if (this.#root) {
      return read(this.#root);
    }
    this.#unparsed ??= this.#unparsable();
    if (!this.#unparsed) {
      const whole = this.#read(MOST_OPERATIONS, read);
      if (typeof whole !== 'string') {
        return whole.value;
      }
      this.#unparsed = whole;
    }
    const excerpt = this.#findExcerpt() ?? [];
    if (excerpt.length === 0 || isTooDeep(excerpt.map((range) => this.text.slice(...range)).join(''))) {
      return undefined;
    }
    const part = this.#read(EXCERPT.mostOperations, read, excerpt);
    return typeof part === 'string' ? undefined : part.value;
  }

  #read<T>(most: number, read: (root: SyntaxNode) => T, ranges?: readonly TextRange[]) {
    const { name: grammar } = this.language;
    const { text } = this;
    return readTree({ grammar, text, most, ...(ranges ? { ranges } : {}) }, ({ rootNode }) => {
      this.#root = new SyntaxNode(rootNode, text);
      try {
        return read(this.#root);
      } finally {
        this.#root = undefined;
      }
    });
  }

  /** Why the file is not even tried whole. */
  #unparsable(): Unparsed | undefined {
    if (isTooDeep(this.text)) {
      return 'too deep';
    }
    return this.text.length > EXCERPT.ofLarger && this.#findExcerpt() !== null ? 'too long' : undefined;
  }

  /** Why the file is not read as a whole; undefined where it is. */
  get unparsed(): Unparsed | undefined {
    return this.#unparsed;
  }

  #findExcerpt(): readonly TextRange[] | null {
    const { pieces } = this.language;
    if (this.#excerpt === undefined) {
      this.#excerpt = (pieces && excerptOf(this.text, pieces, EXCERPT.most)) ?? null;
    }
    return this.#excerpt;
  }

  /** The base class takes no line behind the root's, which says nothing of where the text ends. */
  override getIndexFromLoc({ line, column }: AST.SourceLocation['start']): number {
    return startOfLine(this.text, line) + column;
  }

  /** The location of a range: lines from 1, columns from 0. */
  locOf(start: number, end: number): AST.SourceLocation {
    return { start: this.getLocFromIndex(start), end: this.getLocFromIndex(end) };
  }

  /** The comments that are directives for ESLint. */
  getInlineConfigNodes(): readonly Comment[] {
    this.#comments ??= MAY_HAVE_DIRECTIVE.test(this.text)
      ? (this.withTree((root) => this.#directiveComments(root)) ?? [])
      : [];
    return this.#comments;
  }

  #directiveComments(root: SyntaxNode): Comment[] {
    return root.rangesOf([...this.language.comments]).flatMap(([start, end]): Comment[] => {
      const value = withoutDelimiters(this.text.slice(start, end));
      return DIRECTIVE.test(value)
        ? [
            {
              type: 'Comment',
              value,
              range: [start, end],
              loc: this.locOf(start, end),
            },
          ]
        : [];
    });
  }

  getDisableDirectives() {
    const problems: { ruleId: null; message: string; loc: AST.SourceLocation }[] = [];
    const found: Directive[] = [];
    for (const node of this.getInlineConfigNodes()) {
      const directive = directives.parseDirective(node.value);
      const type = DISABLING.exec(directive?.label ?? '')?.[1];
      if (!directive || type === undefined) {
        continue;
      }
      if (type === 'disable-line' && node.loc.start.line !== node.loc.end.line) {
        problems.push({
          ruleId: null,
          message: `${directive.label} comment should not span multiple lines.`,
          loc: node.loc,
        });
        continue;
      }
      found.push(
        new Directive({
          type: type as Directive['type'],
          node,
          value: directive.value,
          justification: directive.justification,
        }),
      );
    }
    return { problems, directives: found };
  }

  applyInlineConfig() {
    const problems: { ruleId: null; message: string; loc: AST.SourceLocation }[] = [];
    const configs: { config: { rules: Record<string, unknown> }; loc: AST.SourceLocation }[] = [];
    for (const { value: text, loc } of this.getInlineConfigNodes()) {
      const directive = directives.parseDirective(text);
      if (directive?.label !== 'eslint') {
        continue;
      }
      const result = directives.parseJSONLikeConfig(directive.value);
      if (result.ok) {
        configs.push({ config: { rules: result.config }, loc });
      } else {
        problems.push({ ruleId: null, message: result.error.message, loc });
      }
    }
    return { configs, problems };
  }

  override getParent(): undefined {
    return undefined;
  }

  override traverse(): Iterable<VisitNodeStep> {
    return [
      new VisitNodeStep({ target: this.ast, phase: 1, args: [this.ast, undefined] }),
      new VisitNodeStep({ target: this.ast, phase: 2, args: [this.ast, undefined] }),
    ];
  }
}

function withoutDelimiters(comment: string): string {
  return comment.startsWith('/*')
    ? comment.slice(2, comment.endsWith('*/') ? -2 : undefined)
    : comment.replace(/^(?:\/\/|#)/u, '');
}
