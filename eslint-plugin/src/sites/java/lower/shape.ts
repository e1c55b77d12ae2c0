import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { typeNames } from '../catalogue/index.ts';
import { boundServerSocket, javaNet } from '../catalogue/java-net.ts';
import { javaNio } from '../catalogue/java-nio.ts';
import { foreignType, simpleName, type Names } from './names.ts';
import { targetOf } from './port.ts';
import { variableOf } from './scope.ts';
import { typeOf } from './types.ts';
import type { Bind } from './step.ts';

/** Types of other files that by their names are sockets of the JDK. */
const SERVER_TYPE = /(?:Server|Datagram)(?:Socket|SocketChannel|Channel)$/;
const OTHER_TYPE = /Unix|UNIX|VmPipe|Local|Vsock|Mock|Fake|Stub|Factory|Bluetooth/;
const simpleNames = new Set(typeNames.map(simpleName));

/** A bind that is known by its shape alone: a socket factory of another file, a type that is named like a server socket. */
export function shapedBinding(
  names: Names,
  call: SyntaxNode,
  given: readonly SyntaxNode[],
): { readonly bind: Bind; readonly isFactory: boolean } | undefined {
  const name = call.field('name')?.text;
  const object = call.field('object');
  const type = object && typeOf(names, object);
  if (!object || type?.own) {
    return undefined;
  }
  if (name === 'createServerSocket' && given.length > 0 && !isStatic(object)) {
    // whether the factory makes unbound sockets too is not known
    const binding = {
      ...boundServerSocket('createServerSocket()'),
      writing: 'none',
      unbound: undefined,
    } as const;
    return {
      isFactory: true,
      bind: { binding, call, arguments: given, type: 'java.net.ServerSocket', certainty: 'shaped' },
    };
  }
  const written = declaredAs(names, object);
  if (
    name !== 'bind' ||
    written === undefined ||
    !SERVER_TYPE.test(written) ||
    OTHER_TYPE.test(written) ||
    simpleNames.has(written)
  ) {
    return undefined;
  }
  const known = knownType(written);
  const bind = known.methods?.bind;
  const { port } = targetOf(names, given, 'address');
  return bind?.does === 'bind' && port.kind !== 'path'
    ? {
        isFactory: false,
        bind: {
          binding: bind.binding,
          call,
          arguments: given,
          type: 'java.net.ServerSocket',
          certainty: 'shaped',
        },
      }
    : undefined;
}

/** `NetUtils` in `NetUtils.createServerSocket(port)`: that function's bind is reported in its own file. */
function isStatic(object: SyntaxNode): boolean {
  return object.type === 'identifier' && /^[A-Z]/.test(object.text) && !variableOf(object, object.text);
}

/** The simple name of a receiver's type, as the file writes it. */
function declaredAs(names: Names, object: SyntaxNode): string | undefined {
  const known = foreignType(names, typeOf(names, object))?.name;
  if (known !== undefined) {
    return simpleName(known);
  }
  const name = object.type === 'field_access' ? object.field('field')?.text : object.text;
  const variable = name === undefined ? undefined : variableOf(object, name);
  const written = variable?.type?.text;
  return written === 'var' ? variable?.value?.field('type')?.text : written;
}

function knownType(written: string) {
  const kind = written.includes('Datagram') ? 'Datagram' : 'Server';
  const isChannel = written.endsWith('Channel');
  const full = isChannel
    ? `java.nio.channels.${kind === 'Datagram' ? 'DatagramChannel' : 'ServerSocketChannel'}`
    : `java.net.${kind}Socket`;
  return (isChannel ? javaNio : javaNet).types[full] ?? {};
}
