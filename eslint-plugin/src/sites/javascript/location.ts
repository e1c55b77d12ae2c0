import type { AST } from 'eslint';
import { unwrap, type Node } from './ast.ts';
import type { Target } from './target.ts';

/** The method's name, with the receiver when that is a name or a chain of names on the same line. */
export function locationOf({ subject, call }: Target): AST.SourceLocation {
  if (subject.type !== 'MemberExpression') {
    return call.type === 'NewExpression' && call.loc.start.line === subject.loc.end.line
      ? { start: call.loc.start, end: subject.loc.end }
      : subject.loc;
  }
  const { property } = subject;
  const isChain = isNameChain(subject.object) && subject.object.loc.start.line === property.loc.end.line;
  const start = isChain
    ? call.type === 'NewExpression'
      ? call.loc.start
      : subject.loc.start
    : property.loc.start;
  return { start, end: subject.computed ? subject.loc.end : property.loc.end };
}

function isNameChain(node: Node): boolean {
  let inside = unwrap(node);
  while (inside.type === 'MemberExpression' && !inside.computed) {
    inside = unwrap(inside.object);
  }
  return inside.type === 'Identifier' || inside.type === 'ThisExpression' || inside.type === 'Super';
}
