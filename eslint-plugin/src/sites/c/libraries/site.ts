import type { ApiFacts, Edit, GivenOption, ListenSite, OptionName, Port, Statement } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import type { CUnit } from '../unit.ts';

/** What the calls of libraries are read from. */
export interface File {
  readonly sourceCode: TreeSitterSourceCode;
  readonly unit: CUnit;
}

/** What a call that comes without the option is told. */
export const setReuse: Statement = { id: 'setReuseAddr', option: 'reuseAddr', value: 'on', isFix: true };

/** The facts of a call that takes connections and comes without the option. */
export function api(name: string, spelled: ApiFacts['spelled'], statement: ApiFacts['statement']): ApiFacts {
  return {
    name,
    runtime: 'posix',
    protocol: 'tcp',
    options: Object.keys(spelled ?? {}) as OptionName[],
    spelled,
    forwards: 'yes',
    restart: 'fails',
    states: { tcp: [setReuse] },
    statement,
  };
}

/** The facts of a call that sets the option by itself: it may be said, and changes nothing. */
export const safe = (facts: ApiFacts): ApiFacts => ({
  ...facts,
  restart: 'safe',
  unstated: 'libraryTcp',
  states: { tcp: [{ ...setReuse, id: 'stateOption' }] },
});

/** The facts of a call that sets the option by itself, where there is no way to say so. */
export const withoutSwitch = (name: string, instead: string): ApiFacts => ({
  ...api(name, {}, undefined),
  forwards: 'no',
  restart: 'safe',
  unstated: 'safeNoOption',
  states: {},
  instead,
});

/** The facts of a call that takes datagrams. */
export const datagrams = (facts: ApiFacts, states: ApiFacts['states']): ApiFacts => ({
  ...facts,
  protocol: 'udp',
  restart: 'safe',
  states,
});

/** A call that binds. */
export function site(
  { sourceCode }: File,
  node: SyntaxNode,
  facts: ApiFacts,
  port: Port,
  given: readonly GivenOption[],
  edits: Edit[] | undefined,
): ListenSite {
  return {
    api: facts,
    loc: sourceCode.locOf(node.start, node.end),
    port,
    multicast: 'unknown',
    given,
    certainty: 'typed',
    proof: 'proven',
    platforms: ['linux', 'darwin'],
    hasFlag: () => false,
    write: (option, value) => (option === 'reuseAddr' && value === 'on' ? edits : undefined),
  };
}

/** An option that a call is given. */
export function option(
  file: File,
  node: SyntaxNode,
  name: OptionName,
  spelled: string,
  state: boolean | 'unknown',
): GivenOption {
  return {
    name,
    spelled,
    values: { linux: state, darwin: state, win32: false },
    line: file.sourceCode.locOf(node.start, node.end).start.line,
  };
}
