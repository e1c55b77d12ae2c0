import { afterEach, describe, expect, it } from 'vitest';
import { BRANCHES as C } from '../../../../eslint-plugin/src/sites/c/dialect/branches.ts';
import { BRACES } from '../../../../eslint-plugin/src/sites/flow/edits/braces.ts';
import { rangeWithComments } from '../../../../eslint-plugin/src/sites/flow/edits/comments.ts';
import { insertAfter, insertBefore } from '../../../../eslint-plugin/src/sites/flow/edits/insert.ts';
import {
  indentStep,
  layoutAt,
  newlineAt,
  type Code,
  type Conventions,
} from '../../../../eslint-plugin/src/sites/flow/edits/layout.ts';
import {
  placeAround,
  type Place,
  type Statements,
} from '../../../../eslint-plugin/src/sites/flow/edits/statement.ts';
import { beforeTries, loopFinder } from '../../../../eslint-plugin/src/sites/flow/edits/tries.ts';
import type { Edit } from '../../../../eslint-plugin/src/sites/site.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';
import { parseText } from '../../../../eslint-plugin/src/sites/tree-sitter/runtime.ts';
import { nodeAt } from '../../../../eslint-plugin/src/sites/tree-sitter/walk.ts';

/** Flow has no language; C is short. */
const STATEMENTS: Statements = {
  lists: /^(?:compound_statement|translation_unit)$/,
  isStatement: ({ type }) => type.endsWith('_statement'),
  isAlone: (owner, part) =>
    owner.type === 'else_clause' ||
    (owner.type.endsWith('_statement') && [owner.field('body'), owner.field('consequence')].includes(part)),
  isDeferred: ({ type }) => type === 'lambda_expression',
  isPassedOver: ({ type }) => type === 'conditional_expression',
};

const trees: { delete: () => void }[] = [];
afterEach(() => {
  trees.splice(0).forEach((tree) => {
    tree.delete();
  });
});

/** The place before `bind()` in the body of a function, and the text around. */
function around(body: string): { readonly text: string; readonly place: Place | undefined } {
  const text = `void f() ${body}`;
  const tree = parseText('c', text, 10_000);
  if (!tree) {
    throw new Error('it takes too long to parse');
  }
  trees.push(tree);
  const root = new SyntaxNode(tree.rootNode, text);
  return { text, place: placeAround(nodeAt(root, text.indexOf('bind')), STATEMENTS) };
}

function applied(text: string, edits: readonly Edit[]): string {
  const fromBehind = [...edits.entries()].sort(
    ([i, { range: one }], [j, { range: other }]) => other[0] - one[0] || j - i,
  );
  return fromBehind.reduce(
    (done, [, { range, text: written }]) => done.slice(0, range[0]) + written + done.slice(range[1]),
    text,
  );
}

/** The body with an edit of what is around `bind()`. */
function edited(
  body: string,
  edit: (place: Place, text: string, offset: number) => readonly Edit[] | undefined,
): string | undefined {
  const { text, place } = around(body);
  const edits = place && edit(place, text, place.statement.start);
  return edits && applied(text, edits).slice('void f() '.length);
}

const SET: Code = { lines: ['set();'] };

const before = (body: string, conventions: Conventions = BRACES, code = SET): string | undefined =>
  edited(body, (place, text, offset) => insertBefore(place, code, layoutAt(text, offset, conventions)));

describe('a statement inserted before another one', () => {
  it.each<[where: string, body: string, after: string]>([
    ['on its own line', '{\n  bind();\n}', '{\n  set();\n  bind();\n}'],
    ['with the line ends of its neighbours', '{\r\n  bind();\r\n}', '{\r\n  set();\r\n  bind();\r\n}'],
    [
      'above the comment that speaks of the other',
      '{\n  // why\n  bind();\n}',
      '{\n  set();\n  // why\n  bind();\n}',
    ],
    [
      'above all lines of such a comment',
      '{\n  /* one\n     two */\n  // three\n  bind();\n}',
      '{\n  set();\n  /* one\n     two */\n  // three\n  bind();\n}',
    ],
    [
      'below a comment of what stands further in',
      '{\n  if (x) {\n  }\n    // inside\n  bind();\n}',
      '{\n  if (x) {\n  }\n    // inside\n  set();\n  bind();\n}',
    ],
    [
      'below a comment that ends another line',
      '{\n  open(); // why\n  bind();\n}',
      '{\n  open(); // why\n  set();\n  bind();\n}',
    ],
    ['below a blank line', '{\n  // file\n\n  bind();\n}', '{\n  // file\n\n  set();\n  bind();\n}'],
    ['beside it where it shares its line', '{ open(); bind(); }', '{ open(); set(); bind(); }'],
    [
      'in braces of a branch',
      '{\n  if (x)\n    bind();\n}',
      '{\n  if (x) {\n    set();\n    bind();\n  }\n}',
    ],
    [
      'in braces that hold the comment above',
      '{\n  if (x)\n    // why\n    bind();\n}',
      '{\n  if (x) {\n    set();\n    // why\n    bind();\n  }\n}',
    ],
    [
      'in braces that hold the comment behind',
      '{\n  if (x) bind(); // why\n}',
      '{\n  if (x) {\n    set();\n    bind(); // why\n  }\n}',
    ],
    [
      'in braces behind a comment',
      '{\n  if (x) open();\n  else /* why */ bind();\n}',
      '{\n  if (x) open();\n  else /* why */ {\n    set();\n    bind();\n  }\n}',
    ],
    [
      'in braces with the rest of a chain, one step further in',
      '{\n\tif (x) open();\n\telse if (bind())\n\t\tstop();\n\telse\n\t\tgo();\n}',
      '{\n\tif (x) open();\n\telse {\n\t\tset();\n\t\tif (bind())\n\t\t\tstop();\n\t\telse\n\t\t\tgo();\n\t}\n}',
    ],
  ])('%s', (_, body, after) => {
    expect(before(body)).toBe(after);
  });

  it.each<[convention: string, conventions: Conventions, body: string, after: string | undefined]>([
    [
      'a comment before a statement on its line speaks of it',
      { ...BRACES, hasCommentsBefore: true },
      '{\n  /* why */ bind();\n}',
      '{\n  set(); /* why */ bind();\n}',
    ],
    [
      'what shares a line has another mark between',
      { ...BRACES, between: '; ' },
      '{ bind(); }',
      '{ set();; bind(); }',
    ],
    [
      'a line that goes on is shared',
      { ...BRACES, continued: /\\\n$/ },
      '{ open(); \\\nbind();\n}',
      '{ open(); \\\nset(); bind();\n}',
    ],
    [
      'a label stands further out than what it stands before',
      { ...BRACES, aligned: ({ named }) => named.at(-1) },
      '{\nagain:\n  if (bind())\n    go();\n}',
      '{\n  set();\nagain:\n  if (bind())\n    go();\n}',
    ],
    [
      'lines that mean something where they stand stay there',
      { ...BRACES, fixed: /@/ },
      '{\n  if (x) open();\n  else if (bind())\n    at("@");\n}',
      '{\n  if (x) open();\n  else {\n    set();\n    if (bind())\n    at("@");\n  }\n}',
    ],
    [
      'lines that hang together do not fit on a shared line',
      { ...BRACES, takeApart: () => undefined },
      '{ bind(); }',
      undefined,
    ],
  ])('by convention: %s', (_, conventions, body, after) => {
    expect(before(body, conventions, { ...SET, isCompound: true })).toBe(after);
  });

  it('has lines before and behind it that start where lines do', () => {
    expect(before('{\n  bind();\n}', BRACES, { ...SET, guard: ['#ifndef A', '#endif'] })).toBe(
      '{\n#ifndef A\n  set();\n#endif\n  bind();\n}',
    );
  });

  it.each([
    ['{\n  bind();\n}', '{\n  bind();\n  set();\n}'],
    ['{ bind(); }', '{ bind(); set(); }'],
    ['{\n  if (x) bind();\n}', '{\n  if (x) {\n    bind();\n    set();\n  }\n}'],
  ])('comes after it where that is wanted: %j', (body, after) => {
    expect(
      edited(body, (place, text, offset) => insertAfter(place, SET, layoutAt(text, offset, BRACES))),
    ).toBe(after);
  });
});

it.each<[what: string, body: string, after: string]>([
  ['with its line', '{\n  open();\n  bind();\n}', '{\n  open();\n}'],
  ['with the comments above and behind', '{\n  // why\n  bind(); // now\n}', '{\n}'],
  ['alone where another shares its line', '{\n  open(); bind();\n}', '{\n  open(); \n}'],
  ['alone where code follows', '{\n  bind(); open(); // why\n}', '{\n   open(); // why\n}'],
])('a statement is taken out %s', (_, body, after) => {
  expect(
    edited(body, ({ statement }, text, offset) => [
      { range: rangeWithComments(statement, layoutAt(text, offset, BRACES)), text: '' },
    ]),
  ).toBe(after);
});

it.each<[expression: string, body: string, statement: string | undefined, isCertain: boolean]>([
  ['as a statement', '{ bind(); }', 'bind();', true],
  ['in a condition', '{ if (bind()) go(); }', 'if (bind()) go();', true],
  ['as what `? :` may leave out', '{ x ? bind() : 0; }', 'x ? bind() : 0;', false],
  ['as the body of a loop', '{ while (x) bind(); }', 'bind();', true],
  ['in a declaration that is no statement', '{ int x = bind(); }', undefined, true],
])('an expression has a statement around it %s', (_, body, statement, isCertain) => {
  const { place } = around(body);
  expect(place?.statement.text).toBe(statement);
  expect(place?.isCertain ?? true).toBe(isCertain);
});

it.each<[tries: string, body: string, first: string]>([
  ['no loop', '{ bind(); }', 'bind();'],
  ['one loop', '{ while (x) { bind(); } }', 'while (x) { bind(); }'],
  ['two loops', '{ while (x) { while (y) bind(); } }', 'while (x) { while (y) bind(); }'],
  ['a loop that makes its socket', '{ while (x) { socket(); while (y) bind(); } }', 'while (y) bind();'],
])('an option is set once for all tries of %s', (_, body, first) => {
  const { place } = around(body);
  const loopAround = loopFinder(C, /^function_definition$/);
  const earlier = (statement: SyntaxNode): SyntaxNode | undefined => {
    const loop = loopAround(statement);
    return loop?.text.includes('socket') === true ? undefined : loop;
  };
  const placeBefore = (node: SyntaxNode): Place | undefined => placeAround(node, STATEMENTS);
  const known = new Map<SyntaxNode, Place>();
  const found = place && beforeTries(place, { earlier, placeBefore }, known);
  expect(found?.statement.text).toBe(first);
  // what one bind has found serves another one before the same statement
  expect(place && beforeTries(place, { earlier: () => undefined, placeBefore }, known)).toBe(found);
});

it.each([
  ['', '    '],
  ['a {\n  b\n}', '  '],
  ['a {\n\tb\n}', '\t'],
  ['if (a &&\n        b) {\n  a\n}\n', '    '],
  ['a {\n        b\n}\nc {\n  d {\n    e\n  }\n}\nf {\n  g\n}', '  '],
])('one step of indentation in %j is %j', (text, step) => {
  expect(indentStep(text, BRACES)).toBe(step);
});

it.each([
  ['', 0, '\n'],
  ['a', 0, '\n'],
  ['a\r\nb\nc', 0, '\r\n'],
  ['a\r\nb\nc', 3, '\n'],
  ['a\r\nb\nc', 5, '\r\n'],
  ['a\rb', 0, '\r'],
])('lines of %j end at %d with %j', (text, offset, newline) => {
  expect(newlineAt(text, offset)).toBe(newline);
});
