import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { isSelf, type Classes } from './classes.ts';
import type { Binding } from './bindings.ts';
import type { Definition } from './definitions.ts';
import type { PythonFile } from './file.ts';
import { unwrap } from './place.ts';
import { argumentsOf, hasOptions, keywordArgument } from './arguments.ts';

/** Variables, attributes and callers followed for one value. */
const MAX_STEPS = 200;

/** What an expression may be, followed through variables, fields, conditions and the file's own calls. */
export interface Alternative {
  readonly node: SyntaxNode;
  /** It is not the node's value itself but a part of it: an element of what is iterated over. */
  readonly isPart: boolean;
}

/** Answers what expressions of one file may be. */
export class Values {
  readonly #file: PythonFile;
  readonly #classes: Classes;

  constructor(file: PythonFile, classes: Classes) {
    this.#file = file;
    this.#classes = classes;
  }

  /** Tells the variable that an expression is from all others of the file; undefined where it is none. */
  variable(node: SyntaxNode): string | undefined {
    if (node.type === 'identifier') {
      return `${node.text} ${this.#file.ownerOf(node.text, node.start)?.start ?? ''}`;
    }
    const object = node.type === 'attribute' ? node.field('object') : undefined;
    return object?.type === 'identifier' && isSelf(object.text)
      ? `${node.text} ${this.#classes.at(node.start)?.definition.start ?? ''}`
      : undefined;
  }

  /** All that an expression may be; what cannot be followed stands for itself. */
  of(node: SyntaxNode, isCalled = true): readonly Alternative[] {
    const found: Alternative[] = [];
    const seen = new Set<SyntaxNode>();
    const pending: Alternative[] = [{ node, isPart: false }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { isPart } = next;
      const value = unwrap(next.node);
      if (seen.has(value) || seen.size > MAX_STEPS) {
        continue;
      }
      seen.add(value);
      const sources = this.#sources(value, isCalled);
      if (sources.length === 0) {
        found.push({ node: value, isPart });
      }
      pending.push(...sources.map((source) => ({ ...source, isPart: isPart || source.isPart })));
    }
    return found;
  }

  #sources(node: SyntaxNode, isCalled: boolean): readonly Alternative[] {
    switch (node.type) {
      case 'identifier': {
        const owner = this.#file.ownerOf(node.text, node.start);
        const bindings = this.#file.bindingsOf(node.text, owner);
        return isCalled || bindings.every(({ kind }) => kind !== 'parameter')
          ? this.#ofBindings(bindings, owner, node.text)
          : [];
      }
      case 'attribute': {
        const object = node.field('object');
        const own =
          object?.type === 'identifier' && isSelf(object.text) ? this.#classes.at(node.start) : undefined;
        return own ? this.#ofField(node.field('attribute')?.text ?? '', own.definition) : [];
      }
      case 'conditional_expression':
        return [node.named[0], node.named[2]].flatMap((branch) => whole(branch));
      case 'boolean_operator':
        return node.children.some(({ type }) => type === 'or') ? node.named.flatMap(whole) : [];
      case 'named_expression':
        return whole(node.field('value'));
      default:
        return [];
    }
  }

  /** Whether a class of another file may have given a field its value. */
  isInherited(node: SyntaxNode): boolean {
    const object = node.type === 'attribute' ? node.field('object') : undefined;
    const own = object && isSelf(object.text) ? this.#classes.at(node.start) : undefined;
    return (
      own !== undefined &&
      [...this.#classes.lineage(own)].some(
        (one) => typeof one !== 'object' && !/^(?:object|abc\.ABC|threading\.Thread)$/u.test(one ?? ''),
      )
    );
  }

  #ofField(name: string, definition: Definition): readonly Alternative[] {
    const own = this.#classes.of(definition);
    const lineage = own ? [...this.#classes.lineage(own)] : [];
    return lineage.flatMap((one) =>
      typeof one === 'object'
        ? this.#ofBindings(this.#file.attributeBindings(name, one.definition), undefined, '')
        : [],
    );
  }

  #ofBindings(
    bindings: readonly Binding[],
    owner: Definition | undefined,
    name: string,
  ): readonly Alternative[] {
    return bindings.flatMap(({ kind, value }): readonly Alternative[] => {
      switch (kind) {
        case 'value':
          return whole(value);
        case 'element':
          return value ? [{ node: value, isPart: true }] : [];
        case 'parameter':
          return owner ? this.#fromCallers(owner, name, value) : [];
      }
    });
  }

  /** What the calls of this file give for a parameter; nothing where there are none. */
  #fromCallers(
    owner: Definition,
    parameter: string,
    fallback: SyntaxNode | undefined,
  ): readonly Alternative[] {
    const isMethod = owner.parent?.kind === 'class';
    const name = owner.name === '__init__' ? (owner.parent?.name ?? '') : owner.name;
    const parameters = this.#file.nodeOf(owner).field('parameters')?.named ?? [];
    const names = parameters.map(
      (node) => (node.type === 'identifier' ? node : (node.field('name') ?? node.named[0]))?.text ?? '',
    );
    const skipped = isMethod && isSelf(names[0] ?? '') ? 1 : 0;
    const index = names.indexOf(parameter) - skipped;
    const calls = this.#callsOf(name).filter(({ start }) => start < owner.start || start >= owner.end);
    return calls.flatMap((call): readonly Alternative[] => {
      const given = keywordArgument(call, parameter)?.field('value') ?? argumentsOf(call)[index];
      // `serve(**options)` may give it
      return whole(given ?? (hasOptions(call) ? undefined : fallback));
    });
  }

  #callsOf(name: string): SyntaxNode[] {
    const calls: SyntaxNode[] = [];
    for (const index of this.#file.callsOf(name)) {
      const node = this.#file.nodeAt(index);
      const callee = node.parent?.type === 'attribute' ? node.parent : node;
      const { parent } = callee;
      if (node.type === 'identifier' && parent?.type === 'call' && parent.field('function') === callee) {
        calls.push(parent);
      }
      if (calls.length > 20) {
        break;
      }
    }
    return calls;
  }

  /** The number an expression is wherever the function is called from; undefined where the source does not tell. */
  constant(node: SyntaxNode): number | undefined {
    return onlyNumber(this.of(node, false));
  }

  /** The number an expression always is in this file; undefined where the source does not tell. */
  number(node: SyntaxNode): number | undefined {
    return onlyNumber(this.of(node));
  }
}

function onlyNumber(found: readonly Alternative[]): number | undefined {
  const values = new Set(found.map((one) => (one.isPart ? undefined : numberOf(one.node))));
  const [value] = values;
  return values.size === 1 ? value : undefined;
}

const whole = (node: SyntaxNode | undefined): Alternative[] => (node ? [{ node, isPart: false }] : []);

/** The number that a literal is: `8_000`, `0x1F90`, `True`. */
export function numberOf({ type, text }: SyntaxNode): number | undefined {
  switch (type) {
    case 'integer': {
      const value = Number(text.replaceAll('_', ''));
      return Number.isInteger(value) ? value : undefined;
    }
    case 'true':
      return 1;
    case 'false':
    case 'none':
      return 0;
    default:
      return undefined;
  }
}

/** The text of a string literal without substitutions. */
export function stringOf(node: SyntaxNode): string | undefined {
  return node.type === 'string' &&
    node.named.every(({ type }) => /^string_(?:start|content|end)$/u.test(type))
    ? node.named.flatMap((part) => (part.type === 'string_content' ? [part.text] : [])).join('')
    : undefined;
}

/** The call that an expression is, or takes a part of: `getaddrinfo(...)[0][4]`. */
export function callOf(node: SyntaxNode): SyntaxNode | undefined {
  let inside: SyntaxNode | undefined = node;
  while (inside?.type === 'subscript') {
    inside = inside.field('value');
  }
  return inside?.type === 'call' ? inside : undefined;
}
