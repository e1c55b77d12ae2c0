/** The panel's page: draws what the host sends, tells the host what the user does, and knows nothing else. */
import type { Action, Page } from '../page.ts';
import type { FromPage, ToPage } from '../protocol.ts';
import { updateAges } from './age.ts';
import { type Folds, render } from './render.ts';

interface SavedState {
  readonly open?: readonly string[];
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
};

const editor = acquireVsCodeApi();
const open = new Set(editor.getState()?.open);
const folds: Folds = {
  isOpen: (key) => open.has(key),
  set: (key, isOpen) => {
    open[isOpen ? 'add' : 'delete'](key);
    editor.setState({ open: [...open] });
  },
};

const main = document.querySelector('main');
const live = document.querySelector('#live');
let shown: Page | undefined;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  // the editor's own scripts talk in this window too
  if ((data as Partial<ToPage> | undefined)?.type === 'snapshot') {
    show(data.page);
  }
});

function send(action: Action): void {
  editor.postMessage({ type: 'action', action });
}

function show(page: Page): void {
  const before = shown;
  shown = page;
  document.documentElement.lang = page.lang;
  document.title = page.title;
  const focused = (document.activeElement as HTMLElement | null)?.dataset.key;
  main?.replaceChildren(...render(page, send, folds));
  main?.removeAttribute('aria-busy');
  if (live && page.announcement !== before?.announcement) {
    live.textContent = page.announcement;
  }
  const appeared = page.matrix?.trace && page.matrix.trace.heading !== before?.matrix?.trace?.heading;
  const tested = before?.busy && page.claims.dated && page.claims.dated.at !== before.claims.dated?.at;
  const key = appeared ? 'trace' : tested ? 'claims' : focused;
  focus(key);
  if (page.reveal !== undefined && page.reveal !== before?.reveal) {
    const wanted = document.querySelector<HTMLElement>(`[data-reveal="${CSS.escape(page.reveal)}"]`);
    wanted?.scrollIntoView({ block: 'center' });
    wanted?.querySelector<HTMLElement>('button, [tabindex]')?.focus({ preventScroll: true });
  }
}

/** The same thing has the focus in the new page as in the old one. */
function focus(key: string | undefined): void {
  if (key !== undefined) {
    document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: false });
  }
}

const AGES_EVERY_MS = 30_000;
setInterval(() => {
  if (shown) {
    updateAges(shown);
  }
}, AGES_EVERY_MS);

editor.postMessage({ type: 'ready' });
