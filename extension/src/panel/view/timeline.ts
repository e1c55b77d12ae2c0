/** What a swim-lane timeline shows: a lane a socket, a row a system call that changed something, time running down. */
export interface Timeline {
  /** The whole in a sentence, for screen readers. */
  readonly summary: string;
  readonly lanes: readonly Lane[];
  readonly rows: readonly TimelineRow[];
}

export interface Lane {
  readonly name: string;
  readonly spans: readonly Span[];
}

/** A state, from one row to before another. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** As the kernel names it: `TIME_WAIT`. */
  readonly state: string;
  readonly label: string;
  /** In a sentence, shown as a tip. */
  readonly title: string;
}

export interface TimelineRow {
  /** The call's number in the list of calls. */
  readonly number: number;
  /** `bind`. */
  readonly call: string;
  /** Where the outcome of the scenario is written: the lane's index, and whether it went well. */
  readonly outcome?: { readonly lane: number; readonly text: string; readonly good: boolean } | undefined;
}

const HEAD = 34;
const ROW = 26;
/** Room for the number of the call and its name; where room is scarce, the number alone. */
const GUTTER = 84;
const NARROW_GUTTER = 24;
const NARROW = 360;
const GAP = 3;
/** Of a letter of 10.5 pixels in the widest of the usual monospaced fonts. */
const LETTER = 6.4;

/**
 * Draws the timeline, to the given width in CSS pixels. Colours are the style sheet's: a class a state, the same shape and
 * a word for every one.
 */
export function timelineSvg({ summary, lanes, rows }: Timeline, width: number): string {
  const gutter = width < NARROW ? NARROW_GUTTER : GUTTER;
  const laneWidth = (width - gutter) / Math.max(1, lanes.length);
  const height = HEAD + rows.length * ROW + GAP;
  const left = (lane: number) => gutter + lane * laneWidth;
  const top = (row: number) => HEAD + row * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="img" aria-label="${escape(summary)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    ...rows.map(
      ({ number, call }, index) =>
        `<g class="row"><line x1="0" x2="${width}" y1="${top(index)}" y2="${top(index)}"/><text class="number" x="18" y="${top(index) + 17}">${number}</text>${width < NARROW ? '' : `<text class="call" x="26" y="${top(index) + 17}">${escape(call)}</text>`}</g>`,
    ),
    ...lanes.map(({ name, spans }, index) => {
      const head = lines(name, laneWidth)
        .map((text, line) => `<tspan x="${left(index) + GAP}" y="${12 + line * 13}">${escape(text)}</tspan>`)
        .join('');
      return `<g class="lane"><text class="head">${head}</text>${spans.map((span) => spanSvg(span, left(index), laneWidth, top)).join('')}</g>`;
    }),
    ...rows.flatMap(({ outcome }, index) =>
      outcome ? [outcomeSvg(outcome, left(outcome.lane), laneWidth, top(index))] : [],
    ),
    '</svg>',
  ].join('');
}

function spanSvg(
  { from, to, state, label, title }: Span,
  left: number,
  width: number,
  top: (row: number) => number,
): string {
  const [x, y] = [left + GAP, top(from) + 3];
  const [wide, high] = [width - 2 * GAP, top(to) - top(from) - 6];
  return `<g class="span state-${escape(state)}"><title>${escape(title)}</title><rect x="${x}" y="${y}" width="${wide}" height="${high}" rx="3"/><text x="${x + 3}" y="${y + 14}">${escape(fitted(label, wide - 3))}</text></g>`;
}

function outcomeSvg(
  { text, good }: NonNullable<TimelineRow['outcome']>,
  left: number,
  width: number,
  top: number,
): string {
  return `<g class="outcome ${good ? 'good' : 'bad'}"><text x="${left + GAP + 3}" y="${top + 17}">${escape(fitted(`${good ? '✓' : '✗'} ${text}`, width - GAP))}</text></g>`;
}

/** At most two lines, broken at the last space that fits. */
function lines(text: string, width: number): string[] {
  const letters = Math.floor((width - GAP) / LETTER);
  const space = text.lastIndexOf(' ', letters);
  return text.length <= letters || space < 0
    ? [fitted(text, width - GAP)]
    : [text.slice(0, space), fitted(text.slice(space + 1), width - GAP)];
}

function fitted(text: string, width: number): string {
  const letters = Math.floor(width / LETTER);
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
