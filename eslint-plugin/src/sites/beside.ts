import { spend } from './effort.ts';
import { groupedBy } from './grouped.ts';
import { portKey } from './exclusion.ts';
import type { ListenSite } from './site.ts';

/** A site, and what its language knows of when it binds; nothing where that does not matter. */
export interface Bound<M> {
  readonly site: ListenSite;
  readonly moment: M | undefined;
}

/** Binds of one port that are looked at: more than a program has. */
const MOST = 20;

/**
 * The sites of a file, each with those that have bound its port before it and keep it.
 * @param keepsUntil whether what binds at one moment has bound, and keeps its port, wherever another moment is reached
 */
export function withBeside<M>(
  bound: readonly Bound<M>[],
  keepsUntil: (one: M, other: M) => boolean,
): ListenSite[] {
  const byPort = groupedBy(bound, ({ site }) => keysOf(site));
  return bound.map(({ site, moment }) => {
    const [key] = keysOf(site);
    const others = key === undefined ? [] : (byPort.get(key) ?? []).slice(0, MOST);
    const beside = others.flatMap((other) => {
      spend();
      return other.site !== site &&
        moment !== undefined &&
        other.moment !== undefined &&
        keepsUntil(other.moment, moment)
        ? [other.site]
        : [];
    });
    return beside.length > 0 ? { ...site, beside } : site;
  });
}

/** The port of a site that is proven to bind it; in a worker another process may hold it for all. */
function keysOf(site: ListenSite): string[] {
  const key = portKey(site);
  return key === undefined ||
    site.taken === undefined ||
    site.certainty === 'shaped' ||
    site.worker !== undefined
    ? []
    : [key];
}
