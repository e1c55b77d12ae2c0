import type { Choices, Dimension } from '../choices.ts';
import { MAKERS, PLACES, type Maker } from './sockets.ts';
import { NEED_A_BIND, SHAPES } from './shapes.ts';

export const makerOf = (choices: Choices, index: number): Maker | undefined =>
  MAKERS[choices[`${index}.maker`] as keyof typeof MAKERS];

function socketDimensions(index: number): readonly Dimension[] {
  const of = (name: string): string => `${index}.${name}`;
  const isThere = (chosen: Choices): boolean => index === 0 || chosen.sockets !== 'one';
  const dimension = (
    name: string,
    choices: readonly string[],
    fits: (
      choice: string,
      own: (name: string) => string,
      maker: Maker | undefined,
      chosen: Choices,
    ) => boolean = () => true,
  ): Dimension => ({
    name: of(name),
    choices,
    fits: (choice, chosen) =>
      isThere(chosen) && fits(choice, (key) => chosen[of(key)] ?? '', makerOf(chosen, index), chosen),
  });
  return [
    dimension('maker', Object.keys(MAKERS), (choice, _own, _maker, chosen) => {
      const first = makerOf(chosen, 0);
      const { role, type } = MAKERS[choice as keyof typeof MAKERS];
      const isLocal = chosen.place === 'local';
      return (
        (role !== 'probe' || isLocal) &&
        // two sockets in fields of one name, each in a class of its own or both of one type
        (index === 0 || (role !== first?.role && (chosen.sockets === 'two classes' || type === first?.type)))
      );
    }),
    dimension(
      'resources',
      ['no', 'yes'],
      (choice, _own, maker, chosen) =>
        choice === 'no' ||
        (chosen.place === 'local' && (maker?.bind !== undefined || maker?.role !== 'probe')),
    ),
    dimension(
      'depth of creation',
      ['0', '1', '2'],
      (choice, _own, maker) => choice === '0' || maker?.bind !== undefined,
    ),
    dimension(
      'depth of bind',
      ['0', '1', '2'],
      (choice, _own, maker) => choice === '0' || maker?.bind !== undefined,
    ),
    dimension('shape', Object.keys(SHAPES), (choice, own, maker) => {
      const isNested = own('resources') === 'yes' || own('depth of bind') !== '0';
      return (
        (!NEED_A_BIND.includes(choice) || (maker?.bind !== undefined && own('depth of bind') === '0')) &&
        // the resource is made once, before all else
        (!isNested ||
          (choice !== 'a socket for each try' && maker?.bind !== undefined) ||
          (choice === 'throws' && own('depth of bind') === '0')) &&
        (maker?.role !== 'probe' || choice === 'catch' || choice === 'all in the try')
      );
    }),
    dimension('error', ['return', 'throw', 'cause']),
    dimension('port', ['parameter', 'property', 'literal', 'constant']),
    dimension(
      'address',
      ['port', 'host and port'],
      (choice, _own, maker) => choice === 'port' || maker?.bind !== undefined,
    ),
  ];
}

export const javaDimensions: readonly Dimension[] = [
  { name: 'sockets', choices: ['one', 'one', 'one', 'two classes', 'two methods'] },
  {
    name: 'place',
    choices: Object.keys(PLACES),
    fits: (choice, chosen) =>
      chosen.sockets === 'one' || !['local', 'returned', 'field of a class inside'].includes(choice),
  },
  { name: 'indentation', choices: ['4', '2', 'tab'] },
  { name: 'comments', choices: ['none', 'above', 'behind'] },
  { name: 'line ends', choices: ['LF', 'LF', 'LF', 'LF', 'CRLF'] },
  { name: 'platforms', choices: ['default', 'linux'] },
  ...socketDimensions(0),
  ...socketDimensions(1),
];
