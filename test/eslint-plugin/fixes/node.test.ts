import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietChanges, type Change } from './changes.ts';
import { DEFAULTS, PIPE_PORTS } from './lint.ts';
import { hasNamespaces } from '../../network/namespace.ts';
import { observe, pipeName, type Outcome, type Run } from './node.ts';
import { listeningPrograms } from './programs/calls.ts';
import { PROGRAMS, SEED } from './seed.ts';

const REUSE_ADDRESS = 4; // UV_UDP_REUSEADDR, libuv's include/uv.h

/** An outcome without what a fix for multicast changes on purpose. */
function comparable(outcome: Outcome, { isMulticast }: Change): Outcome {
  const notes = outcome.notes.map((note) =>
    isMulticast && typeof note !== 'string' && note[0] === 'udp'
      ? [...note.slice(0, -1), Number(note.at(-1)) & ~REUSE_ADDRESS]
      : note,
  );
  return { ...outcome, notes };
}

const PORTS = [
  ['unset', null],
  ['empty', ''],
  ['3000', '3000'],
] as const;

describe.skipIf(!hasNamespaces)(
  'programs with fixes and suggestions that keep the behaviour, run by Node',
  () => {
    let changes: readonly Change[];
    let outcomeOf: (run: Run) => Outcome;

    const original = ({ program: { file, text } }: Change, port: string | null): Run => ({
      file,
      text,
      port,
    });
    const changed = ({ program: { file }, changed: text }: Change, port: string | null): Run => ({
      file,
      text,
      port,
    });

    beforeAll(async () => {
      const programs = fc
        .sample(listeningPrograms, { seed: SEED, numRuns: PROGRAMS })
        .filter(({ runs }) => runs);
      changes = programs.flatMap((program) => [
        ...quietChanges(program, DEFAULTS),
        ...quietChanges(program, PIPE_PORTS),
      ]);
      const runs = changes.flatMap((change) =>
        [null, '', '3000', ...(change.setup === PIPE_PORTS ? [pipeName] : [])].flatMap((port) => [
          original(change, port),
          changed(change, port),
        ]),
      );
      outcomeOf = await observe(runs, 2);
    }, 120_000);

    function expectSame(setup: Change['setup'], port: string | null): void {
      const judged = changes.filter((change) => change.setup === setup);
      expect(judged.length).toBeGreaterThan(PROGRAMS / 10);
      for (const change of judged) {
        const [before, after] = [original(change, port), changed(change, port)];
        const what = `seed ${SEED}, ${change.what}\n${before.text}\nbecame:\n${after.text}`;
        expect(comparable(outcomeOf(after), change), what).toEqual(comparable(outcomeOf(before), change));
      }
    }

    it.each(PORTS)('bind, listen, call back and fail as before with PORT %s', (_, port) => {
      expectSame(DEFAULTS, port);
    });

    it.each([...PORTS, ['a pipe', pipeName] as const])(
      'bind, listen, call back and fail as before where ports may be pipes, with PORT %s',
      (_, port) => {
        expectSame(PIPE_PORTS, port);
      },
    );

    it('listen for the most part, and fail in most of the ways there are', () => {
      const outcomes = changes.map((change) => outcomeOf(original(change, null)));
      const listening = outcomes.filter(({ sockets }) =>
        sockets.some((socket) => typeof socket === 'object' && socket),
      );
      expect(listening.length).toBeGreaterThan(outcomes.length / 2);
      expect(outcomes.filter(({ expired }) => expired)).toEqual([]);
      const notes = outcomes.flatMap((outcome) => outcome.notes).map(String);
      for (const error of [
        'ERR_SOCKET_BAD_PORT',
        'ERR_SOCKET_BAD_TYPE',
        'ERR_INVALID_ARG_TYPE',
        'ERR_INVALID_ARG_VALUE',
        'EINVAL',
      ]) {
        expect(notes.filter((note) => note.endsWith(error)).length, error).toBeGreaterThan(0);
      }
      expect(notes).not.toContain('threw SyntaxError');
    });
  },
);
