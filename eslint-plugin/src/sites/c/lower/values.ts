import type { AST } from 'eslint';
import { memoize } from '../../memoize.ts';
import { portOf } from '../../flow/ports.ts';
import type { Callee } from '../../flow/callee.ts';
import { callsOf, routinesMentioning } from '../../flow/routines.ts';
import { evaluator, onlyOf, type Form, type Value } from '../../flow/values.ts';
import type { Port } from '../../site.ts';
import { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';
import { assignmentsIn } from './assignments.ts';
import { grouped, groupedBy } from '../../grouped.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { calleeName, routineAt, type CRoutine, type CUnit } from './unit.ts';

/** All values an expression may have, as far as the file tells: through variables, `#define`s, callers and conversions. */
export const valuesOf = (unit: CUnit, expression: SyntaxNode): readonly Value[] =>
  evaluatorOf(unit)(expression);

const evaluatorOf = memoize((unit: CUnit) => evaluator((node: SyntaxNode) => lower(unit, unwrap(node))));

/** The one value an expression has; undefined where it may have several. */
export const valueOf = (unit: CUnit, expression: SyntaxNode): Value | undefined =>
  onlyOf(valuesOf(unit, expression));

/** The port in an expression: that of the environment, where it may be one. */
export function portIn(values: readonly Value[], text: string): Port {
  const variable = values.find(({ kind }) => kind === 'environment');
  const port = portOf(values, text);
  return variable ? { ...portOf([variable], text), written: port.written } : port;
}

function lower(unit: CUnit, node: SyntaxNode): Form<SyntaxNode> | undefined {
  const range: AST.Range = [node.start, node.end];
  switch (node.type) {
    case 'number_literal':
      return numberIn(node.text, range);
    case 'string_literal':
      return { is: 'value', value: { kind: 'string', value: node.text.slice(1, -1), range } };
    case 'null':
      return { is: 'value', value: { kind: 'null' } };
    case 'true':
    case 'false':
      return { is: 'value', value: { kind: 'number', value: node.type === 'true' ? 1 : 0 } };
    case 'identifier':
      return lowerName(unit, node);
    case 'field_expression':
      return lowerField(unit, node);
    case 'qualified_identifier': {
      const name = node.field('name');
      return name && { is: 'any', of: [name] };
    }
    case 'call_expression':
      return lowerCall(node);
    case 'conditional_expression':
      return {
        is: 'conditional',
        of: [...node.fields('consequence'), ...node.fields('alternative')],
      };
    case 'compound_literal_expression': {
      const inside = node.field('value')?.named;
      return inside?.length === 1 ? { is: 'any', of: inside } : undefined;
    }
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      const operator = node.field('operator')?.text ?? '';
      return left && right && { is: 'operation', operator, operands: [left, right] };
    }
    default:
      return undefined;
  }
}

/** A number as C spells it; `12abc` is one to the grammar alone. */
function numberIn(text: string, range: AST.Range): Form<SyntaxNode> | undefined {
  const digits = text.replaceAll("'", '').replace(/(?:[uUlLzZ]+|[uU]?[iI]\d+)$/, '');
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return Number.isNaN(value) ? undefined : { is: 'value', value: { kind: 'number', value, range } };
}

/** Functions that give what they are given, as another type. */
const CONVERSIONS =
  /^(?:(?:std::)?(?:\w*(?:hton|ntoh|htobe)\w*|atoi|atol|strtol|strtoul|strtoll|stoi|stol|stoul|to_string)|str2int|u?int(?:16|32)?_t|u_?short|in_port_t)$/i;

/** Functions of a program that read a port from a text: `parse_port(argc > 1 ? argv[1] : "9000")`. */
const READS_PORT = /hton|ato[il]|strto|sto[iu]|parse|number|port/i;

function lowerCall(call: SyntaxNode): Form<SyntaxNode> | undefined {
  const name = calleeName(call) ?? '';
  const given = call.field('arguments')?.named ?? [];
  const [first] = given;
  if (/^(?:std::)?(?:secure_)?getenv$/.test(name)) {
    return first && { is: 'environment', variable: first };
  }
  if (first && (CONVERSIONS.test(name) || call.field('function')?.type === 'template_function')) {
    return { is: 'conversion', of: first };
  }
  return READS_PORT.test(name) ? { is: 'computed', from: given } : undefined;
}

function lowerName(unit: CUnit, node: SyntaxNode): Form<SyntaxNode> {
  const name = node.text;
  if (name === 'NULL' || name === 'nullptr') {
    return { is: 'value', value: { kind: 'null' } };
  }
  if (name === 'INADDR_ANY') {
    return { is: 'value', value: { kind: 'number', value: 0 } };
  }
  const routine = routineAt(unit, node);
  const local = assignmentsIn(routine.node);
  const position = routine.parameters.indexOf(name);
  if (position !== -1 || local.types.has(name)) {
    const given = position === -1 ? [] : givenBy(unit, routine.callee, position);
    const isOpen =
      local.unread.has(name) || local.pointed.has(name) || (position !== -1 && given.length === 0);
    return { is: 'any', of: [...local.to(name).map(({ value }) => value), ...given], isOpen };
  }
  const constant = constantAt(unit, name, node.start);
  return constant === undefined
    ? (lowerGlobal(unit, name) ?? { is: 'value', value: { kind: 'name', name } })
    : lowerConstant(unit, constant, node.start);
}

/** What callers in the file give for a parameter. */
function givenBy(unit: CUnit, callee: Callee, position: number): readonly SyntaxNode[] {
  return callee.name === '' || callee.name === 'main'
    ? []
    : [...callsOf(unit, callee)].flatMap(({ step }) => step.node.field('arguments')?.named[position] ?? []);
}

/** A variable of the file: what its declaration and all routines give it. */
function lowerGlobal(unit: CUnit, name: string): Form<SyntaxNode> | undefined {
  const declared = assignmentsIn(unit.root);
  if (!declared.types.has(name)) {
    return undefined;
  }
  const scopes = [
    declared,
    ...routinesMentioning<CRoutine>(unit, name).map((routine) => assignmentsIn(routine.node)),
  ];
  return {
    is: 'any',
    of: scopes.flatMap(({ to }) => to(name)).map(({ value }) => value),
    isOpen: scopes.some(({ unread }) => unread.has(name)),
  };
}

/** A field, by its name: what the routine gives it, or else any routine. */
function lowerField(unit: CUnit, node: SyntaxNode): Form<SyntaxNode> {
  const text = node.text.replaceAll(/\s+/g, '');
  const field = node.field('field')?.text ?? '';
  const own = assignmentsIn(routineAt(unit, node).node).to(text);
  const all = own.length > 0 ? own : (fieldsOf(unit).get(field) ?? []);
  return { is: 'any', of: all.map(({ value }) => value) };
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

/** Macros that stand for one another, followed for one name. */
const MAX_MACROS = 8;

function lowerConstant(unit: CUnit, constant: Constant['value'], at: number, depth = 0): Form<SyntaxNode> {
  if (constant instanceof SyntaxNode) {
    return { is: 'any', of: [constant] };
  }
  const { text, start } = constant;
  const inside = text
    .replace(/\/[/*].*$/s, '')
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .trim();
  const begin = start + text.indexOf(inside);
  const range: AST.Range = [begin, begin + inside.length];
  if (/^(?:0x[\da-f]+|\d+)[ul]*$/i.test(inside)) {
    return numberIn(inside, range) ?? { is: 'any', of: [] };
  }
  if (/^"[^"]*"$/.test(inside)) {
    return { is: 'value', value: { kind: 'string', value: inside.slice(1, -1), range } };
  }
  if (/^\w+$/.test(inside) && depth < MAX_MACROS) {
    const next = constantAt(unit, inside, at);
    return next === undefined
      ? { is: 'value', value: inside === 'NULL' ? { kind: 'null' } : { kind: 'name', name: inside } }
      : lowerConstant(unit, next, at, depth + 1);
  }
  return { is: 'value', value: { kind: 'unknown', text: inside } };
}
