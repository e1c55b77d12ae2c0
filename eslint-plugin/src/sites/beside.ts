import { gather } from './effort.ts';
import { groupedBy } from './grouped.ts';
import { portKey } from './exclusion.ts';
import type { ListenSite } from './site.ts';

/** A site, and what its language knows of when it binds; nothing where that does not matter. */
export interface Bound<M> {
  readonly site: ListenSite;
  readonly moment: M | undefined;
}

/** Binds of one port that are compared: a file with more is generated, or tests something. */
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
  const linked = gather(bound, ({ site, moment }) => {
    const [key] = keysOf(site);
    const all = key === undefined ? [] : (byPort.get(key) ?? []);
    const others = moment === undefined || all.length > MOST ? [] : all;
    const beside = others.flatMap((other) =>
      other.site !== site && other.moment !== undefined && moment && keepsUntil(other.moment, moment)
        ? [other.site]
        : [],
    );
    return [beside.length > 0 ? { ...site, beside } : site];
  });
  // the steps of the file may not suffice for all of them
  return [...linked, ...bound.slice(linked.length).map(({ site }) => site)];
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
