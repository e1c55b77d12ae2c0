import type { AST } from 'eslint';
import { memoize } from '../memoize.ts';
import type { Callee } from '../flow/callee.ts';
import { callsOf, routinesMentioning } from '../flow/routines.ts';
import { SyntaxNode } from '../tree-sitter/node.ts';
import { within } from '../tree-sitter/walk.ts';
import { assignmentsIn, type Assignment } from './assignments.ts';
import { grouped, groupedBy } from '../grouped.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { calleeName, routineAt, type CRoutine, type CUnit } from './unit.ts';

/** What an expression is, as far as the file tells. `name`: a constant of some header, `AF_INET`. */
export type Value = (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'environment'; readonly variable: string; readonly fallback?: number | undefined }
  | { readonly kind: 'unknown'; readonly text: string }
) & {
  /** Where the source writes it. */
  readonly range?: AST.Range | undefined;
};

/** Names and calls followed one behind the other. */
const MAX_DEPTH = 8;

/** Values looked at for one expression. */
const MAX_VALUES = 16;

/** All values an expression may have, as far as the file tells: through variables, `#define`s, callers and conversions. */
export function valuesOf(unit: CUnit, expression: SyntaxNode, depth = 0): readonly Value[] {
  const node = unwrap(expression);
  const unknown: readonly Value[] = [{ kind: 'unknown', text: node.text }];
  if (depth > MAX_DEPTH) {
    return unknown;
  }
  switch (node.type) {
    case 'number_literal':
      return [{ kind: 'number', value: parseNumber(node.text), range: [node.start, node.end] }];
    case 'string_literal':
      return [{ kind: 'string', value: node.text.slice(1, -1), range: [node.start, node.end] }];
    case 'null':
      return [{ kind: 'null' }];
    case 'true':
    case 'false':
      return [{ kind: 'number', value: node.type === 'true' ? 1 : 0 }];
    case 'identifier':
      return valuesOfName(unit, node, depth);
    case 'field_expression':
      return valuesOfField(unit, node, depth) ?? unknown;
    case 'qualified_identifier': {
      const name = node.field('name');
      return name ? valuesOf(unit, name, depth + 1) : unknown;
    }
    case 'call_expression':
      return valuesOfCall(unit, node, depth) ?? unknown;
    case 'conditional_expression':
      return valuesOfConditional(unit, node, depth);
    case 'compound_literal_expression': {
      const inside = node.field('value')?.named;
      return inside?.length === 1 && inside[0] ? valuesOf(unit, inside[0], depth + 1) : unknown;
    }
    case 'binary_expression': {
      const number = evaluateBinary(unit, node, depth);
      return number === undefined ? unknown : [{ kind: 'number', value: number }];
    }
    default:
      return unknown;
  }
}

/** The one value an expression has; unknown where it may have several. */
export function valueOf(
  unit: CUnit,
  expression: SyntaxNode,
  values: readonly Value[] = valuesOf(unit, expression),
): Value {
  const [first] = values;
  return first && values.every((value) => isSame(value, first))
    ? first
    : { kind: 'unknown', text: unwrap(expression).text };
}

const isSame = (one: Value, other: Value): boolean => textOf(one) === textOf(other);

const textOf = ({ range: _, ...value }: Value): string => JSON.stringify(value);

function parseNumber(text: string): number {
  const digits = text.replaceAll("'", '').replace(/(?:[uUlLzZ]+|[uU]?[iI]\d+)$/, '');
  return /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
}

function evaluateBinary(unit: CUnit, node: SyntaxNode, depth: number): number | undefined {
  const sides = [node.field('left'), node.field('right')].map((side) => {
    const values = side ? valuesOf(unit, side, depth + 1) : [];
    const [first] = values;
    return values.length === 1 && first?.kind === 'number' ? first.value : undefined;
  });
  const [left, right] = sides;
  if (left === undefined || right === undefined) {
    return undefined;
  }
  switch (node.field('operator')?.text ?? node.children[1]?.text) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      return undefined;
  }
}

/** Functions that give what they are given, as another type. */
const CONVERSIONS =
  /^(?:(?:std::)?(?:\w*(?:hton|ntoh|htobe)\w*|atoi|atol|strtol|strtoul|strtoll|stoi|stol|stoul|to_string)|str2int|u?int(?:16|32)?_t|u_?short|in_port_t)$/i;

function valuesOfCall(unit: CUnit, call: SyntaxNode, depth: number): readonly Value[] | undefined {
  const name = calleeName(call) ?? '';
  const [first] = call.field('arguments')?.named ?? [];
  if (/^(?:std::)?(?:secure_)?getenv$/.test(name)) {
    const variable = first && unwrap(first);
    return variable?.type === 'string_literal'
      ? [{ kind: 'environment', variable: variable.text.slice(1, -1), range: [call.start, call.end] }]
      : undefined;
  }
  if (!first || !(CONVERSIONS.test(name) || call.field('function')?.type === 'template_function')) {
    return undefined;
  }
  return valuesOf(unit, first, depth + 1).map((value) =>
    value.kind === 'string' && /^\d+$/.test(value.value)
      ? { kind: 'number', value: Number(value.value), range: value.range }
      : value,
  );
}

/** `getenv("PORT") ? atoi(getenv("PORT")) : 3000` is one variable with its fallback. */
function valuesOfConditional(unit: CUnit, node: SyntaxNode, depth: number): readonly Value[] {
  const [then, otherwise] = ['consequence', 'alternative'].map((field) => {
    const side = node.field(field);
    return side ? valuesOf(unit, side, depth + 1) : [];
  });
  const values = [...(then ?? []), ...(otherwise ?? [])].slice(0, MAX_VALUES);
  const [variable, ...others] = values.filter(({ kind }) => kind === 'environment');
  const numbers = values.flatMap((value) => (value.kind === 'number' ? [value.value] : []));
  return variable?.kind === 'environment' &&
    others.length === 0 &&
    numbers.length === 1 &&
    values.length === 2
    ? [{ ...variable, fallback: numbers[0] }]
    : values;
}

function valuesOfName(unit: CUnit, node: SyntaxNode, depth: number): readonly Value[] {
  const name = node.text;
  if (name === 'NULL' || name === 'nullptr') {
    return [{ kind: 'null' }];
  }
  const routine = routineAt(unit, node);
  const local = assignmentsIn(routine.node);
  const position = routine.parameters.indexOf(name);
  if (position !== -1 || local.types.has(name)) {
    const values = valuesOfAll(unit, local.to(name), depth);
    const given = position === -1 ? [] : valuesOfParameter(unit, routine.callee, position, depth);
    const isUnread =
      local.unread.has(name) || local.pointed.has(name) || (position !== -1 && given.length === 0);
    return isUnread || values.length + given.length === 0
      ? [...values, ...given, { kind: 'unknown', text: name }]
      : [...values, ...given];
  }
  const constant = constantAt(unit, name, node.start);
  if (constant !== undefined) {
    return constant instanceof SyntaxNode
      ? valuesOf(unit, constant, depth + 1)
      : valueOfMacro(unit, constant, { at: node.start, depth });
  }
  const global = valuesOfGlobal(unit, name, depth);
  return global ?? [{ kind: 'name', name }];
}

/** The values of the first of several assignments, as many as are looked at. */
function valuesOfAll(unit: CUnit, assigned: readonly Assignment[], depth: number): readonly Value[] {
  const values: Value[] = [];
  for (const { value } of assigned) {
    if (values.length >= MAX_VALUES) {
      break;
    }
    values.push(...valuesOf(unit, value, depth + 1));
  }
  return values.slice(0, MAX_VALUES);
}

function valuesOfParameter(unit: CUnit, callee: Callee, position: number, depth: number): readonly Value[] {
  if (callee.name === '' || callee.name === 'main') {
    return [];
  }
  const values: Value[] = [];
  for (const { step } of callsOf(unit, callee)) {
    if (values.length >= MAX_VALUES) {
      return values;
    }
    const argument = step.node.field('arguments')?.named[position];
    if (argument) {
      values.push(...valuesOf(unit, argument, depth + 1));
    }
  }
  return values;
}

/** A variable of the file: what its declaration and all routines give it. */
function valuesOfGlobal(unit: CUnit, name: string, depth: number): readonly Value[] | undefined {
  const declared = assignmentsIn(unit.root);
  if (!declared.types.has(name)) {
    return undefined;
  }
  const scopes = [
    declared,
    ...routinesMentioning<CRoutine>(unit, name).map((routine) => assignmentsIn(routine.node)),
  ];
  const values = valuesOfAll(
    unit,
    scopes.flatMap(({ to }) => to(name)),
    depth,
  );
  const isUnread = scopes.some(({ unread }) => unread.has(name));
  return values.length === 0 || isUnread ? [...values, { kind: 'unknown', text: name }] : values;
}

/** A field, by its name: what the routine gives it, or else any routine. */
function valuesOfField(unit: CUnit, node: SyntaxNode, depth: number): readonly Value[] | undefined {
  const text = node.text.replaceAll(/\s+/g, '');
  const field = node.field('field')?.text ?? '';
  const own = assignmentsIn(routineAt(unit, node).node).to(text);
  const values = valuesOfAll(unit, own.length > 0 ? own : (fieldsOf(unit).get(field) ?? []), depth);
  return values.length > 0 ? values : undefined;
}

/** What a file's routines give to fields, by their names. */
const fieldsOf = memoize(({ routines }: CUnit) =>
  groupedBy(
    routines.flatMap(({ node }) => assignmentsIn(node).all),
    ({ into }) => /(?:\.|->)(\w+)$/.exec(into)?.slice(1) ?? [],
  ),
);

/** A `#define` without parameters, as the text that begins at an offset, or an enumerator. */
interface Constant {
  readonly at: number;
  readonly value: SyntaxNode | { readonly text: string; readonly start: number };
}

/** A file's constants by their names, each in source order. */
const constantsOf = memoize((root: SyntaxNode): ReadonlyMap<string, readonly Constant[]> =>
  grouped(
    [...within(root, ({ type }) => !/^(?:function_definition|initializer_list)$/.test(type))].flatMap(
      (node): [string, Constant][] => {
        const name = node.field('name')?.text;
        const value = node.field('value');
        return name !== undefined && value && (node.type === 'preproc_def' || node.type === 'enumerator')
          ? [
              [
                name,
                {
                  at: node.start,
                  value: node.type === 'enumerator' ? value : { text: value.text, start: value.start },
                },
              ],
            ]
          : [];
      },
    ),
  ),
);

/** What a constant stands for at an offset: a macro may be defined anew further down. */
function constantAt({ root }: CUnit, name: string, at: number): Constant['value'] | undefined {
  const all = constantsOf(root).get(name);
  return (all?.findLast((constant) => constant.at < at) ?? all?.[0])?.value;
}

function valueOfMacro(
  unit: CUnit,
  { text, start }: Exclude<Constant['value'], SyntaxNode>,
  { at, depth }: { readonly at: number; readonly depth: number },
): readonly Value[] {
  const inside = text
    .replace(/\/[*/].*$/s, '')
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .trim();
  const begin = start + text.indexOf(inside);
  const range: AST.Range = [begin, begin + inside.length];
  if (/^(?:0x[\da-f]+|\d+)[ul]*$/i.test(inside)) {
    return [{ kind: 'number', value: parseNumber(inside), range }];
  }
  if (/^"[^"]*"$/.test(inside)) {
    return [{ kind: 'string', value: inside.slice(1, -1), range }];
  }
  if (/^\w+$/.test(inside) && depth < MAX_DEPTH) {
    const next = constantAt(unit, inside, at);
    if (next === undefined) {
      return inside === 'NULL' ? [{ kind: 'null' }] : [{ kind: 'name', name: inside }];
    }
    return next instanceof SyntaxNode
      ? valuesOf(unit, next, depth + 1)
      : valueOfMacro(unit, next, { at, depth: depth + 1 });
  }
  return [{ kind: 'unknown', text: inside }];
}
