import { spend } from '../effort.ts';
import { isMulticast } from '../flow/addresses.ts';
import { memoize } from '../memoize.ts';
import type { ListenSite } from '../site.ts';
import { outermost, propertyName, type Node } from './ast.ts';
import { asNode, variableOf, visitMatches, type File } from './file.ts';
import { resolve } from './interpret/interpret.ts';
import { creationOf, type Creation } from './interpret/value.ts';

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
  if (isMulticast(address)) {
    return 'yes';
  }
  const nodes = creations.map(({ node }) => node);
  const { joined, used, mayConcernAny } = groupUses(file);
  if (nodes.some((node) => joined.has(node))) {
    return 'yes';
  }
  const isContained =
    nodes.length > 0 && !nodes.some((node) => used.has(node)) && !nodes.some((node) => escapes(node, file));
  return isContained && !mayConcernAny ? 'no' : 'unknown';
}

/** What a file does with groups and broadcasts. */
interface GroupUses {
  /** The calls that create sockets that join a group. */
  readonly joined: ReadonlySet<Node>;
  /** Those of sockets that do something else that only sockets for several receivers need. */
  readonly used: ReadonlySet<Node>;
  /** A socket of which nothing is known may be any; broadcasts, which another socket sends, any may receive. */
  readonly mayConcernAny: boolean;
}

const groupUses = memoize((file: File): GroupUses => {
  const joined = new Set<Node>();
  const used = new Set<Node>();
  let mayConcernAny = false;
  visitMatches(file, GROUP_METHODS, (node) => {
    const name = node.type === 'MemberExpression' ? (propertyName(node) ?? '') : '';
    if (node.type !== 'MemberExpression' || !GROUP_METHOD.test(name)) {
      return;
    }
    const creations = resolve(file, node.object).map(creationOf);
    for (const creation of creations) {
      if (creation) {
        (name.startsWith('add') ? joined : used).add(creation.node);
      }
    }
    mayConcernAny ||= name === 'setBroadcast' || creations.includes(undefined);
  });
  return { joined, used, mayConcernAny };
});

/** Whether a value may be used outside what this file shows of it. */
const escapes = memoize((creation: Node, file: File): boolean => {
  let node = outermost(creation);
  for (;;) {
    spend();
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
      variable.references.some((reference) => {
        spend();
        return !reference.init && !isMethodCall(asNode(reference.identifier));
      })
    );
  }
});

function isMethodCall(identifier: Node): boolean {
  const { parent } = identifier;
  return parent?.type === 'MemberExpression' && parent.object === identifier;
}
