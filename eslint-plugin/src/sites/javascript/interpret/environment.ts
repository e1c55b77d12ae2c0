import type { TSESTree } from '@typescript-eslint/utils';
import { deeper } from '../../effort.ts';
import type { Platform } from '../../site.ts';
import { propertyName, unwrap, type Node } from '../ast.ts';
import { variableOf } from '../file.ts';
import type { Interpreter } from './interpreter.ts';

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

/** `const env = process.env`, `const { env } = process`, `import { env } from 'process'`. */
export function isAliasOfEnvironment(it: Interpreter, object: Node): boolean {
  const node = unwrap(object);
  if (node.type !== 'Identifier') {
    return false;
  }
  const definition = variableOf(it.file, node)?.defs[0]?.node as Node | undefined;
  if (definition?.type === 'VariableDeclarator' && definition.init) {
    return definition.id.type === 'Identifier'
      ? isEnvironment(definition.init)
      : node.name === 'env' && ['process', 'Bun'].includes(dotted(definition.init) ?? '');
  }
  return node.name === 'env' && isOf(it, node, 'process');
}

/** What a member that tells the platform is on one. */
export function platformName(
  it: Interpreter,
  node: TSESTree.MemberExpression,
  name: string,
  platform: Platform,
): string | undefined {
  const path = dotted(node);
  if (path === 'Deno.build.os') {
    return platform === 'win32' ? 'windows' : platform;
  }
  return path === 'process.platform' || (name === 'platform' && isOf(it, node.object, 'process'))
    ? platform
    : undefined;
}

/** Whether an expression is a module of Node or an export of it; any where no path is given. */
export function isOf(it: Interpreter, node: Node, module: string, path?: string): boolean {
  return it.identity
    .ask(node)
    .some(
      (value) =>
        value.kind === 'export' &&
        value.module.replace(/^node:/, '') === module &&
        (path === undefined || value.path.join('.') === path),
    );
}
