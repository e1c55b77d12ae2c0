import { type Facts, splitRows } from './diagnosis.ts';
import type { SocketRow } from './kernel/socket-table.ts';
import type { Outcome, Protocol, ReuseOption } from './sockets/sockets.ts';

/** What a bind with these options would give, from what can be seen without trying. */
export interface Prediction {
  readonly protocol: Protocol;
  readonly options: readonly ReuseOption[];
  /** Null when it depends on what cannot be seen. */
  readonly outcome: Outcome | null;
  /** What it depends on. */
  readonly condition: string | null;
}

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp'];

/** Linux's rules (socket(7), NOTES) applied to the rows in the way. The kernel does not show their own options. */
export function predictBinds(optionSets: readonly (readonly ReuseOption[])[], facts: Facts): Prediction[] {
  const { relevant } = splitRows(facts);
  return PROTOCOLS.flatMap((protocol) => {
    const rows = relevant.filter((row) => row.protocol === protocol);
    return optionSets.map((options) => ({ protocol, options, ...predict(options, rows, facts) }));
  });
}

function predict(
  options: readonly ReuseOption[],
  rows: readonly SocketRow[],
  { port, firstUnprivilegedPort, uid }: Facts,
): Pick<Prediction, 'outcome' | 'condition'> {
  if (port < firstUnprivilegedPort && uid !== 0) {
    return { outcome: 'EACCES', condition: null };
  }
  if (rows.length === 0) {
    return { outcome: 'ok', condition: null };
  }
  const listened = rows.some(({ state }) => state === 'LISTEN');
  const [reuseAddress, reusePort] = [
    options.includes('SO_REUSEADDR') && !listened,
    options.includes('SO_REUSEPORT'),
  ];
  if (!reuseAddress && !reusePort) {
    return { outcome: 'EADDRINUSE', condition: null };
  }
  const whose = listened ? 'the listener' : rows.length === 1 ? 'that socket' : 'every one of those sockets';
  const needed = [
    ...(reuseAddress ? ['SO_REUSEADDR'] : []),
    ...(reusePort ? [`SO_REUSEPORT${rows.some(({ inode }) => inode !== 0) ? ' as the same user' : ''}`] : []),
  ];
  return { outcome: null, condition: `ok if ${whose} had set ${needed.join(', or ')}; else EADDRINUSE` };
}
