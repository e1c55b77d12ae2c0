import { deeper } from '../../effort.ts';
import { propertyName, unwrap, type Node } from '../ast.ts';
import { variableOf, type File } from '../file.ts';
import { resolve } from '../resolve/resolve.ts';

const ENVIRONMENTS = /^(?:globalThis\.)?(?:process\.env|Bun\.env|import\.meta\.env)$/;

/** A chain of names as it is written: `process.env.PORT`. */
export function dotted(node: Node): string | undefined {
  const inside = unwrap(node);
  if (inside.type === 'Identifier') {
    return inside.name;
  }
  if (inside.type === 'MetaProperty') {
    return `${inside.meta.name}.${inside.property.name}`;
  }
  if (inside.type === 'MemberExpression') {
    const object = deeper(() => dotted(inside.object), undefined);
    const name = propertyName(inside);
    return object === undefined || name === undefined ? undefined : `${object}.${name}`;
  }
  return undefined;
}

export function isEnvironment(node: Node): boolean {
  const name = dotted(node);
  return name !== undefined && ENVIRONMENTS.test(name);
}

export function isAliasOfEnvironment(file: File, object: Node): boolean {
  const node = unwrap(object);
  if (node.type !== 'Identifier') {
    return false;
  }
  const variable = variableOf(file, node);
  const definition = variable?.defs[0]?.node as Node | undefined;
  if (definition?.type === 'VariableDeclarator' && definition.init) {
    return definition.id.type === 'Identifier'
      ? isEnvironment(definition.init)
      : node.name === 'env' && ['process', 'Bun'].includes(dotted(definition.init) ?? '');
  }
  return node.name === 'env' && isModule(file, node, 'process');
}

export function isModule(file: File, node: Node, module: string): boolean {
  return resolve(file, node).some(
    (value) => value.kind === 'export' && value.module.replace(/^node:/, '') === module,
  );
}
