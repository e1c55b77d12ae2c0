import { describe, expect, it } from 'vitest';
import { withDrill } from '../../../extension/src/panel/drills.ts';
import { presentDrill } from '../../../extension/src/panel/present/drill.ts';
import { because } from '../../../experiment/src/drill/cause.ts';
import { causeText } from '../../../extension/src/panel/present/cause-texts.ts';
import { EVERY_CAUSE } from './causes.ts';
import { freePort } from '../../experiment/support.ts';
import { drill, drilledServer } from './drills.ts';
import { AROUND, listenCall, NOW } from './states.ts';

const FIXABLE = listenCall({
  reuse: { reuseAddr: false, reusePort: false },
  finding: { ruleId: 'rebind/require-reuse', message: '', severity: 2, fixable: true },
});

describe('a drill of the own server', () => {
  it('is offered where there is a kernel for it, and trust', () => {
    const shown = presentDrill({ drills: [], calls: [] }, AROUND);
    expect(shown?.buttons.map(({ action }) => action)).toEqual([{ kind: 'drill', again: false }]);
    expect(presentDrill({ drills: [], calls: [] }, { ...AROUND, trusted: false })).toBeUndefined();
    expect(presentDrill({ drills: [], calls: [] }, { ...AROUND, platform: 'darwin' })).toBeUndefined();
    expect(presentDrill({ drills: [], calls: [] }, { ...AROUND, virtual: true })).toBeUndefined();
  });

  it('shows red before and green after, side by side, and offers the fix until then', async () => {
    const port = await freePort();
    const command = drilledServer(port);
    const before = withDrill([], await drill(command, port, false, NOW - 60_000));
    const red = presentDrill({ drills: before, calls: [FIXABLE] }, AROUND);
    expect(red?.drills.map(({ tone, text }) => [tone, text])).toEqual([['bad', 'Does not come back']]);
    expect(red?.drills[0]?.cause).toContain('TIME_WAIT');
    expect(red?.buttons.map(({ action }) => action.kind)).toEqual(['fixCall', 'drill', 'drill']);

    const after = withDrill(before, await drill(command, port, true, NOW));
    const green = presentDrill({ drills: after, calls: [FIXABLE] }, AROUND);
    expect(green?.drills.map(({ caption, tone, text }) => [caption, tone, text])).toEqual([
      ['Before', 'bad', 'Does not come back'],
      ['After', 'good', 'Comes back at once'],
    ]);
    expect(green?.buttons.map(({ action }) => action.kind)).toEqual(['drill', 'drill']);
  });

  it('has its cause in the words of the experiment, where the panel is in English', async () => {
    const port = await freePort();
    const { value, at } = await drill(drilledServer(port), port, false, NOW);
    const shown = presentDrill({ drills: [{ value, at }], calls: [] }, AROUND);
    expect(shown?.drills[0]?.cause).toBe(value.report.verdict.cause?.text);
    expect(EVERY_CAUSE.map(causeText)).toEqual(EVERY_CAUSE.map((facts) => because(facts).text));
  });

  it('of another command begins anew', async () => {
    const port = await freePort();
    const command = drilledServer(port);
    const one = await drill(command, port, true, NOW);
    const other = { ...one, value: { ...one.value, command: { ...command, cwd: '/tmp' } } };
    expect(withDrill([one], other)).toEqual([other]);
    expect(withDrill([one], one)).toEqual([one]);
  });
});
