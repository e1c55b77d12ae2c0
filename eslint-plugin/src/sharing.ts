import { groupedBy } from './sites/grouped.ts';
import type { Remedy } from './remedies.ts';
import type { Edit, ListenSite } from './sites/site.ts';

type Range = Edit['range'];

const keyOf = ([start, end]: Range): string => `${start}-${end}`;

/** Which sites of a file take their options from one place: one options object, or one createSocket() behind both. */
export class Sharing {
  readonly #sites: readonly ListenSite[];
  readonly #byOption = new Map<string, ReadonlyMap<string, readonly ListenSite[]>>();

  constructor(sites: readonly ListenSite[]) {
    this.#sites = sites;
  }

  /** The sites that would write an option where a remedy does. */
  with(remedy: Pick<Remedy, 'name' | 'value' | 'edits'>): ReadonlySet<ListenSite> {
    const writers = this.#writersOf(remedy);
    return new Set(remedy.edits.flatMap(({ range }) => [...(writers.get(keyOf(range)) ?? [])]));
  }

  /** Asked of each site once, since a generated file may have thousands that would ask each other. */
  #writersOf({ name, value }: Pick<Remedy, 'name' | 'value'>): ReadonlyMap<string, readonly ListenSite[]> {
    const key = `${name} ${value}`;
    const known = this.#byOption.get(key);
    if (known) {
      return known;
    }
    const writers = groupedBy(this.#sites, (site) =>
      (site.write(name, value) ?? []).flatMap(({ range, isDeclaration }) =>
        isDeclaration === true ? [] : [keyOf(range)],
      ),
    );
    this.#byOption.set(key, writers);
    return writers;
  }
}
