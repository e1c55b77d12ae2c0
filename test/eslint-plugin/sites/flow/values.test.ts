import { describe, expect, it } from 'vitest';
import { portOf } from '../../../../eslint-plugin/src/sites/flow/ports.ts';
import { evaluator, onlyOf, type Form, type Value } from '../../../../eslint-plugin/src/sites/flow/values.ts';

/** An expression of a language that is written as forms; every one stands where its text is in the program. */
interface Node {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly form?: Form<Node>;
}

let written = 0;

function node(text: string, form?: Form<Node>): Node {
  const start = (written += 10);
  return { text, start, end: start + text.length, ...(form && { form }) };
}

const number = (value: number): Node => {
  const { text, start, end } = node(String(value));
  return { text, start, end, form: { is: 'value', value: { kind: 'number', value, range: [start, end] } } };
};
const string = (value: string): Node => {
  const { text, start, end } = node(`"${value}"`);
  return { text, start, end, form: { is: 'value', value: { kind: 'string', value, range: [start, end] } } };
};
const name = (text: string, ...of: Node[]): Node => node(text, { is: 'any', of });
const open = (text: string, ...of: Node[]): Node => node(text, { is: 'any', of, isOpen: true });
const conversion = (of: Node): Node => node(`int(${of.text})`, { is: 'conversion', of });
const call = (...from: Node[]): Node => node('parse(...)', { is: 'computed', from });
const operation = (operator: string, ...operands: Node[]): Node =>
  node(operator, { is: 'operation', operator, operands });
const environment = (variable: string, fallback?: Node): Node =>
  node(`$${variable}`, { is: 'environment', variable: string(variable), fallback });
const conditional = (...of: Node[]): Node => node('a ? b : c', { is: 'conditional', of });
const bound = node('s.port', { is: 'value', value: { kind: 'bound' } });
const unknown = node('argv[1]');

const valuesOf = evaluator(({ form }: Node) => form);

/** A value in a word. */
function word(value: Value): string {
  switch (value.kind) {
    case 'environment':
      return [`$${value.variable}`, ...(value.fallback ?? []).map(word)].join(' or ');
    case 'unknown':
      return `?${value.text}`;
    case 'name':
      return value.name;
    case 'null':
    case 'bound':
      return value.kind;
    default:
      return JSON.stringify(value.value);
  }
}

describe('what an expression may be', () => {
  it.each<[what: string, node: Node, values: string]>([
    ['a literal', number(80), '80'],
    ['what cannot be followed', unknown, '?argv[1]'],
    ['a name through others', name('a', name('b', number(80))), '80'],
    ['all that a name is given, in order', name('a', number(1), string('x'), unknown), '1 "x" ?argv[1]'],
    ['a name of which the file does not show all', open('port', number(80)), '80 ?port'],
    ['a name that nothing is given', name('port'), '?port'],
    ['digits, converted', conversion(string('8080')), '8080'],
    ['a word, converted', conversion(string('true')), 'true'],
    ['another text, converted', conversion(string('http')), '"http"'],
    ['a sum', operation('+', number(8000), operation('*', number(40), number(2))), '8080'],
    ['a difference', operation('-', number(81), number(1)), '80'],
    ['a negative number', operation('-', number(1)), '-1'],
    ['a sum of what is unknown', operation('+', number(8000), unknown), '?+'],
    ['a sum of what may be several', operation('+', number(1), name('a', number(1), number(2))), '?+'],
    ['not', operation('!', conversion(string('true'))), 'false'],
    ['an environment variable', environment('PORT'), '$PORT'],
    ['one with a fallback', environment('PORT', string('3000')), '$PORT or "3000"'],
    [
      'one whose fallback may be several',
      environment('PORT', name('a', number(1), number(2))),
      '$PORT or 1 or 2',
    ],
    [
      'a choice between one and its fallback',
      conditional(environment('PORT'), number(3000)),
      '$PORT or 3000',
    ],
    ['a choice between two numbers', conditional(number(80), number(443)), '80 443'],
    ['what a call is given is not what it gives', call(number(80)), '?parse(...)'],
  ])('%s', (_, expression, values) => {
    expect(valuesOf(expression).map(word).join(' ')).toBe(values);
  });

  it('a name that is set from itself is unknown there', () => {
    const of: Node[] = [number(80)];
    const port = name('port', number(80));
    const self: Node = { ...port, form: { is: 'any', of } };
    of.push(conversion(self));
    expect(valuesOf(self).map(word)).toEqual(['80', '?port']);
  });

  it('names are followed for a while, and no longer', () => {
    let near = number(80);
    for (let followed = 0; followed < 100; followed++) {
      near = name('a', near);
    }
    let far = near;
    for (let followed = 0; followed < 200; followed++) {
      far = name('b', far);
    }
    expect(valuesOf(near).map(word)).toEqual(['80']);
    expect(valuesOf(far).map(word)).toEqual(['?a']);
  });

  it('a thousand assignments of a thousand names are not all followed', () => {
    let wide = number(80);
    for (let level = 0; level < 1000; level++) {
      wide = name('a', wide, wide);
    }
    expect(valuesOf(wide).map(word)).toContain('?a');
  });

  it('several values are one where all are the same, wherever they are written', () => {
    expect(onlyOf(valuesOf(name('a', number(80), number(80))))).toMatchObject({ value: 80 });
    expect(onlyOf(valuesOf(name('a', number(80), string('80'))))).toBeUndefined();
    expect(onlyOf(valuesOf(name('a', environment('A'), environment('A', number(1)))))).toBeUndefined();
  });
});

describe('the port that an expression names', () => {
  it.each<[what: string, node: Node, port: object, written?: string]>([
    ['a number', number(80), { kind: 'literal', value: 80 }, '80'],
    ['digits', string('8080'), { kind: 'literal', value: 8080 }, '8080'],
    ['0', number(0), { kind: 'ephemeral' }, ''],
    ['the name of a service', string('http'), { kind: 'unknown' }, ''],
    ['one number in two places', name('a', number(80), number(80)), { kind: 'literal', value: 80 }, '80 80'],
    ['two numbers', name('a', number(80), number(443)), { kind: 'unknown' }, '80 443'],
    ['0 or a number', name('a', number(0), number(80)), { kind: 'unknown' }, '80'],
    ['an environment variable', environment('PORT'), { kind: 'environment', variable: 'PORT' }, 'PORT'],
    [
      'one with a fallback',
      environment('PORT', string('3000')),
      { kind: 'environment', variable: 'PORT', fallback: 3000 },
      'PORT 3000',
    ],
    [
      'one that asks the kernel for a port else',
      environment('PORT', number(0)),
      { kind: 'environment', variable: 'PORT', fallback: 0 },
      'PORT',
    ],
    [
      'one with several fallbacks',
      environment('PORT', name('a', number(80), number(443))),
      { kind: 'environment', variable: 'PORT' },
      'PORT 80 443',
    ],
    ['what a call may read', call(unknown, number(9000)), { kind: 'unknown' }, '9000'],
    ['what a bound socket got', bound, { kind: 'ephemeral' }],
    ['that, or a number', name('a', bound, number(80)), { kind: 'literal', value: 80 }, '80'],
    ['nothing that is known', unknown, { kind: 'unknown' }, ''],
  ])('%s', (_, expression, expected, places) => {
    const { written: all, ...port } = portOf(valuesOf(expression), 'port');
    expect(port).toEqual({
      ...expected,
      ...('kind' in expected && expected.kind === 'unknown' && { text: 'port' }),
    });
    expect(all?.map((one) => ('value' in one ? one.value : one.variable)).join(' ')).toBe(places);
  });
});
