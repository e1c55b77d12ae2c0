import type { Dated } from '../page.ts';
import { h } from './dom.ts';

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How the page's language tells ages. */
export interface AgeWords {
  readonly lang: string;
  readonly justNow: string;
}

/** "just now", "2 minutes ago", "yesterday". */
export function relativeAge(at: number, now: number, { lang, justNow }: AgeWords): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const unit = UNITS.find(([, length]) => seconds >= length);
  return unit
    ? new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-Math.round(seconds / unit[1]), unit[0])
    : justNow;
}

/** A sentence that says when something was measured. */
export function dated({ text, at }: Dated, words: AgeWords): HTMLElement {
  const [before = '', after = ''] = text.split('{age}');
  const moment = new Date(at);
  const time = h('time', { datetime: moment.toISOString(), title: moment.toLocaleString(words.lang) });
  time.textContent = relativeAge(at, Date.now(), words);
  return h('p', { class: 'dated' }, before, time, after);
}

/** Lets the ages on the page grow. */
export function updateAges(words: AgeWords): void {
  for (const time of document.querySelectorAll('time')) {
    time.textContent = relativeAge(Date.parse(time.dateTime), Date.now(), words);
  }
}
