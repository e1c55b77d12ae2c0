/** Lines of a program; a block within is one level deeper. */
export type Block = readonly (string | Block)[];

/** The lines of a block, indented by `unit` a level. */
export function linesOf(block: Block, unit: string, level = 0): string[] {
  return block.flatMap((item) =>
    typeof item === 'string'
      ? item === ''
        ? ['']
        : [unit.repeat(level) + item]
      : linesOf(item, unit, level + 1),
  );
}

/** A block with another text in the place of a mark. */
export const replaceIn = (block: Block, mark: string, text: string): Block =>
  block.map((line) => (typeof line === 'string' ? line.replaceAll(mark, text) : replaceIn(line, mark, text)));
