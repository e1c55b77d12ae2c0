import { describe, expect, it } from 'vitest';
import { missing } from '../../examples/support/toolchain.ts';
import { hasNamespaces } from '../../network/namespace.ts';
import type { Change } from './changes.ts';
import { fixedOptions, layoutFaults } from './changes.ts';
import { faultsOf } from './check.ts';
import { simplified, type Choices } from './choices.ts';
import { GENERATORS, programOf } from './generate.ts';
import type { Language, Program } from './program.ts';
import { runTexts } from './prove.ts';

/** The simplest program of a language, but for some choices. */
function program(language: Language, choices: Choices): Program {
  const { dimensions } = GENERATORS[language];
  const names = new Set(dimensions.map(({ name }) => name).filter((name) => !(name in choices)));
  return programOf(language, simplified(dimensions, choices, names));
}

const OPTION = 'setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int))';
const JAVA_BIND = 'socket.bind(address);';
const PYTHON_BIND = 'sock.bind(address)';
const PYTHON_OPTION = 'sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)';

/** Changes of the simplest programs: what is put in the place of what, and the faults that running must show. */
const CHANGES: readonly {
  readonly language: Language;
  readonly choices?: Choices;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly kinds: readonly string[];
  readonly leavesUnbound?: boolean;
}[] = [
  {
    language: 'c',
    what: 'the option before the bind',
    from: '    if (bind',
    to: `    ${OPTION};\n    if (bind`,
    kinds: [],
  },
  { language: 'c', what: 'nothing', from: '', to: '', kinds: ['no option on a stream socket, server'] },
  {
    language: 'c',
    choices: { '0.shape': 'straight: success, else' },
    what: 'a success test that is copied',
    from: '    if (bind',
    to: `    if (${OPTION} == 0)\n        return 0;\n    if (bind`,
    kinds: ['other binds', 'another exit status', 'another output'],
  },
  {
    language: 'c',
    what: 'the option twice',
    from: '    if (bind',
    to: `    ${OPTION};\n    ${OPTION};\n    if (bind`,
    kinds: ['an option twice on a stream socket, server'],
  },
  {
    language: 'c',
    what: 'the option after the bind',
    from: '    if (listen',
    to: `    ${OPTION};\n    if (listen`,
    kinds: ['an option once more after the bind', 'no option on a stream socket, server'],
  },
  {
    language: 'c',
    choices: { '0.shape': 'straight: for, break' },
    what: 'the option at each try',
    from: '        if (bind',
    to: `        ${OPTION};\n        if (bind`,
    kinds: ['an option once more after the bind'],
  },
  {
    language: 'c',
    what: 'a descriptor that stays open',
    from: '    close(fd);\n    return 0;',
    to: '    return 0;',
    kinds: ['a descriptor is closed elsewhere or not at all', 'no option on a stream socket, server'],
  },
  {
    language: 'c',
    what: 'a name that is not declared',
    from: '    if (bind',
    to: '    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse));\n    if (bind',
    kinds: ['does not compile'],
  },
  ...(['datagram', 'client', 'probe', 'either'] as const).map((scenario) => ({
    language: 'c' as const,
    choices: { scenario },
    what: `the option on a socket of the role ${scenario}`,
    from: '    if (bind',
    to: `    ${OPTION};\n    if (bind`,
    kinds: {
      datagram: ['SO_REUSEADDR=1 on a datagram socket, datagram'],
      client: ['SO_REUSEADDR=1 on a stream socket, client'],
      probe: ['SO_REUSEADDR=1 on a stream socket, probe'],
      either: ['SO_REUSEADDR=1 on a stream socket, either', 'SO_REUSEADDR=1 on a datagram socket, either'],
    }[scenario],
  })),
  {
    language: 'c',
    choices: { scenario: 'multicast' },
    what: 'SO_REUSEADDR alone where macOS is a target',
    from: '    if (bind',
    to: `    ${OPTION};\n    if (bind`,
    kinds: ['SO_REUSEADDR=1 on a datagram socket, multicast'],
  },
  {
    language: 'c',
    choices: { scenario: 'multicast', platforms: 'linux' },
    what: 'SO_REUSEADDR on a receiver of Linux',
    from: '    if (bind',
    to: `    ${OPTION};\n    if (bind`,
    kinds: [],
  },
  {
    language: 'c',
    choices: { '0.shape': 'straight: assert' },
    what: 'no harm in an assertion that fails on another line',
    from: '    assert(bind',
    to: `    ${OPTION};\n    assert(bind`,
    kinds: [],
  },
  { language: 'python', what: 'nothing', from: '', to: '', kinds: ['no option on a stream socket, server'] },
  {
    language: 'python',
    what: 'the option before the bind',
    from: PYTHON_BIND,
    to: `${PYTHON_OPTION}\n        ${PYTHON_BIND}`,
    kinds: [],
  },
  {
    language: 'python',
    what: 'an error before the bind',
    from: PYTHON_BIND,
    to: `${PYTHON_OPTION.replace('1)', 'on)')}\n        ${PYTHON_BIND}`,
    kinds: ['other binds', 'another exit status', 'another output'],
  },
  {
    language: 'java',
    what: 'nothing, where the JVM sets it by itself',
    from: '',
    to: '',
    kinds: ['no option on a stream socket, server'],
  },
  {
    language: 'java',
    what: 'the option before the bind',
    from: JAVA_BIND,
    to: `socket.setReuseAddress(true); ${JAVA_BIND}`,
    kinds: [],
  },
  ...(
    [
      ['a socket that stays open where its constructor closed it', 'throws', false],
      ['a socket that may stay open', 'throws', true],
      ['sockets of a loop that stay open', 'a socket for each try', true],
    ] as const
  ).map(([what, shape, leavesUnbound]) => ({
    language: 'java' as const,
    choices: { '0.maker': 'ServerSocket(port)', '0.shape': shape },
    what,
    from: 'new ServerSocket(port);',
    to: 'new ServerSocket(); socket.bind(new InetSocketAddress(port));',
    kinds: shape === 'throws' && leavesUnbound ? [] : ['a descriptor is closed elsewhere or not at all'],
    leavesUnbound,
  })),
];

describe.skipIf(!hasNamespaces || missing('strace', '-V'))('the check of a change', () => {
  it.each(CHANGES)(
    'in $language sees $what',
    async ({ language, choices = {}, from, to, kinds, leavesUnbound = false }) => {
      const before = program(language, choices);
      const text = before.text.replace(from, to);
      expect(text === before.text).toBe(from === '');
      const change: Change = { what: 'by hand', text, options: fixedOptions, leavesUnbound };
      const ran = await runTexts(language, [before.text, ...(text === before.text ? [] : [text])]);
      const [was, is = was] = [ran.get(before.text), ran.get(text)];
      expect(
        was &&
          is &&
          faultsOf(before, change, was, is)
            .map(({ kind }) => kind)
            .sort(),
      ).toEqual(kinds.map((kind) => `by hand: ${kind}`).sort());
    },
  );

  it('sees what comes between a comment and its bind, and other line ends', () => {
    const before = '/* take the port */\r\nbind();\r\n';
    expect(layoutFaults('by hand', before, before.replace('bind', 'x();\r\nbind'))).toMatchObject([
      { kind: 'by hand: comes between a comment and its bind' },
    ]);
    const within = before.replace('bind', 'make(); bind');
    expect(layoutFaults('by hand', within, within.replace('bind', 'x(); bind'))).toEqual([]);
    expect(layoutFaults('by hand', within, within.replace('make', 'x(); make'))).toMatchObject([
      { kind: 'by hand: comes between a comment and its bind' },
    ]);
    expect(layoutFaults('by hand', before, `x();\n${before}`)).toMatchObject([
      { kind: 'by hand: other line ends' },
    ]);
  });
});
