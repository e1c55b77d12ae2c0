import { keepsNothing } from '../flow/keeps-nothing.ts';
import { isProbe } from '../flow/probe.ts';
import { firstFrom, nextNaming } from '../flow/step-index.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, nearest, within } from '../tree-sitter/walk.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { methodOf } from './catalogue/index.ts';
import { foreignType, simpleName, superType, typeOfName } from './lower/names.ts';
import { classAround, memberAround, parameterNames, variableOf } from './lower/scope.ts';

import { CLOSES } from './lower/unit.ts';
import type { File } from './lower/file.ts';
import type { Bind, BindStep, JavaHistory, JavaRoutine } from './lower/step.ts';

/** Whether a bind serves nobody: a question whether the port is free, a call that only passes its caller's on, a test double's. */
export function isNoServer(file: File, routine: JavaRoutine, step: BindStep, history: JavaHistory): boolean {
  return isDelegating(file, step.bind) || isMocked(step.bind.call) || isPortProbe(routine, step, history);
}

/** Functions that learn nothing of a socket but what it is, and those that close it. */
const HARMLESS = /^(?:print\w*|requireNonNull|assert\w*|verify\w*|fail|fine\w*)$/;

/** What may stand between a bind and its close where nobody is served: questions, log lines, other probes. */
const NOTHING =
  /^(?:get\w+|is\w+|set\w+|print\w*|format|valueOf|toString|add|bind|trace|debug|info|warn|error|log|fine|open|socket|(?:Inet)?(?:Socket)?Address|\w*(?:Server|Datagram|Multicast)Socket|\w*Exception)$/;

/** A socket that is bound and closed, before anything is accepted. */
function isPortProbe(routine: JavaRoutine, step: BindStep, history: JavaHistory): boolean {
  if (methodOf(step.bind.type, 'close')?.does !== 'use') {
    return false;
  }
  const receivers = [...history.receivers].filter(
    ({ name }) => !CLOSES.test(name) && !HARMLESS.test(name) && !keepsNothing(name),
  );
  const asker = routine.callee.name;
  // a test may keep the port from somebody, and who asks for a port's number goes on to use it
  const type = routine.node.field('type')?.text ?? '';
  if (
    /^test/i.test(asker) ||
    isMarked(routine.node, 'Test') ||
    /^(?:int|long|short|Integer|Long)$/.test(type)
  ) {
    return false;
  }
  const bound = { ...history, receivers: new Set(receivers) };
  const listening = { ...bound, uses: new Set([...history.uses, 'listen'] as const) };
  return isProbe(bound, asker) && (isProbe(listening, asker) || isClosedAtOnce(routine, step));
}

/** Whether a routine does nothing between a bind and the close of its socket that might wait for a client. */
function isClosedAtOnce(routine: JavaRoutine, step: BindStep): boolean {
  const close = closeAfter(routine, step);
  if (close === undefined) {
    return false;
  }
  const { node } = step;
  const isBetween = ({ start, end }: SyntaxNode): boolean => start >= node.end && end <= close;
  return [...within(memberAround(node), ({ start, end }) => start < close && end > node.end)]
    .filter(isBetween)
    .every(isQuiet);
}

/** Where a routine closes a socket after its bind. */
function closeAfter(routine: JavaRoutine, { at, socket }: BindStep): number | undefined {
  const names = new Set(socket ? [socket.text] : []);
  const next = (from: number): number | undefined => nextNaming(routine, names, from);
  for (let index = next(firstFrom(routine.steps, at)); index !== undefined; index = next(index + 1)) {
    const step = routine.steps[index];
    if (step?.kind === 'copy' && names.has(step.from.text)) {
      names.add(step.into.text);
    } else if (step?.kind === 'use' && step.use === 'close' && names.has(step.socket.text)) {
      return step.at;
    }
  }
  return undefined;
}

function isQuiet(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'method_invocation':
      return NOTHING.test(node.field('name')?.text ?? '') || CLOSES.test(node.field('name')?.text ?? '');
    case 'object_creation_expression':
      return NOTHING.test(simpleName(node.field('type')?.text ?? ''));
    case 'while_statement':
    case 'do_statement':
    case 'lambda_expression':
      return false;
    default:
      return true;
  }
}

/**
 * An override that hands its caller's arguments on: `createServerSocket(port)` of a factory around another, `bind(address)` of a
 * socket around another. Its signature leaves it no choice, and its callers decide.
 */
function isDelegating({ names }: File, { call, arguments: given }: Bind): boolean {
  const name = call.type === 'method_invocation' ? call.field('name')?.text : undefined;
  const method = name === undefined ? undefined : methodAround(call);
  const [first] = given;
  if (name === undefined || !first || method?.field('name')?.text !== name) {
    return false;
  }
  const isPassedOn = parameterNames(method).includes(unwrap(first).text);
  const object = call.field('object');
  if (!object || object.type === 'this' || !isPassedOn) {
    return false;
  }
  return (object.type === 'super' && isMarked(method, 'Override')) || isOverride(names, method, name);
}

function methodAround(call: SyntaxNode): SyntaxNode | undefined {
  const around = functionAround(call);
  return around?.type === 'method_declaration' ? around : undefined;
}

const functionAround = nearest((ancestor) =>
  /^(?:method_declaration|lambda_expression|class_body)$/.test(ancestor.type) ? ancestor : undefined,
);

/** Whether a method has an annotation: `@Override`, `@org.junit.Test`. */
function isMarked(method: SyntaxNode, annotation: string): boolean {
  const modifiers = method.named.find(({ type }) => type === 'modifiers')?.named ?? [];
  return modifiers.some((node) => simpleName(node.field('name')?.text ?? '') === annotation);
}

/** The JDK's factories, whose methods must give a socket that is bound; a program's own factory may do otherwise. */
const FACTORY = /\b(?:SSL|RMI)?ServerSocketFactory\b/;

/** Whether a method overrides one of a type that the catalogue knows to bind, or of a factory of the JDK. */
function isOverride(names: File['names'], method: SyntaxNode, name: string): boolean {
  const holder = classAround(method);
  if (!holder) {
    return false;
  }
  const isAnonymous = holder.type === 'object_creation_expression';
  const type = isAnonymous ? holder.field('type') : undefined;
  const supertype = type ? typeOfName(names, type.text) : superType(names, holder);
  const supertypes = [type, holder.field('superclass'), holder.field('interfaces')].map(
    (node) => node?.text ?? '',
  );
  return (
    methodOf(foreignType(names, supertype)?.name, name) !== undefined ||
    (name === 'createServerSocket' && FACTORY.test(supertypes.join(' ')))
  );
}

/** Calls of Mockito, EasyMock and BDDMockito around the call that is played, not made. */
const PLAYS = /^(?:when|given|verify|expect|then|whenNew|expectNew|verifyNew|should|inOrder)$/;
const MAKES_MOCK =
  /^(?:mock|createMock|createNiceMock|createStrictMock|niceMock|strictMock|mockConstruction)$/;

/** A bind on a test double: `when(factory.createServerSocket(80))`, `verify(socket).bind(any())`, `@Mock ServerSocket socket`. */
function isMocked(call: SyntaxNode): boolean {
  const object = call.field('object');
  return (object !== undefined && isDouble(object)) || isPlayed(call);
}

function isPlayed(call: SyntaxNode): boolean {
  for (const ancestor of ancestors(call)) {
    if (ancestor.type === 'method_invocation') {
      if (PLAYS.test(ancestor.field('name')?.text ?? '')) {
        return true;
      }
    } else if (
      !/^(?:argument_list|parenthesized_expression|cast_expression|lambda_expression)$/.test(ancestor.type)
    ) {
      return false;
    }
  }
  return false;
}

function isDouble(object: SyntaxNode): boolean {
  const node = unwrap(object);
  if (node.type === 'method_invocation') {
    const name = node.field('name')?.text ?? '';
    // doThrow(...).when(socket).bind(...), verify(socket).bind(...)
    return PLAYS.test(name) || MAKES_MOCK.test(name);
  }
  const name = node.type === 'field_access' ? node.field('field')?.text : node.text;
  const variable = name === undefined ? undefined : variableOf(node, name);
  const annotations = variable?.node.parent?.named.find(({ type }) => type === 'modifiers')?.text ?? '';
  return (
    /@(?:\w+\.)*(?:Mock|MockBean|MockitoBean|Injectable|Mocked)\b/.test(annotations) ||
    (variable?.value !== undefined && isMade(variable.value))
  );
}

function isMade(value: SyntaxNode): boolean {
  const node = unwrap(value);
  return node.type === 'method_invocation' && MAKES_MOCK.test(node.field('name')?.text ?? '');
}
