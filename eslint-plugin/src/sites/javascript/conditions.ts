import { PLATFORMS, type Platform } from '../site.ts';
import { unwrap, type Node } from './ast.ts';
import { truthOn } from './evaluate/evaluate.ts';
import { mentions, type File } from './file.ts';
import { resolve } from './resolve/resolve.ts';

/** Words without which a file has no such condition; plain ones, which are searched for fast. */
const PLATFORM = ['platform', 'Deno.build'];
const WORKERS = ['cluster', 'worker_threads'];
const THREAD_ONLY = ['parentPort', 'workerData'];
const MAIN_THREAD = ['isMainThread'];

/** A condition that decides whether a node is reached, and the side it stands on. */
interface Condition {
  readonly test: Node;
  readonly holds: boolean;
}

/** The conditions around a node: `if`, `?:`, `&&`, `||`, and an `if` before it that leaves. */
function conditionsAround(node: Node): Condition[] {
  const conditions: Condition[] = [];
  for (let child = node, { parent } = node; parent; child = parent, { parent } = child) {
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        if (child !== parent.test) {
          conditions.push({ test: parent.test, holds: child === parent.consequent });
        }
        break;
      case 'LogicalExpression':
        if (child === parent.right && parent.operator !== '??') {
          conditions.push({ test: parent.left, holds: parent.operator === '&&' });
        }
        break;
      case 'BlockStatement':
      case 'Program':
        for (const statement of parent.body.slice(0, parent.body.indexOf(child as never))) {
          if (statement.type === 'IfStatement' && !statement.alternate && leaves(statement.consequent)) {
            conditions.push({ test: statement.test, holds: false });
          }
        }
        break;
      default:
    }
  }
  return conditions;
}

function leaves(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  if (last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement') {
    return true;
  }
  return (
    last?.type === 'ExpressionStatement' &&
    last.expression.type === 'CallExpression' &&
    last.expression.callee.type === 'MemberExpression' &&
    last.expression.callee.object.type === 'Identifier' &&
    last.expression.callee.object.name === 'process'
  );
}

/** The platforms on which a node is reached, as far as the conditions around it tell. */
export function platformsAt(file: File, node: Node): readonly Platform[] {
  if (!mentions(file, PLATFORM)) {
    return PLATFORMS;
  }
  const conditions = conditionsAround(node);
  return PLATFORMS.filter((platform) =>
    conditions.every(({ test, holds }) => truthOn(file, test, platform) !== !holds),
  );
}

/** What kind of worker a node runs in, where the file shows it. */
export function workerAt(file: File, node: Node): 'cluster' | 'thread' | undefined {
  if (!mentions(file, WORKERS)) {
    return undefined;
  }
  for (const { test, holds } of conditionsAround(node)) {
    const role = roleOf(file, test);
    if (role?.isWorker === holds) {
      return role.kind;
    }
  }
  // parentPort and workerData are of use in a worker alone
  return mentions(file, THREAD_ONLY) && !mentions(file, MAIN_THREAD) ? 'thread' : undefined;
}

/** What the truth of a condition says: that this is a worker, or that it is not. */
function roleOf(file: File, condition: Node): { kind: 'cluster' | 'thread'; isWorker: boolean } | undefined {
  const test = unwrap(condition);
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const role = roleOf(file, test.argument);
    return role && { ...role, isWorker: !role.isWorker };
  }
  for (const value of resolve(file, test)) {
    if (value.kind !== 'export') {
      continue;
    }
    const name = `${value.module.replace(/^node:/, '')}.${value.path.join('.')}`;
    switch (name) {
      case 'cluster.isWorker':
        return { kind: 'cluster', isWorker: true };
      case 'cluster.isPrimary':
      case 'cluster.isMaster':
        return { kind: 'cluster', isWorker: false };
      case 'worker_threads.isMainThread':
        return { kind: 'thread', isWorker: false };
      default:
    }
  }
  return undefined;
}
