import { type ClaimReport, runInChild } from 'rebind';
import { beforeAll, describe, expect, it } from 'vitest';
import { OBSTACLES } from '../../../experiment/src/claims/untestable.ts';
import { CLAIM_TEXTS } from '../../../extension/src/panel/present/claim-texts.ts';
import { presentClaims } from '../../../extension/src/panel/present/claims.ts';
import { findingText } from '../../../extension/src/panel/present/finding-texts.ts';
import { cellVerdict } from '../../../extension/src/panel/present/cell.ts';
import { presentMatrix } from '../../../extension/src/panel/present/matrix.ts';
import { timelineOf } from '../../../extension/src/panel/present/trace.ts';
import type { Run } from '../../../extension/src/panel/state.ts';
import { timelineSvg } from '../../../extension/src/panel/view/timeline.ts';
import { json, MEASURE, run } from '../../experiment/support.ts';
import { type Measurements, measure, NOW, PORT } from './states.ts';

let measured: Measurements;

beforeAll(async () => {
  measured = await measure();
});

const present = (value: Run, trace = false) =>
  presentMatrix(
    { at: NOW, value },
    { port: PORT, trace: trace ? measured.trace : undefined, work: undefined },
    { trusted: true },
  );

describe('the matrix', () => {
  it('shows in short what an independent program measures', async () => {
    const theirs = json(await run([...MEASURE, '127.0.0.1', '127.0.0.1', 'tcp', '10000'])) as {
      state: string;
      first: string[];
      second: string[];
      bind: string;
    }[];
    const { short } = present({ report: measured.matrix, elsewhere: true });
    for (const { head, rows } of short.groups) {
      const expected = [[], ['SO_REUSEADDR'], ['SO_REUSEPORT']].map(
        (options) =>
          theirs.find(
            ({ state, first, second }) =>
              state === head && first.join() === options.join() && second.join() === options.join(),
          )?.bind,
      );
      expect(rows[0]?.cells.map(({ text }) => text)).toEqual(expected);
    }
    expect(short.groups.map(({ head }) => head)).toEqual(['LISTEN', 'TIME_WAIT']);
  });

  it('shows every cell on demand, each once, in rows and columns', () => {
    const { all } = present({ report: measured.matrix, elsewhere: true });
    const cells = all.tables.flatMap(({ groups }) =>
      groups.flatMap(({ rows }) => rows.flatMap(({ cells: own }) => own)),
    );
    const indexes = cells.map(({ action }) => (action.kind === 'trace' ? action.cell : -1));
    expect(all.summary).toBe('All 112 cells');
    expect(indexes.toSorted((one, other) => one - other)).toEqual([...measured.matrix.cells.keys()]);
    for (const { text, action } of cells) {
      const cell = measured.matrix.cells[action.kind === 'trace' ? action.cell : -1];
      expect(cell?.bind).toBe(text);
    }
  });

  it('says where and when it was measured, and offers the real port where that was another', () => {
    const elsewhere = present({ report: measured.matrix, elsewhere: true });
    expect(elsewhere.dated.text).toMatch(/^Measured on free port \d+, \{age\}, in [\d.]+ ms\./);
    expect(elsewhere.buttons.map(({ label }) => label)).toEqual(['Run on 3000', 'Run Again']);
    const there = present({ report: measured.matrix, elsewhere: false });
    expect(there.buttons.map(({ label }) => label)).toEqual(['Run Again']);
  });

  it('says how many cells are a surprise', () => {
    const withSurprises = (count: number) =>
      measured.matrix.cells.map((cell, index) =>
        index < count ? { ...cell, bind: 'EACCES' as const } : cell,
      );
    const text = (count: number) =>
      present({ report: { ...measured.matrix, cells: withSurprises(count) }, elsewhere: true }).dated.text;
    expect(text(0)).toContain('As documented for this platform.');
    expect(text(1)).toContain('1 cell is not as documented for this platform.');
    expect(text(2)).toContain('2 cells are not as documented for this platform.');
  });

  it('offers no port that the workspace names in Restricted Mode', () => {
    const state = { port: PORT, trace: undefined, work: undefined };
    const value = { report: measured.matrix, elsewhere: true };
    const { buttons } = presentMatrix({ at: NOW, value }, state, { trusted: false });
    expect(buttons.map(({ label }) => label)).toEqual(['Run Again']);
  });

  it('marks a surprise, and what was not reached', () => {
    const [cell] = measured.matrix.cells;
    if (!cell) {
      throw new TypeError('no cell');
    }
    expect(cellVerdict({ ...cell, bind: 'ok', listen: null, expected: 'EADDRINUSE' }).text).toBe(
      'ok (documented: EADDRINUSE)',
    );
    expect(cellVerdict({ ...cell, reached: false, bind: null })).toEqual({
      tone: 'neutral',
      text: 'not reached',
    });
    expect(cellVerdict({ ...cell, bind: 'ok', listen: 'EADDRINUSE', expected: 'ok' })).toEqual({
      tone: 'bad',
      text: 'bind ok, listen EADDRINUSE',
    });
  });

  it('marks the cell that is shown in detail', () => {
    const { short, trace } = present({ report: measured.matrix, elsewhere: true }, true);
    const chosen = short.groups.flatMap(({ rows }) => rows[0]?.cells.filter((cell) => cell.chosen) ?? []);
    expect(chosen).toHaveLength(1);
    expect(chosen[0]?.description).toBe(trace?.heading);
    expect(trace?.calls.rows).toHaveLength(measured.trace.calls.length);
  });
});

describe('the timeline', () => {
  it('has the states of both sides as the kernel showed them, in lanes', () => {
    const { lanes, rows } = timelineOf(measured.trace);
    const spans = Object.fromEntries(
      lanes.map(({ name, spans: own }) => [name, own.map(({ state }) => state)]),
    );
    expect(spans['First server']).toEqual(['CLOSE', 'LISTEN']);
    expect(spans['Its connection']?.[0]).toBe('ESTABLISHED');
    expect(spans['Its connection']?.at(-1)).toBe('TIME_WAIT');
    expect(spans.Client?.[0]).toBe('ESTABLISHED');
    expect(spans['Second server']).toEqual([]);
    expect(rows.at(-1)).toMatchObject({
      call: 'bind',
      outcome: { text: 'EADDRINUSE', good: false, lane: 3 },
    });
  });

  it('ends a lane where its socket is gone, and shows the second server where it listens', async () => {
    const options = ['SO_REUSEADDR' as const];
    const generation = { address: '127.0.0.1', options };
    const trace = await runInChild({
      command: 'cell',
      port: 0,
      protocol: 'tcp',
      state: 'TIME_WAIT',
      first: generation,
      second: generation,
    });
    const { lanes, rows } = timelineOf(trace);
    const second = lanes.find(({ name }) => name === 'Second server');
    expect(second?.spans.map(({ state }) => state)).toEqual(['CLOSE', 'LISTEN']);
    expect(second?.spans.at(-1)?.to).toBe(rows.length);
    expect(rows.every(({ outcome }) => outcome === undefined)).toBe(true);
  });

  const model = {
    summary: 'A <b> & "c"',
    lanes: [
      {
        name: 'First server',
        spans: [{ from: 0, to: 1, state: 'LISTEN', label: 'LISTEN', title: 'First server: LISTEN' }],
      },
      { name: 'Second server', spans: [] },
    ],
    rows: [
      { number: 2, call: 'listen' },
      { number: 5, call: 'bind', outcome: { lane: 1, text: 'EADDRINUSE', good: false } },
    ],
  };

  it('is drawn as an image with a summary', () => {
    expect(timelineSvg(model, 500)).toMatchSnapshot();
  });

  it('leaves out the names of calls where there is no room', () => {
    expect(timelineSvg(model, 340)).not.toContain('class="call"');
  });

  it('cuts what does not fit, and never overflows', () => {
    const svg = timelineSvg(
      { ...model, lanes: Array.from({ length: 8 }, () => model.lanes[0] ?? never()) },
      340,
    );
    expect(svg).toContain('…');
  });
});

describe('the claims', () => {
  it('have in this language the words of the experiment', () => {
    const texts = Object.fromEntries(measured.claims.claims.map(({ id, text }) => [id, text]));
    expect(Object.fromEntries(Object.entries(CLAIM_TEXTS).map(([id, text]) => [id, text()]))).toEqual(texts);
  });

  const inOurWords = ({ finding }: Pick<ClaimReport, 'finding'>) => ({ text: finding, english: false });

  it.each(['127.0.0.1', '::1'])('say in this language what the experiment saw on %s', async (host) => {
    const { claims } = await runInChild({ command: 'claims', port: 0, host });
    const tested = claims.filter(({ verdict }) => verdict !== 'cannot be tested here');
    expect(tested.length).toBeGreaterThan(15);
    expect(tested.map((claim) => [claim.id, findingText(claim)])).toEqual(
      tested.map((claim) => [claim.id, inOurWords(claim)]),
    );
  });

  it.each(Object.entries(OBSTACLES) as [keyof typeof OBSTACLES, string][])(
    'say in this language why one cannot be tested: %s',
    (obstacle, finding) => {
      expect(findingText({ id: 'C1', finding, obstacle })).toEqual(inOurWords({ finding }));
    },
  );

  it.each([
    ['of a claim that has no words here', { id: 'C99', finding: 'bind: ok', values: ['ok'] }],
    ['with values of another form', { id: 'C5', finding: 'bind: ok', values: ['ok'] }],
    ['in the words of the system', { id: 'C1', finding: 'bind gave EACCES' }],
  ])('leave a finding %s in English', (_, claim) => {
    expect(findingText(claim)).toEqual({ text: claim.finding, english: true });
  });

  it('are counted, with what was seen and the evidence', () => {
    const shown = presentClaims({ claims: { at: NOW, value: measured.claims }, work: undefined });
    const count = (verdict: string) =>
      measured.claims.claims.filter((claim) => claim.verdict === verdict).length;
    expect(shown.summary).toBe(
      `${count('holds')} hold, ${count('does not hold')} do not hold, ${count('cannot be tested here')} cannot be tested here.`,
    );
    expect(shown.claims).toHaveLength(25);
    expect(
      shown.claims.every(({ evidence, finding }) => evidence.lines.length > 0 && finding.text !== ''),
    ).toBe(true);
  });
});

function never(): never {
  throw new TypeError('unreachable');
}
