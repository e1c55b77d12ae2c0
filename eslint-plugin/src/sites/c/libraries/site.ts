import { setReuseAddr, tcpFacts, withoutOption } from '../../flow/catalogue.ts';
import type { ApiFacts, Edit, GivenOption, OptionName, Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { UnsettledSite } from '../../tree-sitter/settled.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import type { CUnit } from '../lower/unit.ts';

/** What the calls of libraries are read from. */
export interface File {
  readonly sourceCode: TreeSitterSourceCode;
  readonly unit: CUnit;
}

/** The facts of a call that takes connections and comes without the option. */
export const api = (
  name: string,
  spelled: NonNullable<ApiFacts['spelled']>,
  statement: ApiFacts['statement'],
): ApiFacts =>
  tcpFacts({
    name,
    runtime: 'posix',
    options: Object.keys(spelled) as OptionName[],
    spelled,
    restart: 'fails',
    states: { tcp: [setReuseAddr] },
    statement,
  });

/** The facts of a call that sets the option by itself: it may be said, and changes nothing. */
export const safe = (facts: ApiFacts): ApiFacts => ({
  ...facts,
  restart: 'safe',
  unstated: 'libraryTcp',
  states: { tcp: [{ ...setReuseAddr, id: 'stateOption' }] },
});

/** The facts of a call that sets the option by itself, where there is no way to say so. */
export const fixed = (name: string, instead: string): ApiFacts =>
  withoutOption({ name, runtime: 'posix', instead });

/** The facts of a call that takes datagrams. */
export const datagrams = (facts: ApiFacts, states: ApiFacts['states']): ApiFacts => ({
  ...facts,
  protocol: 'udp',
  restart: 'safe',
  states,
});

/** What differs between calls that bind. */
interface Call {
  readonly api: ApiFacts;
  readonly port: Port;
  readonly given?: readonly GivenOption[];
  /** How the option is switched on. */
  readonly on?: readonly Edit[] | undefined;
}

/** A call that binds. */
export const site = (
  { sourceCode }: File,
  { start, end }: SyntaxNode,
  { api: facts, port, given = [], on }: Call,
): UnsettledSite => ({
  api: facts,
  loc: sourceCode.locOf(start, end),
  port,
  multicast: 'unknown',
  given,
  certainty: 'typed',
  proof: 'proven',
  platforms: ['linux', 'darwin'],
  write: (option, value) => (option === 'reuseAddr' && value === 'on' && on ? [...on] : undefined),
});

/** An option that a call is given. */
export const option = (
  { sourceCode }: File,
  { start, end }: SyntaxNode,
  { state, ...named }: Pick<GivenOption, 'name' | 'spelled'> & { readonly state: boolean | 'unknown' },
): GivenOption => ({
  ...named,
  values: { linux: state, darwin: state, win32: false },
  line: sourceCode.locOf(start, end).start.line,
});
