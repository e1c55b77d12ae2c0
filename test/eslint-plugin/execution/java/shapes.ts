import type { Block } from '../block.ts';

/** What a shape is made of. `failed` and `rest` leave the method at their end. */
export interface Parts {
  /** The statement that makes the socket, none where it is made already; the call that binds it, if another does. */
  readonly make: Block;
  readonly bind: string | undefined;
  readonly socket: string;
  readonly failed: Block;
  readonly rest: Block;
  readonly nextPort: string;
}

type Shape = (parts: Parts) => Block;

const both = ({ make, bind }: Parts): Block => [...make, ...(bind === undefined ? [] : [`${bind};`])];
const late = ({ make, bind }: Parts): { before: Block; inside: Block } =>
  bind === undefined ? { before: [], inside: make } : { before: make, inside: [`${bind};`] };

/** How a failure is met. */
export const SHAPES = {
  throws: (parts) => [...both(parts), ...parts.rest],
  catch: (parts) => {
    const { before, inside } = late(parts);
    return [...before, 'try {', inside, '} catch (IOException error) {', parts.failed, '}', ...parts.rest];
  },
  'all in the try': (parts) => [
    'try {',
    [...both(parts), ...parts.rest],
    '} catch (IOException error) {',
    parts.failed,
    '}',
  ],
  finally: (parts) => {
    const { before, inside } = late(parts);
    return [...before, 'try {', inside, '} finally {', ['System.out.println("tried");'], '}', ...parts.rest];
  },
  'truth in a variable': (parts) => {
    const { before, inside } = late(parts);
    return [
      'boolean bound = false;',
      ...before,
      'try {',
      [...inside, 'bound = true;'],
      '} catch (BindException error) {',
      ['System.out.println("in use");'],
      '}',
      'if (!bound) {',
      parts.failed,
      '}',
      ...parts.rest,
    ];
  },
  'for, break': (parts) => [
    ...parts.make,
    'int tries = 0;',
    'for (; tries < 3; tries++) {',
    [
      'try {',
      [`${parts.bind ?? ''};`, 'break;'],
      '} catch (IOException error) {',
      ['System.out.println("again");'],
      '}',
    ],
    '}',
    'if (tries == 3) {',
    parts.failed,
    '}',
    ...parts.rest,
  ],
  'while not bound': (parts) => [
    ...parts.make,
    'boolean bound = false;',
    'for (int tries = 0; !bound; tries++) {',
    [
      'try {',
      [`${parts.bind ?? ''};`, 'bound = true;'],
      '} catch (IOException error) {',
      ['if (tries == 2) {', parts.failed, '}', parts.nextPort],
      '}',
    ],
    '}',
    ...parts.rest,
  ],
  'a socket for each try': (parts) => [
    'int tries = 0;',
    'while (true) {',
    [
      'try {',
      [...both(parts), 'break;'],
      '} catch (IOException error) {',
      ['if (++tries == 3) {', parts.failed, '}'],
      '}',
    ],
    '}',
    ...parts.rest,
  ],
  'in a branch': (parts) => {
    const { before, inside } = late(parts);
    return [...before, 'if (address != null) {', inside, '}', ...parts.rest];
  },
  'in two branches': (parts) => [
    ...parts.make,
    'if (address.getPort() == 1) {',
    [`${parts.bind ?? ''};`],
    '} else {',
    [`${parts.bind ?? ''};`, 'System.out.println("else");'],
    '}',
    ...parts.rest,
  ],
  'one line': (parts) => [both(parts).join(' '), ...parts.rest],
} satisfies Record<string, Shape>;

/** Shapes that bind a socket made before more than once, or in more than one place. */
export const NEED_A_BIND = ['for, break', 'while not bound', 'in two branches'];
