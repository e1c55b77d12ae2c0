import type {
  Action,
  Button,
  CallsSection,
  ClaimsSection,
  Diagnosis,
  DrillSection,
  MatrixSection,
  Notice,
  Page,
  TraceSection,
  Verdict,
} from '../page.ts';
import { type AgeWords, dated } from './age.ts';
import { h, svgNode } from './dom.ts';
import { icon, outcomeIcon } from './icons.ts';
import type { Send } from './send.ts';
import { matrixTable, simpleTable } from './tables.ts';
import { timelineSvg } from './timeline.ts';

/** What of the page only the page knows: which folded parts are open. */
export interface Folds {
  isOpen(key: string): boolean;
  set(key: string, open: boolean): void;
}

/** The whole page, anew. */
export function render(page: Page, send: Send, folds: Folds): HTMLElement[] {
  const draw = new Drawing(page, page.busy !== undefined, send, folds);
  return [
    draw.header(page),
    ...(page.busy ? [draw.busy(page.busy)] : []),
    ...page.notices.map((notice) => draw.notice(notice)),
    ...(page.diagnosis ? [draw.diagnosis(page.diagnosis)] : []),
    draw.calls(page.calls, page.reveal),
    ...(page.matrix ? [draw.matrix(page.matrix)] : []),
    ...(page.drill ? [draw.drill(page.drill)] : []),
    draw.claims(page.claims),
  ];
}

/** What the host does one of at a time. */
const WORK: ReadonlySet<Action['kind']> = new Set(['run', 'stop', 'release', 'trace', 'claims']);

class Drawing {
  readonly #words: AgeWords;
  readonly #busy: boolean;
  readonly #send: Send;
  readonly #folds: Folds;

  constructor(words: AgeWords, busy: boolean, send: Send, folds: Folds) {
    this.#words = words;
    this.#busy = busy;
    this.#send = send;
    this.#folds = folds;
  }

  header({ title, source, toolbar, machine }: Page): HTMLElement {
    return h(
      'header',
      {},
      h('h1', {}, title),
      source && this.#button(source, 'link'),
      h('div', { class: 'buttons' }, this.#buttons(toolbar, 'quiet')),
      h('p', { class: 'machine' }, machine),
    );
  }

  busy({ text, done, total, cancel }: NonNullable<Page['busy']>): HTMLElement {
    return h(
      'section',
      { class: 'busy', 'aria-label': text },
      h('progress', { 'aria-label': text, max: Math.max(1, total), value: total > 0 ? done : undefined }),
      h('span', {}, text),
      cancel && this.#button(cancel, 'quiet'),
    );
  }

  notice({ id, tone, text, buttons }: Notice): HTMLElement {
    return h(
      'section',
      { class: `notice tone-${tone}`, 'aria-label': text, 'data-notice': id },
      icon(tone),
      h('p', {}, text),
      h('div', { class: 'buttons' }, this.#buttons(buttons)),
    );
  }

  diagnosis({ tone, headline, details, advice, buttons, sockets, dated: age }: Diagnosis): HTMLElement {
    return h(
      'section',
      { class: `diagnosis tone-${tone}`, 'aria-labelledby': 'headline' },
      h('h2', { id: 'headline' }, icon(tone), h('span', {}, headline)),
      h(
        'div',
        { class: 'body' },
        details.map((detail) => h('p', { class: 'detail' }, detail)),
        advice.map((text) => h('p', {}, text)),
        buttons.length > 0 && h('div', { class: 'buttons' }, this.#buttons(buttons)),
        sockets && this.#fold('sockets', sockets.caption, () => [simpleTable(sockets, 'sockets')]),
        dated(age, this.#words),
      ),
    );
  }

  calls({ heading, columns, rows, empty }: CallsSection, reveal: string | undefined): HTMLElement {
    if (empty !== undefined) {
      return h(
        'section',
        { 'aria-labelledby': 'calls' },
        h('h2', { id: 'calls' }, heading),
        h('p', {}, empty),
      );
    }
    const [where = '', what = '', crash = '', copy = '', change = ''] = columns;
    // explicit roles: narrow pages lay the rows out as blocks, which would take the table's meaning away
    return h(
      'section',
      { 'aria-labelledby': 'calls' },
      h('h2', { id: 'calls' }, heading),
      h(
        'table',
        { class: 'calls', role: 'table', 'aria-labelledby': 'calls' },
        h(
          'thead',
          { role: 'rowgroup' },
          h(
            'tr',
            { role: 'row' },
            columns.map((column) => h('th', { scope: 'col', role: 'columnheader' }, column)),
          ),
        ),
        h(
          'tbody',
          { role: 'rowgroup' },
          rows.map(({ id, place, what: api, afterCrash, secondCopy, sentence, buttons }) =>
            h(
              'tr',
              { role: 'row', 'data-reveal': id, class: id === reveal ? 'revealed' : undefined },
              h('td', { role: 'cell', 'data-label': where }, this.#button(place, 'link')),
              h(
                'td',
                { role: 'cell', 'data-label': what },
                h('code', {}, api),
                h('span', { class: 'sentence' }, sentence),
              ),
              h('td', { role: 'cell', 'data-label': crash }, verdict(afterCrash)),
              h('td', { role: 'cell', 'data-label': copy }, verdict(secondCopy)),
              h('td', { role: 'cell', 'data-label': change }, this.#buttons(buttons, 'quiet')),
            ),
          ),
        ),
      ),
    );
  }

  matrix({ heading, dated: age, buttons, short, all, trace }: MatrixSection): HTMLElement {
    return h(
      'section',
      { 'aria-labelledby': 'matrix' },
      h('h2', { id: 'matrix' }, heading),
      dated(age, this.#words),
      h('div', { class: 'buttons' }, this.#buttons(buttons)),
      matrixTable(short, 'short', this.#act),
      trace && this.#trace(trace),
      this.#fold('all', all.summary, () =>
        all.tables.map((table, index) => matrixTable(table, `all ${index}`, this.#act)),
      ),
    );
  }

  #trace({ heading, note, buttons, calls, timeline }: TraceSection): HTMLElement {
    const picture = h('div', { class: 'picture' });
    picture.append(svgNode(timelineSvg(timeline, 340)));
    // to the width it has, now and whenever that changes
    new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0 && picture.dataset.width !== String(width)) {
        picture.dataset.width = String(width);
        picture.replaceChildren(svgNode(timelineSvg(timeline, Math.min(width, 620))));
      }
    }).observe(picture);
    return h(
      'section',
      { class: 'trace', 'aria-labelledby': 'trace' },
      h('h3', { id: 'trace', tabindex: -1, 'data-key': 'trace' }, heading),
      h('p', { class: 'dated' }, note),
      h('div', { class: 'buttons' }, this.#buttons(buttons, 'quiet')),
      h('div', { class: 'sides' }, picture, simpleTable(calls, 'trace-calls')),
    );
  }

  drill({ heading, intro, buttons, drills }: DrillSection): HTMLElement {
    return h(
      'section',
      { 'aria-labelledby': 'drill' },
      h('h2', { id: 'drill', tabindex: -1, 'data-key': 'drill' }, heading),
      intro !== undefined && h('p', {}, intro),
      drills.length > 0 &&
        h(
          'div',
          { class: 'drills' },
          drills.map(({ id, caption, command, tone, text, cause, ways, dated: age }) =>
            h(
              'article',
              { class: `drill tone-${tone}`, 'aria-label': `${caption}: ${text}`, 'data-reveal': id },
              h('p', { class: 'detail' }, caption),
              h('h3', { tabindex: -1, 'data-key': id }, icon(tone), h('span', {}, text)),
              h('code', {}, command),
              cause !== undefined && h('p', {}, cause),
              simpleTable(ways, 'ways'),
              dated(age, this.#words),
            ),
          ),
        ),
      h('div', { class: 'buttons' }, this.#buttons(buttons)),
    );
  }

  claims({ heading, buttons, dated: age, summary, claims }: ClaimsSection): HTMLElement {
    return h(
      'section',
      { 'aria-labelledby': 'claims' },
      h('h2', { id: 'claims', tabindex: -1, 'data-key': 'claims' }, heading),
      h('p', {}, summary),
      age && dated(age, this.#words),
      h('div', { class: 'buttons' }, this.#buttons(buttons)),
      claims.length > 0 &&
        h(
          'ul',
          { class: 'claims' },
          claims.map(({ id, tone, text, claim, finding, evidence }) =>
            h(
              'li',
              {},
              verdict({ tone, text }),
              h('p', { class: 'claim' }, h('span', { class: 'id' }, id), ' ', claim),
              h('p', { class: 'finding', lang: finding.english && 'en' }, finding.text),
              this.#fold(`claim ${id}`, evidence.summary, () => [
                h(
                  'pre',
                  { tabindex: 0, lang: 'en', 'aria-label': evidence.summary },
                  evidence.lines.join('\n'),
                ),
              ]),
            ),
          ),
        ),
    );
  }

  #fold(key: string, summary: string, content: () => readonly HTMLElement[]): HTMLElement {
    const details = h(
      'details',
      { open: this.#folds.isOpen(key) },
      h('summary', { 'data-key': `fold ${key}` }, summary),
    );
    let filled = false;
    const fill = () => {
      if (!filled && details.open) {
        filled = true;
        details.append(...content());
      }
    };
    fill();
    details.addEventListener('toggle', () => {
      fill();
      this.#folds.set(key, details.open);
    });
    return details;
  }

  #buttons(buttons: readonly Button[], kind = 'secondary'): HTMLElement[] {
    return buttons.map((button) => this.#button(button, button.primary ? 'primary' : kind));
  }

  #button({ label, action, description }: Button, kind: string): HTMLElement {
    const button = h(
      'button',
      {
        type: 'button',
        class: kind,
        'aria-label': description && `${label}: ${description}`,
        title: description,
        // not `disabled`, which would take the focus away
        'aria-disabled': this.#mustWait(action) ? 'true' : undefined,
        'data-key': JSON.stringify(action),
      },
      label,
    );
    button.addEventListener('click', () => {
      this.#act(action);
    });
    return button;
  }

  #mustWait({ kind }: Action): boolean {
    return this.#busy && WORK.has(kind);
  }

  readonly #act: Send = (action) => {
    if (!this.#mustWait(action)) {
      this.#send(action);
    }
  };
}

function verdict({ tone, text }: Verdict): HTMLElement {
  return h('span', { class: 'verdict' }, outcomeIcon(tone), h('span', {}, text));
}
