import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nearest, within } from '../../tree-sitter/walk.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';

/** How a bind's result is checked, to check another call's in the same way. */
export interface Check {
  /** The statement with another call in the place of the bind, from its own indentation on. */
  readonly write: (call: string) => string;
}

/**
 * The comparisons that hold of a failed bind and of no other, with what stands behind them: bind() returns 0, or -1 which is
 * SOCKET_ERROR. A test for success must never be copied: setsockopt() succeeds where the bind might not.
 */
const FAILURES: Readonly<Record<string, RegExp>> = {
  '<': /^0$/,
  '<=': /^-1$/,
  '==': /^(?:-1|SOCKET_ERROR)$/,
  '!=': /^0$/,
};

/** The same comparison with its sides exchanged. */
const MIRRORED: Readonly<Record<string, string>> = { '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

/** The words for a bind in a message, and what they become. */
const WORDS: readonly (readonly [RegExp, string])[] = [[/\b(B|b)ind(?=\(\)|\b(?!ing\b))/g, 'setsockopt']];

/**
 * How the statement that binds handles its failure, where that can be said of another call too: `if (bind(...) == -1)
 * die("bind");`, with calls that are given string literals and names, and jumps.
 */
export function checkOf(statement: SyntaxNode, bind: SyntaxNode): Check | undefined {
  if (statement.type !== 'if_statement') {
    return undefined;
  }
  const condition = statement.field('condition');
  const body = statement.field('consequence');
  if (!condition || !body || !isFailure(condition, bind) || !isSimple(body)) {
    return undefined;
  }
  const { text } = statement;
  const from = statement.start;
  const head = text.slice(0, bind.start - from);
  const tail = text.slice(bind.end - from, body.start - from);
  const handled = handling(body);
  return handled === undefined || hasComment(statement)
    ? undefined
    : { write: (call) => `${head}${call}${tail}${handled}` };
}

/** Functions and macros that are given a result to check it, by their names. */
const CHECKING = /check|chk|ensure|verify|expect|assert|require|throw|must|try/i;

/**
 * How a statement checks the bind's result by giving it to a function: `check(bind(...), "bind");`. That it goes on where the
 * call succeeds is known where the file defines it so, or gives it another call that returns 0, such as listen().
 */
export function checkAround(
  statement: SyntaxNode,
  bind: SyntaxNode,
  functionNamed: (name: string) => SyntaxNode | undefined,
): Check | undefined {
  const [inside] = statement.named;
  const call = inside && unwrap(inside);
  const callee = call?.field('function')?.text ?? '';
  const list = call?.field('arguments');
  const definition = functionNamed(callee);
  const others = list?.named.filter((argument) => argument !== bind) ?? [];
  if (
    !call ||
    !list ||
    bind.parent !== list ||
    !CHECKING.test(callee) ||
    !(definition ? actsOnFailure(definition) : checkersIn(statement.root).has(callee)) ||
    !others.every(isSimpleArgument) ||
    hasComment(statement)
  ) {
    return undefined;
  }
  const [before, after] = [
    renamed(statement, statement.start, bind.start),
    renamed(statement, bind.end, statement.end),
  ];
  const isSilent = !others.some(({ type }) => type === 'string_literal');
  const isNamed = [before, after].some(({ isSaid }) => isSaid);
  return isSilent || isNamed ? { write: (setter) => `${before.text}${setter}${after.text}` } : undefined;
}

/** Whether a function does nothing but to look whether its first parameter tells of a failure. */
function actsOnFailure(definition: SyntaxNode): boolean {
  const [statement, ...others] = definition.field('body')?.named ?? [];
  const condition = statement?.type === 'if_statement' ? statement.field('condition') : undefined;
  const asked = condition && [...within(condition)].find(({ type }) => type === 'identifier');
  const isPassedOn = others.every(({ type }) => type === 'return_statement');
  return isPassedOn && condition !== undefined && asked !== undefined && isFailure(condition, asked);
}

/** The functions of a file that are given calls which return 0 when they succeed, as setsockopt() does. */
const checkersIn = memoize(
  ({ text }: SyntaxNode): ReadonlySet<string | undefined> =>
    new Set(
      [
        ...text.matchAll(
          /\b(\w+)\s*\(\s*(?:\w+\s*=\s*)?(?:::\s*)?(?:listen|setsockopt|close|closesocket|fcntl|getsockname|sigaction)\s*\(/g,
        ),
      ].map(([, name]) => name),
    ),
);

/** Whether the condition asks whether the bind failed, and nothing else. */
function isFailure(condition: SyntaxNode, bind: SyntaxNode): boolean {
  const inside = unwrap(
    condition.type === 'condition_clause' ? (condition.field('value') ?? condition) : condition,
  );
  const [left, right] = [inside.field('left'), inside.field('right')];
  if (inside.type !== 'binary_expression' || !left || !right) {
    return inside === bind;
  }
  const isLeft = unwrap(left) === bind;
  const operator = inside.field('operator')?.text ?? '';
  const failed = FAILURES[isLeft ? operator : (MIRRORED[operator] ?? '')];
  return (
    (isLeft || unwrap(right) === bind) &&
    failed?.test(unwrap(isLeft ? right : left).text.replaceAll(/\s/g, '')) === true
  );
}

const MAX_STATEMENTS = 5;

/** Whether what is done on an error is calls with literals and names, and jumps. */
function isSimple(body: SyntaxNode): boolean {
  const statements = body.type === 'compound_statement' ? body.named : [body];
  return (
    statements.length > 0 &&
    statements.length <= MAX_STATEMENTS &&
    statements.every((statement) => {
      switch (statement.type) {
        case 'return_statement':
        case 'continue_statement':
        case 'break_statement':
          return true;
        case 'goto_statement':
          return isForward(statement);
        case 'expression_statement': {
          const [call] = statement.named;
          return call !== undefined && (isSimpleCall(unwrap(call)) || isStream(call));
        }
        default:
          return false;
      }
    })
  );
}

/** A jump back is another try, of the bind alone. */
function isForward(jump: SyntaxNode): boolean {
  const label = jump.field('label')?.text ?? '';
  const definition = functionAround(jump);
  return definition !== undefined && (lastLabels(definition).get(label) ?? -1) >= jump.end;
}

const functionAround = nearest((ancestor) =>
  ancestor.type === 'function_definition' ? ancestor : undefined,
);

/** Where a function last has a word that may be a label. */
const lastLabels = memoize(
  ({ text, start }: SyntaxNode): ReadonlyMap<string | undefined, number> =>
    new Map(
      [...text.matchAll(/\b(\w+)\s*:(?!:)/g)].map(({ index, 1: label }) => [label, start + index] as const),
    ),
);

function isSimpleCall(call: SyntaxNode): boolean {
  const given = call.field('arguments')?.named ?? [];
  return call.type === 'call_expression' && given.every(isSimpleArgument);
}

function isSimpleArgument(argument: SyntaxNode): boolean {
  const inside = unwrap(argument);
  return (
    /^(?:string_literal|concatenated_string|identifier|number_literal|field_expression|null|unary_expression)$/.test(
      inside.type,
    ) ||
    (inside.type === 'call_expression' && /^(?:\w*strerror\w*|WSAGetLastError|SOCKERRNO)\b/.test(inside.text))
  );
}

/** `std::cerr << "bind: " << strerror(errno) << std::endl` */
function isStream(expression: SyntaxNode): boolean {
  return (
    expression.type === 'binary_expression' && /^(?:std::)?(?:cerr|cout|clog)\s*<</.test(expression.text)
  );
}

/** The body with its messages about setsockopt; undefined where a message does not name the bind. */
function handling(body: SyntaxNode): string | undefined {
  const { text, isSaid, literals } = renamed(body, body.start, body.end);
  const isMessage = (literal: string): boolean => /[a-z]{2}/i.test(literal.replaceAll(/%[a-z]+|\\n/g, ''));
  return literals.some(isMessage) && !isSaid ? undefined : text;
}

/** A part of a node's text, setsockopt in the place of the bind in its string literals, and whether one names it. */
function renamed(
  node: SyntaxNode,
  from: number,
  to: number,
): { readonly text: string; readonly isSaid: boolean; readonly literals: readonly string[] } {
  const literals = [...within(node)].filter(
    ({ type, start, end }) => type === 'string_literal' && from <= start && end <= to,
  );
  const isSaid = literals.some(({ text }) => WORDS.some(([word]) => new RegExp(word.source).test(text)));
  let text = '';
  let at = from;
  for (const literal of literals) {
    text += node.text.slice(at - node.start, literal.start - node.start);
    text += WORDS.reduce((said, [word, instead]) => said.replaceAll(word, instead), literal.text);
    at = literal.end;
  }
  text += node.text.slice(at - node.start, to - node.start);
  return { text, isSaid, literals: literals.map((literal) => literal.text) };
}

function hasComment(node: SyntaxNode): boolean {
  const stack = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.isComment || next.type.startsWith('preproc')) {
      return true;
    }
    stack.push(...next.children);
  }
  return false;
}
