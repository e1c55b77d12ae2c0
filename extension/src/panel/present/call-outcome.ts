import * as l10n from '@vscode/l10n';
import type { CellReport, LeftState, Outcome, Protocol, ReuseOption } from 'rebind';
import type { ListenCall } from '../../lint/listen-call.ts';

type Reuse = ListenCall['reuse'];

/** What the kernel does to a server that is started again, and to a second copy of it. */
export interface CallOutcome {
  readonly afterCrash: 'works' | 'fails' | 'unknown';
  readonly secondCopy: 'refused' | 'shared' | 'unknown';
}

/** What a killed server leaves on its port, and a running one; a datagram socket leaves nothing. */
const LEFT: Readonly<Record<Protocol, { readonly crash: readonly LeftState[]; readonly copy: LeftState }>> = {
  tcp: { crash: ['FIN_WAIT2', 'TIME_WAIT'], copy: 'LISTEN' },
  udp: { crash: ['CLOSED'], copy: 'BOUND' },
};

/** Reads from measured cells what becomes of a listen call; undecided options count where they make a difference. */
export function outcomeOf(
  protocol: Protocol,
  reuse: Reuse,
  cells: readonly CellReport[] | undefined,
): CallOutcome {
  const possible = optionSets(reuse).map((options) => outcomeWith(protocol, options, cells ?? []));
  return {
    afterCrash: agreed(possible.map(({ afterCrash }) => afterCrash)),
    secondCopy: agreed(possible.map(({ secondCopy }) => secondCopy)),
  };
}

function outcomeWith(
  protocol: Protocol,
  options: readonly ReuseOption[],
  cells: readonly CellReport[],
): CallOutcome {
  const resultOf = (state: LeftState): Outcome | null => {
    const cell = cells.find(
      (one) =>
        one.protocol === protocol &&
        one.state === state &&
        sameOptions(one.first.options, options) &&
        sameOptions(one.second.options, options),
    );
    return cell?.bind === 'ok' ? (cell.listen ?? 'ok') : (cell?.bind ?? null);
  };
  const { crash, copy } = LEFT[protocol];
  const crashes = crash.map(resultOf);
  const second = resultOf(copy);
  return {
    afterCrash: crashes.includes(null) ? 'unknown' : crashes.every((one) => one === 'ok') ? 'works' : 'fails',
    secondCopy: second === null ? 'unknown' : second === 'ok' ? 'shared' : 'refused',
  };
}

function optionSets({ reuseAddr, reusePort }: Reuse): ReuseOption[][] {
  const choices = (value: boolean | 'unknown') => (value === 'unknown' ? [false, true] : [value]);
  return choices(reuseAddr).flatMap((address) =>
    choices(reusePort).map((port): ReuseOption[] => [
      ...(address ? (['SO_REUSEADDR'] as const) : []),
      ...(port ? (['SO_REUSEPORT'] as const) : []),
    ]),
  );
}

function sameOptions(one: readonly ReuseOption[], other: readonly ReuseOption[]): boolean {
  return one.length === other.length && one.every((option) => other.includes(option));
}

function agreed<T extends string>(answers: readonly (T | 'unknown')[]): T | 'unknown' {
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : 'unknown';
}

/** The outcome in one sentence. */
export function outcomeSentence(
  protocol: Protocol | 'multicast',
  { afterCrash, secondCopy }: CallOutcome,
): string {
  if (afterCrash === 'unknown' && secondCopy === 'unknown') {
    return l10n.t('What becomes of this call cannot be told.');
  }
  return SENTENCES[protocol][afterCrash][secondCopy]();
}

type Sentences = Readonly<
  Record<CallOutcome['afterCrash'], Readonly<Record<CallOutcome['secondCopy'], () => string>>>
>;

const tcp: Sentences = {
  works: {
    refused: () => l10n.t('After a crash it starts again at once; a second copy is refused.'),
    shared: () =>
      l10n.t(
        'After a crash it starts again at once; a second copy starts too and takes a share of the connections.',
      ),
    unknown: () => l10n.t('After a crash it starts again at once; of a second copy nothing is known.'),
  },
  fails: {
    refused: () =>
      l10n.t(
        'After a crash it fails with EADDRINUSE while old connections linger; a second copy is refused.',
      ),
    shared: () =>
      l10n.t(
        'After a crash it fails with EADDRINUSE while old connections linger; a second copy starts too and takes a share of the connections.',
      ),
    unknown: () =>
      l10n.t(
        'After a crash it fails with EADDRINUSE while old connections linger; of a second copy nothing is known.',
      ),
  },
  unknown: {
    refused: () => l10n.t('Whether it starts again after a crash is not known; a second copy is refused.'),
    shared: () =>
      l10n.t(
        'Whether it starts again after a crash is not known; a second copy starts too and takes a share of the connections.',
      ),
    unknown: () => l10n.t('What becomes of this call cannot be told.'),
  },
};

const udp: Sentences = {
  works: {
    refused: tcp.works.refused,
    shared: () =>
      l10n.t(
        'After a crash it starts again at once; a second copy starts too, and one of the two gets each datagram.',
      ),
    unknown: tcp.works.unknown,
  },
  fails: {
    refused: () => l10n.t('After a crash it fails; a second copy is refused.'),
    shared: () => l10n.t('After a crash it fails; a second copy starts.'),
    unknown: () => l10n.t('After a crash it fails; of a second copy nothing is known.'),
  },
  unknown: {
    refused: tcp.unknown.refused,
    shared: () =>
      l10n.t(
        'Whether it starts again after a crash is not known; a second copy starts too, and one of the two gets each datagram.',
      ),
    unknown: tcp.unknown.unknown,
  },
};

/** Source: ip(7), and claim C18: every socket of a group gets each datagram that is sent to it. */
const multicast: Sentences = {
  works: {
    ...udp.works,
    shared: () =>
      l10n.t(
        'After a crash it starts again at once; a second copy starts too, and both get each datagram to the group.',
      ),
  },
  fails: udp.fails,
  unknown: {
    ...udp.unknown,
    shared: () =>
      l10n.t(
        'Whether it starts again after a crash is not known; a second copy starts too, and both get each datagram to the group.',
      ),
  },
};

const SENTENCES: Readonly<Record<Protocol | 'multicast', Sentences>> = { tcp, udp, multicast };
