import stringWidth from 'string-width';

const GAP = '  ';
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
/** What nearly every cell is made of, a column each; to ask string-width costs a thousand times more. */
const NARROW = /^[ -~✓✗↔]*$/;

function widthOf(text: string): number {
  const plain = text.replace(COLOURS, '');
  return NARROW.test(plain) ? plain.length : stringWidth(plain);
}

/** Columns of text, as wide as they need to be, indented by two. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  const measured = rows.map((row) => row.map((text) => ({ text, width: widthOf(text) })));
  for (const row of measured) {
    row.forEach(({ width }, index) => {
      widths[index] = Math.max(widths[index] ?? 0, width);
    });
  }
  return measured
    .map((row) => {
      const cells = row.map(({ text, width }, index) => text + ' '.repeat((widths[index] ?? 0) - width));
      return (GAP + cells.join(GAP)).trimEnd();
    })
    .join('\n');
}
