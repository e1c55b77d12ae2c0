import type { ListenSite } from '../site.ts';
import { outermost, propertyName, type Node } from './ast.ts';
import { asNode, variableOf, visitMatches, type File } from './file.ts';
import { resolve } from './resolve/resolve.ts';
import type { Creation } from './resolve/value.ts';

/** 224.0.0.0/4 and ff00::/8. Source: RFC 5771, RFC 4291. */
const MULTICAST_ADDRESS = /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/i;

/** Methods that only sockets for several receivers need. Source: nodejs.org/api/dgram.html. */
const GROUP_METHOD = /^(?:addMembership|addSourceSpecificMembership|setMulticastInterface|setBroadcast)$/;
const GROUP_METHODS =
  /\.\s*(?:addMembership|addSourceSpecificMembership|setMulticastInterface|setBroadcast)\b/g;

/**
 * Whether a datagram socket receives multicast. `no` only when the socket does not leave the file and nothing in it
 * joins a group or sends broadcasts.
 */
export function multicastOf(
  file: File,
  creations: readonly Creation[],
  address: string | undefined,
): ListenSite['multicast'] {
  if (address !== undefined && MULTICAST_ADDRESS.test(address)) {
    return 'yes';
  }
  const uses = groupUses(file, creations);
  if (uses.includes('joins')) {
    return 'yes';
  }
  const isContained = creations.length > 0 && !creations.some(({ node }) => escapes(file, node));
  return uses.length === 0 && isContained ? 'no' : 'unknown';
}

/** What the file does with groups and broadcasts, as far as it may concern these sockets. */
function groupUses(file: File, creations: readonly Creation[]): ('joins' | 'may concern')[] {
  const uses: ('joins' | 'may concern')[] = [];
  visitMatches(file, GROUP_METHODS, (node) => {
    const name = node.type === 'MemberExpression' ? (propertyName(node) ?? '') : '';
    if (node.type !== 'MemberExpression' || !GROUP_METHOD.test(name)) {
      return;
    }
    const sockets = resolve(file, node.object);
    const isOurs = sockets.some(
      (value) =>
        value.kind === 'instance' && creations.some((creation) => creation.node === value.creation?.node),
    );
    if (isOurs && name.startsWith('add')) {
      uses.push('joins');
    } else if (
      isOurs ||
      name === 'setBroadcast' ||
      !sockets.every((value) => value.kind === 'instance' && value.creation)
    ) {
      // a socket of which nothing is known; or broadcasts, which another socket sends and this one may receive
      uses.push('may concern');
    }
  });
  return uses;
}

/** Whether a value may be used outside what this file shows of it. */
function escapes(file: File, creation: Node): boolean {
  let node = outermost(creation);
  for (;;) {
    const { parent } = node;
    if (
      parent?.type === 'MemberExpression' &&
      parent.object === node &&
      parent.parent.type === 'CallExpression'
    ) {
      // createSocket(…).on(…).bind(…): methods return the socket
      node = outermost(parent.parent);
      continue;
    }
    if (parent?.type === 'ExpressionStatement') {
      return false;
    }
    if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') {
      return true;
    }
    const variable = variableOf(file, parent.id);
    const isExported = parent.parent.parent.type === 'ExportNamedDeclaration';
    return (
      isExported ||
      !variable ||
      variable.references.some((reference) => !reference.init && !isMethodCall(asNode(reference.identifier)))
    );
  }
}

function isMethodCall(identifier: Node): boolean {
  const { parent } = identifier;
  return parent?.type === 'MemberExpression' && parent.object === identifier;
}
