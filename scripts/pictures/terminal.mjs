// Draws what a program printed as a terminal shows it: SVG, whose text can be selected and searched.

const CHARACTER_WIDTH = 7.85;
const LINE_HEIGHT = 17;
const PADDING = 16;
/** Readable on GitHub's light and dark page alike, as the picture brings its own background. */
/** @type {Readonly<Record<string | number, string>>} */
const COLOURS = { background: '#1e1e1e', text: '#d4d4d4', 31: '#f48771', 32: '#89d185', 33: '#e2c08d' };
const LONGEST = 110;

/**
 * @typedef {{ text: string, bold?: boolean, dim?: boolean, colour?: string | undefined }} Span a run of text with its style
 */

/** SVG draws a row of spaces as one, unless they do not break. */
const escape = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0');

/**
 * SGR sequences → runs of text with their style.
 * @param {string} line
 * @returns {Span[]}
 */
function runs(line) {
  let [bold, dim] = [false, false];
  /** @type {string | undefined} */
  let colour;
  return line.split(/(\u001b\[\d+m)/).flatMap((part) => {
    const code = Number(/^\u001b\[(\d+)m$/.exec(part)?.[1] ?? Number.NaN);
    if (Number.isNaN(code)) {
      return part === '' ? [] : [{ text: part, bold, dim, colour }];
    }
    if (code === 1) bold = true;
    else if (code === 2) dim = true;
    else if (code === 22) [bold, dim] = [false, false];
    else if (code === 39 || code === 0) colour = undefined;
    else colour = COLOURS[code];
    return [];
  });
}

/**
 * Breaks a long line between words, as a reader would; what follows is indented as far as the line was.
 * @param {Span[]} spans
 * @returns {Span[][]}
 */
function wrap(spans) {
  const text = spans.map((span) => span.text).join('');
  const indent = /^ *(?:- )?/.exec(text)?.[0].length ?? 0;
  const at = text.length > LONGEST ? text.lastIndexOf(' ', LONGEST) : -1;
  if (at <= indent) {
    return [spans];
  }
  let start = 0;
  /** @type {Span[]} */
  const before = [];
  /** @type {Span[]} */
  const after = [{ text: ' '.repeat(indent) }];
  for (const span of spans) {
    const cut = Math.min(Math.max(at - start, 0), span.text.length);
    before.push({ ...span, text: span.text.slice(0, cut) });
    after.push({ ...span, text: span.text.slice(cut + (start + cut === at ? 1 : 0)) });
    start += span.text.length;
  }
  return [before, ...wrap(after)];
}

/**
 * @param {string} command
 * @param {string} output with its SGR sequences
 */
export function drawTerminal(command, output) {
  const lines = [`$ ${command}`, ...output.trimEnd().split('\n')].map(runs).flatMap(wrap);
  const columns = Math.max(...lines.map((spans) => spans.map(({ text }) => text).join('').length));
  const width = Math.ceil(columns * CHARACTER_WIDTH + 2 * PADDING);
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const texts = lines.map((line, index) => {
    const spans = line.map(({ text, bold, dim, colour }) => {
      const style = [
        bold && 'font-weight="bold"',
        dim && 'opacity="0.65"',
        colour && `fill="${colour}"`,
      ].filter(Boolean);
      return style.length > 0 ? `<tspan ${style.join(' ')}>${escape(text)}</tspan>` : escape(text);
    });
    return `  <text x="${PADDING}" y="${PADDING + (index + 0.75) * LINE_HEIGHT}">${spans.join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" fill="${COLOURS.text}">
  <title>${command}</title>
  <rect width="100%" height="100%" rx="8" fill="${COLOURS.background}"/>
${texts.join('\n')}
</svg>
`;
}
