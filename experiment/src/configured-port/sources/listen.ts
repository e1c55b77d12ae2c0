import {
  PLATFORMS,
  readTargets,
  reuseOf,
  type SiteInText,
  sitesOf,
  UnparsedError,
  type WrittenPort,
} from 'eslint-plugin-rebind/sites';
import { callLimit, type Context, type Finding, type Interpret, MalformedError } from '../finding.ts';
import { portNumber } from '../port-number.ts';

/** The listen calls of source code that the linter finds, on the ports that it or a `.env` file names. */
export const interpretSource: Interpret = ({ path, text }, context) =>
  sitesIn(text, path)
    .slice(0, callLimit)
    .flatMap((site) => fromSite(site, text, context));

function sitesIn(text: string, path: string): readonly SiteInText[] {
  try {
    return sitesOf(text, path);
  } catch (error) {
    if (error instanceof UnparsedError) {
      throw new MalformedError(`${error.message} at ${error.line}:${error.column}`);
    }
    throw error;
  }
}

function fromSite(site: SiteInText, text: string, { variable: lookup }: Context): Finding[] {
  const written = writtenFor(site);
  const use = written.find((one) => 'variable' in one);
  const variable = use?.variable;
  const set = use && lookup(use.variable);
  const port = set && portNumber(set.value);
  if (use && set && port !== undefined) {
    return [finding(site, { port, offset: use.range[0], variable, weight: 0 }, set.place)];
  }
  return written.flatMap((one, weight): Finding[] => {
    const value = 'value' in one ? portNumber(String(one.value)) : undefined;
    // the quotes of '3000' are none of the port
    const offset = one.range[0] + (/["']/.test(text.charAt(one.range[0])) ? 1 : 0);
    return value === undefined ? [] : [finding(site, { port: value, offset, variable, weight })];
  });
}

/** What the port may be; the default that an API takes stands where it is called. */
function writtenFor({ port, offset }: SiteInText): readonly WrittenPort[] {
  if (port.written && port.written.length > 0) {
    return port.written;
  }
  const range: WrittenPort['range'] = [offset, offset];
  switch (port.kind) {
    case 'literal':
      return [{ value: port.value, range }];
    case 'environment':
      return [
        { variable: port.variable, range },
        ...(port.fallback === undefined ? [] : [{ value: port.fallback, range }]),
      ];
    default:
      return [];
  }
}

interface At {
  readonly port: number;
  readonly offset: number;
  /** The environment variable it comes from, or is the fallback of. */
  readonly variable: string | undefined;
  readonly weight: number;
}

/** Whether another server may bind the port too, where both ask for it: on this system, as far as the source tells. */
function isShared(site: SiteInText): boolean {
  const platform = PLATFORMS.find((one) => one === process.platform) ?? 'linux';
  const { reuseAddr, reusePort } = reuseOf(site, TARGETS, platform);
  return reusePort !== false || (site.api.protocol === 'udp' && reuseAddr !== false);
}

const TARGETS = readTargets({});

function finding(
  site: SiteInText,
  { port, offset, variable, weight }: At,
  definedAt?: Finding['definedAt'],
): Finding {
  const { api, address, taken, block } = site;
  return {
    source: 'listen',
    port,
    protocol: api.protocol,
    offset,
    weight,
    ...(address !== undefined && address !== '' && { address }),
    ...(variable !== undefined && { name: variable }),
    ...(definedAt && { definedAt }),
    claim: {
      ...(variable !== undefined && { id: variable }),
      scope: String(block),
      ...(taken !== undefined && taken !== '' && { address: taken }),
      ...(isShared(site) && { isShared: true }),
    },
  };
}
