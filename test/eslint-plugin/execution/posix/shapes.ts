import type { Block } from '../block.ts';

/** What a shape is made of. The blocks `failed` and `rest` leave the function at their end. */
export interface Parts {
  /** The call, which gives 0 or -1. */
  readonly bind: string;
  /** A condition that holds where the call failed, and one that holds where it did not. */
  readonly fails: string;
  readonly succeeds: string;
  readonly create: Block;
  /** An expression that makes the descriptor. */
  readonly created: string;
  /** The descriptor. */
  readonly fd: string;
  /** What to do where the bind failed. */
  readonly failed: Block;
  /** The statement that leaves with success, and what comes between the bind and that. */
  readonly rest: Block;
  /** `rest` without its listen(), and a call that listens; absent for sockets that do not. */
  readonly listen: { readonly call: string; readonly rest: Block } | undefined;
  /** The statement that makes the next port the one to bind. */
  readonly nextPort: string;
  /** `if` in the layout of the program. */
  readonly when: (condition: string, then: Block, otherwise?: Block) => Block;
}

type Shape = (parts: Parts) => Block;

const TRIES = 3;
const enough = `++tries == ${TRIES}`;

/** One bind of one socket, made before; the ways its result is tested. */
export const STRAIGHT = {
  failure: ({ fails, failed, rest, when }) => [...when(fails, failed), ...rest],
  'failure, else': ({ fails, failed, rest, when }) => when(fails, failed, rest),
  'success, else': ({ succeeds, failed, rest, when }) => when(succeeds, rest, failed),
  'success returns': ({ succeeds, failed, rest, when }) => [...when(succeeds, rest), ...failed],
  'success is empty': ({ succeeds, failed, rest }) => [
    `if (${succeeds})`,
    [';'],
    'else {',
    failed,
    '}',
    ...rest,
  ],
  'success says so': ({ succeeds, failed, rest, when }) => [
    ...when(succeeds, ['puts("bound");'], failed),
    ...rest,
  ],
  'success, goto': ({ succeeds, failed, rest, when }) => [
    ...when(succeeds, ['goto bound;']),
    ...failed,
    'bound:',
    ...rest,
  ],
  'success && listen': ({ succeeds, failed, rest, listen, when }) => [
    ...when(listen ? `${succeeds} && ${listen.call} == 0` : succeeds, listen?.rest ?? rest),
    ...failed,
  ],
  'failure || listen': ({ fails, failed, rest, listen, when }) => [
    ...when(listen ? `${fails} || ${listen.call} < 0` : fails, failed),
    ...(listen?.rest ?? rest),
  ],
  'returned || listen': ({ bind, listen }) => [`return ${bind}${listen ? ` || ${listen.call}` : ''};`],
  'returned && listen': ({ succeeds, listen }) => [
    `return ${succeeds}${listen ? ` && ${listen.call} == 0` : ''} ? 0 : -1;`,
  ],
  returned: ({ bind }) => [`return ${bind};`],
  'returned conditional': ({ fails }) => [`return ${fails} ? -1 : 0;`],
  'conditional expression': ({ succeeds, rest }) => [
    `${succeeds} ? puts("bound") : puts("not bound");`,
    ...rest,
  ],
  result: ({ bind, failed, rest, when }) => [`result = ${bind};`, ...when('result < 0', failed), ...rest],
  'result, success': ({ bind, failed, rest, when }) => [
    `result = ${bind};`,
    ...when('result == 0', rest),
    ...failed,
  ],
  'result, later': ({ bind, failed, rest, when }) => [
    `result = ${bind};`,
    'puts("asked");',
    ...when('!result', rest, failed),
  ],
  'result, initialised': ({ bind, failed, rest, when }) => [
    `int got = ${bind};`,
    ...when('got != 0', failed),
    ...rest,
  ],
  'result in the condition': ({ bind, failed, rest, when }) => [
    ...when(`(result = ${bind}) < 0`, failed),
    ...rest,
  ],
  'result in the condition, success': ({ bind, failed, rest, when }) => [
    ...when(`(result = ${bind}) == 0`, rest),
    ...failed,
  ],
  'truth in a variable': ({ succeeds, failed, rest, when }) => [
    `result = ${succeeds};`,
    ...when('!result', failed),
    ...rest,
  ],
  'conditional in a variable': ({ fails, failed, rest, when }) => [
    `result = ${fails} ? 0 : 1;`,
    ...when('result', rest, failed),
  ],
  'not tested': ({ bind, rest }) => [`${bind};`, ...rest],
  'not tested, void': ({ bind, rest }) => [`(void)${bind};`, ...rest],
  assert: ({ succeeds, rest }) => [`assert(${succeeds});`, ...rest],
  'macro of the call': ({ bind, rest }) => [`CHECK(${bind});`, ...rest],
  'macro of success': ({ succeeds, rest }) => [`MUST(${succeeds});`, ...rest],
  'function of the call': ({ bind, rest }) => [`check(${bind}, "bind");`, ...rest],
  'function of failure': ({ fails, rest }) => [`check(${fails} ? -1 : 0, "bind");`, ...rest],
  switch: ({ bind, failed, rest }) => [
    `switch (${bind}) {`,
    'case 0:',
    ['break;'],
    'default:',
    failed,
    '}',
    ...rest,
  ],
  'switch of failure': ({ bind, failed, rest }) => [`switch (${bind}) {`, 'case -1:', failed, '}', ...rest],
  'in a case': ({ fails, failed, rest, when }) => [
    'switch (result) {',
    'case 0:',
    [...when(fails, failed), 'break;'],
    'default:',
    ['puts("never");'],
    '}',
    ...rest,
  ],
  comma: ({ bind, failed, rest, when }) => [...when(`result = ${bind}, result < 0`, failed), ...rest],
  'comma before': ({ succeeds, failed, rest, when }) => [...when(`errno = 0, ${succeeds}`, rest), ...failed],
  'guarded by &&': ({ fails, failed, rest, when }) => [...when(`result == 0 && ${fails}`, failed), ...rest],
  'guarded by ||': ({ fails, failed, rest, when }) => [...when(`result != 0 || ${fails}`, failed), ...rest],
  'in a branch': ({ fails, failed, rest, when }) => [...when('result == 0', when(fails, failed)), ...rest],
  'in two branches': ({ succeeds, fails, failed, rest, when }) => [
    ...when('result == 0', [...when(fails, failed), 'puts("here");'], when(succeeds, rest, failed)),
    ...rest,
  ],
  'in else if': ({ fails, failed, rest }) => [
    'if (result != 0) {',
    ['puts("never");'],
    `} else if (${fails}) {`,
    failed,
    '}',
    ...rest,
  ],
  'while it fails': ({ fails, failed, rest, when }) => [
    `while (${fails}) {`,
    when(enough, failed),
    '}',
    ...rest,
  ],
  'while it fails, on one line': ({ fails, failed, rest, when }) => [
    `while (tries < ${TRIES} && ${fails}) tries++;`,
    ...when(`tries == ${TRIES}`, failed),
    ...rest,
  ],
  'while not': ({ succeeds, failed, rest, when }) => [
    `while (!(${succeeds})) {`,
    when(enough, failed),
    '}',
    ...rest,
  ],
  'do while': ({ bind, failed, rest, when }) => [
    'do {',
    [`result = ${bind};`],
    `} while (result < 0 && ++tries < ${TRIES});`,
    ...when('result < 0', failed),
    ...rest,
  ],
  'for while it fails': ({ fails, failed, rest, when }) => [
    `for (tries = 0; ${fails}; tries++) {`,
    when(`tries == ${TRIES}`, failed),
    '}',
    ...rest,
  ],
  'for, break': ({ succeeds, failed, rest, when }) => [
    `for (tries = 0; tries < ${TRIES}; tries++) {`,
    when(succeeds, ['break;']),
    '}',
    ...when(`tries == ${TRIES}`, failed),
    ...rest,
  ],
  'for ever, break': ({ succeeds, failed, rest, when }) => [
    'for (;;) {',
    [...when(succeeds, ['break;']), ...when(enough, failed)],
    '}',
    ...rest,
  ],
  'for ever, continue': ({ fails, failed, rest, when }) => [
    'for (;;) {',
    [...when(fails, [...when(enough, failed), 'continue;']), 'break;'],
    '}',
    ...rest,
  ],
  'goto again': ({ fails, failed, rest, when }) => [
    'again:',
    ...when(fails, [...when(`++tries < ${TRIES}`, ['goto again;']), ...failed]),
    ...rest,
  ],
  'the next port': ({ fails, failed, rest, nextPort, when }) => [
    `while (${fails}) {`,
    [...when(enough, failed), nextPort],
    '}',
    ...rest,
  ],
  'the next port, for': ({ succeeds, failed, rest, nextPort, when }) => [
    `for (tries = 0; tries < ${TRIES}; tries++) {`,
    [...when(succeeds, ['break;']), nextPort],
    '}',
    ...when(`tries == ${TRIES}`, failed),
    ...rest,
  ],
} satisfies Record<string, Shape>;

/** Each try makes a socket of its own. */
export const FRESH = {
  'for, break': ({ create, succeeds, fd, failed, rest, when }) => [
    `for (tries = 0; tries < ${TRIES}; tries++) {`,
    [...create, ...when(succeeds, ['break;']), `close(${fd});`],
    '}',
    ...when(`tries == ${TRIES}`, failed),
    ...rest,
  ],
  'for, continue': ({ create, fails, fd, failed, rest, when }) => [
    `for (tries = 0; tries < ${TRIES}; tries++) {`,
    [...create, ...when(fails, [`close(${fd});`, 'continue;']), 'break;'],
    '}',
    ...when(`tries == ${TRIES}`, failed),
    ...rest,
  ],
  'for ever': ({ create, succeeds, fd, failed, rest, when }) => [
    'for (;;) {',
    [...create, ...when(succeeds, ['break;']), `close(${fd});`, ...when(enough, failed)],
    '}',
    ...rest,
  ],
  'do while': ({ create, bind, fd, failed, rest, when }) => [
    'do {',
    [...create, `result = ${bind};`, ...when('result < 0', [`close(${fd});`])],
    `} while (result < 0 && ++tries < ${TRIES});`,
    ...when('result < 0', failed),
    ...rest,
  ],
  'goto again': ({ create, fails, fd, failed, rest, when }) => [
    'again:',
    ...create,
    ...when(fails, [`close(${fd});`, ...when(`++tries < ${TRIES}`, ['goto again;']), ...failed]),
    ...rest,
  ],
  'while, next port': ({ create, fails, fd, failed, rest, nextPort, when }) => [
    'while (1) {',
    [...create, ...when(fails, [`close(${fd});`, ...when(enough, failed), nextPort, 'continue;']), 'break;'],
    '}',
    ...rest,
  ],
} satisfies Record<string, Shape>;

/** The socket is made in the bind's own expression, where no statement comes between. */
export const JOINED = {
  'failure ||': ({ created, fails, failed, rest, when }) => [
    ...when(`${created} < 0 || ${fails}`, failed),
    ...rest,
  ],
  'success &&': ({ created, succeeds, failed, rest, when }) => [
    ...when(`${created} >= 0 && ${succeeds}`, rest),
    ...failed,
  ],
  comma: ({ created, fails, failed, rest, when }) => [...when(`${created}, ${fails}`, failed), ...rest],
  conditional: ({ created, bind, failed, rest, when }) => [
    `result = ${created} < 0 ? -1 : ${bind};`,
    ...when('result < 0', failed),
    ...rest,
  ],
} satisfies Record<string, Shape>;

const noneLeft = (failed: Block, when: Parts['when']): Block => when('ai == NULL', failed);
const ADDRESSES_LOOP = 'for (ai = list; ai != NULL; ai = ai->ai_next) {';

/** The loop of getaddrinfo(3): a socket for each address, until one is bound. */
export const ADDRESSES = {
  'success breaks': ({ create, succeeds, fd, failed, rest, when }) => [
    ADDRESSES_LOOP,
    [...create, ...when(succeeds, ['break;']), `close(${fd});`],
    '}',
    ...noneLeft(failed, when),
    ...rest,
  ],
  'success says so and breaks': ({ create, succeeds, fd, failed, rest, when }) => [
    ADDRESSES_LOOP,
    [...create, ...when(succeeds, ['puts("bound");', 'break;']), `close(${fd});`, `${fd} = -1;`],
    '}',
    ...noneLeft(failed, when),
    ...rest,
  ],
  'failure continues': ({ create, fails, fd, failed, rest, when }) => [
    ADDRESSES_LOOP,
    [...create, ...when(fails, [`close(${fd});`, `${fd} = -1;`, 'continue;']), 'break;'],
    '}',
    ...noneLeft(failed, when),
    ...rest,
  ],
  'failure, else break': ({ create, fails, fd, failed, rest, when }) => [
    ADDRESSES_LOOP,
    [...create, ...when(fails, [`close(${fd});`], ['break;'])],
    '}',
    ...noneLeft(failed, when),
    ...rest,
  ],
  'result breaks': ({ create, bind, fd, failed, rest, when }) => [
    ADDRESSES_LOOP,
    [...create, `result = ${bind};`, ...when('result == 0', ['break;']), `close(${fd});`],
    '}',
    ...noneLeft(failed, when),
    ...rest,
  ],
  'success and listen break': ({ create, succeeds, fd, failed, rest, listen, when }) => [
    ADDRESSES_LOOP,
    [
      ...create,
      ...when(listen ? `${succeeds} && ${listen.call} == 0` : succeeds, ['break;']),
      `close(${fd});`,
    ],
    '}',
    ...noneLeft(failed, when),
    ...(listen?.rest ?? rest),
  ],
  'success, goto': ({ create, succeeds, fd, failed, rest, when }) => [
    ADDRESSES_LOOP,
    [...create, ...when(succeeds, ['goto bound;']), `close(${fd});`],
    '}',
    ...failed,
    'bound:',
    ...rest,
  ],
  'success returns': ({ create, succeeds, fd, failed, rest, when }) => [
    ADDRESSES_LOOP,
    [...create, ...when(succeeds, rest), `close(${fd});`],
    '}',
    ...failed,
  ],
  while: ({ create, succeeds, fd, failed, rest, when }) => [
    'ai = list;',
    'while (ai != NULL) {',
    [...create, ...when(succeeds, ['break;']), `close(${fd});`, 'ai = ai->ai_next;'],
    '}',
    ...noneLeft(failed, when),
    ...rest,
  ],
} satisfies Record<string, Shape>;
