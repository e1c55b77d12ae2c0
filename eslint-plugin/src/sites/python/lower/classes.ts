import { spend } from '../../effort.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { holds } from '../../tree-sitter/walk.ts';
import type { Definition } from './definitions.ts';
import type { PythonFile } from './file.ts';

/** A class of the file. */
export interface OwnClass {
  readonly definition: Definition;
  /** Its bases: classes of this file, or the paths of others; undefined where a base is any other expression. */
  readonly bases: readonly (OwnClass | string | undefined)[];
  /** What stands for the classes that share their fields with it: those it inherits from and that inherit from it. */
  readonly family: Definition;
}

/** Classes looked at above one; what people derive is a few levels deep. */
const MAX_LINEAGE = 32;

/** The classes of a file and who inherits from whom. */
export class Classes {
  readonly #file: PythonFile;
  readonly #classes = new Map<Definition, OwnClass>();
  readonly #byName = new Map<string, OwnClass>();
  /** Classes whose names others have too. */
  readonly #alike = new Map<string, OwnClass[]>();
  readonly #methods = new Map<string, Map<Definition, Definition>>();
  readonly #families = new Map<Definition, OwnClass[]>();
  #holders: ReadonlyMap<string, ReadonlySet<Definition>> | undefined;

  constructor(file: PythonFile) {
    this.#file = file;
    const families = new Map<Definition, Definition>();
    const root = (definition: Definition): Definition => {
      let at = definition;
      for (let up = families.get(at); up !== undefined; up = families.get(at)) {
        at = up;
      }
      return at;
    };
    for (const definition of file.definitions) {
      if (definition.kind === 'function' && definition.parent?.kind === 'class') {
        const named = this.#methods.get(definition.name) ?? new Map<Definition, Definition>();
        this.#methods.set(
          definition.name,
          named.set(definition.parent, named.get(definition.parent) ?? definition),
        );
      }
      if (definition.kind !== 'class') {
        continue;
      }
      const bases = baseNodes(definition, file).map(
        (node) => this.#byName.get(node.text) ?? file.pathOf(node),
      );
      const own: OwnClass = {
        definition,
        bases,
        get family() {
          return root(definition);
        },
      };
      for (const base of bases) {
        if (typeof base === 'object' && root(base.definition) !== root(definition)) {
          families.set(root(definition), root(base.definition));
        }
      }
      this.#classes.set(definition, own);
      const before = this.#byName.get(definition.name);
      if (before) {
        const alike = this.#alike.get(definition.name) ?? [before];
        alike.push(own);
        this.#alike.set(definition.name, alike);
      }
      this.#byName.set(definition.name, own);
    }
  }

  get all(): Iterable<OwnClass> {
    return this.#classes.values();
  }

  /** The class of a name; of several the innermost that is seen from an offset. */
  named(name: string, at?: number): OwnClass | undefined {
    const alike = at === undefined ? undefined : this.#alike.get(name);
    if (!alike) {
      return this.#byName.get(name);
    }
    spend(alike.length);
    const seen = alike.findLast(
      ({ definition: { parent } }) => parent && holds(parent, { start: at ?? 0, end: at ?? 0 }),
    );
    return seen ?? alike.findLast(({ definition: { parent } }) => !parent) ?? this.#byName.get(name);
  }

  of(definition: Definition | undefined): OwnClass | undefined {
    return definition && this.#classes.get(definition);
  }

  /** The class that code stands in. */
  at(offset: number): OwnClass | undefined {
    return this.of(this.#file.classAt(offset));
  }

  /** A class and its bases within the file and outside, in the order Python looks attributes up, as far as the file tells. */
  *lineage(own: OwnClass): Generator<OwnClass | string | undefined, void, undefined> {
    const seen = new Set<OwnClass>();
    const visit = function* (one: OwnClass): Generator<OwnClass | string | undefined, void, undefined> {
      spend();
      if (seen.has(one) || seen.size >= MAX_LINEAGE) {
        return;
      }
      seen.add(one);
      yield one;
      for (const base of one.bases) {
        if (typeof base === 'object') {
          yield* visit(base);
        } else {
          yield base;
        }
      }
    };
    yield* visit(own);
  }

  /** The method a class finds under a name, its own or an inherited one; else the only one of a class that inherits. */
  method(own: OwnClass, name: string, isInherited = false): Definition | undefined {
    for (const one of this.lineage(own)) {
      if (typeof one === 'object' && !(isInherited && one === own)) {
        const found = this.#methodOf(one, name);
        if (found) {
          return found;
        }
      }
    }
    const others = isInherited
      ? []
      : this.#familyOf(own).flatMap((one) => (one === own ? [] : (this.#methodOf(one, name) ?? [])));
    return others.length !== 1 ? undefined : others[0];
  }

  /** The only method of the file's classes under a name. */
  onlyMethod(name: string): Definition | undefined {
    const [found, ...others] = this.#methods.get(name)?.values() ?? [];
    return others.length === 0 ? found : undefined;
  }

  #methodOf({ definition }: OwnClass, name: string): Definition | undefined {
    return this.#methods.get(name)?.get(definition);
  }

  #familyOf({ family }: OwnClass): readonly OwnClass[] {
    if (this.#families.size === 0) {
      for (const own of this.#classes.values()) {
        const members = this.#families.get(own.family);
        if (members) {
          members.push(own);
        } else {
          this.#families.set(own.family, [own]);
        }
      }
    }
    return this.#families.get(family) ?? [];
  }

  /** Whose field `object.attribute` is: the family of the class it stands in, or the only one that sets such a field. */
  holding(attribute: string, object: SyntaxNode): Definition | undefined {
    if (object.type === 'identifier') {
      const own = isSelf(object.text) ? this.at(object.start) : this.named(object.text, object.start);
      if (own) {
        return own.family;
      }
    }
    const [first, ...more] = this.#familiesWith(attribute);
    return more.length === 0 ? first : undefined;
  }

  #familiesWith(attribute: string): ReadonlySet<Definition> {
    this.#holders ??= this.#findHolders();
    return this.#holders.get(attribute) ?? NONE;
  }

  /** `self.name`, and an `=` behind it on its line. */
  #findHolders(): ReadonlyMap<string, ReadonlySet<Definition>> {
    const { text } = this.#file;
    const holders = new Map<string, Set<Definition>>();
    let end = -1;
    for (const { index, 1: attribute = '' } of text.matchAll(/\b(?:self|cls)\.(\w+)/gu)) {
      spend();
      if (end < index) {
        end = endOfTarget(text, index);
      }
      const own = text[end] === '=' && text[end + 1] !== '=' ? this.at(index) : undefined;
      if (own) {
        holders.set(attribute, (holders.get(attribute) ?? new Set()).add(own.family));
      }
    }
    return holders;
  }
}

const NONE: ReadonlySet<Definition> = new Set();

/** The first `=` or end of the line from an offset on. */
function endOfTarget(text: string, from: number): number {
  const pattern = /[=\n]/gu;
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** What methods call the object they are called on, and its class. */
export const isSelf = (name: string): boolean => /^(?:self|cls|this)$/u.test(name);

function baseNodes(definition: Definition, file: PythonFile): readonly SyntaxNode[] {
  const bases = file.nodeOf(definition).field('superclasses')?.named ?? [];
  return bases.filter(({ type }) => type !== 'keyword_argument');
}
