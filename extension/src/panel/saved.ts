import * as v from 'valibot';
import { DRILL_VERDICTS, HOWS } from 'rebind';
import type { PanelState } from './state.ts';

/** What is kept when the window is reloaded. */
export type Saved = Pick<PanelState, 'port' | 'why' | 'run' | 'measured' | 'claims' | 'drills'>;

/** Of what is kept: another version is not read. */
const VERSION = 3;

/** What `readSaved` reads. */
export interface Kept {
  readonly version: number;
  readonly saved: Saved;
}

export function kept(saved: Saved): Kept {
  return { version: VERSION, saved };
}

const text = v.string();
const number = v.number();
const texts = v.array(text);
const textOrNull = v.nullable(text);
const numberOrNull = v.nullable(number);
const portNumber = v.pipe(number, v.integer(), v.minValue(1), v.maxValue(65_535));
const natural = v.pipe(number, v.integer(), v.minValue(0));
const protocol = v.picklist(['tcp', 'udp']);
const options = v.array(v.picklist(['SO_REUSEADDR', 'SO_REUSEPORT', 'SO_EXCLUSIVEADDRUSE']));
const system = v.looseObject({ platform: text, release: text, arch: text });
const dated = <Schema extends v.GenericSchema>(value: Schema) => v.looseObject({ at: number, value });

const row = {
  protocol,
  local: text,
  remote: textOrNull,
  state: text,
  secondsLeft: numberOrNull,
  inode: numberOrNull,
};

const holder = v.looseObject({
  pid: natural,
  command: texts,
  user: text,
  since: text,
  addresses: texts,
  ancestors: v.array(natural),
});

const why = v.looseObject({
  port: portNumber,
  verdict: v.picklist(['free', 'held', 'remembered', 'outgoing', 'unknown']),
  holders: v.array(holder),
  peers: v.array(holder),
  sockets: v.array(v.looseObject({ ...row, options: v.nullable(options) })),
  bind: v.array(v.looseObject({ protocol, options, outcome: textOrNull, condition: textOrNull })),
  advice: v.array(v.looseObject({ id: text, text })),
  freePort: v.nullable(portNumber),
  system,
});

const generation = v.looseObject({ address: text, options });
const state = v.picklist([
  'BOUND',
  'LISTEN',
  'ESTABLISHED',
  'FIN_WAIT2',
  'CLOSE_WAIT',
  'TIME_WAIT',
  'CLOSED',
]);

const matrix = v.looseObject({
  port: portNumber,
  elapsedMs: number,
  leftAsFound: v.boolean(),
  remains: v.array(v.looseObject(row)),
  interference: natural,
  system,
  cells: v.array(
    v.looseObject({
      protocol,
      state,
      first: generation,
      second: generation,
      reached: v.boolean(),
      reason: v.optional(text),
      bind: textOrNull,
      listen: textOrNull,
      expected: textOrNull,
      port: v.optional(portNumber),
    }),
  ),
});

const claimVerdict = v.picklist(['holds', 'does not hold', 'cannot be tested here']);
const value = v.union([text, number]);

const claims = v.looseObject({
  port: portNumber,
  elapsedMs: number,
  leftAsFound: v.boolean(),
  system,
  claims: v.array(
    v.looseObject({
      id: text,
      text,
      verdict: claimVerdict,
      documented: v.nullable(claimVerdict),
      finding: text,
      values: v.optional(v.union([v.array(value), v.array(v.array(value))])),
      obstacle: v.optional(text),
      calls: texts,
      sockets: texts,
    }),
  ),
});

const states = v.pipe(
  v.record(text, natural),
  v.check((counts) => !Array.isArray(counts)),
);

/** A cause with its own values, by its id. */
const because = <Id extends string, Fields extends v.ObjectEntries>(id: Id, fields: Fields) =>
  v.looseObject({ id: v.literal(id), text, ...fields });
const plainCauses = [
  because('leftovers', { states, reuse: options }),
  because('connections', { states, holders: texts }),
  because('old-process', { stays: v.boolean(), holders: texts }),
  because('other-process', { start: v.picklist(['first', 'later']), holders: texts }),
  because('slow-stop', { beforeMs: number, killed: v.boolean() }),
  because('ended', { code: numberOrNull, signal: textOrNull, afterMs: number }),
  because('silent', { afterMs: number }),
  because('elsewhere', {}),
  because('unknown', {}),
] as const;
const cause = v.nullable(
  v.variant('id', [
    ...plainCauses,
    because('slow-start', { longerMs: number, inTheWay: v.nullable(v.variant('id', [...plainCauses])) }),
  ]),
);
const drillVerdict = v.looseObject({ id: v.picklist(DRILL_VERDICTS), text, cause });
const spread = v.nullable(v.looseObject({ count: natural, p50: number, p95: number, max: number }));

const drill = v.looseObject({
  command: v.looseObject({ server: v.pipe(texts, v.minLength(1)), cwd: text, from: text }),
  report: v.looseObject({
    port: portNumber,
    server: texts,
    verdict: drillVerdict,
    maxAwayMs: number,
    coldStartMs: spread,
    ways: v.array(
      v.looseObject({
        how: v.picklist(HOWS),
        verdict: drillVerdict,
        stopMs: spread,
        awayMs: spread,
        beyondColdStartMs: spread,
        rounds: v.array(v.looseObject({ leftBehind: states })),
      }),
    ),
  }),
});

const port = v.looseObject({
  port: portNumber,
  by: v.picklist(['configured', 'chosen', 'asked']),
  protocol,
  folder: v.optional(text),
  place: v.optional(v.looseObject({ file: text, line: natural, column: natural })),
});

const schema = v.object({
  version: v.literal(VERSION),
  saved: v.object({
    port: v.optional(port),
    why: v.optional(dated(why)),
    run: v.optional(dated(v.looseObject({ report: matrix, elsewhere: v.boolean() }))),
    measured: v.record(text, v.union([v.looseObject({ report: matrix }), v.looseObject({ reason: text })])),
    claims: v.optional(dated(claims)),
    drills: v.array(dated(drill)),
  }),
});

/**
 * What was kept, if it is what this version keeps: the editor stores it in a file that anybody may write, and an earlier
 * version wrote another.
 */
export function readSaved(stored: unknown): Saved | undefined {
  const { success, output } = v.safeParse(schema, stored);
  if (!success) {
    return undefined;
  }
  const { port: choice, why: looked, run, measured, claims: tested, drills } = output.saved;
  // its parts are as the schema says; what is missing is undefined in the state
  return { port: choice, why: looked, run, measured, claims: tested, drills } as unknown as Saved;
}
