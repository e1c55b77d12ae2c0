import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, type Node } from './ast.ts';
import { dgram } from './catalogue/node-dgram.ts';
import { netListener } from './catalogue/node-net.ts';
import type { Listener } from './catalogue/family.ts';
import { webSocketServer } from './catalogue/ws.ts';
import type { File } from './file.ts';

const listen = netListener('listen()');
const bind: Listener | undefined = dgram.types?.['dgram.Socket']?.listeners?.bind;

/** Names under which datagram sockets go; every function has a method called bind. */
const SOCKET_NAME = /sock|udp|dgram|server|client|multicast|broadcast|mdns|ssdp|receiver/i;

/** What a call on a receiver of which nothing is known may be; its arguments decide whether it is. */
export function shapedListener(
  file: File,
  callee: TSESTree.MemberExpression,
  name: string,
): Listener | undefined {
  if (name === 'listen') {
    return { ...listen, api: { ...listen.api, runtime: file.targets.runtime }, isNativeOnDeno: true };
  }
  const receiver = lastName(callee.object);
  return name === 'bind' && bind && receiver !== undefined && SOCKET_NAME.test(receiver)
    ? { ...bind, api: { ...bind.api, name: 'bind()' } }
    : undefined;
}

/** What a constructor of which nothing is known may be: packages that wrap ws keep its name and options. */
export function shapedConstructor(callee: Node): Listener | undefined {
  return lastName(callee) === 'WebSocketServer' ? webSocketServer : undefined;
}

function lastName(expression: Node): string | undefined {
  let node = unwrap(expression);
  while (node.type === 'CallExpression') {
    node = unwrap(node.callee);
  }
  return node.type === 'Identifier'
    ? node.name
    : node.type === 'MemberExpression'
      ? propertyName(node)
      : undefined;
}
