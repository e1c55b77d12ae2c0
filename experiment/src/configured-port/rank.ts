import { portSources, type ConfiguredPort } from './model.ts';
import type { Claim } from './finding.ts';

/** A configured port with what only ranking and conflicts need. */
export interface Located {
  port: ConfiguredPort;
  weight: number;
  claim: Claim | undefined;
  /** The development tool the port is of, by its command's name. */
  tool: string | undefined;
}

/**
 * Best first: what is in force before what is not, own servers before databases, then by source, by weight within the source,
 * and by nearness to the searched folder. Ports that nothing but a tool's habit suggests come last.
 */
export function byRank(located: readonly Located[]): Located[] {
  return unique(located).sort(
    (a, b) =>
      tier(a.port) - tier(b.port) ||
      portSources.indexOf(a.port.source) - portSources.indexOf(b.port.source) ||
      a.weight - b.weight ||
      depth(a.port.package) - depth(b.port.package) ||
      compare(a.port.package, b.port.package) ||
      compare(a.port.file, b.port.file) ||
      a.port.line - b.port.line ||
      a.port.column - b.port.column ||
      a.port.port - b.port.port,
  );
}

function tier(port: ConfiguredPort): number {
  if (port.source === 'default') {
    return 4;
  }
  if (port.source === 'env-example') {
    return 3;
  }
  if (port.dependency) {
    return 2;
  }
  return port.inactive ? 1 : 0;
}

const depth = (folder: string): number => (folder === '.' ? 0 : folder.split('/').length);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function unique(located: readonly Located[]): Located[] {
  const seen = new Set<string>();
  return located.filter(({ port: { file, line, column, port, protocol, source } }) => {
    const key = JSON.stringify([file, line, column, port, protocol, source]);
    return !seen.has(key) && seen.add(key);
  });
}
