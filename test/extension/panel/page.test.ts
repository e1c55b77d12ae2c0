import { runInChild, type TracedCellReport } from 'rebind';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../../extension/src/panel/page.ts';
import { presentPage } from '../../../extension/src/panel/present/page.ts';
import { notice, type ProblemId, PROBLEMS } from '../../../extension/src/panel/problems.ts';
import { EMPTY, type PanelState } from '../../../extension/src/panel/state.ts';
import { type BarePage, hasChromium, type Look, PageLab, THEMES } from './bare-page.ts';
import {
  AROUND,
  everything,
  FREE,
  HELD,
  type Measurements,
  measure,
  NOW,
  PORT,
  REMEMBERED,
} from './states.ts';

let lab: PageLab;
let measured: Measurements;

beforeAll(async () => {
  if (hasChromium) {
    [lab, measured] = await Promise.all([PageLab.start(), measure()]);
  }
});
afterAll(async () => {
  if (hasChromium) {
    await lab.stop();
  }
});

const open = (look?: Look): Promise<BarePage> => lab.open(look);

const terminals = [{ name: 'npm run dev', pid: 4700 }];
const page = (state: Partial<PanelState> = {}): Page =>
  presentPage({ ...everything(measured), ...state }, { ...AROUND, terminals });

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

async function openFolds(browser: BarePage['browser']): Promise<void> {
  await browser.evaluate(async () => {
    for (const details of document.querySelectorAll('details:not([open])')) {
      const opened = new Promise((resolve) => {
        details.addEventListener('toggle', resolve, { once: true });
      });
      details.setAttribute('open', '');
      await opened;
    }
  });
}

/** What axe finds wrong, all rules, every fold open. */
async function violations({ browser }: BarePage): Promise<string[]> {
  await openFolds(browser);
  await browser.evaluate(axe.source);
  const found = await browser.evaluate(async () => {
    const results = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    ).axe.run();
    return results.violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

describe.runIf(hasChromium)('the page', () => {
  it('says that it is there, and shows what it is sent', async () => {
    const bare = await open();
    expect(await bare.sent()).toEqual([{ type: 'ready' }]);
    await bare.show(page());
    const { browser } = bare;
    expect(await browser.locator('h1').textContent()).toBe('Port 3000');
    expect(await browser.title()).toBe('Port 3000');
    expect(await browser.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'node dist/server.js is still listening on port 3000.',
      'Your listen calls',
      'What this kernel does',
      'Does your server come back?',
      'Claims',
    ]);
    expect(await bare.violations()).toEqual([]);
  });

  it.each(Object.keys(PROBLEMS) as ProblemId[])(
    'shows the problem %s in words, with buttons that tell the host',
    async (id) => {
      const problem = { id, port: 3000, count: 2, pid: 4711, detail: 'DETAIL' };
      const { text, buttons } = notice(problem);
      const bare = await open();
      await bare.show(page({ problems: [problem] }));
      const shown = bare.browser.locator(`[data-notice="${id}"]`);
      expect(await shown.locator('p').textContent()).toBe(text);
      for (const { label } of buttons) {
        await shown.getByRole('button', { name: label }).click();
      }
      expect((await bare.sent()).slice(1)).toEqual(buttons.map(({ action }) => ({ type: 'action', action })));
      expect(await bare.browser.locator('#live').textContent()).toContain(text);
    },
  );

  it('marks as English only the findings that have no words of the panel', async () => {
    const bare = await open();
    const { claims } = measured.claims;
    const strange = claims.map((claim, index) => (index === 0 ? { ...claim, id: 'C99' } : claim));
    await bare.show(page({ claims: { at: NOW, value: { ...measured.claims, claims: strange } } }));
    const languages = await bare.browser
      .locator('.finding')
      .evaluateAll((shown) => shown.map((element) => element.getAttribute('lang')));
    expect(languages).toEqual(claims.map((_, index) => (index === 0 ? 'en' : null)));
  });

  it('says what is going on, and cancels it', async () => {
    const bare = await open();
    await bare.show(page({ work: { what: 'claims', done: 7, total: 25 } }));
    const { browser } = bare;
    expect(await browser.getByRole('progressbar').getAttribute('value')).toBe('7');
    expect(await browser.locator('#live').textContent()).toBe('Testing the claims…');
    await browser.getByRole('button', { name: 'Cancel' }).click();
    expect((await bare.sent()).at(-1)).toEqual({ type: 'action', action: { kind: 'cancel' } });
  });

  it('has tables that say what belongs to what', async () => {
    const { browser, show } = await open();
    await show(page());
    const calls = browser.getByRole('table', { name: 'Your listen calls' });
    expect(await calls.getByRole('columnheader').allTextContents()).toEqual([
      'where',
      'what',
      'after a crash',
      'second copy',
      'change',
    ]);
    const row = calls.getByRole('row').filter({ hasText: 'tools/echo.c:40' });
    expect(await row.getByRole('cell').nth(2).textContent()).toBe('fails');
    const matrix = browser.getByRole('grid').first();
    expect(await matrix.getByRole('rowheader').allTextContents()).toEqual([
      'LISTEN still listening',
      'TIME_WAIT gone, having closed first',
    ]);
    await expect
      .poll(async () =>
        matrix
          .getByRole('gridcell')
          .first()
          .getByRole('button', {
            name: 'LISTEN left by a server with no option, then a server with no option: EADDRINUSE.',
          })
          .count(),
      )
      .toBe(1);
  });

  it('keeps its tables where rows become blocks', async () => {
    const { browser, show } = await open({ width: 400 });
    await show(page());
    expect(await browser.getByRole('table', { name: 'Your listen calls' }).getByRole('row').count()).toBe(4);
  });

  it('is walked by keyboard: one stop for the matrix, arrow keys inside, Enter traces a cell', async () => {
    const bare = await open();
    const { browser } = bare;
    await bare.show(page({ trace: undefined }));
    const focused = () => browser.evaluate(() => document.activeElement?.textContent ?? '');
    const walk: string[] = [];
    for (let stop = 0; stop < 14; stop += 1) {
      await browser.keyboard.press('Tab');
      walk.push(await focused());
    }
    expect(walk.filter((text) => text !== '' && !text.includes('left behind'))).toEqual([
      '.env:1',
      'Change',
      'Look Again',
      'Stop Process…',
      'Show Terminal',
      'Copy 3001, Which Is Free',
      'Sockets on port 3000',
      'src/server.ts:12',
      'tools/echo.c:40',
      'Fix',
      'src/worker.ts:12',
      'Run on 3000',
      'Run Again',
    ]);
    await browser.keyboard.press('Tab');
    expect(await focused()).toBe('EADDRINUSE');
    for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown']) {
      await browser.keyboard.press(key);
    }
    expect(await focused()).toBe('ok');
    await browser.keyboard.press('Enter');
    const sent = (await bare.sent()).at(-1);
    const cells = measured.matrix.cells;
    const index = sent?.type === 'action' && sent.action.kind === 'trace' ? sent.action.cell : -1;
    expect(cells[index]).toMatchObject({
      state: 'TIME_WAIT',
      first: { options: ['SO_REUSEPORT'] },
      second: { options: ['SO_REUSEPORT'] },
    });
    await browser.keyboard.press('Tab');
    expect(await focused()).toBe('All 112 cells');
  });

  it('keeps the focus where it was when it is drawn anew, and open what was open', async () => {
    const { browser, show } = await open();
    await show(page());
    await browser.getByText('All 112 cells').click();
    await browser.getByRole('button', { name: 'Run Again' }).focus();
    await show(page({ why: { at: NOW, value: FREE } }));
    expect(await browser.evaluate(() => document.activeElement?.textContent)).toBe('Run Again');
    expect(await browser.getByRole('grid').count()).toBe(2);
    expect(await browser.locator('#live').textContent()).toBe('Port 3000 is free.');
  });

  it('leads to what was asked for: a traced cell, a listen call, a drill', async () => {
    const { browser, show } = await open();
    await show(page({ trace: undefined }));
    await show(page());
    expect(await browser.evaluate(() => document.activeElement?.id)).toBe('trace');
    await show(page({ reveal: 'file:///shop/tools/echo.c#39:6' }));
    expect(await browser.evaluate(() => document.activeElement?.textContent)).toBe('tools/echo.c:40');
    await show(page({ reveal: `drill ${NOW}` }));
    const drill = browser.getByRole('article', { name: 'After: Comes back at once' });
    expect(await browser.evaluate(() => document.activeElement?.textContent)).toBe('Comes back at once');
    expect((await drill.boundingBox())?.y).toBeLessThan(900);
  });

  it('shows a server that did not come back beside the same one that does', async () => {
    const bare = await open();
    const { browser, show } = bare;
    await show(page());
    const drills = browser.getByRole('article');
    expect(await drills.getByRole('heading').allTextContents()).toEqual([
      'Does not come back',
      'Comes back at once',
    ]);
    expect(await drills.first().innerText()).toMatch(/^Before\n.*TIME_WAIT .* left of its old connections/s);
    expect(await drills.last().getByRole('cell').allTextContents()).toEqual([
      'crash (SIGKILL)',
      'Comes back at once',
      expect.stringMatching(/^(FIN_WAIT2|TIME_WAIT) \d/),
      expect.stringMatching(/^\d+ ms$/),
    ]);
    expect(await browser.locator('.drill').count()).toBe(2); // each in one frame
    const place = async (index: number) => drills.nth(index).boundingBox();
    expect((await place(1))?.y).toBe((await place(0))?.y);
    await browser.setViewportSize({ width: 400, height: 900 });
    await expect.poll(async () => (await place(1))?.x).toBe((await place(0))?.x);
    await browser.getByRole('button', { name: 'Drill Again' }).click();
    expect((await bare.sent()).at(-1)).toEqual({ type: 'action', action: { kind: 'drill', again: true } });
  });

  it('draws the timeline to the width there is', async () => {
    const { browser, show } = await open({ width: 400 });
    await show(page());
    const image = browser.getByRole('img', { name: /States of the sockets/ });
    await expect.poll(async () => (await image.boundingBox())?.width).toBeLessThanOrEqual(376);
    expect(await image.locator('text').allTextContents()).toEqual(
      expect.arrayContaining(['LISTEN', 'ESTABLISHED', 'TIME_WAIT', '✗ EADDRINUSE']),
    );
    await browser.setViewportSize({ width: 1200, height: 900 });
    await expect.poll(async () => image.locator('.call').count()).toBeGreaterThan(0);
  });

  it.each([400, 1200])('fits %i pixels', async (width) => {
    const bare = await open({ width });
    await bare.show(page({ problems: [{ id: 'interference', port: 3000, count: 3 }] }));
    await openFolds(bare.browser);
    const [content, visible] = await bare.browser.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(content).toBe(visible);
  });

  it('needs no sideways scrolling for the short matrix at 400 pixels', async () => {
    const { browser, show } = await open({ width: 400 });
    await show(page());
    const [content, visible] = await browser
      .locator('.scroller:has(table.matrix)')
      .first()
      .evaluate((scroller) => [scroller.scrollWidth, scroller.clientWidth]);
    expect(content).toBe(visible);
  });
});

describe.runIf(hasChromium).each(THEMES)('in the theme %s', (theme) => {
  it.each<[string, Partial<PanelState>]>([
    ['with everything', {}],
    [
      'busy, with a problem',
      { work: { what: 'run', done: 3, total: 112 }, problems: [{ id: 'childEnded' }] },
    ],
    ['remembered', { why: { at: NOW, value: REMEMBERED } }],
    ['with nothing', { ...EMPTY, calls: [] }],
  ])('axe has nothing to say of the page %s', async (_, state) => {
    const bare = await open({ theme });
    await bare.show(page(state));
    expect(await violations(bare)).toEqual([]);
  });
});

/** How well what the timeline writes and outlines stands out from what is behind it: by WCAG's formula, of the colours that are drawn. */
interface Contrast {
  readonly state: string;
  readonly text: number;
  readonly outline: number;
}

async function contrasts({ browser }: BarePage): Promise<Contrast[]> {
  return browser.locator('.timeline .span').evaluateAll((spans) => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!context) {
      throw new Error('this browser draws nothing');
    }
    const ground = getComputedStyle(document.body).backgroundColor;
    /** The luminance of colours painted over the page's. */
    const luminance = (...colours: readonly string[]): number => {
      for (const colour of ['white', ground, ...colours]) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one: number, other: number) =>
      (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return spans.map((span) => {
      const [box, text] = [...span.querySelectorAll('rect, text')].map((element) =>
        getComputedStyle(element),
      );
      return {
        state: /state-(\w+)/.exec(span.classList.value)?.[1] ?? '',
        text: box && text ? ratio(luminance(box.fill), luminance(box.fill, text.fill)) : 0,
        outline: box ? ratio(luminance(), luminance(box.stroke)) : 0,
      };
    });
  });
}

describe
  .runIf(hasChromium)
  .each([
    ...THEMES.map((theme) => [theme, { theme }] as const),
    ...THEMES.map((theme) => [`${theme}, forced colours`, { theme, forcedColors: true }] as const),
    ...THEMES.map(
      (theme) => [`${theme}, without colours for charts`, { theme, without: /-charts-/ }] as const,
    ),
  ])('in %s', (_, look) => {
  let finWait2: TracedCellReport;
  beforeAll(async () => {
    const generation = { address: '127.0.0.1', options: [] };
    finWait2 = await runInChild({
      ...{ command: 'cell', port: 0, protocol: 'tcp', state: 'FIN_WAIT2' },
      ...{ first: generation, second: generation },
    });
  });

  it('every state of the timeline is legible in its box', async () => {
    const bare = await open(look);
    await bare.show(page({ trace: finWait2 }));
    const found = await contrasts(bare);
    expect(found.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['CLOSE', 'LISTEN', 'ESTABLISHED', 'FIN_WAIT2', 'CLOSE_WAIT']),
    );
    expect(found.filter(({ text, outline }) => text < 4.5 || outline < 3)).toEqual([]);
  });
});

describe.runIf(hasChromium)('in forced colours', () => {
  it('axe has nothing to say', async () => {
    const bare = await open({ theme: 'high-contrast', forcedColors: true });
    await bare.show(page());
    expect(await violations(bare)).toEqual([]);
  });

  it('outcomes differ by shape and word, not by colour alone', async () => {
    const { browser, show } = await open({ forcedColors: true });
    await show(page({ port: PORT, why: { at: NOW, value: HELD } }));
    const outcomes = await browser
      .locator('.cell')
      .evaluateAll((cells) =>
        cells.map((cell) => `${cell.textContent} ${cell.querySelector('path')?.getAttribute('d') ?? ''}`),
      );
    expect(new Set(outcomes).size).toBe(2);
  });
});
