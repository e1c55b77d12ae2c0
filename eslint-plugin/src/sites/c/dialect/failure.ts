import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { nearest } from '../../tree-sitter/walk.ts';
import { assignmentsIn, type Assignments } from '../lower/assignments.ts';

const functionAround = nearest((ancestor) =>
  ancestor.type === 'function_definition' ? ancestor : undefined,
);

/** Calls whose result tells whether they failed: those of the system, and what is given a descriptor. */
const SYSTEM =
  /^(?:(?:\w+_)?(?:socket|bind|listen|[gs]etsockopt|fcntl|ioctl(?:socket)?|getsockname|getaddrinfo|connect|fork|pipe|open|inet_pton|inet_aton|sigaction|WSAStartup|evutil_\w+))$/i;
const DESCRIPTOR = /fd|sock|^s[dk]?$|^h$|listen/i;

/** What a result is compared with. */
const COMPARED =
  /^(?:-?\d+|NULL|nullptr|null|SOCKET_ERROR|INVALID_SOCKET|NO_ERROR|E[A-Z]+|WSAE[A-Z]+|true|false)$/;

/** Whether a condition asks whether a call of the system failed, and nothing else. */
export function asksForFailure(condition: SyntaxNode): boolean {
  const node = unwrap(
    condition.type === 'condition_clause' ? (condition.field('value') ?? condition) : condition,
  );
  const [left, right] = [node.field('left'), node.field('right')];
  switch (node.type) {
    case 'binary_expression': {
      if (!left || !right) {
        return false;
      }
      const operator = node.field('operator')?.text ?? '';
      if (operator === '&&' || operator === '||') {
        return asksForFailure(left) && asksForFailure(right);
      }
      const isCompared = (one: SyntaxNode): boolean => COMPARED.test(unwrap(one).text.replaceAll(/\s/g, ''));
      return (isResult(left) && isCompared(right)) || (isCompared(left) && isResult(right));
    }
    case 'unary_expression': {
      const argument = node.field('argument');
      return node.children[0]?.text === '!' && argument !== undefined && asksForFailure(argument);
    }
    default:
      return isResult(node);
  }
}

function isResult(expression: SyntaxNode): boolean {
  const node = unwrap(expression);
  switch (node.type) {
    case 'call_expression': {
      const callee = node.field('function')?.text.replace(/^::/, '') ?? '';
      const given = node.field('arguments')?.named ?? [];
      return SYSTEM.test(callee) || given.some(({ text }) => DESCRIPTOR.test(text));
    }
    case 'assignment_expression': {
      const value = node.field('right');
      return value !== undefined && isResult(value);
    }
    case 'identifier':
    case 'field_expression':
      return /^(?:errno|h_errno)$/.test(node.text) || holdsResults(node);
    default:
      return false;
  }
}

/** Whether a variable holds nothing but results of such calls, and what it begins with. */
function holdsResults(node: SyntaxNode): boolean {
  const definition = functionAround(node);
  if (!definition) {
    return false;
  }
  const local = assignmentsIn(definition);
  const name = node.text.replaceAll(/\s+/g, '');
  const values = local.to(name).map(({ value }) => unwrap(value));
  const isPointer = (local.types.get(name) ?? '').includes('*');
  return isPointer
    ? isListOfAddresses(local, name)
    : values.some((value) => value.type === 'call_expression') &&
        values.every((value) => isResult(value) || COMPARED.test(value.text.replaceAll(/\s/g, '')));
}

/** `p` of the loop over what getaddrinfo() gave: it has no address left where none could be bound. */
const isListOfAddresses = ({ types }: Assignments, name: string): boolean =>
  /addrinfo/i.test(types.get(name) ?? '');
