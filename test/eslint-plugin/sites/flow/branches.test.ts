import { describe, expect, it } from 'vitest';
import { BRANCHES as C } from '../../../../eslint-plugin/src/sites/c/dialect/branches.ts';
import {
  isCertain,
  isInOtherBranch,
  type Branches,
} from '../../../../eslint-plugin/src/sites/flow/branches.ts';
import { isReached } from '../../../../eslint-plugin/src/sites/flow/reached.ts';
import { BRANCHES as JAVA } from '../../../../eslint-plugin/src/sites/java/dialect/branches.ts';
import { BRANCHES as PYTHON } from '../../../../eslint-plugin/src/sites/python/dialect/branches.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';
import { parseText } from '../../../../eslint-plugin/src/sites/tree-sitter/runtime.ts';
import { nodeAt } from '../../../../eslint-plugin/src/sites/tree-sitter/walk.ts';

/** What is known of `first` where `second` stands. */
function known(grammar: string, branches: Branches, code: string) {
  const tree = parseText(grammar, code, 10_000);
  if (!tree) {
    throw new Error('it takes too long to parse');
  }
  try {
    const root = new SyntaxNode(tree.rootNode, code);
    const at = code.indexOf('second');
    const node = nodeAt(root, code.indexOf('first'));
    return {
      isCertain: isCertain(node, at, branches),
      isInOtherBranch: isInOtherBranch(node, at, branches),
    };
  } finally {
    tree.delete();
  }
}

const inC = (body: string) => known('cpp', C, `void f() { ${body} }`);
const inJava = (body: string) => known('java', JAVA, `class A { void f() { ${body} } }`);
const inPython = (body: string) => known('python', PYTHON, body);

describe.each<[string, readonly (readonly [title: string, found: ReturnType<typeof inC>])[]]>([
  [
    'has happened where another does',
    [
      ['after it, in C', inC('first(); second();')],
      ['in a condition, in C', inC('if (first()) { } second();')],
      ['in a loop that always runs, in C', inC('do { first(); } while (a); second();')],
      ['on the left of `&&`, in C', inC('first() && a(); second();')],
      ['on either side of `+`, in Java', inJava('int a = b() + first(); second();')],
      ['in what a `for` begins with, in Java', inJava('for (int i = first(); i < 3; i++) { } second();')],
      ['in a condition of a choice, in Python', inPython('a = b if first() else c\nsecond()')],
    ],
  ],
])('what %s', (_, rows) => {
  it.each(rows)('stands %s', (_title, found) => {
    expect(found).toEqual({ isCertain: true, isInOtherBranch: false });
  });
});

describe('what may be left out', () => {
  it.each([
    ['the body of an `if`, in C', inC('if (a) { first(); } second();')],
    ['the right of `&&`, in C', inC('a() && first(); second();')],
    ['the right of `and`, in C++', inC('a() and first(); second();')],
    ['a part of a choice, in C', inC('a ? first() : 0; second();')],
    ['a case, in C', inC('switch (a) { case 1: first(); } second();')],
    ['lines of the preprocessor, in C', known('c', C, '#ifdef A\nint first;\n#endif\nint second;\n')],
    ['what is tried, in Java', inJava('try { first(); } finally { } second();')],
    ['a lambda, in Java', inJava('run(() -> first()); second();')],
    ['a rule of a switch, in Java', inJava('switch (a) { case 1 -> first(); } second();')],
    ['the body of a `for`, in Java', inJava('for (var a : all) { first(); } second();')],
    ['what each turn of a `for` ends with, in Java', inJava('for (; a; b(), first()) { } second();')],
    ['an `elif`, in Python', inPython('if a:\n    b\nelif c:\n    first()\nsecond()')],
    ['a handler, in Python', inPython('try:\n    a\nexcept E:\n    first()\nsecond()')],
    ['the right of `or`, in Python', inPython('a or first()\nsecond()')],
    ['a case, in Python', inPython('match a:\n    case 1:\n        first()\nsecond()')],
  ])('is %s', (_, found) => {
    expect(found).toEqual({ isCertain: false, isInOtherBranch: false });
  });
});

describe('what does not run where another does', () => {
  it.each([
    ['the other branch, in C', inC('if (a) { first(); } else { second(); }')],
    ['the other part of a choice, in C', inC('a ? first() : second();')],
    [
      'the other branch of an `#if`, in C',
      known('c', C, '#ifdef A\nint first;\n#else\nint second;\n#endif\n'),
    ],
    ['the other part of a choice, in Java', inJava('int b = a ? first() : second();')],
    ['the other part of a choice, in Python', inPython('b = first() if a else second()')],
    ['an `elif`, in Python', inPython('if a:\n    second()\nelif c:\n    first()')],
    ['an `else`, in Python', inPython('if a:\n    first()\nelse:\n    second()')],
  ])('is %s', (_, { isInOtherBranch: found }) => {
    expect(found).toBe(true);
  });
});

describe('what is reached on every path but those of failures', () => {
  const reached = (body: string): boolean => {
    const code = `void f() { ${body} }`;
    const tree = parseText('c', code, 10_000);
    const root = tree && new SyntaxNode(tree.rootNode, code);
    const found = root && isReached(nodeAt(root, code.indexOf('listen')), code.indexOf('bind'), C);
    tree?.delete();
    return found === true;
  };

  it.each([
    ['what follows', 'bind(fd, a, n); listen(fd, 5);', true],
    ['what follows the exit of a failure', 'if (bind(fd, a, n) < 0) { return; } listen(fd, 5);', true],
    ['what follows another exit', 'bind(fd, a, n); if (udp) { return; } listen(fd, 5);', false],
    ['what follows a loop that is left', 'while (a) { bind(fd, a, n); if (b) break; } listen(fd, 5);', true],
    ['what another condition leaves out', 'bind(fd, a, n); if (!udp) listen(fd, 5);', false],
    ['what a success leads to', 'if (bind(fd, a, n) == 0) listen(fd, 5);', true],
  ])('tells of %s', (_, body, isSo) => {
    expect(reached(body)).toBe(isSo);
  });
});
