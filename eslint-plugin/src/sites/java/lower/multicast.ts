import { isMulticast } from '../../flow/addresses.ts';
import { memoize } from '../../memoize.ts';
import type { ListenSite } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import { typeNamed } from '../catalogue/index.ts';
import type { Target } from './port.ts';
import { variableOf, type Variable } from './scope.ts';
import type { File } from './file.ts';
import type { BindStep, JavaHistory } from './step.ts';

/** What in a file may concern a datagram socket that others receive beside. */
const GROUPS = /joinGroup|\.\s*join\s*\(|setBroadcast|SO_BROADCAST|[Mm]ulticast|[Bb]roadcast/;

const mentionsGroups = memoize(({ text }: TreeSitterSourceCode) => GROUPS.test(text));

/** The variables that some method returns as they are. */
const returnedNames = memoize(
  ({ text }: TreeSitterSourceCode) =>
    new Set([...text.matchAll(/\breturn\s+(?:this\.)?(\w+)/g)].map(([, name]) => name)),
);

/**
 * Whether a datagram socket receives multicast. `no` only where the socket is a variable that does not leave its file, and
 * nothing in the file joins a group or broadcasts.
 */
export function multicastOf(
  { sourceCode }: File,
  { bind }: BindStep,
  history: JavaHistory,
  { address }: Target,
): ListenSite['multicast'] {
  if (history.uses.has('join') || isMulticast(address) || isMulticastSocket({ bind }, history)) {
    return 'yes';
  }
  const variable = variableWith(bind.call);
  const isContained =
    variable !== undefined &&
    (variable.kind === 'local' || variable.isPrivate) &&
    history.strangers.size === 0 &&
    history.receivers.size === 0 &&
    history.creations.size > 0 &&
    !returnedNames(sourceCode).has(variable.name);
  return isContained && !mentionsGroups(sourceCode) ? 'no' : 'unknown';
}

/** The variable that holds the socket: the receiver, or what a constructor's or factory's result is stored in. */
function variableWith(call: SyntaxNode): Variable | undefined {
  const name = (isMade(call) ? storedIn(call) : call.field('object'))?.text;
  const simple = /^(?:this\s*\.\s*)?(\w+)(?:\s*\.\s*socket\s*\(\s*\))?$/.exec(name ?? '')?.[1];
  return simple === undefined ? undefined : variableOf(call, simple);
}

const isMade = (call: SyntaxNode): boolean =>
  call.type === 'object_creation_expression' || call.field('name')?.text === 'createServerSocket';

function storedIn({ parent }: SyntaxNode): SyntaxNode | undefined {
  return parent?.type === 'variable_declarator' || parent?.type === 'resource'
    ? parent.field('name')
    : parent?.type === 'assignment_expression'
      ? parent.field('left')
      : undefined;
}

/** A java.net.MulticastSocket, which sets SO_REUSEADDR itself. */
export function isMulticastSocket({ bind }: Pick<BindStep, 'bind'>, { creations }: JavaHistory): boolean {
  return [bind.type, ...[...creations].map(({ creation }) => creation.type)].some(
    (type) => type !== undefined && typeNamed(type)?.isMulticast,
  );
}
