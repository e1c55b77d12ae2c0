import type { StepOf } from '../flow/step.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import { readBinding } from './bindings.ts';
import type { PythonFile } from './file.ts';
import type { Bound } from './insertion.ts';
import { unwrap } from './place.ts';
import { argumentsOf } from './arguments.ts';
import type { PythonStep } from './step.ts';

type OptionStep = StepOf<PythonStep, 'option'>;

const holds = (outer: SyntaxNode, { start, end }: SyntaxNode): boolean =>
  outer.start <= start && end <= outer.end;

/**
 * The `if` that sets an option on the first of several sockets alone: its condition fails from the second time on, in a loop
 * or routine that makes a socket each time. Undefined where there is none.
 */
export function firstOnly(
  option: OptionStep,
  { history, step }: Bound,
  file: PythonFile,
): SyntaxNode | undefined {
  const creations = [...history.creations].map(({ node }) => node);
  let inside: SyntaxNode = option.node;
  for (const parent of ancestors(option.node)) {
    if (parent.type.endsWith('_definition')) {
      return undefined;
    }
    const condition = parent.type === 'if_statement' ? parent.field('condition') : undefined;
    const isOfOne =
      condition !== undefined &&
      parent.field('consequence') === inside &&
      ![...creations, step.node].some((node) => holds(parent, node));
    if (isOfOne && again(parent, creations).some((region) => failsLater(condition, region, file))) {
      return parent;
    }
    inside = parent;
  }
  return undefined;
}

/** The loops and the routine around a statement that make a socket each time they run. */
function again(statement: SyntaxNode, creations: readonly SyntaxNode[]): SyntaxNode[] {
  return [...ancestors(statement)].filter(
    (region) =>
      /^(?:while_statement|for_statement|function_definition)$/u.test(region.type) &&
      creations.every((creation) => holds(region, creation)),
  );
}

/** Whether a condition fails whenever a region runs again, by what the region itself does. */
function failsLater(condition: SyntaxNode, region: SyntaxNode, file: PythonFile): boolean {
  const { subject, isHeld } = ask(unwrap(condition));
  if (!subject) {
    return false;
  }
  if (region.type === 'for_statement' && isCounter(subject, region)) {
    return isHeld(0) && !isHeld(1);
  }
  const isRemembered = region.type !== 'function_definition' || outlives(subject, region, file);
  return (
    isRemembered && valuesGiven(subject, region, file).some((value) => value !== undefined && !isHeld(value))
  );
}

/** `for i in range(n)`, `for i, port in enumerate(ports)`: counts from 0. */
function isCounter({ text }: SyntaxNode, loop: SyntaxNode): boolean {
  const left = loop.field('left');
  const call = loop.field('right');
  const [first, second] = call?.field('arguments')?.named ?? [];
  switch (call?.field('function')?.text) {
    case 'range':
      return left?.text === text && (second === undefined || first?.text === '0');
    case 'enumerate':
      return left?.named[0]?.text === text && second === undefined;
    default:
      return false;
  }
}

/** Whether a variable is there when its function runs again. */
function outlives(subject: SyntaxNode, region: SyntaxNode, file: PythonFile): boolean {
  return subject.type === 'attribute' || file.ownerOf(subject.text, subject.start)?.start !== region.start;
}

/** What a region gives a variable, as numbers: a flag's value, the length of a list that it adds to. */
function valuesGiven(subject: SyntaxNode, region: SyntaxNode, file: PythonFile): (number | undefined)[] {
  const word = subject.text.split('.').at(-1) ?? '';
  return [...file.words.of(word, region.start, region.end)].map((offset) => {
    const name = file.nodeAt(offset);
    const target = subject.type === 'attribute' ? name.parent : name;
    const { parent } = target ?? name;
    if (target?.text !== subject.text || !parent) {
      return undefined;
    }
    const isAdded =
      parent.type === 'attribute' &&
      /^(?:append|add)$/u.test(parent.field('attribute')?.text ?? '') &&
      parent.parent?.type === 'call';
    if (isAdded || (parent.type === 'augmented_assignment' && parent.field('left') === target)) {
      return 1;
    }
    const value = readBinding(target)?.value;
    return value && literal(value);
  });
}

/** A condition as a question about one variable. */
interface Question {
  readonly subject: SyntaxNode | undefined;
  /** Whether the condition holds where the variable is a number, or None as NaN. */
  readonly isHeld: (value: number) => boolean;
}

const NOTHING: Question = { subject: undefined, isHeld: () => true };

function ask(node: SyntaxNode): Question {
  switch (node.type) {
    case 'identifier':
    case 'attribute':
      return { subject: node, isHeld: (value) => Boolean(value) };
    case 'not_operator': {
      const { subject, isHeld } = ask(unwrap(node.field('argument') ?? node));
      return { subject, isHeld: (value) => !isHeld(value) };
    }
    case 'call': {
      const [only] = argumentsOf(node);
      return node.field('function')?.text === 'len' && only ? ask(only) : NOTHING;
    }
    case 'comparison_operator':
      return askComparison(node);
    default:
      return NOTHING;
  }
}

function askComparison({ named: [left, right], children }: SyntaxNode): Question {
  const subject = left && (left.type === 'call' ? ask(left).subject : left);
  const other = right && literal(right);
  if (!subject || !/^(?:identifier|attribute)$/u.test(subject.type) || other === undefined) {
    return NOTHING;
  }
  const operator = children.flatMap(({ isNamed, text }) => (isNamed ? [] : [text])).join(' ');
  const isEqual = (value: number): boolean => Object.is(value, other);
  switch (operator) {
    case '==':
    case 'is':
      return { subject, isHeld: isEqual };
    case '!=':
    case 'is not':
      return { subject, isHeld: (value) => !isEqual(value) };
    case '<':
      return { subject, isHeld: (value) => value < other };
    default:
      return NOTHING;
  }
}

/** A literal as a number: None is NaN, which is false and equals nothing else. */
function literal({ type, text }: SyntaxNode): number | undefined {
  switch (type) {
    case 'true':
      return 1;
    case 'false':
      return 0;
    case 'none':
      return Number.NaN;
    case 'integer':
      return Number(text);
    default:
      return undefined;
  }
}
