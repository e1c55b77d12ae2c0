import type { MatrixTable, SimpleTable } from '../page.ts';
import { h } from './dom.ts';
import { outcomeIcon } from './icons.ts';
import type { Send } from './send.ts';

/** A plain table: a caption, heads of columns, rows of text. */
export function simpleTable({ caption, columns, rows }: SimpleTable, className: string): HTMLElement {
  return scroller(
    caption,
    h(
      'table',
      { class: className },
      h('caption', {}, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((column) => h('th', { scope: 'col' }, column)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((cells) =>
          h(
            'tr',
            {},
            cells.map((cell) => h('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}

/** Outcomes by what was left behind and by options; each is a button, and arrow keys move among them. */
export function matrixTable(table: MatrixTable, key: string, send: Send): HTMLElement {
  const { caption, rowHeads, columns, groups } = table;
  const grid = h(
    'table',
    { class: 'matrix', role: 'grid', 'aria-label': caption },
    h('caption', {}, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        [...rowHeads, ...columns].map((head) => h('th', { scope: 'col' }, breakable(head))),
      ),
    ),
    groups.map(({ head, gloss, rows }) =>
      h(
        'tbody',
        {},
        rows.map(({ head: rowHead, cells }, index) =>
          h(
            'tr',
            {},
            index === 0 &&
              h(
                'th',
                { scope: rows.length > 1 ? 'rowgroup' : 'row', rowspan: rows.length },
                h('span', { class: 'state' }, head),
                ' ',
                h('span', { class: 'gloss' }, gloss),
              ),
            rowHead !== undefined && h('th', { scope: 'row' }, rowHead),
            cells.map(({ tone, text, description, action, chosen }, column) => {
              const button = h(
                'button',
                {
                  class: 'cell',
                  type: 'button',
                  tabindex: -1,
                  'aria-label': description,
                  'aria-pressed': chosen ? 'true' : 'false',
                  'data-key': `${key} ${head} ${index} ${column}`,
                },
                outcomeIcon(tone),
                h('span', {}, text),
              );
              button.addEventListener('click', () => {
                send(action);
              });
              return h('td', {}, button);
            }),
          ),
        ),
      ),
    ),
  );
  moveByArrows(grid);
  return scroller(caption, grid);
}

/** Names of constants may break where they have a joint. */
function breakable(text: string): (Node | string)[] {
  return text.split(/(?<=_)/).flatMap((part, index) => (index === 0 ? [part] : [h('wbr'), part]));
}

/** Where it is wider than the page, a table scrolls by itself, by keyboard too. */
function scroller(label: string, table: HTMLTableElement): HTMLElement {
  return h('div', { class: 'scroller', tabindex: 0, role: 'group', 'aria-label': label }, table);
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** One stop for the Tab key, arrow keys inside: the grid pattern of WAI-ARIA. */
function moveByArrows(grid: HTMLTableElement): void {
  const rows = [...grid.querySelectorAll('tbody tr')].map((row) => [
    ...row.querySelectorAll<HTMLElement>('button'),
  ]);
  const first = rows.flat().find((button) => button.ariaPressed === 'true') ?? rows[0]?.[0];
  first?.setAttribute('tabindex', '0');
  grid.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    const row = rows.findIndex((buttons) => buttons.includes(event.target as HTMLElement));
    const column = rows[row]?.indexOf(event.target as HTMLElement);
    if (!step || column === undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const next = rows[row + step[0]]?.[column + step[1]];
    if (next) {
      for (const button of rows.flat()) {
        button.tabIndex = -1;
      }
      next.tabIndex = 0;
      next.focus();
    }
  });
}
