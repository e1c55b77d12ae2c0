import { type Facts, splitRows } from './diagnosis.ts';
import { expectedBind } from '../matrix/expectation.ts';
import { groupBy } from '../group-by.ts';
import type { SocketRow } from '../kernel/socket-table.ts';
import type { LeftState } from '../scenario.ts';
import { address } from '../sockets/address.ts';
import type { Outcome, Protocol, ReuseOption, TcpState } from '../sockets/sockets.ts';

/** What a bind with these options would give, from what can be seen without trying. */
export interface Prediction {
  readonly protocol: Protocol;
  readonly options: readonly ReuseOption[];
  /** Null when it depends on options that cannot be seen. */
  readonly outcome: Outcome | null;
  /** What it depends on. */
  readonly condition: string | null;
}

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp'];

/**
 * Linux's rules (socket(7), NOTES; inet_bind_conflict in net/ipv4/inet_connection_sock.c) applied to the rows in the
 * way, each with the options it has now.
 */
export function predictBinds(optionSets: readonly (readonly ReuseOption[])[], facts: Facts): Prediction[] {
  const { relevant, perhaps } = splitRows(facts);
  return PROTOCOLS.flatMap((protocol) => {
    const rows = relevant.filter((row) => row.protocol === protocol);
    return optionSets.map((options) => ({
      protocol,
      options,
      ...(facts.platform === 'linux'
        ? predict(options, rows, facts, protocol === 'tcp' ? perhaps : [])
        : predictByDocumentation(options, rows, facts, optionSets)),
    }));
  });
}

function predict(
  options: readonly ReuseOption[],
  rows: readonly SocketRow[],
  facts: Facts,
  perhaps: readonly SocketRow[],
): Pick<Prediction, 'outcome' | 'condition'> {
  if (facts.port < facts.firstUnprivilegedPort && facts.uid !== 0) {
    return { outcome: 'EACCES', condition: null };
  }
  const doubtful: SocketRow[] = [];
  for (const row of rows.filter((candidate) => !passes(options, candidate, facts))) {
    if (neededOptions(options, row, facts).length === 0 || facts.optionsOf(row)) {
      return { outcome: 'EADDRINUSE', condition: null };
    }
    doubtful.push(row);
  }
  if (doubtful.length > 0) {
    return { outcome: null, condition: conditionOf(options, doubtful, facts) };
  }
  const dualStack = perhaps.filter((row) => !passes(options, row, facts));
  return dualStack.length === 0
    ? { outcome: 'ok', condition: null }
    : {
        outcome: null,
        condition: `ok unless a dual-stack server left ${nameOf(dualStack)}; then EADDRINUSE`,
      };
}

/** Whether a bind with these options passes the row for certain. */
function passes(options: readonly ReuseOption[], row: SocketRow, facts: Facts): boolean {
  const theirs = facts.optionsOf(row) ?? [];
  return neededOptions(options, row, facts).some((option) => theirs.includes(option));
}

/** What the platform is documented to do beside each row; where its options are not known, whatever they are. */
function predictByDocumentation(
  options: readonly ReuseOption[],
  rows: readonly SocketRow[],
  facts: Facts,
  optionSets: readonly (readonly ReuseOption[])[],
): Pick<Prediction, 'outcome' | 'condition'> {
  const outcomes = rows.map((row) => {
    const theirs = facts.optionsOf(row);
    const possible = (theirs ? [theirs] : optionSets).map((first) =>
      expectedBind(facts.platform, {
        protocol: row.protocol,
        state: LEFT_STATES[row.state] ?? 'ESTABLISHED',
        port: facts.port,
        first: { address: row.local.address, options: first },
        second: { address: facts.host ?? ANY, options },
      }),
    );
    const [only, ...others] = new Set(possible);
    return others.length === 0 ? only : null;
  });
  const refused = outcomes.find((outcome) => typeof outcome === 'string' && outcome !== 'ok');
  if (typeof refused === 'string') {
    return { outcome: refused, condition: null };
  }
  return outcomes.every((outcome) => outcome === 'ok')
    ? { outcome: 'ok', condition: null }
    : { outcome: null, condition: 'depends on the options and the user of what has the port' };
}

/** The states of the matrix by those of a table. */
const LEFT_STATES: Partial<Readonly<Record<TcpState, LeftState>>> = {
  CLOSE: 'BOUND',
  LISTEN: 'LISTEN',
  FIN_WAIT2: 'FIN_WAIT2',
  CLOSE_WAIT: 'CLOSE_WAIT',
  TIME_WAIT: 'TIME_WAIT',
};
const ANY = address('::');

/** The options any one of which, set on this row too, lets a bind with `options` pass it. */
function neededOptions(
  options: readonly ReuseOption[],
  { state, uid, inode }: SocketRow,
  facts: Facts,
): ReuseOption[] {
  return options.filter((option) =>
    option === 'SO_REUSEPORT'
      ? inode === 0 || uid === facts.uid // of what is only remembered, the kernel does not ask for the user
      : state !== 'LISTEN',
  );
}

function conditionOf(options: readonly ReuseOption[], doubtful: readonly SocketRow[], facts: Facts): string {
  const groups = groupBy(doubtful, (row) => neededOptions(options, row, facts).join(', or '));
  const wishes = groups.map(({ key: needed, items: rows }) => `${nameOf(rows)} had set ${needed}`);
  return `ok if ${wishes.join(' and ')}; else EADDRINUSE`;
}

function nameOf(rows: readonly SocketRow[]): string {
  const states = new Set(rows.map(({ state }) => state));
  const kind = states.has('LISTEN') ? 'listener' : states.has('CLOSE') ? 'bound socket' : 'connection';
  return rows.length === 1 ? `the ${kind}` : `each of the ${rows.length} ${kind}s`;
}
