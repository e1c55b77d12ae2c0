/** Maps offsets of a text to positions. Lines end with LF, CRLF or CR; lines and columns count from 1. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (const { index, 0: lineEnd } of text.matchAll(/\r\n|\n|\r/g)) {
      this.#starts.push(index + lineEnd.length);
    }
  }

  position(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}
