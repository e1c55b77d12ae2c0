import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { readCopy, readLoop, sourcesOf } from './copies.ts';
import { unwrap } from './place.ts';
import { readCall } from './read-call.ts';
import { placeIn, type PythonStep, type Scope } from './step.ts';
import { RESULT } from './targets.ts';

/** What a node of a function's own code does to sockets. */
export function readSteps(scope: Scope, node: SyntaxNode): readonly PythonStep[] {
  const copy = { node, at: node.end };
  switch (node.type) {
    case 'call':
      return readCall(scope, node);
    case 'assignment':
      return readCopy(scope, node.field('left'), node.field('right'), copy);
    case 'named_expression':
      return readCopy(scope, node.field('name'), node.field('value'), copy);
    case 'as_pattern':
      return readCopy(scope, node.named[1]?.named[0], node.named[0], copy);
    case 'for_statement':
      return readLoop(scope, node);
    case 'with_statement':
      return readEnd(scope, node);
    case 'return_statement':
    case 'yield':
      return readReturn(scope, node);
    default:
      return [];
  }
}

/** `with socket.socket() as s:` closes at its end what it is given. */
function readEnd(scope: Scope, node: SyntaxNode): readonly PythonStep[] {
  const items = node.named.filter(({ type }) => type === 'with_clause').flatMap(({ named }) => named);
  return items.flatMap(({ named: [value] }): PythonStep[] => {
    const target = value?.type === 'as_pattern' ? value.named[1]?.named[0] : value;
    const held = placeIn(scope, target) ?? sourcesOf(scope, value)[0];
    return held ? [{ kind: 'use', use: 'close', at: node.end, node, socket: held }] : [];
  });
}

function readReturn(scope: Scope, node: SyntaxNode): readonly PythonStep[] {
  const [value] = node.named;
  if (!value) {
    return [];
  }
  const values = value.type === 'expression_list' || value.type === 'tuple' ? value.named : [value];
  return values.flatMap((one): PythonStep[] => {
    const froms = sourcesOf(scope, one);
    const isCall = unwrap(one).type === 'call' && froms.length === 0;
    return [...froms, ...(isCall ? [RESULT] : [])].map((from) => ({
      kind: 'return',
      at: node.end,
      node,
      from,
    }));
  });
}
