import type { Tone } from '../page.ts';
import { svgNode } from './dom.ts';

const SHAPES = {
  good: '<path d="M2.5 8.5l3.5 3.5 7.5-8"/>',
  bad: '<path d="M3.5 3.5l9 9m0-9l-9 9"/>',
  caution: '<path d="M8 1.8L15 14.2H1z M8 6v4 M8 11.6v1.2"/>',
  neutral: '<circle cx="8" cy="8" r="6.3"/><path d="M8 7.2v4.2 M8 4.4v1.2"/>',
  neither: '<path d="M4 8h8"/>',
};

/** What an outcome is marked with: one that is neither good nor bad is no information by itself. */
export function outcomeIcon(tone: Tone): Element {
  return icon(tone, tone === 'neutral' ? 'neither' : tone);
}

/** A sign of another shape for each tone; the words beside it say the same. */
export function icon(tone: Tone, shape: keyof typeof SHAPES = tone): Element {
  return svgNode(
    `<svg class="icon tone-${tone}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${SHAPES[shape]}</svg>`,
  );
}
