import type { Choices, Dimension } from '../choices.ts';
import { rolesOf, SCENARIOS } from '../scenarios.ts';
import type { Role } from '../roles.ts';
import { ADDRESSES, FRESH, JOINED, STRAIGHT, TOGETHER } from './shapes.ts';

/** How many helpers take part in making and binding a socket at most. */
const DEEPEST = 4;

export const SHAPES = {
  straight: STRAIGHT,
  together: TOGETHER,
  fresh: FRESH,
  joined: JOINED,
  addresses: ADDRESSES,
};

const FAMILY: Readonly<Record<string, keyof typeof SHAPES>> = {
  'in the try': 'together',
  'in a loop of tries': 'fresh',
  "in the bind's expression": 'joined',
  'in a loop of addresses': 'addresses',
};

/** Where a socket lives: its name in the opener, what the file declares, and the parameter and argument of the opener. */
export const PLACES = {
  local: { socket: 'sock', isLocal: true },
  returned: { socket: 'sock', isReturned: true },
  global: { socket: 'listener', file: ['listener = None'], first: ['global listener'] },
  field: { socket: 'self.sock', isMember: true },
  'field, two classes': { socket: 'self.sock', isMember: true, isOfTwoClasses: true },
  'private field': { socket: 'self._socket', isMember: true },
  list: { socket: 'socks[0]', file: ['socks = [None, None]'] },
  dictionary: { socket: "state['sock']", file: ["state = {'sock': None}"] },
  'attribute of a parameter': {
    socket: 'app.sock',
    file: ['class App:', ['sock = None'], '', 'the_app = App()'],
    parameter: 'app',
    argument: 'the_app',
  },
} as const satisfies Record<string, Place>;

export interface Place {
  readonly socket: string;
  readonly file?: readonly (string | readonly string[])[];
  readonly first?: readonly string[];
  readonly parameter?: string;
  readonly argument?: string;
  readonly isLocal?: true;
  readonly isReturned?: true;
  readonly isMember?: true;
  readonly isOfTwoClasses?: true;
}

/** How a library's classes make servers. `{}` is the address; the due is that of `--fix`. */
export const SERVER_CLASSES = {
  TCPServer: { base: 'socketserver.TCPServer', role: 'server' },
  ThreadingTCPServer: { base: 'socketserver.ThreadingTCPServer', role: 'server' },
  mixin: { base: 'socketserver.ThreadingMixIn, socketserver.TCPServer', role: 'server' },
  UDPServer: { base: 'socketserver.UDPServer', role: 'datagram' },
} as const satisfies Record<string, { base: string; role: Role }>;

const shapeNames = Object.entries(SHAPES).flatMap(([family, shapes]) =>
  Object.keys(shapes).map((name) => `${family}: ${name}`),
);

const isClass = (chosen: Choices): boolean => chosen['made by'] === 'a class of socketserver';

function openerDimensions(index: number): readonly Dimension[] {
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
      return (
        role !== undefined && !isClass(chosen) && fits(choice, (key) => chosen[of(key)] ?? '', role, chosen)
      );
    },
  });
  return [
    dimension(
      'create',
      [
        'assigned',
        'by a helper',
        'with',
        'closing',
        'in the try',
        'for the first address',
        'in a loop of addresses',
        'in a loop of tries',
        "in the bind's expression",
      ],
      (choice, _own, role, chosen) =>
        (!/^(?:with|closing)$/.test(choice) || chosen.place === 'local') &&
        (choice !== "in the bind's expression" || ['local', 'returned'].includes(chosen.place ?? '')) &&
        (role !== 'probe' || /^(?:assigned|with|closing)$/.test(choice)) &&
        (role !== 'either' || !/helper|expression/.test(choice)),
    ),
    dimension('depth of creation', ['1', '2', '3'], (_choice, own) => own('create') === 'by a helper'),
    dimension(
      'arguments',
      [
        'positional',
        'defaults',
        'keywords',
        'family alone',
        'keyword type',
        'with protocol',
        'variable',
        'parameter',
      ],
      (choice, own, role) =>
        own('create').includes('address') || role === 'either'
          ? choice === 'positional'
          : !/defaults|alone/.test(choice) || ['server', 'client', 'probe'].includes(role),
    ),
    dimension(
      'which type',
      ['parameter', 'default argument', 'conditional', 'table', 'branches', 'branch sets it'],
      (choice, own, role) => role === 'either' && (choice !== 'branches' || own('create') === 'assigned'),
    ),
    dimension('depth of bind', ['0', '1', '2', '3'], (choice, own) =>
      /address|tries|expression|in the try/.test(own('create'))
        ? choice === '0'
        : Number(own('depth of creation')) + Number(choice) <= DEEPEST,
    ),
    dimension('error', ['return', 'exit', 'raise', 'raise another', 'return without close']),
    dimension('shape', shapeNames, (choice, own, role) => {
      const [family] = choice.split(': ');
      return (
        family === (FAMILY[own('create')] ?? 'straight') &&
        (role !== 'probe' || /except|truth/.test(choice)) &&
        (!choice.includes('next port') || own('create') !== 'for the first address')
      );
    }),
    dimension('after', ['nothing', 'accept', 'by a function'], (choice, _own, role) =>
      role === 'server' ? true : choice === 'nothing',
    ),
    dimension('backlog', ['5', '', '128'], (choice, _own, role) => role === 'server' || choice === '5'),
    dimension('port', ['parameter', 'environment', 'literal', 'constant'], (choice, _own, role) =>
      role === 'either' ? choice === 'parameter' : true,
    ),
  ];
}

export const pythonDimensions: readonly Dimension[] = [
  {
    name: 'made by',
    choices: ['socket', 'socket', 'socket', 'socket', 'socket', 'a class of socketserver'],
  },
  {
    name: 'server class',
    choices: Object.keys(SERVER_CLASSES),
    fits: (_choice, chosen) => isClass(chosen),
  },
  {
    name: 'class body',
    choices: ['pass', 'attribute', 'method', 'docstring', 'no subclass'],
    fits: (_choice, chosen) => isClass(chosen),
  },
  {
    name: 'scenario',
    choices: Object.keys(SCENARIOS),
    fits: (choice, chosen) =>
      !isClass(chosen) ||
      choice === SERVER_CLASSES[chosen['server class'] as keyof typeof SERVER_CLASSES].role,
  },
  {
    name: 'place',
    choices: Object.keys(PLACES),
    fits: (choice, chosen) => {
      const roles = rolesOf(chosen);
      return isClass(chosen)
        ? choice === 'local'
        : roles.includes('probe')
          ? choice === 'local'
          : (roles.length === 1 || !['local', 'returned'].includes(choice)) &&
            (roles.length === 2 || choice !== 'field, two classes');
    },
  },
  {
    name: 'import',
    choices: ['module', 'names', 'alias'],
    fits: (choice, chosen) => choice === 'module' || !isClass(chosen),
  },
  { name: 'indentation', choices: ['4', '2', 'tab'] },
  { name: 'comments', choices: ['none', 'above', 'behind'] },
  { name: 'line ends', choices: ['LF', 'LF', 'LF', 'LF', 'CRLF'] },
  { name: 'platforms', choices: ['default', 'linux', 'linux, darwin', 'linux, win32'] },
  ...openerDimensions(0),
  ...openerDimensions(1),
];
