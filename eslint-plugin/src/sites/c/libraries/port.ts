import { isPortNumber, saysPort } from '../../flow/names.ts';
import type { Value } from '../../flow/values.ts';
import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { baseOf } from '../lower/address-names.ts';
import { readAddress } from '../lower/address.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import type { BindingType, PortPlace } from '../catalogue/family.ts';
import { calleeName, routineAt, type CUnit } from '../lower/unit.ts';
import { portIn, valuesOf } from '../lower/values.ts';

/** The port in `tcp::endpoint(tcp::v4(), 8080)`, in a variable that was made of such, or by itself. */
export function readPort(
  unit: CUnit,
  address: SyntaxNode,
  { port, anyAddress }: Pick<BindingType, 'port' | 'anyAddress'>,
): Port {
  const node = unwrap(address);
  if (anyAddress !== undefined && node.text.includes(anyAddress)) {
    return { kind: 'ephemeral' };
  }
  const given = argumentsOf(node) ?? madeOf(unit, node);
  if (given?.length === 0) {
    return { kind: 'ephemeral' };
  }
  const part = port === 'first' ? given?.[0] : given?.at(-1);
  return namedPort(unit, insidePort(part ?? node));
}

/** `9080` of `Port(9080)` */
function insidePort(node: SyntaxNode): SyntaxNode {
  const [only, ...others] = argumentsOf(node) ?? [];
  return only &&
    others.length === 0 &&
    (node.field('function') ?? node.field('type'))?.text.endsWith('Port') === true
    ? only
    : node;
}

/** What an address is made of: `tcp::endpoint(tcp::v4(), 8080)`, `tcp::endpoint{tcp::v4(), 8080}`, `{tcp::v4(), 8080}`. */
function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  switch (node.type) {
    case 'call_expression':
    case 'new_expression':
      return node.field('arguments')?.named;
    case 'compound_literal_expression':
      return node.field('value')?.named;
    case 'argument_list':
    case 'initializer_list':
      return node.named;
    default:
      return undefined;
  }
}

/** The arguments of the constructor of an address in a variable: `ACE_INET_Addr addr(8080)`. */
function madeOf(unit: CUnit, name: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (!/^(?:identifier|parameter_declaration)$/.test(name.type)) {
    return undefined;
  }
  const assigned = assignmentsIn(routineAt(unit, name).node).to(name.text)[0];
  return assigned && argumentsOf(unwrap(assigned.value));
}

/** The port in an expression, by itself or at the end of an address or URL. */
export function namedPort(unit: CUnit, expression: SyntaxNode): Port {
  const values = valuesOf(unit, expression);
  return values.length > 0 && values.every(isPath)
    ? { kind: 'path' }
    : portIn(values.map(withPort), expression.text);
}

/** The schemes of ZeroMQ, gRPC and their like for what has no port of the internet. */
const PATH = /^(?:ipc|inproc|unix(?:-abstract)?|file|vsock|abstract|pgm|epgm|norm|gssapi|tipc|vmci):/;

const isPath = (value: Value): boolean => value.kind === 'string' && PATH.test(value.value);

/** `tcp://*:5555`, `0.0.0.0:50051`, `[::]:80`, `http://0.0.0.0:8000/path`, `8080s`; `*` and `!` leave the port to the kernel. */
const ADDRESS =
  /^(?:[@>]?[a-z+]+:\/\/)?(?:[\w.*\-%]*|\[[\da-f:.%*]*\]):(\d+|\*|!)(?:\/.*|-\d*)?$|^(\d+)[rs]*(?:,.*)?$/i;

function withPort(value: Value): Value {
  const [, inAddress, alone] = value.kind === 'string' ? (ADDRESS.exec(value.value) ?? []) : [];
  const port = inAddress ?? alone;
  return port === undefined ? value : { kind: 'number', value: Number(port) || 0, range: value.range };
}

/** Whether a value says a port or where to listen. */
export const saysAddress = (value: Value): boolean => isPath(value) || withPort(value).kind === 'number';

/** The port that a call of a library names; undefined where it names none, so that it does not listen. */
export function portAt(unit: CUnit, given: readonly SyntaxNode[], place: PortPlace): Port | undefined {
  if (place === 'any') {
    const named = given.find((argument) => isPortOf(unit, argument));
    return named && namedPort(unit, named);
  }
  if (typeof place === 'number') {
    const argument = given[place];
    return argument && (isNothing(argument) ? undefined : readPort(unit, argument, { port: 'last' }));
  }
  const object = given['fieldOf' in place ? place.fieldOf : 'list' in place ? place.list : 0];
  return !object || isNothing(object)
    ? undefined
    : 'fieldOf' in place
      ? fieldPort(unit, object, place.at)
      : 'list' in place
        ? listedPort(unit, object, place.after)
        : resolvedPort(unit, object, place);
}

const isNothing = ({ text }: SyntaxNode): boolean => /^(?:NULL|nullptr|lambda_expression)$/.test(text);

/** Whether an argument is a port: a number of one, a name that says so, an address with one. */
function isPortOf(unit: CUnit, argument: SyntaxNode): boolean {
  const node = unwrap(argument);
  return (
    !/^(?:lambda_expression|initializer_list)$/.test(node.type) &&
    (saysPort(node.text) ||
      valuesOf(unit, node).some((value) =>
        value.kind === 'number' ? isPortNumber(value.value) : value.kind === 'string' && saysAddress(value),
      ))
  );
}

/** The port in a field of `&info`: none where the file says that there is none, or does not say. */
function fieldPort(unit: CUnit, object: SyntaxNode, at?: number): Port | undefined {
  const listed = at === undefined ? undefined : listOf(unit, object)?.[at];
  if (listed && listed.type !== 'initializer_pair') {
    return namedPort(unit, listed);
  }
  const { port, isUnread } = readAddress(unit, object, object.start);
  return isUnread === true || (port.kind === 'unknown' && /NO_LISTEN|NO_SERVER/.test(port.text))
    ? undefined
    : port;
}

/** The values that `ENetAddress address = { ENET_HOST_ANY, port };` is made of. */
function listOf(unit: CUnit, object: SyntaxNode): readonly SyntaxNode[] | undefined {
  const [made] = assignmentsIn(routineAt(unit, object).node).to(baseOf(object));
  return made?.value.type === 'initializer_list' ? made.value.named : undefined;
}

/** The text behind a word in a list of options: `{"listening_ports", "8080", NULL}`. */
function listedPort(unit: CUnit, list: SyntaxNode, word: string): Port {
  const name = unwrap(list);
  const routine = routineAt(unit, name);
  const lists = [routine.node, unit.root].flatMap((scope) => assignmentsIn(scope).to(name.text));
  const words = lists.flatMap(({ value }) => argumentsOf(unwrap(value)) ?? []);
  const at = words.findIndex(({ text }) => text === `"${word}"`);
  const port = at === -1 ? undefined : words[at + 1];
  return port ? namedPort(unit, port) : { kind: 'unknown', text: name.text };
}

/** The port of an address that a function of the library has resolved for a server: `SDLNet_ResolveHost(&ip, NULL, 2000)`. */
function resolvedPort(
  unit: CUnit,
  address: SyntaxNode,
  { resolvedBy, host, port }: Extract<PortPlace, { readonly resolvedBy: string }>,
): Port | undefined {
  const base = baseOf(address);
  const calls = routineAt(unit, address).steps.flatMap((step) => {
    const given =
      step.kind === 'call' && calleeName(step.node) === resolvedBy ? step.node.field('arguments') : undefined;
    const [first] = given?.named ?? [];
    return given && first && baseOf(first) === base && step.at < address.start ? [given.named] : [];
  });
  const last = calls.at(-1);
  const argument = last?.[port];
  return argument && isNothing(last[host] ?? argument) ? namedPort(unit, argument) : undefined;
}
