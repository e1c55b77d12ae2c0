import type { Block } from '../block.ts';

/** What a shape is made of. `failed` and `rest` leave the function at their end. */
export interface Parts {
  /** The statement that binds, or raises OSError. */
  readonly bind: string;
  readonly create: Block;
  /** An expression that makes the socket, and gives it its name. */
  readonly created: string;
  readonly socket: string;
  readonly failed: Block;
  readonly rest: Block;
  /** The statement that makes the next port the one to bind. */
  readonly nextPort: string;
}

type Shape = (parts: Parts) => Block;

/** One bind of one socket, made before; the ways its failure is met. */
export const STRAIGHT = {
  except: ({ bind, failed, rest }) => ['try:', [bind], 'except OSError:', failed, ...rest],
  'not tested': ({ bind, rest }) => [bind, ...rest],
  'except, else': ({ bind, failed, rest }) => ['try:', [bind], 'except OSError:', failed, 'else:', rest],
  'rest in the try': ({ bind, failed, rest }) => ['try:', [bind, ...rest], 'except OSError:', failed],
  finally: ({ bind, rest }) => ['try:', [bind], 'finally:', ["print('tried')"], ...rest],
  'except, else, finally': ({ bind, failed, rest }) => [
    'try:',
    [bind],
    'except OSError:',
    failed,
    'else:',
    ["print('bound')"],
    'finally:',
    ["print('tried')"],
    ...rest,
  ],
  'errno tested': ({ bind, failed, rest }) => [
    'try:',
    [bind],
    'except OSError as error:',
    ['if error.errno != errno.EADDRINUSE:', ['raise'], ...failed],
    ...rest,
  ],
  'try in a try': ({ bind, failed, rest }) => [
    'try:',
    ['try:', [bind], 'except PermissionError:', ["print('no right')", 'raise']],
    'except OSError:',
    failed,
    ...rest,
  ],
  suppress: ({ bind, failed, rest }) => [
    'bound = False',
    'with contextlib.suppress(OSError):',
    [bind, 'bound = True'],
    'if not bound:',
    failed,
    ...rest,
  ],
  'truth in a variable': ({ bind, failed, rest }) => [
    'try:',
    [bind, 'bound = True'],
    'except OSError:',
    ['bound = False'],
    'if bound:',
    rest,
    ...failed,
  ],
  'for, break': ({ bind, failed, rest }) => [
    'for attempt in range(3):',
    ['try:', [bind, 'break'], 'except OSError:', ["print('again', attempt)"]],
    'else:',
    failed,
    ...rest,
  ],
  'for, continue': ({ bind, failed, rest }) => [
    'for attempt in range(3):',
    ['try:', [bind], 'except OSError:', ["print('again', attempt)", 'continue'], 'break'],
    'else:',
    failed,
    ...rest,
  ],
  'while, break': ({ bind, failed, rest }) => [
    'tries = 0',
    'while True:',
    ['try:', [bind, 'break'], 'except OSError:', ['tries += 1', 'if tries == 3:', failed]],
    ...rest,
  ],
  'while not bound': ({ bind, failed, rest }) => [
    'tries, bound = 0, False',
    'while not bound and tries < 3:',
    ['try:', [bind, 'bound = True'], 'except OSError:', ['tries += 1']],
    'if not bound:',
    failed,
    ...rest,
  ],
  'the next port': ({ bind, failed, rest, nextPort }) => [
    'for attempt in range(3):',
    ['try:', [bind, 'break'], 'except OSError:', [nextPort]],
    'else:',
    failed,
    ...rest,
  ],
  'in a branch': ({ bind, rest }) => ['if address:', [bind], ...rest],
  'in two branches': ({ bind, failed, rest }) => [
    'if len(sys.argv) > 5:',
    [bind],
    'else:',
    ['try:', [bind], 'except OSError:', failed],
    ...rest,
  ],
  'conditional expression': ({ bind, rest }) => [`${bind} if address else None`, ...rest],
  'two statements in a line': ({ bind, rest }) => [`${bind}; print('bound')`, ...rest],
  'behind a colon': ({ bind, failed, rest }) => [`try: ${bind}`, 'except OSError:', failed, ...rest],
} satisfies Record<string, Shape>;

/** The socket is made where it is bound, or for each try. */
export const TOGETHER = {
  'in one try': ({ create, bind, failed, rest }) => [
    'try:',
    [...create, bind],
    'except OSError:',
    failed,
    ...rest,
  ],
  'all in one try': ({ create, bind, failed, rest }) => [
    'try:',
    [...create, bind, ...rest],
    'except OSError:',
    failed,
  ],
} satisfies Record<string, Shape>;

export const FRESH = {
  'for, break': ({ create, bind, socket, failed, rest }) => [
    'for attempt in range(3):',
    [...create, 'try:', [bind, 'break'], 'except OSError:', [`${socket}.close()`]],
    'else:',
    failed,
    ...rest,
  ],
  'for, continue': ({ create, bind, socket, failed, rest }) => [
    'for attempt in range(3):',
    [...create, 'try:', [bind], 'except OSError:', [`${socket}.close()`, 'continue'], 'break'],
    'else:',
    failed,
    ...rest,
  ],
  while: ({ create, bind, socket, failed, rest, nextPort }) => [
    'tries = 0',
    'while True:',
    [
      ...create,
      'try:',
      [bind],
      'except OSError:',
      [`${socket}.close()`, nextPort, 'tries += 1', 'if tries == 3:', failed],
      'else:',
      ['break'],
    ],
    ...rest,
  ],
} satisfies Record<string, Shape>;

export const JOINED = {
  walrus: ({ created, failed, rest }) => [
    'try:',
    [`(${created}).bind(address)`],
    'except OSError:',
    failed,
    ...rest,
  ],
} satisfies Record<string, Shape>;

/** The loop of getaddrinfo(): a socket for each address, until one is bound. `{}` is the call. */
export const ADDRESSES = {
  'failure continues': ({ create, bind, socket, failed, rest }) => [
    'for family, kind, proto, _, address in {}:',
    [...create, 'try:', [bind], 'except OSError:', [`${socket}.close()`, 'continue'], 'break'],
    'else:',
    failed,
    ...rest,
  ],
  'success breaks': ({ create, bind, socket, failed, rest }) => [
    'for family, kind, proto, _, address in {}:',
    [...create, 'try:', [bind, 'break'], 'except OSError:', [`${socket}.close()`]],
    'else:',
    failed,
    ...rest,
  ],
  'one tuple': ({ create, bind, socket, failed, rest }) => [
    'bound = False',
    'for info in {}:',
    [
      'family, kind, proto, _, address = info',
      ...create,
      'try:',
      [bind, 'bound = True'],
      'except OSError:',
      [`${socket}.close()`],
      'if bound:',
      ['break'],
    ],
    'if not bound:',
    failed,
    ...rest,
  ],
} satisfies Record<string, Shape>;
