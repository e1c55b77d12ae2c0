import { linesOf, type Block } from '../block.ts';
import type { Choices } from '../choices.ts';
import type { Parts } from './shapes.ts';

/** `if` in the layout of a program. */
export const whenIn =
  (choices: Choices): Parts['when'] =>
  (condition, then, otherwise) => {
    const single = [then, otherwise ?? []].every(
      (block) =>
        block.length <= 1 && block.every((line) => typeof line === 'string' && !line.startsWith('if')),
    );
    if (!single || choices.braces === 'all') {
      return [`if (${condition}) {`, then, ...(otherwise ? ['} else {', otherwise] : []), '}'];
    }
    return choices['one-line if'] === 'yes' && !otherwise
      ? [`if (${condition}) ${String(then[0])}`]
      : [`if (${condition})`, then, ...(otherwise ? ['else', otherwise] : [])];
  };

/** Comments, brackets and indentation in the style that was chosen. */
export function layOut(choices: Choices, lines: readonly string[]): string[] {
  const withServe = lines.some((line) => line.includes('serve('))
    ? lines.flatMap((line, index) =>
        index === lines.indexOf('') ? ['', ...linesOf(SERVE, '    '), line] : [line],
      )
    : lines;
  const commented = withServe.flatMap((line, index) => comment(choices, line, withServe[index - 1] ?? ''));
  const braced =
    choices.braces === 'own line'
      ? commented.flatMap((line) => {
          const [, indent = '', head = ''] = /^(\s*)((?:if|for|while|switch|do)\b.*) \{$/.exec(line) ?? [];
          return head === '' ? [line] : [`${indent}${head}`, `${indent}{`];
        })
      : commented;
  const unit = { '2': '  ', tab: '\t' }[choices.indentation ?? ''] ?? '    ';
  return braced.map((line) => line.replace(/^(?: {4})+/, (spaces) => unit.repeat(spaces.length / 4)));
}

const BINDS = /\bbind\(\w*fd|\bbind\([*\w]/;

function comment(choices: Choices, line: string, previous: string): string[] {
  const begins = /[;{}:]$/.test(previous.trim()) || previous.trim() === '';
  if (!BINDS.test(line) || /^(?:static|int)\b/.test(line) || !begins || /^\s*}/.test(line)) {
    return [line];
  }
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  switch (choices.comments) {
    case 'above':
      return [`${indent}/* take the port */`, line];
    case 'line above':
      return choices.layout === 'C99' ? [`${indent}// take the port`, line] : [line];
    case 'behind':
      return [`${line} /* take the port */`];
    default:
      return [line];
  }
}

const SERVE: Block = [
  'static void serve(int fd)',
  '{',
  [
    'int peer;',
    'fcntl(fd, F_SETFL, O_NONBLOCK);',
    'peer = accept(fd, NULL, NULL);',
    'puts(peer < 0 ? "nobody" : "somebody");',
  ],
  '}',
];

export function inNamespace(choices: Choices, lines: readonly string[]): readonly string[] {
  const main = lines.findIndex((line) => line.startsWith('int main('));
  return choices.class === 'namespace'
    ? ['', 'namespace {', ...lines.slice(0, main), '} // namespace', '', ...lines.slice(main)]
    : lines;
}
