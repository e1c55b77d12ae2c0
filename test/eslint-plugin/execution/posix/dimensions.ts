import type { Choices, Dimension } from '../choices.ts';
import type { Role } from '../roles.ts';
import { rolesOf, SCENARIOS } from '../scenarios.ts';
import { ADDRESSES, FRESH, JOINED, STRAIGHT } from './shapes.ts';
import { FAILED, HINTS, PLACES, SUCCEEDED, TYPES, type Hints, type Place } from './sockets.ts';

/** How many helpers take part in making and binding a socket at most. */
const DEEPEST = 4;

/** How shapes are told apart by how the socket is made for them. */
export const SHAPES = {
  straight: STRAIGHT,
  fresh: FRESH,
  joined: JOINED,
  addresses: ADDRESSES,
};

const FAMILY: Readonly<Record<string, keyof typeof SHAPES>> = {
  'in a loop of tries': 'fresh',
  "in the bind's expression": 'joined',
  'in a loop of addresses': 'addresses',
};

const shapeNames = Object.entries(SHAPES).flatMap(([family, shapes]) =>
  Object.keys(shapes).map((name) => `${family}: ${name}`),
);

/** Shapes that end the function themselves where the bind failed, or go on. */
const CARELESS = /: (?:not tested|conditional expression|assert|macro|function of)/;

const isPlace = (choices: Choices, property: keyof Place): boolean =>
  property in PLACES[choices.place as keyof typeof PLACES];

/** The dimensions of the first or second socket of a program. */
function openerDimensions(index: number, isCpp: boolean): readonly Dimension[] {
  const of = (name: string): string => `${index}.${name}`;
  const dimension = (
    name: string,
    choices: readonly string[],
    fits: (choice: string, own: (name: string) => string, role: Role, chosen: Choices) => boolean = () =>
      true,
  ): Dimension => ({
    name: of(name),
    choices,
    fits: (choice, chosen) => {
      const role = rolesOf(chosen)[index];
      return role !== undefined && fits(choice, (key) => chosen[of(key)] ?? '', role, chosen);
    },
  });
  const spelledHints = Object.entries<Hints>(HINTS).flatMap(([name, { isC }]) =>
    isCpp && isC ? [] : [name],
  );
  const isLocal = (chosen: Choices): boolean => isPlace(chosen, 'local');
  return [
    dimension(
      'create',
      [
        'assigned',
        'initialised',
        'in the condition',
        'by a helper',
        'by a helper, out-parameter',
        'for the first address',
        'in a loop of addresses',
        'in a loop of tries',
        "in the bind's expression",
      ],
      (choice, _own, role, chosen) =>
        (choice !== 'initialised' ||
          (chosen.layout === 'C99' && ['local', 'returned'].includes(chosen.place ?? ''))) &&
        (role !== 'probe' || !/helper|address|tries/.test(choice)) &&
        // what a table, a branch or a parameter tells is told in one place
        (role !== 'either' || !/helper|expression/.test(choice)),
    ),
    dimension('depth of creation', ['1', '2', '3'], (_choice, own) =>
      own('create').startsWith('by a helper'),
    ),
    dimension('hints', spelledHints, (choice, own, role) => {
      const hints: Hints = HINTS[choice as keyof typeof HINTS];
      return (
        own('create').includes('address') &&
        // what is known at run time alone cannot initialise
        (role !== 'either' || (hints.set !== undefined && hints.file === undefined && !hints.isC))
      );
    }),
    dimension(
      'type',
      [...Object.keys(TYPES), 'parameter'],
      (choice, own, role) =>
        role !== 'either' &&
        (choice === 'plain' || !own('create').includes('address')) &&
        // a client that does not wait is not connected by the time it looks
        (choice !== 'nonblocking too' || role !== 'client'),
    ),
    dimension(
      'which type',
      ['parameter', '?:', 'table', 'branches', 'branch sets it'],
      (choice, own, role) => role === 'either' && (choice !== 'branches' || own('create') === 'assigned'),
    ),
    dimension('protocol', ['0', 'named'], (choice, own, role) => choice === '0' || role !== 'either'),
    dimension('creation tested', ['no', '< 0', '== -1']),
    dimension('depth of bind', ['0', '1', '2', '3'], (choice, own) =>
      /address|tries|expression/.test(own('create'))
        ? choice === '0'
        : Number(own('depth of creation')) + Number(choice) <= DEEPEST,
    ),
    dimension('error', [
      'return',
      'return without close',
      'perror, exit',
      'goto',
      'errno',
      'errno tested',
      ...(isCpp ? ['throw'] : []),
    ]),
    dimension('shape', shapeNames, (choice, own, role, chosen) => {
      const [family = '', name = ''] = choice.split(': ');
      const inHelper = own('depth of bind') !== '0';
      return (
        family === (FAMILY[own('create')] ?? 'straight') &&
        (!choice.includes(': returned') ||
          inHelper ||
          (['server', 'datagram'].includes(role) &&
            !isLocal(chosen) &&
            !own('create').includes('address'))) &&
        (!name.startsWith('result, initialised') || own('error') !== 'goto' || !isCpp) &&
        (!CARELESS.test(choice) || role !== 'probe') &&
        (!name.startsWith('the next port') || inHelper || own('create') !== 'for the first address') &&
        (name !== 'result, initialised' || chosen.layout === 'C99')
      );
    }),
    dimension('failure', FAILED),
    dimension('success', SUCCEEDED),
    dimension('after', ['nothing', 'accept', 'accept4', 'by a function'], (choice, _own, role) =>
      role === 'server' ? true : choice === 'nothing',
    ),
    dimension('listen', ['tested', 'not tested'], (choice, _own, role) =>
      role === 'server' ? true : choice === 'tested',
    ),
    dimension('address', ['assigned', 'initialised', 'by a function', 'IPv6'], (choice, own, role) =>
      own('create').includes('address')
        ? choice === 'assigned'
        : choice !== 'IPv6' ||
          (role === 'server' && own('depth of bind') === '0' && !own('shape').includes('next port')),
    ),
    dimension('port', ['parameter', 'environment', 'literal', 'macro'], (choice, _own, role) =>
      role === 'either' ? choice === 'parameter' : true,
    ),
  ];
}

/** The dimensions of programs in C or C++; those of layout come first, as nothing depends on more. */
export function posixDimensions(language: 'c' | 'cpp'): readonly Dimension[] {
  const isCpp = language === 'cpp';
  return [
    { name: 'scenario', choices: Object.keys(SCENARIOS) },
    {
      name: 'place',
      choices: Object.keys(PLACES),
      fits: (choice, chosen) => {
        const roles = rolesOf(chosen);
        return roles.includes('probe')
          ? choice === 'local'
          : roles.length === 1 || !['local', 'returned', 'local struct'].includes(choice);
      },
    },
    ...(isCpp
      ? [
          {
            name: 'class',
            choices: ['no', 'field', 'this', 'constructor', 'namespace'],
            fits: (choice: string, chosen: Choices) =>
              choice === 'no' || choice === 'namespace' || chosen.place === 'static variable',
          },
          { name: 'global scope', choices: ['no', '::'] },
        ]
      : []),
    { name: 'layout', choices: ['C99', 'C89'] },
    { name: 'indentation', choices: ['4', '2', 'tab'] },
    { name: 'braces', choices: ['end of line', 'own line', 'all'] },
    { name: 'one-line if', choices: ['no', 'yes'] },
    { name: 'comments', choices: ['none', 'above', 'behind', 'line above'] },
    { name: 'line ends', choices: ['LF', 'LF', 'LF', 'LF', 'CRLF'] },
    { name: 'platforms', choices: ['default', 'linux', 'linux, darwin'] },
    ...openerDimensions(0, isCpp),
    ...openerDimensions(1, isCpp),
  ];
}
