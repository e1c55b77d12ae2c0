import { release } from 'node:os';
import { adviceFor, type Advice } from './advice.ts';
import { type Facts, splitRows, type Verdict, verdictOf } from './diagnosis.ts';
import type { PortConflict } from '../configured-port/model.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Holder } from '../process/process.ts';
import { ephemeralRange, firstUnprivilegedPort, keepsTimeWait } from '../kernel/sysctl.ts';
import { type SystemReport, systemReport } from '../experiment.ts';
import { type Prediction, predictBinds } from './prediction.ts';
import { describeRow, type RowReport } from '../kernel/row-report.ts';
import { type Address, formatEndpoint } from '../sockets/address.ts';
import type { Protocol, ReuseOption } from '../sockets/sockets.ts';
import { identity, type SocketRow } from '../kernel/socket-table.ts';

export interface HolderReport {
  readonly pid: number;
  readonly command: readonly string[];
  readonly user: string;
  /** When the process started, ISO 8601. */
  readonly since: string;
  /** The ends it has on this port, `127.0.0.1:3000`. */
  readonly addresses: readonly string[];
  /** The process ids of its parent, its parent's parent and so on. */
  readonly ancestors: readonly number[];
}

export interface WhySocketReport extends RowReport {
  /** The reuse options it has set; null where they cannot be known. */
  readonly options: readonly ReuseOption[] | null;
}

export interface WhyReport {
  readonly schemaVersion: 1;
  readonly command: 'why';
  readonly port: number;
  readonly verdict: Verdict;
  /** The processes with a socket on the port; those of other users only for root. */
  readonly holders: readonly HolderReport[];
  /** The processes at the other end of connections on this machine. */
  readonly peers: readonly HolderReport[];
  readonly sockets: readonly WhySocketReport[];
  /** What a bind would give with each option set; nothing was bound to find out. */
  readonly bind: readonly Prediction[];
  readonly advice: readonly Advice[];
  /** The servers of the folder at hand that would bind the port, where there are several; absent where no folder was read. */
  readonly conflicts?: readonly PortConflict[];
  /** The next higher port no socket of this machine has at either end; null where there is none near. */
  readonly freePort: number | null;
  readonly system: SystemReport;
}

export interface WhyOptions {
  readonly port: number;
  /** Where a server wants to bind; undefined stands for the dual-stack wildcard. */
  readonly host?: Address | undefined;
  /** Both by default. */
  readonly protocols?: readonly Protocol[] | undefined;
}

/** Says what is with a port, by reading alone: binds nothing, sends nothing. */
export function whyPort(kernel: Kernel, options: WhyOptions): WhyReport {
  const { port, protocols = PROTOCOLS } = options;
  const facts = gatherFacts(kernel, options);
  const { relevant } = splitRows(facts);
  return {
    schemaVersion: 1,
    command: 'why',
    port,
    verdict: verdictOf(facts),
    holders: facts.holders.map((holder) => holderReport(kernel, holder, facts, 'own')),
    peers: facts.peers.map((holder) => holderReport(kernel, holder, facts, 'peer')),
    sockets: relevant.map((row) => ({ ...describeRow(row), options: facts.optionsOf(row) ?? null })),
    bind: predictBinds(kernel.sockets.optionSets, facts).filter(({ protocol }) =>
      protocols.includes(protocol),
    ),
    advice: adviceFor(facts),
    freePort: nextFreePort(kernel, port) ?? null,
    system: systemReport(),
  };
}

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp'];
const PORTS_LOOKED_AT = 50;
const LAST_PORT = 65_535;

/** By the table alone; a privileged port's neighbour would be of no use. */
function nextFreePort({ table }: Kernel, port: number): number | undefined {
  const from = Math.max(port + 1, firstUnprivilegedPort());
  for (let candidate = from; candidate <= Math.min(from + PORTS_LOOKED_AT, LAST_PORT); candidate += 1) {
    if (table.rowsOf(candidate).every(({ local }) => local.port !== candidate)) {
      return candidate;
    }
  }
  return undefined;
}

function gatherFacts(kernel: Kernel, { port, host, protocols }: WhyOptions): Facts {
  const rows = kernel.table.rowsOf(port, protocols);
  const inodesOf = (own: boolean) =>
    new Set(
      rows
        .filter(({ local, inode }) => inode !== 0 && (local.port === port) === own)
        .map(({ inode }) => inode),
    );
  const [own, others] = [inodesOf(true), inodesOf(false)];
  const processes = kernel.holdersOf(new Set([...own, ...others]));
  const holding = (inodes: ReadonlySet<number>) =>
    processes.filter((holder) => holder.inodes.some((inode) => inodes.has(inode)));
  return {
    platform: process.platform,
    // Microsoft's kernel says so in its release: 5.15.167.4-microsoft-standard-WSL2
    wsl: /microsoft/i.test(release()),
    port,
    host,
    rows,
    holders: holding(own),
    peers: holding(others),
    optionsOf: optionsReader(kernel, processes),
    listensOn: (endpoint) => kernel.table.find('tcp', endpoint)?.state === 'LISTEN',
    ephemeral: ephemeralRange(),
    firstUnprivilegedPort: firstUnprivilegedPort(),
    keepsTimeWait: keepsTimeWait(),
    uid: process.geteuid?.() ?? 0,
  };
}

/** Asks for the options of each socket once, and only for those that are asked about. */
function optionsReader(kernel: Kernel, holders: readonly Holder[]): Facts['optionsOf'] {
  const known = new Map<string, readonly ReuseOption[] | undefined>();
  return (row: SocketRow) => {
    const { inode } = row;
    if (inode !== 0 && !known.has(identity(row))) {
      known.set(identity(row), kernel.optionsOf(row, holders));
    }
    return known.get(identity(row));
  };
}

function holderReport(
  kernel: Kernel,
  holder: Holder,
  { rows, port }: Facts,
  side: 'own' | 'peer',
): HolderReport {
  const held = rows.filter(
    ({ inode, local }) => holder.inodes.includes(inode) && (local.port === port) === (side === 'own'),
  );
  return {
    pid: holder.pid,
    command: holder.command,
    user: holder.user,
    since: holder.startedAt.toISOString(),
    addresses: [...new Set(held.map(({ local }) => formatEndpoint(local)))],
    ancestors: kernel.ancestorsOf(holder),
  };
}
