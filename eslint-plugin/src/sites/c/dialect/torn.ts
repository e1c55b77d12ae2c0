import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { firstNotBelow } from '../../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';

/** A group of `#if` to `#endif`, by offsets. */
interface Group {
  readonly start: number;
  end: number;
}

/** What a statement may stand behind. */
const COMPLETE = /(?:^|[;{}:])\s*$/;

/**
 * Whether an offset's function has conditions of the preprocessor that tear its statements apart: a brace opened in one branch
 * alone, a condition in the middle of an expression, the body of an `if` outside of it. What is inserted there may be
 * compiled where the bind is not.
 */
export function isTornAround(root: SyntaxNode, { start, end }: { start: number; end: number }): boolean {
  const groups = tornGroups(root);
  const first = groups[firstNotBelow(groups, start + 1, (group) => group.end)];
  return first !== undefined && first.start < end;
}

const tornGroups = memoize(({ text }: SyntaxNode): readonly Group[] =>
  /^[ \t]*#[ \t]*if/m.test(text) ? outermost(findTorn(text)) : [],
);

/** The groups that are in no other, in source order. */
function outermost(groups: readonly Group[]): readonly Group[] {
  let end = -1;
  return groups
    .toSorted((one, other) => one.start - other.start)
    .filter((group) => {
      const isOutermost = group.start >= end;
      end = Math.max(end, group.end);
      return isOutermost;
    });
}

function findTorn(text: string): readonly Group[] {
  const found: Group[] = [];
  const open: { group: Group; isTorn: boolean; before: string; segment: string }[] = [];
  // what stands before the line, with directives, comments and literals left out
  let code = '';
  let offset = 0;
  for (const line of withoutComments(text).split('\n')) {
    spend();
    const directive = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b/.exec(line)?.[1];
    const top = open.at(-1);
    if (directive?.startsWith('if') === true) {
      open.push({
        group: { start: offset, end: offset },
        isTorn: !COMPLETE.test(code.slice(-200)),
        before: code,
        segment: '',
      });
    } else if (directive !== undefined && top) {
      top.isTorn ||= !isWhole(top.segment);
      top.segment = '';
      if (directive === 'endif') {
        open.pop();
        top.group.end = offset + line.length;
        const around = open.at(-1);
        if (around) {
          around.isTorn ||= top.isTorn;
        }
        if (top.isTorn) {
          found.push(top.group);
        }
        // the branches are judged; they stand for a whole statement in what is around them
        code = top.before;
      }
    } else if (!/^[ \t]*#/.test(line)) {
      code = `${code.slice(-400)}${line}\n`;
      spend(open.length);
      open.forEach((one) => (one.segment += `${line}\n`));
    }
    offset += line.length + 1;
  }
  return found;
}

/** Whether a branch opens nothing that it does not close, and ends with a statement. */
function isWhole(segment: string): boolean {
  const depth = (opening: string, closing: string): number =>
    segment.split(opening).length - segment.split(closing).length;
  return COMPLETE.test(segment.slice(-200)) && depth('{', '}') === 0 && depth('(', ')') === 0;
}

/** A text of the same length without its comments and literals. */
const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (found) =>
    found.replaceAll(/[^\n]/g, ' '),
  );
