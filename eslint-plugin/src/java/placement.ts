import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, within } from '../tree-sitter/walk.ts';
import type { JavaHistory } from './front-end.ts';
import { statementOf } from './layout.ts';
import { variableOf } from './scope.ts';

type Statement = NonNullable<ReturnType<typeof statementOf>>;

export const LOOP = /^(?:for|enhanced_for|while|do)_statement$/;
const MEMBER =
  /^(?:(?:method|constructor|compact_constructor|field)_declaration|static_initializer|lambda_expression|class_body)$/;

/**
 * The statement in front of which an option is set: the one that binds, or the outermost loop that binds one socket again and
 * again until it works. Undefined where the bind is an expression that yields the value of a lambda or of a `switch`.
 */
export function placeBefore(call: SyntaxNode, history: JavaHistory): Statement | undefined {
  const own = statementOf(call);
  let found = own && !yieldsValue(own.statement) ? own : undefined;
  for (const loop of loopsAround(call)) {
    const place = isFixedIn(loop, call, history) ? statementOf(loop) : undefined;
    if (!found || !place || !mayThrow(loop)) {
      break;
    }
    found = place;
  }
  return found;
}

/** The loops around a node in the method or lambda that it is in, the innermost first. */
export function loopsAround(node: SyntaxNode): SyntaxNode[] {
  const loops: SyntaxNode[] = [];
  for (const ancestor of ancestors(node)) {
    if (MEMBER.test(ancestor.type)) {
      break;
    }
    if (LOOP.test(ancestor.type)) {
      loops.push(ancestor);
    }
  }
  return loops;
}

/** `case 1 -> channel.bind(address);` of a `switch` whose value is used. */
function yieldsValue(statement: SyntaxNode): boolean {
  const chosen = statement.parent?.type === 'switch_rule' ? statement.parent.parent?.parent : undefined;
  const around = chosen?.parent;
  return (
    around !== undefined &&
    (around.type === 'expression_statement'
      ? yieldsValue(around)
      : USES.test(around.type) || !/_statement$|^(?:\w*block\w*|\w*body|program)$/.test(around.type))
  );
}

const USES = /^(?:return|yield|throw|assert|synchronized)_statement$/;

/** Whether the socket that a loop binds is the same in each of its rounds. */
function isFixedIn(loop: SyntaxNode, call: SyntaxNode, { creations }: JavaHistory): boolean {
  const object =
    call
      .field('object')
      ?.text.replaceAll(/\s+/g, '')
      .replace(/\.socket\(\)$/, '') ?? 'this';
  const name = object.replace(/^this\./, '');
  const isInside = ({ start, end }: SyntaxNode): boolean => loop.start <= start && end <= loop.end;
  for (const node of within(loop)) {
    const left = node.type === 'assignment_expression' ? node.field('left') : undefined;
    if (left?.text.replaceAll(/\s+/g, '').replace(/^this\./, '') === name) {
      return false;
    }
  }
  const variable = /^\w+$/.test(object) ? variableOf(call, object) : undefined;
  if (variable && variable.kind !== 'field') {
    return !isInside(variable.node);
  }
  // what makes a new socket for a field may be another method, which the loop calls
  const method = memberOf(loop);
  const made = [...creations].map(({ node }) => node);
  return made.length > 0 && made.every((node) => memberOf(node) === method && node.end <= loop.start);
}

function memberOf(node: SyntaxNode): SyntaxNode | undefined {
  for (const ancestor of ancestors(node)) {
    if (MEMBER.test(ancestor.type)) {
      return ancestor;
    }
  }
  return undefined;
}

/** What `setReuseAddress()` and `setOption()` throw, and what that is. */
const CAUGHT = /\b(?:IOException|Exception|Throwable)\b/;

/** Whether an IOException may be thrown where a statement stands: something around it catches or declares it. */
function mayThrow(statement: SyntaxNode): boolean {
  let inner = statement;
  for (const ancestor of ancestors(statement)) {
    if (
      /^try_(?:with_resources_)?statement$/.test(ancestor.type) &&
      ancestor.field('body') === inner &&
      ancestor.named.some(
        ({ type, named }) =>
          type === 'catch_clause' &&
          named.some((part) => part.type === 'catch_formal_parameter' && CAUGHT.test(part.text)),
      )
    ) {
      return true;
    }
    if (MEMBER.test(ancestor.type)) {
      return ancestor.named.some(({ type, text }) => type === 'throws' && CAUGHT.test(text));
    }
    inner = ancestor;
  }
  return false;
}
