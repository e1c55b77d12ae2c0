import { withoutOption } from '../../flow/catalogue.ts';
import { memoize } from '../../memoize.ts';
import type { ApiFacts, GivenOption } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { UnsettledSite } from '../../tree-sitter/settled.ts';
import type { SwitchlessCall } from '../catalogue/family.ts';
import { calledIn } from '../lower/called.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import { routineAt } from '../lower/unit.ts';
import { portAt } from './port.ts';
import { option, site, type File } from './site.ts';

/** A call of a library, as a catalogue names it. */
export interface Called {
  /** Where the squiggle goes. */
  readonly name: SyntaxNode;
  /** How messages call it. */
  readonly api: string;
  readonly given: readonly SyntaxNode[];
}

/** `evhttp_bind_socket(http, "0.0.0.0", 8080)`, `server.listen("0.0.0.0", 8080)` */
export function readSwitchless(
  file: File,
  { name, api, given }: Called,
  known: SwitchlessCall,
): UnsettledSite[] {
  const port = given.length < (known.atLeast ?? 1) ? undefined : portAt(file.unit, given, known.port);
  if (!port) {
    return [];
  }
  const isDatagrams = known.protocol === 'udp' || given.some(({ text }) => text.startsWith('"udp:'));
  const socket = name.field('argument')?.text ?? given[0]?.text;
  const isLocal = socket !== undefined && assignmentsIn(routineAt(file.unit, name).node).types.has(socket);
  const called = calledIn(isLocal ? routineAt(file.unit, name).node : file.unit.root);
  if (socket !== undefined && known.mayConnect === true && called.connecting.has(socket)) {
    return [];
  }
  const isStated =
    known.stated === 'on-socket'
      ? socket !== undefined && called.reusing.has(socket)
      : known.stated?.test(codeIn(file.unit.root)) === true;
  const stated: GivenOption[] = isStated
    ? [option(file, name, { name: 'reuseAddr', spelled: 'SO_REUSEADDR', state: 'unknown' })]
    : [];
  return [site(file, name, { api: factsOf(api, known, isDatagrams), port, given: stated })];
}

/** A text without its comments, which may name what the code does not say. */
const codeIn = memoize(({ text }: SyntaxNode): string =>
  text.replaceAll(/("(?:\\.|[^"\\\n])*")|\/\/[^\n]*|\/\*[^]*?\*\//g, '$1'),
);

function factsOf(name: string, { does, instead }: SwitchlessCall, isDatagrams: boolean): ApiFacts {
  const facts = withoutOption({ name, runtime: 'posix', instead });
  const unverified: Partial<ApiFacts> = does === 'unverified' ? { unstated: 'shapedServer' } : {};
  if (isDatagrams) {
    return { ...facts, protocol: 'udp', unstated: 'noOption', ...unverified };
  }
  return does === 'shares'
    ? { ...facts, sharesByDefault: true }
    : does === 'unset'
      ? { ...facts, restart: 'fails', unstated: 'posixTcp' }
      : { ...facts, ...unverified };
}
