import { beforeAll, describe, expect, it } from 'vitest';
import { presentPage } from '../../../extension/src/panel/present/page.ts';
import { kept, readSaved, type Saved } from '../../../extension/src/panel/saved.ts';
import { EMPTY, type PanelState } from '../../../extension/src/panel/state.ts';
import { AROUND, everything, measure } from './states.ts';

let state: PanelState;

beforeAll(async () => {
  state = everything(await measure());
});

/** A little of everything: it is drawn a thousand times. */
function sample(): PanelState {
  const { run, claims } = state;
  const few = <T>(items: readonly T[]) => items.slice(0, 3);
  return {
    ...state,
    measured: {},
    ...(run && {
      run: {
        ...run,
        value: { ...run.value, report: { ...run.value.report, cells: few(run.value.report.cells) } },
      },
    }),
    ...(claims && { claims: { ...claims, value: { ...claims.value, claims: few(claims.value.claims) } } }),
  };
}

/** As the editor keeps it: JSON in a file. */
function stored({ port, why, run, measured, claims, drills } = state): unknown {
  return JSON.parse(JSON.stringify(kept({ port, why, run, measured, claims, drills })));
}

const draw = (saved: Saved) => presentPage({ ...EMPTY, ...saved }, AROUND);

describe('what was kept over a reload', () => {
  it('is shown as it was', () => {
    const saved = readSaved(stored());
    expect(saved).toBeDefined();
    const { port, why, run, measured, claims, drills } = state;
    expect(saved && draw(saved)).toEqual(draw({ port, why, run, measured, claims, drills }));
  });

  it.each([
    undefined,
    null,
    7,
    'x',
    [],
    {},
    { version: 2, saved: {} },
    { version: 3 },
    { version: 3, saved: {} },
  ])('is nothing where it is %j', (value) => {
    expect(readSaved(value)).toBeUndefined();
  });

  it('is nothing of, where it names no port', () => {
    for (const port of [0, 65_536, 1.5, -1, '3000', null]) {
      const value = stored() as { saved: { port: { port: unknown } } };
      value.saved.port.port = port;
      expect(readSaved(value), String(port)).toBeUndefined();
    }
  });

  it('never breaks the page, whatever of it somebody has changed', () => {
    let read = 0;
    let refused = 0;
    for (const path of pathsOf(stored(sample()))) {
      for (const value of [null, -1, 'x', [], {}, [null], { id: 'x' }, undefined]) {
        const saved = readSaved(changed(stored(sample()), path, value));
        if (saved) {
          read += 1;
          expect(() => draw(saved), `${path.join('.')} = ${JSON.stringify(value)}`).not.toThrow();
        } else {
          refused += 1;
        }
      }
    }
    expect(read).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
  }, 120_000);
});

type Path = readonly (string | number)[];

/** Every part of a value; of a list the first. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.slice(0, 1).map((item: unknown) => [0, item])
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function changed(value: unknown, path: Path, to: unknown): unknown {
  const [last] = path.slice(-1);
  if (last === undefined) {
    return to;
  }
  let inner = value as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) {
    inner = inner[key] as typeof inner;
  }
  inner[last] = to;
  return value;
}
