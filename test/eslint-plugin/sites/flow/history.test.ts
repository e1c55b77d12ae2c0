import { describe, expect, it } from 'vitest';
import { readUnit } from '../../../../eslint-plugin/src/sites/c/lower/unit.ts';
import { historyOf } from '../../../../eslint-plugin/src/sites/flow/history.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';
import { parseText } from '../../../../eslint-plugin/src/sites/tree-sitter/runtime.ts';

/** What a history says, with steps by their text. */
interface Told {
  /** The arguments of `socket()`. */
  readonly creations: readonly string[];
  /** The names of options. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly retried: readonly string[];
  readonly accepted: readonly string[];
  readonly uses: readonly string[];
  readonly strangers: readonly string[];
  readonly receivers: readonly string[];
  readonly isShared: boolean;
  readonly isOutside: boolean;
}

/** The history of the first socket that a program in C binds. Flow has no language; C is short. */
function told(code: string): Told {
  const tree = parseText('c', code, 10_000);
  if (!tree) {
    throw new Error('it takes too long to parse');
  }
  try {
    const unit = readUnit(new SyntaxNode(tree.rootNode, code));
    for (const routine of unit.routines) {
      for (const step of routine.steps) {
        if (step.kind === 'bind') {
          const { creations, before, after, retried, accepted, ...rest } = historyOf(unit, routine, step);
          const names = (steps: typeof before): string[] =>
            [...steps].map(({ option }) => option.name.text).sort();
          return {
            creations: [...creations].map(({ creation }) => creation.domain?.text ?? '').sort(),
            before: names(before),
            after: names(after),
            retried: names(retried),
            accepted: names(accepted),
            uses: [...rest.uses].sort(),
            strangers: [...rest.strangers].map(({ name }) => name).sort(),
            receivers: [...rest.receivers].map(({ name }) => name).sort(),
            isShared: rest.isShared,
            isOutside: rest.isOutside,
          };
        }
      }
    }
    throw new Error('a bind is needed');
  } finally {
    tree.delete();
  }
}

/** Nothing is known but one creation, `socket(A, ...)`. */
const PLAIN: Told = {
  creations: ['A'],
  before: [],
  after: [],
  retried: [],
  accepted: [],
  uses: [],
  strangers: [],
  receivers: [],
  isShared: false,
  isOutside: false,
};

const A = 'socket(A, S, 0)';
const B = 'socket(B, S, 0)';
const BIND = 'bind(fd, address, length);';
const set = (name: string, socket = 'fd'): string => `setsockopt(${socket}, SOL_SOCKET, ${name}, &on, 4);`;

/** Statements of a function. */
const inMain = (statements: string): string => `void main(void) { int fd; ${statements} }`;

describe.each<[string, readonly (readonly [title: string, code: string, found: Partial<Told>])[]]>([
  [
    'in one function',
    [
      ['a socket and nothing else', inMain(`fd = ${A}; ${BIND}`), {}],
      [
        'an option before and one after',
        inMain(`fd = ${A}; ${set('X')} ${BIND} ${set('Y')}`),
        { before: ['X'], after: ['Y'] },
      ],
      [
        'an option of another socket',
        inMain(`int other = ${B}; fd = ${A}; ${set('X', 'other')} ${BIND}`),
        {},
      ],
      [
        'an option of the socket before in its variable',
        inMain(`fd = ${B}; ${set('X')} fd = ${A}; ${BIND}`),
        {},
      ],
      [
        'an option of the socket after in its variable',
        inMain(`fd = ${A}; ${BIND} fd = ${B}; ${set('X')}`),
        {},
      ],
      [
        'an option under a second name',
        inMain(`fd = ${A}; int s = fd; ${set('X', 's')} ${BIND}`),
        { before: ['X'] },
      ],
      [
        'an option of what its variable holds later',
        inMain(`fd = ${A}; ${BIND} fd = other; ${set('X')}`),
        {},
      ],
      [
        'a second try',
        inMain(`fd = ${A}; if (bind(fd, address, length) < 0) { ${set('X')} ${BIND} }`),
        { retried: ['X'] },
      ],
      [
        'a connection',
        inMain(`fd = ${A}; ${BIND} listen(fd, 5); int c = accept(fd, 0, 0); ${set('X', 'c')}`),
        { accepted: ['X'], uses: ['accept', 'listen'] },
      ],
      [
        'a connection in the place of the socket',
        inMain(`fd = ${A}; ${BIND} fd = accept(fd, 0, 0); ${set('X')}`),
        { accepted: ['X'], uses: ['accept'] },
      ],
      ['a client', inMain(`fd = ${A}; ${BIND} connect(fd, address, length);`), { uses: ['connect'] }],
      [
        'a group',
        inMain(`fd = ${A}; ${BIND} setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, 8);`),
        { uses: ['join'] },
      ],
      [
        'an option of what another function makes in its variable',
        inMain(`fd = ${A}; ${BIND} fd = make(); ${set('X')}`),
        {},
      ],
      ['no variable at all', inMain(`bind(3, address, length);`), { creations: [], isOutside: true }],
    ],
  ],
  [
    'with branches',
    [
      [
        'two creations of which one runs',
        inMain(`if (x) fd = ${A}; else fd = ${B}; ${BIND}`),
        { creations: ['A', 'B'] },
      ],
      [
        'a creation that may not run',
        inMain(`fd = ${B}; if (x) { fd = ${A}; } ${BIND}`),
        { creations: ['A', 'B'] },
      ],
      ['a creation that runs in any case', inMain(`if (x) { fd = ${B}; } fd = ${A}; ${BIND}`), {}],
      ['an option that may not run', inMain(`fd = ${A}; if (x) { ${set('X')} } ${BIND}`), { before: ['X'] }],
      ['an option of the other branch', inMain(`fd = ${A}; if (x) { ${set('X')} } else { ${BIND} }`), {}],
      [
        'an option after it in the other branch',
        inMain(`fd = ${A}; if (x) { ${BIND} } else { ${set('X')} }`),
        {},
      ],
      [
        'an option in the condition',
        inMain(`fd = ${A}; if (setsockopt(fd, SOL_SOCKET, X, &on, 4)) { } else { ${BIND} }`),
        { before: ['X'] },
      ],
      [
        'an option of the other branch of an #if',
        inMain(`fd = ${A};\n#ifdef P\n${set('X')}\n#else\n${BIND}\n#endif\n`),
        {},
      ],
    ],
  ],
  [
    'through functions of the file',
    [
      [
        'one that makes it',
        `int make(void) { int s = ${A}; ${set('X', 's')} return s; } ${inMain(`fd = make(); ${BIND}`)}`,
        { before: ['X'] },
      ],
      [
        'one that makes it and sets nothing',
        `int make(void) { return ${A}; } ${inMain(`fd = make(); ${BIND}`)}`,
        {},
      ],
      [
        'one that writes it into a variable',
        `void make(int *out) { *out = ${A}; } ${inMain(`make(&fd); ${BIND}`)}`,
        {},
      ],
      [
        'one that sets an option',
        `void tune(int s) { ${set('X', 's')} } ${inMain(`fd = ${A}; tune(fd); ${BIND}`)}`,
        { before: ['X'] },
      ],
      [
        'one that sets it too late',
        `void tune(int s) { ${set('X', 's')} } ${inMain(`fd = ${A}; ${BIND} tune(fd);`)}`,
        { after: ['X'] },
      ],
      [
        'one that sets it for another',
        `void tune(int s, int t) { ${set('X', 't')} } ${inMain(`fd = ${A}; tune(fd, other); ${BIND}`)}`,
        {},
      ],
      [
        'one that calls another',
        `void tune(int s) { ${set('X', 's')} } void all(int s) { tune(s); } ${inMain(`fd = ${A}; all(fd); ${BIND}`)}`,
        { before: ['X'] },
      ],
      [
        'one that listens',
        `void up(int s) { listen(s, 5); } ${inMain(`fd = ${A}; ${BIND} up(fd);`)}`,
        { uses: ['listen'] },
      ],
      [
        'one that calls itself',
        `void tune(int s) { tune(s); ${set('X', 's')} } ${inMain(`fd = ${A}; tune(fd); ${BIND}`)}`,
        { before: ['X'] },
      ],
      [
        'the caller of what binds',
        `void up(int fd) { ${BIND} } void main(void) { int s = ${A}; ${set('X', 's')} up(s); ${set('Y', 's')} }`,
        { before: ['X'], after: ['Y'] },
      ],
      [
        'two callers of what binds',
        `void up(int fd) { ${BIND} } void one(void) { up(${A}); } void two(void) { int s = ${B}; ${set('X', 's')} up(s); }`,
        { creations: ['A', 'B'], before: ['X'] },
      ],
      ['nobody who calls what binds', `void up(int fd) { ${BIND} }`, { creations: [], isOutside: true }],
      [
        'what takes the bound socket',
        `int up(void) { int fd = ${A}; ${BIND} return fd; } void main(void) { int s = up(); ${set('X', 's')} listen(s, 5); }`,
        { after: ['X'], uses: ['listen'] },
      ],
    ],
  ],
  [
    'through functions of other files',
    [
      ['one that is given it before', inMain(`fd = ${A}; tune(fd); ${BIND}`), { strangers: ['tune'] }],
      ['one that is given it after', inMain(`fd = ${A}; ${BIND} start(fd);`), { receivers: ['start'] }],
      [
        'one that makes it',
        inMain(`fd = make(); ${BIND}`),
        { creations: [], strangers: ['make'], isOutside: true },
      ],
      [
        'one that takes what is returned',
        `int up(void) { int fd = ${A}; ${BIND} return fd; }`,
        { isShared: true },
      ],
    ],
  ],
  [
    'in a place that others reach',
    [
      [
        'a field',
        `void up(struct server *s) { s->fd = ${A}; bind(s->fd, address, length); }`,
        { isShared: true },
      ],
      [
        'a field that another function sets an option of',
        `void tune(struct server *t) { ${set('X', 't->fd')} } void up(struct server *s) { s->fd = ${A}; tune(s); bind(s->fd, address, length); }`,
        { before: ['X'], isShared: true },
      ],
      [
        'a field that another function makes',
        `void make(struct server *t) { t->fd = ${A}; } void up(struct server *s) { bind(s->fd, address, length); }`,
        { isShared: true },
      ],
      [
        'a field that another function listens on',
        `void run(struct server *t) { listen(t->fd, 5); } void up(struct server *s) { s->fd = ${A}; bind(s->fd, address, length); }`,
        { uses: ['listen'], isShared: true },
      ],
      [
        'another field of the same object',
        `void up(struct server *s) { s->fd = ${A}; ${set('X', 's->other')} bind(s->fd, address, length); }`,
        { isShared: true },
      ],
      ['a global', `int fd; void up(void) { fd = ${A}; ${BIND} }`, { isShared: true }],
      [
        'a field that takes it after the bind',
        `void up(struct server *s) { int fd = ${A}; ${BIND} s->fd = fd; }`,
        { isShared: true },
      ],
    ],
  ],
])('the history of a socket %s', (_, rows) => {
  it.each(rows)('knows of %s', (_title, code, found) => {
    expect(told(code)).toEqual({ ...PLAIN, ...found });
  });
});

describe('a history of any length', () => {
  it('ends where functions call each other in a ring', () => {
    const ring = Array.from({ length: 20 }, (_, n) => `void f${n}(int s) { f${(n + 1) % 20}(s); }`).join(
      '\n',
    );
    expect(told(`${ring} ${inMain(`fd = ${A}; f0(fd); ${BIND}`)}`)).toMatchObject({ creations: ['A'] });
  });

  it('is followed through six functions, and not through a hundred', () => {
    const chain = (length: number): string =>
      `${Array.from({ length }, (_, n) => `void f${n}(int s) { f${n + 1}(s); }`).join('\n')} void f${length}(int s) { ${set('X', 's')} }`;
    const through = (length: number): Told =>
      told(`${chain(length)} ${inMain(`fd = ${A}; f0(fd); ${BIND}`)}`);
    expect(through(3).before).toEqual(['X']);
    expect(through(100).before).toEqual([]);
  });
});
