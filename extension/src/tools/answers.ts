import { type CellReport, differs, type MatrixReport, type WhyReport } from 'rebind';
import { cutSecrets, printable, printableAll, withoutSecrets } from 'rebind/report';

/** The largest answer is some hundred rows; a model needs the first of them. */
const MAX_SOCKETS = 20;

/**
 * What a model needs of `why`, as JSON. Of a command line the program and its script alone, since what follows may
 * hold secrets.
 */
export function portAnswer(report: WhyReport): string {
  const { port, verdict, holders, peers, sockets, bind, advice, freePort } = report;
  const process = ({ pid, command, since, addresses }: WhyReport['holders'][number]) => ({
    pid,
    program: withoutSecrets(command).slice(0, 2).join(' '),
    since,
    addresses,
  });
  return answer({
    port,
    verdict,
    holders: holders.map(process),
    peers: peers.map(process),
    sockets: sockets.slice(0, MAX_SOCKETS),
    bind: bind.map(({ protocol, options, outcome, condition }) => ({
      protocol,
      options,
      outcome,
      ...(condition === null ? {} : { condition }),
    })),
    advice: advice.map(({ text }) => text),
    freePort,
  });
}

/** What a model needs of `matrix`, as JSON: a line a state and pair of options. */
export function experimentAnswer({ port, cells, system, leftAsFound, elapsedMs }: MatrixReport): string {
  return answer({
    port,
    system,
    leftAsFound,
    elapsedMs,
    differsFromDocumentation: cells.some(differs),
    columns: ['left behind', 'by a server with', 'then a server with', 'bind'],
    cells: cells.map((cell) => [cell.state, set(cell.first), set(cell.second), outcome(cell)]),
  });
}

/** A process may have a name that speaks to whoever reads it: what a reader would not see is shown, and secrets are not. */
function answer(value: object): string {
  return JSON.stringify(printableAll(value));
}

/** What a model is told of a failure. */
export function failureAnswer(error: unknown): Error {
  return new Error(cutSecrets(printable(error instanceof Error ? error.message : String(error))));
}

const set = ({ options }: CellReport['first']): string => options.join('+') || 'no option';

const outcome = ({ reached, bind, reason }: CellReport): string =>
  reached ? String(bind) : `not measured: ${reason ?? 'the state was not reached'}`;

/** A port that a model named. @throws RangeError that says which ports there are */
export function readPort(input: unknown): number {
  const port = (input as { port?: unknown } | null)?.port;
  if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65_535) {
    throw new RangeError(
      `A port is a whole number from 1 to 65535, not ${printable(JSON.stringify(port ?? null).slice(0, 100))}.`,
    );
  }
  return port as number;
}
