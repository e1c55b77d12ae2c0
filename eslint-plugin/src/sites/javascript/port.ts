import { evidenceOfName } from '../flow/names.ts';
import type { Port, Proof, WrittenPort } from '../site.ts';
import type { Node } from './ast.ts';
import { mayComeFromCaller } from './callers.ts';
import { evaluate } from './interpret/interpret.ts';
import type { Value } from './interpret/value.ts';
import { shortText, type File } from './file.ts';
import { countsAs, isPortText } from './named.ts';
import { evidenceOf } from './names.ts';
import { mayBePipe } from './pipes.ts';
import { isUsedAsPath } from './used-as-path.ts';

/** What an argument in a port's place is. */
export type PortReading =
  | {
      readonly is: 'port';
      readonly port: Port;
      readonly proof: Proof;
      readonly evidence: 'value' | 'name' | 'none';
    }
  | { readonly is: 'callback' }
  | { readonly is: 'options' };

const port = (kind: 'ephemeral' | 'path' | 'handle'): PortReading => ({
  is: 'port',
  port: { kind },
  proof: 'proven',
  evidence: 'value',
});

type Alternative =
  'ephemeral' | 'path' | 'function' | 'object' | 'number' | { readonly number: number } | Value;

function classify(value: Value): Alternative {
  switch (value.kind) {
    case 'constant':
      if (value.value === undefined || value.value === null) {
        return 'ephemeral';
      }
      return ofNumber(value.value);
    case 'string':
      return value.text ? 'path' : value;
    case 'other-object':
      return 'object';
    case 'function':
    case 'object':
    case 'number':
      return value.kind;
    default:
      return value;
  }
}

function ofNumber(value: string | number | boolean | bigint): Alternative {
  const number = Number(value);
  if (typeof value === 'string' && !isPortText(value)) {
    return 'path';
  }
  // Number('x'): a number, but none that is a port
  return number === 0 ? 'ephemeral' : Number.isNaN(number) ? 'number' : { number };
}

/**
 * Reads what stands in a port's place, as net.Server.listen() and dgram.Socket.bind() would.
 * 0 in every spelling, `null` and `undefined` let the kernel choose; a string that is no number is a pipe.
 */
export function readPort(file: File, node: Node): PortReading {
  const values = evaluate(file, node);
  const reading = readValues(file, node, values);
  return reading.is === 'port'
    ? { ...reading, port: { written: writtenIn(values), ...reading.port } }
    : reading;
}

function readValues(file: File, node: Node, values: readonly Value[]): PortReading {
  const alternatives = values.map(classify);
  const every = (one: Alternative): boolean => alternatives.every((alternative) => alternative === one);
  if (every('ephemeral') || every('path')) {
    return port(alternatives[0] as 'ephemeral' | 'path');
  }
  if (every('function')) {
    return { is: 'callback' };
  }
  if (every('object')) {
    return { is: 'options' };
  }
  const environment = values.find((value) => value.kind === 'environment');
  const unknown = values.find((value) => value.kind === 'unknown');
  const numbers = alternatives.flatMap((alternative) =>
    typeof alternative === 'object' && 'number' in alternative
      ? [alternative.number]
      : alternative === 'ephemeral'
        ? [0]
        : [],
  );
  const proof = proofOf(file, node, values, numbers.length > 0);
  if (environment) {
    const fallback = numbers[0];
    if (fallback === undefined && evidenceOfName(environment.variable) === 'path') {
      return port('path');
    }
    return {
      is: 'port',
      port: { kind: 'environment', variable: environment.variable, fallback },
      proof,
      evidence:
        fallback === undefined
          ? evidenceOf(node) === 'port' || /port/i.test(environment.variable)
            ? 'name'
            : 'none'
          : 'value',
    };
  }
  if (unknown) {
    return readUnknown(file, node, { unknown: unknown.node ?? node, number: numbers[0], proof });
  }
  const literal = numbers.find((value) => value !== 0);
  if (literal !== undefined) {
    const named: Port = { kind: 'literal', value: literal, ...manner(values) };
    return { is: 'port', port: named, proof, evidence: 'value' };
  }
  const evidence = evidenceOf(node);
  return evidence === 'path' && !alternatives.includes('number')
    ? port('path')
    : {
        is: 'port',
        port: { kind: 'unknown', text: shortText(file, node) },
        proof,
        evidence: evidence === 'port' ? 'name' : alternatives.includes('number') ? 'value' : 'none',
      };
}

/** How a port comes from its values: `for (const port of [8001, 8002])` has each, `(port = 9000) => …` one unless a caller says another. */
function manner(values: readonly Value[]): { readonly each?: true; readonly byDefault?: true } {
  const every = (holds: (node: Node) => boolean): boolean =>
    values.every((value) => value.kind === 'constant' && value.node !== undefined && holds(value.node));
  if (every(({ parent }) => parent?.type === 'ArrayExpression' && parent.parent.type === 'ForOfStatement')) {
    return { each: true };
  }
  return every((node) => node.parent?.type === 'AssignmentPattern' && node.parent.right === node)
    ? { byDefault: true }
    : {};
}

/** The numbers and environment variables among the values, and where they are written. */
function writtenIn(values: readonly Value[]): readonly WrittenPort[] {
  return values.flatMap((value): readonly WrittenPort[] => {
    if (value.kind === 'environment' && value.node) {
      return [{ variable: value.variable, range: value.node.range }];
    }
    const alternative = value.kind === 'constant' && value.node ? classify(value) : undefined;
    return typeof alternative === 'object' &&
      'number' in alternative &&
      value.kind === 'constant' &&
      value.node
      ? [{ value: alternative.number, range: value.node.range }]
      : [];
  });
}

/** An expression that holds something from elsewhere: what it is called tells what it is. */
function readUnknown(
  file: File,
  node: Node,
  {
    unknown,
    number,
    proof,
  }: { readonly unknown: Node; readonly number: number | undefined; readonly proof: Proof },
): PortReading {
  const evidence = isUsedAsPath(file, node) ? 'path' : (evidenceOf(node) ?? evidenceOf(unknown));
  const text = shortText(file, node);
  if (evidence === 'backlog') {
    // handle.listen(backlog || 511)
    return { is: 'port', port: { kind: 'unknown', text, written: [] }, proof, evidence: 'none' };
  }
  if (number !== undefined && number !== 0) {
    return { is: 'port', port: { kind: 'unknown', text }, proof, evidence: 'value' };
  }
  switch (evidence) {
    case 'path':
      return port('path');
    case 'handle':
      return port('handle');
    case 'callback':
      return { is: 'callback' };
    case 'options':
      return { is: 'options' };
    case 'port':
      return { is: 'port', port: { kind: 'unknown', text }, proof, evidence: 'name' };
    default:
      return {
        is: 'port',
        port: { kind: 'unknown', text },
        proof,
        evidence: number === undefined ? 'none' : 'value',
      };
  }
}

/** Whether the value is a port number whatever the program is given, and not a pipe's name. */
function proofOf(file: File, node: Node, values: readonly Value[], hasNumber: boolean): Proof {
  const isOpen = mayComeFromCaller(file, node);
  if (!isOpen && values.every(isNumber)) {
    return 'proven';
  }
  const isFromEnvironment =
    !isOpen && values.every((value) => isNumber(value) || value.kind === 'environment');
  const hasFallback =
    hasNumber &&
    !values.some((value) => value.kind === 'environment' && evidenceOfName(value.variable) === 'path');
  if ((isFromEnvironment && hasFallback) || countsAs('port', file, node, values)) {
    return mayBePipe(file, node) ? 'no-pipe' : 'proven';
  }
  return isFromEnvironment ? 'no-pipe' : 'unproven';
}

/** Whether a value is no pipe's name: a number, or text that reads as one. */
function isNumber(value: Value): boolean {
  return (
    value.kind === 'number' ||
    (value.kind === 'environment' && value.numeric) ||
    (value.kind === 'constant' && (typeof value.value !== 'string' || isPortText(value.value)))
  );
}
