import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { simpleName, type Names } from './names.ts';
import { variableOf } from './scope.ts';
import { typeOf } from './types.ts';

/** Whether an argument is a SocketAddress and no port. */
export function isAddress(names: Names, node: SyntaxNode): boolean {
  const inside = unwrap(node);
  const type = declaredType(names, node) ?? declaredType(names, inside);
  if (type !== undefined) {
    return type.endsWith('Address') && type !== 'InetAddress';
  }
  return inside.type === 'method_invocation' ? /address$/i.test(inside.field('name')?.text ?? '') : false;
}

/** The simple name of an expression's type, where it is written somewhere. */
export function declaredType(names: Names, node: SyntaxNode): string | undefined {
  const known = typeOf(names, node)?.name;
  if (known !== undefined) {
    return simpleName(known);
  }
  switch (node.type) {
    case 'identifier':
      return variableOf(node, node.text)?.type?.text.replace(/<.*$/, '');
    case 'object_creation_expression':
    case 'cast_expression':
      return node.field('type')?.text;
    case 'method_invocation': {
      const holder = node.field('object')?.text ?? '';
      return holder.endsWith('Address') && /^[A-Z]/.test(simpleName(holder)) ? simpleName(holder) : undefined;
    }
    default:
      return undefined;
  }
}
