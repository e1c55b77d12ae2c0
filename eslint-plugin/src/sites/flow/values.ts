import type { AST } from 'eslint';

/** What an expression is, as far as the file tells. `name`: a constant of some header or library, `AF_INET`. */
export type Value = (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'environment';
      readonly variable: string;
      /** What it is where the variable is not set. */
      readonly fallback?: readonly Value[] | undefined;
    }
  /** The port that the kernel gave a bound socket. */
  | { readonly kind: 'bound' }
  | {
      readonly kind: 'unknown';
      readonly text: string;
      /** What a call is given of which it may make the value. */
      readonly from?: readonly Value[];
    }
) & {
  /** Where the source writes it. */
  readonly range?: AST.Range | undefined;
};

/** An expression in the words of no language; undefined where it cannot be followed. */
export type Form<N> =
  | { readonly is: 'value'; readonly value: Value }
  /** A name, a field, a parameter, an alternative: all that it may be; open where the file does not show all. */
  | { readonly is: 'any'; readonly of: readonly N[]; readonly isOpen?: boolean }
  /** A choice of which one side is what the other falls back to. */
  | { readonly is: 'conditional'; readonly of: readonly N[] }
  /** What it is given, as another type. */
  | { readonly is: 'conversion'; readonly of: N }
  /** A call of which the file shows only what it is given. */
  | { readonly is: 'computed'; readonly from: readonly N[] }
  | { readonly is: 'environment'; readonly variable: N; readonly fallback?: N | undefined }
  | { readonly is: 'operation'; readonly operator: string; readonly operands: readonly N[] };

/** Expressions followed for one question; what lies further is unknown. */
const MAX_STEPS = 200;

interface Expression {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One question, with the expressions that are being answered for it. */
interface Question<N> {
  readonly lower: (node: N) => Form<N> | undefined;
  readonly asked: Set<N>;
  steps: number;
}

/** Answers what expressions may be, by what a language makes of one: all values that the file shows, in their order. */
export const evaluator =
  <N extends Expression>(lower: (node: N) => Form<N> | undefined): ((node: N) => readonly Value[]) =>
  (node) =>
    valuesOf(node, { lower, asked: new Set(), steps: MAX_STEPS });

function valuesOf<N extends Expression>(node: N, question: Question<N>): readonly Value[] {
  const unknown: Value = { kind: 'unknown', text: node.text };
  question.steps -= 1;
  const form = question.steps < 0 || question.asked.has(node) ? undefined : question.lower(node);
  if (!form) {
    return [unknown];
  }
  const ask = (one: N): readonly Value[] => valuesOf(one, question);
  const range: AST.Range = [node.start, node.end];
  question.asked.add(node);
  try {
    switch (form.is) {
      case 'value':
        return [form.value];
      case 'any': {
        const values = form.of.flatMap(ask);
        return form.isOpen === true || values.length === 0 ? [...values, unknown] : values;
      }
      case 'conditional':
        return withFallback(form.of.flatMap(ask));
      case 'conversion':
        return ask(form.of).map(converted);
      case 'computed':
        return [{ ...unknown, from: form.from.flatMap(ask) }];
      case 'environment': {
        const variable = onlyOf(ask(form.variable));
        return variable?.kind === 'string'
          ? [
              {
                kind: 'environment',
                variable: variable.value,
                range,
                ...(form.fallback && { fallback: ask(form.fallback) }),
              },
            ]
          : [unknown];
      }
      case 'operation': {
        const value = resultOf(form.operator, form.operands.map(ask).map(onlyOf));
        return [value ? { ...value, range } : unknown];
      }
    }
  } finally {
    question.asked.delete(node);
  }
}

/** `getenv("PORT") ? atoi(getenv("PORT")) : 3000` is one variable with its fallback. */
function withFallback(values: readonly Value[]): readonly Value[] {
  const variable = values.find(({ kind }) => kind === 'environment');
  const other = values.find(({ kind }) => kind === 'number');
  return values.length === 2 && variable?.kind === 'environment' && other
    ? [{ ...variable, fallback: [other] }]
    : values;
}

function converted(value: Value): Value {
  if (value.kind !== 'string') {
    return value;
  }
  const { range } = value;
  return value.value === 'true' || value.value === 'false'
    ? { kind: 'boolean', value: value.value === 'true', range }
    : /^\d+$/.test(value.value)
      ? { kind: 'number', value: Number(value.value), range }
      : value;
}

function resultOf(operator: string, operands: readonly (Value | undefined)[]): Value | undefined {
  const [first] = operands;
  if (operator === '!') {
    return first?.kind === 'boolean' ? { kind: 'boolean', value: !first.value } : undefined;
  }
  const numbers = operands.flatMap((one) => (one?.kind === 'number' ? [one.value] : []));
  const [left = 0, right] = numbers;
  if (numbers.length !== operands.length) {
    return undefined;
  }
  if (right === undefined) {
    return operator === '-' ? { kind: 'number', value: -left } : undefined;
  }
  switch (operator) {
    case '+':
      return { kind: 'number', value: left + right };
    case '-':
      return { kind: 'number', value: left - right };
    case '*':
      return { kind: 'number', value: left * right };
    default:
      return undefined;
  }
}

/** The one value that all of some are, wherever they are written; undefined where there are several. */
export function onlyOf(values: readonly Value[]): Value | undefined {
  const [first] = values;
  return first && values.every((value) => keyOf(value) === keyOf(first)) ? first : undefined;
}

function keyOf(value: Value): string {
  switch (value.kind) {
    case 'name':
      return `name ${value.name}`;
    case 'environment':
      return `environment ${value.variable} ${(value.fallback ?? []).map(keyOf).join()}`;
    case 'unknown':
      return `unknown ${value.text}`;
    case 'null':
    case 'bound':
      return value.kind;
    default:
      return `${value.kind} ${value.value}`;
  }
}
