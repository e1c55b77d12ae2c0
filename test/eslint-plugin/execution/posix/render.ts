import { linesOf, type Block } from '../block.ts';
import type { Choices } from '../choices.ts';
import type { Due, Rendered } from '../program.ts';
import { rolesOf } from '../scenarios.ts';
import { layOut, inNamespace } from './layout.ts';
import { open, type Opened } from './open.ts';
import { isMember, openerOf, type Opener } from './opener.ts';

const HEADERS = [
  '#include <arpa/inet.h>',
  '#include <assert.h>',
  '#include <errno.h>',
  '#include <fcntl.h>',
  '#include <netdb.h>',
  '#include <netinet/in.h>',
  '#include <stdio.h>',
  '#include <stdlib.h>',
  '#include <string.h>',
  '#include <sys/socket.h>',
  '#include <unistd.h>',
];

const CHECKS: Readonly<Record<string, Block>> = {
  'CHECK(': [
    '#define CHECK(call) \\',
    ['do { \\', ['if ((call) < 0) { \\', ['perror("call"); \\', 'exit(1); \\'], '} \\'], '} while (0)'],
  ],
  'MUST(': [
    '#define MUST(condition) \\',
    ['do { \\', ['if (!(condition)) { \\', ['puts("not so"); \\', 'exit(1); \\'], '} \\'], '} while (0)'],
  ],
  'check(': [
    'static void check(int status, const char *what)',
    '{',
    ['if (status < 0) {', ['perror(what);', 'exit(1);'], '}'],
    '}',
  ],
};

export function renderPosix(language: 'c' | 'cpp', choices: Choices): Rendered {
  const openers = rolesOf(choices).map((role, index) => openerOf(choices, role, index));
  const opened = openers.map(open);
  const isClass = isMember(choices);
  const [first] = openers;
  const place = isClass || !first?.place.file ? [] : [first.place.file.split('\n')];
  const body: Block[] = [
    ...place,
    ...opened.flatMap(({ file, opener }, index) =>
      isClass ? [...file, classOf(choices, opener, index)] : [...file, opener],
    ),
    mainOf(choices, openers, opened),
  ];
  const spaced = body.flatMap((block) => ['', ...block]);
  const text = linesOf(spaced, '    ').join('\n');
  const checks = Object.entries(CHECKS).flatMap(([call, block]) =>
    text.includes(call) ? ['', ...linesOf(block, '    ')] : [],
  );
  const headers = [
    ...(language === 'c' ? ['#define _GNU_SOURCE'] : []),
    ...HEADERS,
    ...(text.includes('std::') ? ['#include <stdexcept>'] : []),
  ];
  const lines = [...headers, ...checks, ...inNamespace(choices, text.split('\n')), ''];
  return {
    text: layOut(choices, lines).join(choices['line ends'] === 'CRLF' ? '\r\n' : '\n'),
    due: dueOf(openers, opened),
    isServer: openers.some(({ role }) => role === 'server' || role === 'either'),
  };
}

function dueOf(openers: readonly Opener[], opened: readonly Opened[]): Due {
  return new Set(openers.flatMap(({ role }, index) => (opened[index]?.isDue ? [role] : [])));
}

const CLASSES = ['Listener', 'Control'];

function classOf(choices: Choices, opener: Block, index: number): Block {
  const [signature, ...rest] = opener;
  const name = CLASSES[index] ?? '';
  const constructor = choices.class === 'constructor' ? [`${name}() : fd_(-1) {}`] : [];
  return [
    `class ${name} {`,
    'public:',
    [...constructor, String(signature).replace(/^static /, ''), ...rest],
    'private:',
    [`int fd_${constructor.length > 0 ? '' : ' = -1'};`],
    '};',
  ];
}

function mainOf(choices: Choices, openers: readonly Opener[], opened: readonly Opened[]): Block {
  const [first] = openers;
  const calls = opened.flatMap(({ calls: own }) => own);
  const catches = linesOf(
    opened.flatMap(({ opener, file }) => [...opener, ...file.flat()]),
    '',
  ).some((line) => line.startsWith('throw '));
  return [
    'int main(void)',
    '{',
    [
      'int status = 0;',
      ...(first?.place.isReturned ? ['int made;'] : []),
      ...(first?.place.declared === undefined ? [] : [first.place.declared]),
      ...(isMember(choices)
        ? openers.map((_, index) => `${CLASSES[index] ?? ''} ${['first', 'second'][index] ?? ''};`)
        : []),
      ...(catches
        ? [
            'try {',
            calls,
            '} catch (const std::exception &error) {',
            ['puts(error.what());', 'status = 2;'],
            '}',
          ]
        : calls),
      'return status;',
    ],
    '}',
  ];
}
