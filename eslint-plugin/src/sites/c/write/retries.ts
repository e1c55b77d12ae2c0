import { spend } from '../../effort.ts';
import { isInOtherBranch, type Span } from '../../flow/branches.ts';
import { loopFinder } from '../../flow/edits/tries.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { memoize } from '../../memoize.ts';
import { groupedBy } from '../../grouped.ts';
import { firstNotBelow } from '../../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nearest, within } from '../../tree-sitter/walk.ts';
import { placeBefore } from '../dialect/statement.ts';

/** The loop that a statement is part of, if not of a function inside it. */
export const loopAround = loopFinder(BRANCHES, /^(?:function_definition|lambda_expression)$/);

/** What runs a bind again, or another one before it: where it stands, and from where to where the descriptor must stay. */
interface Try {
  readonly node: SyntaxNode;
  readonly part: Span;
}

/**
 * What tries to bind a descriptor before a statement, or again: the loop around it, jumps back, the binds before it.
 * @param binds the binds of the same descriptor in its function
 */
export function triesOf(statement: SyntaxNode, binds: readonly SyntaxNode[]): Try[] {
  const loop = loopAround(statement);
  return [
    ...(loop && !isEntered(loop) ? [{ node: loop, part: loop }] : []),
    ...jumpsBack(statement),
    ...bindsBefore(statement, binds),
  ];
}

/** Whether a loop is entered in its middle: by a `case` of a `switch` around it, or a label. */
const isEntered = memoize(
  (loop: SyntaxNode): boolean =>
    /\b(?:case|default)\b|\b\w+\s*:(?!:)/.test(loop.text) &&
    [...within(loop)].some(
      ({ type, parent }) =>
        type === 'labeled_statement' ||
        (type === 'case_statement' &&
          ![...ancestorsUpTo(parent, loop)].some((around) => around.type === 'switch_statement')),
    ),
);

function* ancestorsUpTo(node: SyntaxNode | undefined, end: SyntaxNode): Generator<SyntaxNode> {
  for (let around = node; around && around !== end; around = around.parent) {
    yield around;
  }
}

/** The labels before a statement that a jump behind it goes back to. */
function jumpsBack(statement: SyntaxNode): Try[] {
  const around = functionAround(statement);
  const back = around ? jumpsBackIn(around) : [];
  const found: Try[] = [];
  for (
    let index = firstNotBelow(back, statement.start + 1, ({ label }) => label.start) - 1;
    index >= 0;
    index--
  ) {
    const one = back[index];
    spend();
    if (!one || one.furthest <= statement.start) {
      break;
    }
    if (one.label !== statement && one.last.start > statement.start) {
      found.push({ node: one.label, part: { start: one.label.start, end: one.last.end } });
    }
  }
  return found.reverse();
}

const functionAround = nearest((ancestor) =>
  /^(?:function_definition|lambda_expression)$/.test(ancestor.type) ? ancestor : undefined,
);

/** A label, and the last jump to it, which goes back. */
interface Back {
  readonly label: SyntaxNode;
  readonly last: SyntaxNode;
  /** Where the furthest jump back stands, of those to this label and to any before. */
  readonly furthest: number;
}

const jumpsBackIn = memoize((around: SyntaxNode): readonly Back[] => {
  const { labels, gotos } = jumpsIn(around);
  let furthest = 0;
  return labels.flatMap((label): Back[] => {
    const last = gotos.get(nameOf(label))?.at(-1);
    if (!last || last.start <= label.start) {
      return [];
    }
    furthest = Math.max(furthest, last.start);
    return [{ label, last, furthest }];
  });
});

const nameOf = (jump: SyntaxNode): string => jump.field('label')?.text ?? '';

const jumpsIn = memoize((around: SyntaxNode) => {
  const isJumping = around.text.includes('goto');
  const nodes = isJumping ? [...within(around)] : [];
  return {
    labels: nodes.filter(({ type }) => type === 'labeled_statement'),
    gotos: groupedBy(
      nodes.filter(({ type }) => type === 'goto_statement'),
      (jump) => [nameOf(jump)],
    ),
  };
});

/** The binds looked back at. */
const MAX_LOOK_BACK = 4;

/** The binds before a statement without which it is not reached, the nearest few. */
function bindsBefore(statement: SyntaxNode, binds: readonly SyntaxNode[]): Try[] {
  const end = firstNotBelow(binds, statement.end, ({ start }) => start);
  return binds.slice(Math.max(0, end - MAX_LOOK_BACK), end).flatMap((node): Try[] => {
    const place = isInOtherBranch(node, statement.start, BRANCHES) ? undefined : placeBefore(node);
    // the only statement of a branch leads to what is in it alone
    const around = place?.owner ? place.statement : place?.statement.parent;
    return place &&
      around &&
      place.statement.start < statement.start &&
      around.start <= statement.start &&
      statement.end <= around.end
      ? [{ node, part: { start: place.statement.start, end: statement.end } }]
      : [];
  });
}
