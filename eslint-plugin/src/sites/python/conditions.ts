import { deeper } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { PLATFORMS, type Platform } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import { unwrap } from './place.ts';
import { argumentsOf } from './arguments.ts';
import { stringOf, type Values } from './value.ts';

/** The platforms on which a condition may hold, and those on which it may not. */
interface Truth {
  readonly holds: readonly Platform[];
  readonly fails: readonly Platform[];
}

const UNKNOWN: Truth = { holds: PLATFORMS, fails: PLATFORMS };
const WINDOWS: Truth = { holds: ['win32'], fails: ['linux', 'darwin'] };
const POSIX: Truth = { holds: ['linux', 'darwin'], fails: ['win32'] };

const both = (one: readonly Platform[], other: readonly Platform[]): Platform[] =>
  PLATFORMS.filter((platform) => one.includes(platform) && other.includes(platform));
const either = (one: readonly Platform[], other: readonly Platform[]): Platform[] =>
  PLATFORMS.filter((platform) => one.includes(platform) || other.includes(platform));
const not = ({ holds, fails }: Truth): Truth => ({ holds: fails, fails: holds });
const only = (platforms: readonly Platform[]): Truth => ({
  holds: platforms,
  fails: PLATFORMS.filter((platform) => !platforms.includes(platform)),
});

/** The platforms on which a node is reached, by the conditions around it. */
export function platformsAt(node: SyntaxNode, values: Values): readonly Platform[] {
  let platforms: readonly Platform[] = PLATFORMS;
  let inside = node;
  for (const parent of ancestors(node)) {
    if (parent.type === 'if_statement' || parent.type === 'elif_clause') {
      const condition = parent.field('condition');
      if (condition && condition !== inside) {
        const { holds, fails } = truthOf(condition, values);
        platforms = both(platforms, parent.field('consequence') === inside ? holds : fails);
      }
      if (parent.type === 'if_statement' && parent.field('consequence') !== inside && condition !== inside) {
        platforms = both(platforms, afterElifs(parent, values).get(inside) ?? PLATFORMS);
      }
    } else if (parent.type === 'boolean_operator' && parent.named[0] && parent.named[0] !== inside) {
      const { holds, fails } = truthOf(parent.named[0], values);
      platforms = both(platforms, parent.children.some(({ type }) => type === 'and') ? holds : fails);
    } else if (parent.type === 'conditional_expression') {
      const [yes, condition, no] = parent.named;
      if (condition && inside !== condition) {
        const { holds, fails } = truthOf(condition, values);
        platforms = both(platforms, inside === yes ? holds : inside === no ? fails : PLATFORMS);
      }
    }
    inside = parent;
  }
  return platforms;
}

/** The platforms that no `elif` before each clause of a statement has taken. */
const afterElifs = memoize(
  (statement: SyntaxNode, values: Values): ReadonlyMap<SyntaxNode, readonly Platform[]> => {
    const found = new Map<SyntaxNode, readonly Platform[]>();
    let platforms: readonly Platform[] = PLATFORMS;
    for (const clause of statement.fields('alternative')) {
      found.set(clause, platforms);
      const condition = clause.field('condition');
      platforms = condition ? both(platforms, truthOf(condition, values).fails) : platforms;
    }
    return found;
  },
);

/** Where a condition holds, by the platform alone; undefined where it asks something else too. */
export function platformsWhere(condition: SyntaxNode, values: Values): readonly Platform[] | undefined {
  const { holds, fails } = truthOf(condition, values);
  return holds.some((platform) => fails.includes(platform)) ? undefined : holds;
}

/** A question that may nest as deep as its text does. */
const truthOf = (condition: SyntaxNode, values: Values): Truth =>
  deeper(() => findTruth(unwrap(condition), values), UNKNOWN);

function findTruth(node: SyntaxNode, values: Values): Truth {
  switch (node.type) {
    case 'not_operator': {
      const argument = node.field('argument');
      return argument ? not(truthOf(argument, values)) : UNKNOWN;
    }
    case 'boolean_operator': {
      const [left = UNKNOWN, right = UNKNOWN] = node.named.map((part) => truthOf(part, values));
      return node.children.some(({ type }) => type === 'and')
        ? { holds: both(left.holds, right.holds), fails: either(left.fails, right.fails) }
        : { holds: either(left.holds, right.holds), fails: both(left.fails, right.fails) };
    }
    case 'comparison_operator':
      return comparisonTruth(node);
    case 'call':
      return callTruth(node);
    case 'identifier':
    case 'attribute':
      return nameTruth(node, values);
    default:
      return UNKNOWN;
  }
}

/** What names of constants promise. */
function nameTruth(node: SyntaxNode, values: Values): Truth {
  const [value, ...others] = values.of(node);
  if (value && !value.isPart && value.node !== node && others.length === 0) {
    return truthOf(value.node, values);
  }
  const name = node.text.split('.').at(-1) ?? '';
  const [, promised = ''] = /^_?(?:is_?|on_?)?(\w+)$/iu.exec(name) ?? [];
  return NAMED.find(([pattern]) => pattern.test(promised))?.[1] ?? UNKNOWN;
}

const NAMED: readonly (readonly [RegExp, Truth])[] = [
  [/^(?:win(?:dows|32)?|nt)$/iu, WINDOWS],
  [/^(?:posix|unix)$/iu, POSIX],
  [/^linux$/iu, only(['linux'])],
  [/^(?:darwin|mac_?osx?|osx)$/iu, only(['darwin'])],
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

function comparisonTruth(node: SyntaxNode): Truth {
  const [left, right] = node.named;
  const feature = left && featureTruth(left);
  if (feature && node.children.some(({ type }) => type === 'in')) {
    // `"SO_REUSEPORT" in globals()`
    return feature;
  }
  const named = left && subjectOf(left);
  if (!named || !right) {
    return UNKNOWN;
  }
  const literals = /^(?:tuple|list|set)$/u.test(right.type) ? right.named : [right];
  const names = literals.map((literal) => stringOf(literal));
  if (!names.every((name) => name !== undefined)) {
    return UNKNOWN;
  }
  const operator = node.children
    .filter(({ isNamed }) => !isNamed)
    .map(({ text }) => text)
    .join(' ');
  const equal = only(PLATFORMS.filter((platform) => names.some((name) => named(name).includes(platform))));
  return /^(?:==|in|is)$/u.test(operator)
    ? equal
    : /^(?:!=|not ?in|is ?not)$/u.test(operator)
      ? not(equal)
      : UNKNOWN;
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

function callTruth(call: SyntaxNode): Truth {
  const callee = call.field('function');
  const given = argumentsOf(call);
  if (callee?.text === 'hasattr' && given[1]) {
    return featureTruth(given[1]) ?? UNKNOWN;
  }
  const object = callee?.type === 'attribute' ? callee.field('object') : undefined;
  const named = object && subjectOf(object);
  const [prefixes] = given;
  if (named && prefixes && callee?.field('attribute')?.text === 'startswith') {
    const names = (prefixes.type === 'tuple' ? prefixes.named : [prefixes]).map((one) => stringOf(one) ?? '');
    return only(PLATFORMS.filter((platform) => names.some((name) => named(name).includes(platform))));
  }
  return UNKNOWN;
}
