import * as flow from '../../flow/first-only.ts';
import type { StepOf } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { readBinding } from '../lower/bindings.ts';
import type { PythonFile } from '../lower/file.ts';
import type { Bound } from './insertion.ts';
import { unwrap } from '../lower/place.ts';
import { argumentsOf } from '../lower/arguments.ts';
import type { PythonStep } from '../lower/step.ts';

type OptionStep = StepOf<PythonStep, 'option'>;

/** The `if` that sets an option on the first of several sockets alone; undefined where there is none. */
export const firstOnly = (
  option: OptionStep,
  { history, step }: Bound,
  file: PythonFile,
): SyntaxNode | undefined =>
  flow.firstOnly(
    { option: option.node, bind: step.node, made: [...history.creations].map(({ node }) => node) },
    {
      branches: BRANCHES,
      isBoundary: ({ type }) => type.endsWith('_definition'),
      ask: (condition) => ask(unwrap(condition)),
      later: (variable, region) => later(variable, region, file),
    },
  );

function later(variable: SyntaxNode, region: SyntaxNode, file: PythonFile): flow.Later {
  if (region.type === 'for_statement' && isCounter(variable, region)) {
    return { first: 0, values: [1] };
  }
  const isKept = region.type !== 'function_definition' || outlives(variable, region, file);
  return { values: isKept ? valuesGiven(variable, region, file) : [] };
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

function ask(node: SyntaxNode): flow.Question | undefined {
  switch (node.type) {
    case 'identifier':
    case 'attribute':
      return flow.asTruth(node);
    case 'not_operator': {
      const question = ask(unwrap(node.field('argument') ?? node));
      return question && flow.negated(question);
    }
    case 'call': {
      const [only] = argumentsOf(node);
      return node.field('function')?.text === 'len' && only ? ask(only) : undefined;
    }
    case 'comparison_operator':
      return askComparison(node);
    default:
      return undefined;
  }
}

function askComparison({ named: [left, right], children }: SyntaxNode): flow.Question | undefined {
  const variable = left?.type === 'call' ? ask(left)?.variable : left;
  const other = right && literal(right);
  const operator = children.flatMap(({ isNamed, text }) => (isNamed ? [] : [text])).join(' ');
  return variable && /^(?:identifier|attribute)$/u.test(variable.type) && other !== undefined
    ? flow.compared(variable, operator, other)
    : undefined;
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
