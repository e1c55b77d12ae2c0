import { memoize } from '../../memoize.ts';
import { callsOf } from '../../flow/routines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { within } from '../../tree-sitter/walk.ts';
import { assignmentsIn } from './assignments.ts';
import { routineAt, type CRoutine, type CUnit } from './unit.ts';
import type { Value } from '../../flow/values.ts';
import { valuesOf } from './values.ts';

/** What a socket may be, as far as the file tells: one of connections, one of datagrams, another, or any. */
export type SocketType = 'stream' | 'datagram' | 'other' | 'unknown';

/** The types an expression may be: `SOCK_STREAM | SOCK_CLOEXEC`, `udp ? SOCK_DGRAM : SOCK_STREAM`, a parameter. */
export function typesIn(unit: CUnit, expression: SyntaxNode): readonly SocketType[] {
  const node = unwrap(expression);
  if (node.type === 'binary_expression' && node.field('operator')?.text === '|') {
    const sides = [node.field('left'), node.field('right')].flatMap((side) =>
      side && !FLAG.test(side.text) ? typesIn(unit, side) : [],
    );
    return sides.length > 0 ? sides : ['unknown'];
  }
  const types = valuesOf(unit, node).map((value) => typeOfValue(value));
  const isOpen =
    node.type === 'identifier' && (isWrittenElsewhere(unit, node) || isGivenElsewhere(unit, node, 0));
  return isOpen ? [...types, 'unknown'] : types;
}

/** Callers followed one behind the other. */
const MAX_DEPTH = 4;

/** Whether a name is a parameter that other files may give too, by a call of its function or of one that hands its own on. */
function isGivenElsewhere(unit: CUnit, node: SyntaxNode, depth: number): boolean {
  const { type, text } = node;
  const routine = routineAt(unit, node);
  const position = type === 'identifier' ? routine.parameters.indexOf(text) : -1;
  if (position === -1 || depth > MAX_DEPTH) {
    return false;
  }
  return (
    !unit.isClosed(routine.node) ||
    [...callsOf(unit, routine.callee)].some(({ step }) => {
      const given = step.node.field('arguments')?.named[position];
      return given !== undefined && isGivenElsewhere(unit, unwrap(given), depth + 1);
    })
  );
}

/** Whether a variable may be written by what is not read: through a pointer or a reference to it. */
function isWrittenElsewhere(unit: CUnit, node: SyntaxNode): boolean {
  const { text } = node;
  const routine = routineAt(unit, node);
  const { pointed, unread, types } = assignmentsIn(routine.node);
  const isPassed = (): boolean => givenByReference(routine, unit).has(text);
  return pointed.has(text) || unread.has(text) || (types.has(text) && isPassed());
}

/** What a routine gives functions of the file that take it by reference. */
const givenByReference = memoize(
  (routine: CRoutine, unit: CUnit): ReadonlySet<string> =>
    new Set(
      routine.steps.flatMap((step) => {
        const called = step.kind === 'call' ? unit.routine(step.callee) : undefined;
        const list = called && firstParameters(called.node);
        return list && step.kind === 'call'
          ? step.arguments.flatMap((given, index) => (given && isReference(list, index) ? [given.text] : []))
          : [];
      }),
    ),
);

const firstParameters = memoize((definition: SyntaxNode): SyntaxNode | undefined => {
  for (const node of within(definition)) {
    if (node.type === 'parameter_list') {
      return node;
    }
  }
  return undefined;
});

/** Whether a function takes a parameter by reference: `int &type`. */
const isReference = ({ named }: SyntaxNode, index: number): boolean =>
  named[index]?.field('declarator')?.type === 'reference_declarator';

/** What may be OR-ed to a type. Source: socket(2). */
const FLAG = /^(?:SOCK_(?:CLOEXEC|NONBLOCK|NOSIGPIPE)|0|\w*(?:flag|FLAG)\w*)$/;

function typeOfValue(value: Value): SocketType {
  const text = value.kind === 'name' ? value.name : value.kind === 'unknown' ? value.text : '';
  if (value.kind === 'number') {
    // Linux numbers them so on all architectures but MIPS; the BSDs and Windows on all
    return value.value === 1 ? 'stream' : value.value === 2 ? 'datagram' : 'unknown';
  }
  const isStream = /\bSOCK_(?:STREAM|SEQPACKET)\b/.test(text);
  const isDatagram = /\bSOCK_DGRAM\b/.test(text);
  if (isStream !== isDatagram) {
    return isStream ? 'stream' : 'datagram';
  }
  return /\bSOCK_(?:RAW|PACKET|RDM|DCCP)\b/.test(text) ? 'other' : 'unknown';
}

/** The type that goes with a protocol of the internet. */
export function typeOfProtocol(value: Value): SocketType {
  const name = value.kind === 'name' ? value.name : '';
  return name === 'IPPROTO_TCP' ? 'stream' : /^IPPROTO_UDP(?:LITE)?$/.test(name) ? 'datagram' : 'unknown';
}
