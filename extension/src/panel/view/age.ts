import type { Dated } from '../page.ts';
import { h } from './dom.ts';

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "now", "2 minutes ago", "yesterday", in the page's language. */
export function relativeAge(at: number, now: number, lang: string): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const format = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
  // seconds would have to be counted; nobody needs to know more than "less than a minute"
  return format.format(unit === 'second' ? 0 : -Math.round(seconds / size), unit);
}

/** A sentence that says when something was measured. */
export function dated({ text, at }: Dated, lang: string): HTMLElement {
  const [before = '', after = ''] = text.split('{age}');
  const time = h('time', { datetime: new Date(at).toISOString(), title: new Date(at).toLocaleString(lang) });
  time.textContent = relativeAge(at, Date.now(), lang);
  return h('p', { class: 'dated' }, before, time, after);
}

/** Lets the ages on the page grow. */
export function updateAges(lang: string): void {
  for (const time of document.querySelectorAll('time')) {
    time.textContent = relativeAge(Date.parse(time.dateTime), Date.now(), lang);
  }
}
