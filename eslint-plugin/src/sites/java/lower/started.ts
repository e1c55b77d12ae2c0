import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { RUNS, STARTS } from '../catalogue/shapes.ts';
import { callsOn, callsWith } from './calls-on.ts';
import { simpleName } from './names.ts';
import { classAround, memberAround, variableOf } from './scope.ts';

/** Whether what is made is started: at once, by its variable, or by who it is given to. */
export function isStarted(node: SyntaxNode): boolean {
  for (let call = node.parent; call?.type === 'method_invocation'; call = call.parent) {
    if (isStart(call)) {
      return true;
    }
  }
  const holder = node.parent;
  const held =
    holder?.type === 'variable_declarator' || holder?.type === 'resource'
      ? holder.field('name')
      : holder?.type === 'assignment_expression'
        ? holder.field('left')
        : undefined;
  if (!held) {
    return holder?.type === 'argument_list' && isRun(holder.parent);
  }
  const name = simpleName(held.text);
  const body =
    variableOf(node, name)?.kind === 'local' ? memberAround(node) : (classAround(node) ?? memberAround(node));
  return (
    (callsOn(body).get(name) ?? []).some(isStart) ||
    (callsWith(body).get(name) ?? []).some((call) => isRun(call))
  );
}

const ACCEPTS = /^(?:accept\w*|await\w*|launch)$/;

const isStart = (call: SyntaxNode): boolean => {
  const name = call.field('name')?.text ?? '';
  return STARTS.has(name) || ACCEPTS.test(name);
};

const isRun = (call: SyntaxNode | undefined): boolean =>
  call?.type === 'object_creation_expression'
    ? (call.field('type')?.text ?? '').endsWith('Thread')
    : call !== undefined && RUNS.test(call.field('name')?.text ?? '');
