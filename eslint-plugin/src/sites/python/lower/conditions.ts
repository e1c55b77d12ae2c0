import { shortCircuitOf } from '../../flow/branches.ts';
import { guardBy, platformGuards, type Passed } from '../../flow/guards.ts';
import { decidedBy, not, onlyOn, truths, type Condition, type Truth } from '../../flow/truth.ts';
import { memoize } from '../../memoize.ts';
import { PLATFORMS, type Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { unwrap } from './place.ts';
import { argumentsOf } from './arguments.ts';
import { stringOf, type Values } from './value.ts';

const WINDOWS = onlyOn('win32');
const POSIX = onlyOn('linux', 'darwin');

/** The platforms on which a node is reached, by the conditions around it. */
export const platformsAt = (node: SyntaxNode, values: Values): readonly Platform[] =>
  conditionsOf(values).guards.at(node);

/** Where a condition holds, by the platform alone; undefined where it asks something else too. */
export const platformsWhere = (condition: SyntaxNode, values: Values): readonly Platform[] | undefined =>
  decidedBy(conditionsOf(values).truthOf(condition));

const conditionsOf = memoize((values: Values) => {
  const truthOf = truths((test: SyntaxNode) => lower(unwrap(test), values));
  const branching = { startOf: ({ start }: SyntaxNode) => start, guard: guardBy(BRANCHES), passed };
  return { truthOf, guards: platformGuards(branching, truthOf) };
});

/** The conditions of the `elif`s that have failed where a later one, or `else`, is reached. */
const passed = (node: SyntaxNode): readonly Passed<SyntaxNode>[] =>
  node.type === 'if_statement'
    ? node.fields('alternative').flatMap((clause) => {
        const test = clause.field('condition');
        return test ? [{ test, holds: false, start: clause.start }] : [];
      })
    : [];

function lower(test: SyntaxNode, values: Values): Condition<SyntaxNode> | undefined {
  switch (test.type) {
    case 'not_operator': {
      const of = test.field('argument');
      return of && { is: 'not', of };
    }
    case 'boolean_operator': {
      const is = shortCircuitOf(test, BRANCHES);
      return is && { is, of: test.named };
    }
    case 'comparison_operator':
      return known(comparisonTruth(test));
    case 'call':
      return known(callTruth(test));
    case 'identifier':
    case 'attribute':
      return lowerName(test, values);
    default:
      return undefined;
  }
}

const known = (truth: Truth | undefined): Condition<SyntaxNode> | undefined =>
  truth && { is: 'known', truth };

/** What names of constants promise. */
function lowerName(node: SyntaxNode, values: Values): Condition<SyntaxNode> | undefined {
  const [value, ...others] = values.of(node);
  if (value && !value.isPart && value.node !== node && others.length === 0) {
    return { is: 'same', as: value.node };
  }
  const name = node.text.split('.').at(-1) ?? '';
  const [, promised = ''] = /^_?(?:is_?|on_?)?(\w+)$/iu.exec(name) ?? [];
  return known(NAMED.find(([pattern]) => pattern.test(promised))?.[1]);
}

const NAMED: readonly (readonly [RegExp, Truth])[] = [
  [/^(?:win(?:dows|32)?|nt)$/iu, WINDOWS],
  [/^(?:posix|unix)$/iu, POSIX],
  [/^linux$/iu, onlyOn('linux')],
  [/^(?:darwin|mac_?osx?|osx)$/iu, onlyOn('darwin')],
];

const SUBJECTS: readonly (readonly [RegExp, (name: string) => readonly Platform[]])[] = [
  [/^_?os\.name$/u, (name) => (name === 'nt' ? ['win32'] : name === 'posix' ? ['linux', 'darwin'] : [])],
  [
    /^(?:_?sys\.)?platform$|^(?:platform\.)?system\(\)(?:\.lower\(\))?$/u,
    (name) => {
      const lower = name.toLowerCase();
      return lower.startsWith('win') || lower === 'nt'
        ? ['win32']
        : lower.startsWith('linux')
          ? ['linux']
          : lower === 'darwin'
            ? ['darwin']
            : [];
    },
  ],
];

function subjectOf(node: SyntaxNode): ((name: string) => readonly Platform[]) | undefined {
  const text = node.text.replaceAll(/\s+/gu, '');
  return SUBJECTS.find(([pattern]) => pattern.test(text))?.[1];
}

function comparisonTruth(node: SyntaxNode): Truth | undefined {
  const [left, right] = node.named;
  const feature = left && featureTruth(left);
  if (feature && node.children.some(({ type }) => type === 'in')) {
    // `"SO_REUSEPORT" in globals()`
    return feature;
  }
  const named = left && subjectOf(left);
  if (!named || !right) {
    return undefined;
  }
  const literals = /^(?:tuple|list|set)$/u.test(right.type) ? right.named : [right];
  const names = literals.map((literal) => stringOf(literal));
  if (!names.every((name) => name !== undefined)) {
    return undefined;
  }
  const operator = node.children
    .filter(({ isNamed }) => !isNamed)
    .map(({ text }) => text)
    .join(' ');
  const equal = onlyOn(
    ...PLATFORMS.filter((platform) => names.some((name) => named(name).includes(platform))),
  );
  return /^(?:==|in|is)$/u.test(operator)
    ? equal
    : /^(?:!=|not ?in|is ?not)$/u.test(operator)
      ? not(equal)
      : undefined;
}

/** What only some platforms have. Source: the availability notes of the library's documentation. */
const FEATURES: readonly (readonly [RegExp, Truth])[] = [
  [/^(?:SO_REUSEPORT|AF_UNIX|fork|getuid|geteuid)$/u, POSIX],
  [/^(?:SO_EXCLUSIVEADDRUSE|SIO_RCVALL|getwindowsversion)$/u, WINDOWS],
];

function featureTruth(node: SyntaxNode): Truth | undefined {
  const name = stringOf(node) ?? '';
  return FEATURES.find(([pattern]) => pattern.test(name))?.[1];
}

function callTruth(call: SyntaxNode): Truth | undefined {
  const callee = call.field('function');
  const given = argumentsOf(call);
  if (callee?.text === 'hasattr' && given[1]) {
    return featureTruth(given[1]);
  }
  const object = callee?.type === 'attribute' ? callee.field('object') : undefined;
  const named = object && subjectOf(object);
  const [prefixes] = given;
  if (named && prefixes && callee?.field('attribute')?.text === 'startswith') {
    const names = (prefixes.type === 'tuple' ? prefixes.named : [prefixes]).map((one) => stringOf(one) ?? '');
    return onlyOn(...PLATFORMS.filter((platform) => names.some((name) => named(name).includes(platform))));
  }
  return undefined;
}
