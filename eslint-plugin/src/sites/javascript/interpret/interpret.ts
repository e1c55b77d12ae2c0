import { spend } from '../../effort.ts';
import { memoize, memoizeBy } from '../../memoize.ts';
import { PLATFORMS, type Platform } from '../../site.ts';
import { unwrap, type Node } from '../ast.ts';
import type { File } from '../file.ts';
import { fromTypeNode } from './annotation.ts';
import { interpret } from './cases.ts';
import { distinct, valuesOfEach } from './distinct.ts';
import { Reach, type Interpreter, type Question } from './interpreter.ts';
import { isForeignExport, isUnknown, onlyConstant, truthOfAll, type Constant, type Value } from './value.ts';

/** What an expression of a file may be, looking backward from it through the scopes. Nothing is run. */
export const resolve = (file: File, expression: Node): readonly Value[] =>
  interpreterOf(file).ask(expression);

/**
 * The values an expression may have, from the source alone.
 * @param platform what `process.platform` and its like count as; absent, they are unknown
 */
export const evaluate = (file: File, expression: Node, platform?: Platform): readonly Value[] =>
  valuesIn(file, platform).ask(expression);

/** Whether a condition holds on a platform; undefined where the source does not tell. */
export const truthOn = (file: File, condition: Node, platform: Platform): boolean | undefined =>
  truthOfAll(evaluate(file, condition, platform));

/** A boolean option's value on each platform. */
export function booleanByPlatform(
  file: File,
  node: Node,
  read: (value: Constant) => boolean | undefined,
): Record<Platform, boolean | 'unknown'> {
  const on = (platform: Platform): boolean | 'unknown' => {
    const value = onlyConstant(evaluate(file, node, platform));
    return (value && read(value.value)) ?? 'unknown';
  };
  return Object.fromEntries(PLATFORMS.map((platform) => [platform, on(platform)])) as Record<
    Platform,
    boolean | 'unknown'
  >;
}

/** The interpreter of a file that is asked what things are. */
export const interpreterOf = memoize((file: File) => interpreter(file, { asks: 'identity' }));

const valuesIn = memoizeBy((file: File, platform: Platform | undefined) =>
  interpreter(file, { asks: 'value', platform }, interpreterOf(file)),
);

function interpreter(file: File, { asks, platform }: Question, identity?: Interpreter): Interpreter {
  const answers = new WeakMap<Node, readonly Value[]>();
  const reach = new Reach();
  const finish = asks === 'identity' ? distinct : toValues;
  const self: Interpreter = {
    file,
    asks,
    platform,
    reach,
    get identity() {
      return identity ?? self;
    },
    ask: (expression) => {
      spend();
      const node = unwrap(expression);
      const answer = answers.get(node) ?? reach.within(node, () => find(node)) ?? finish([], node);
      return asks === 'identity' ? asserted(self, expression, answer) : answer;
    },
  };
  const find = (node: Node): readonly Value[] =>
    reach.keeping(
      () => finish(interpret(self, node), node),
      (values) => answers.set(node, values),
    );
  return self;
}

/** The values as somebody sees them who asks for no more than values. */
function toValues(values: readonly Value[], node: Node): readonly Value[] {
  const all = valuesOfEach(values, (value) => [value]);
  return all.length === 0 ? [{ kind: 'unknown', node }] : all.map((value) => toValue(value, node));
}

function toValue(value: Value, node: Node): Value {
  switch (value.kind) {
    case 'constant':
    case 'environment':
    case 'number':
    case 'string':
    case 'function':
    case 'object':
    case 'other-object':
      return value;
    case 'unknown':
      return value.node ? value : { kind: 'unknown', node };
    default:
      return { kind: 'unknown', node };
  }
}

/** What `x as Radio` says of a value of which nothing else is known. */
function asserted(it: Interpreter, expression: Node, otherwise: readonly Value[]): readonly Value[] {
  if (
    (expression.type !== 'TSAsExpression' && expression.type !== 'TSTypeAssertion') ||
    !otherwise.every((value) => isUnknown(value) || isForeignExport(it.file.catalogue, value))
  ) {
    return otherwise;
  }
  const values = fromTypeNode(it, expression.typeAnnotation);
  return values.length > 0 ? values : otherwise;
}
