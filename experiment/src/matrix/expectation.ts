import { type Generation, leftAddress, type LeftState, type Scenario } from '../scenario.ts';
import { commonAddress, isWildcard, sameHost } from '../sockets/address.ts';
import type { Outcome, ReuseOption } from '../sockets/sockets.ts';

type Expect = (scenario: Scenario) => Outcome | null;

/**
 * What this platform is documented to answer the second bind of a scenario, both sockets being the same user's.
 * Never used to fill in an outcome: it stands beside it.
 * @returns null where no documentation says
 */
export function expectedBind(platform: NodeJS.Platform, scenario: Scenario): Outcome | null {
  if (scenario.state === 'CLOSED' || !overlap(scenario)) {
    return 'ok';
  }
  return EXPECT[platform]?.(scenario) ?? null;
}

function overlap(scenario: Scenario): boolean {
  return commonAddress(leftAddress(scenario), scenario.second.address) !== undefined;
}

function has({ options }: Generation, option: ReuseOption): boolean {
  return options.includes(option);
}

function both(scenario: Scenario, option: ReuseOption): boolean {
  return has(scenario.first, option) && has(scenario.second, option);
}

/**
 * socket(7), NOTES: both sockets must have set SO_REUSEADDR, and nobody may listen; SO_REUSEPORT on both.
 * Source: inet_bind_conflict in net/ipv4/inet_connection_sock.c, udp_lib_lport_inuse in net/ipv4/udp.c.
 */
function linux(scenario: Scenario): Outcome {
  const shares =
    both(scenario, 'SO_REUSEPORT') || (both(scenario, 'SO_REUSEADDR') && scenario.state !== 'LISTEN');
  return shares ? 'ok' : 'EADDRINUSE';
}

const CONNECTED: ReadonlySet<LeftState> = new Set(['ESTABLISHED', 'FIN_WAIT2', 'CLOSE_WAIT', 'TIME_WAIT']);

/**
 * Source: in_pcbbind in bsd/netinet/in_pcb.c of xnu. Without an option any overlapping socket counts; with one,
 * only an unconnected socket on the very same address does, unless both have SO_REUSEPORT.
 */
function darwin(scenario: Scenario): Outcome {
  const { first, second, state } = scenario;
  if (second.options.length === 0) {
    return 'EADDRINUSE';
  }
  const identical = first.address.text === second.address.text;
  return identical && !CONNECTED.has(state) && !both(scenario, 'SO_REUSEPORT') ? 'EADDRINUSE' : 'ok';
}

type WindowsColumn = `${'default' | 'reuse' | 'exclusive'} ${'wildcard' | 'specific'}`;

/**
 * "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE", learn.microsoft.com, Windows Server 2003 and later, one user account.
 * Rows: first bind; columns: second.
 */
const WINDOWS_COLUMNS: readonly WindowsColumn[] = [
  'default wildcard',
  'default specific',
  'reuse wildcard',
  'reuse specific',
  'exclusive wildcard',
  'exclusive specific',
];
const WINDOWS_BIND: Readonly<Record<WindowsColumn, readonly ('ok' | 'INUSE' | 'ACCES')[]>> = {
  'default wildcard': ['INUSE', 'ok', 'ACCES', 'ok', 'INUSE', 'ok'],
  'default specific': ['ok', 'INUSE', 'ok', 'ACCES', 'INUSE', 'INUSE'],
  'reuse wildcard': ['INUSE', 'ok', 'ok', 'ok', 'INUSE', 'ok'],
  'reuse specific': ['ok', 'INUSE', 'ok', 'ok', 'INUSE', 'INUSE'],
  'exclusive wildcard': ['INUSE', 'ACCES', 'ACCES', 'ACCES', 'INUSE', 'ACCES'],
  'exclusive specific': ['ok', 'INUSE', 'ok', 'ACCES', 'INUSE', 'INUSE'],
};

function windows({ state, first, second }: Scenario): Outcome | null {
  // the table speaks of sockets that are bound; of what closed connections leave, only TIME_WAIT is documented
  if (state === 'TIME_WAIT') {
    return 'ok';
  }
  if (CONNECTED.has(state)) {
    return null;
  }
  const answer = WINDOWS_BIND[windowsColumn(first)][WINDOWS_COLUMNS.indexOf(windowsColumn(second))];
  const differentWildcards =
    isWildcard(first.address) && isWildcard(second.address) && !sameHost(first.address, second.address);
  if (answer === undefined || differentWildcards) {
    return null;
  }
  return answer === 'ok' ? 'ok' : answer === 'INUSE' ? 'EADDRINUSE' : 'EACCES';
}

function windowsColumn(generation: Generation): WindowsColumn {
  const options = has(generation, 'SO_EXCLUSIVEADDRUSE')
    ? 'exclusive'
    : has(generation, 'SO_REUSEADDR')
      ? 'reuse'
      : 'default';
  return `${options} ${isWildcard(generation.address) ? 'wildcard' : 'specific'}`;
}

const EXPECT: Partial<Record<NodeJS.Platform, Expect>> = { linux, darwin, win32: windows };
