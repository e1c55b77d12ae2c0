import { calleeIn } from '../../flow/callee.ts';
import { callsTo } from '../../flow/step-index.ts';
import type { StepOf } from '../../flow/step.ts';
import type { Edit, GivenOption, Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { UnsettledSite } from '../../tree-sitter/settled.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { ancestors } from '../../tree-sitter/walk.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import type { SwitchedCall, BindingType, SwitchlessCall } from '../catalogue/family.ts';
import { groupedBy } from '../../grouped.ts';
import { insertBefore } from '../../flow/edits/insert.ts';
import { layoutAt } from '../dialect/layout.ts';
import { placeBefore } from '../dialect/statement.ts';
import { routineAt, type CRoutine, type CStep } from '../lower/unit.ts';
import { valueOf } from '../lower/values.ts';
import { readPort } from './port.ts';
import { api, fixed, option, safe, site, type File } from './site.ts';
import { readSwitchless } from './switchless.ts';
import { makingOf, typeOf, withoutAlias, type MethodCall } from './types.ts';

const isUnder = (node: SyntaxNode, type: string): boolean =>
  [...ancestors(node)].some((outer) => outer.type === type);

/** `std::make_shared<tcp::acceptor>(io, endpoint)`, `new tcp::acceptor(io, endpoint)`, `tcp::acceptor(io, endpoint)` */
export function readMaking(file: File, expression: SyntaxNode, known: BindingType): UnsettledSite[] {
  const { constructs: binding } = known;
  const making = binding && makingOf(expression);
  return making && known.type.test(withoutAlias(file.unit, making.type))
    ? readSwitch(file, { ...making, known }, binding)
    : [];
}

/** `tcp::acceptor acceptor(io, endpoint);`, `: acceptor_(io, endpoint)` */
export function readConstructor(file: File, node: SyntaxNode, known: BindingType): UnsettledSite[] {
  const { constructs: binding } = known;
  const isField = node.type === 'field_initializer';
  const name = isField ? node.named[0] : node.field('declarator');
  const given = isField ? node.named[1] : (node.field('value') ?? node.field('parameters'));
  const declared = isField
    ? name && typeOf(file.unit, routineAt(file.unit, node), name.text)
    : node.parent?.field('type')?.text;
  if (
    !binding ||
    !name ||
    declared === undefined ||
    !known.type.test(withoutAlias(file.unit, declared)) ||
    !/^(?:argument_list|initializer_list|parameter_list)$/.test(given?.type ?? '') ||
    (given?.type === 'parameter_list' &&
      (!isUnder(node, 'compound_statement') || given.named.some(isParameter)))
  ) {
    return [];
  }
  return readSwitch(file, { name, given: given?.named ?? [], known, type: declared }, binding);
}

/** `int port`, which no expression reads as: what holds it declares a function. */
const isParameter = (parameter: SyntaxNode): boolean =>
  parameter.field('type')?.type === 'primitive_type' ||
  /^(?:identifier|(?:pointer|reference)_declarator)$/.test(parameter.field('declarator')?.type ?? '');

/** `acceptor.bind(endpoint)` */
export function readMethod(
  file: File,
  method: MethodCall,
  binding: SwitchedCall | SwitchlessCall,
): UnsettledSite[] {
  const { call, callee, type: known, declared } = method;
  if (isUnder(call, 'lambda_capture_specifier')) {
    return [];
  }
  const given = call.field('arguments')?.named ?? [];
  const sites = readSwitch(file, { name: callee, given, known, type: declared }, binding);
  return known.setter ? sites.flatMap((found) => withSetter(file, found, method)) : sites;
}

/** A call that binds, and the type whose constructor or method it is. */
interface Made {
  readonly name: SyntaxNode;
  readonly given: readonly SyntaxNode[];
  readonly known: BindingType;
  /** The type, as it is declared. */
  readonly type: string;
}

function readSwitch(
  file: File,
  { name, given, known, type }: Made,
  binding: SwitchedCall | SwitchlessCall,
): UnsettledSite[] {
  const { on = '' } = known;
  if ('does' in binding) {
    const called = calledAs(name, known, type);
    const isOfSocket = typeof binding.port === 'number' && isSocketAt(file, given[binding.port]);
    return isOfSocket ? [] : readSwitchless(file, { name, api: called, given }, binding);
  }
  const address = given[binding.address];
  if (given.length < binding.atLeast || !address || isSocket(file, address)) {
    return [];
  }
  const portNode = known.port === 'next' ? given[binding.address + 1] : address;
  const port: Port = portNode ? readPort(file.unit, portNode, known) : { kind: 'ephemeral' };
  const called = calledAs(name, known, type);
  if (binding.instead !== undefined) {
    return [site(file, name, { api: fixed(called, binding.instead), port })];
  }
  const facts = api(
    called,
    { reuseAddr: binding.reuse === undefined ? 'reuse_address' : 'reuse_addr' },
    () => `${name.text}(..., ${on})`,
  );
  const reuse = binding.reuse === undefined ? undefined : given[binding.reuse];
  if (reuse) {
    const value = valueOf(file.unit, reuse);
    const state = value?.kind === 'number' ? value.value !== 0 : 'unknown';
    const range: [number, number] = [reuse.start, reuse.end];
    const stated: GivenOption = {
      ...option(file, reuse, { name: 'reuseAddr', spelled: 'reuse_addr', state }),
      replace: (wanted) => [{ range, text: wanted === 'on' ? on : on === '1' ? '0' : 'false' }],
    };
    return [site(file, name, { api: facts, port, given: [stated] })];
  }
  const last = given.at(-1);
  const isNext = last && binding.reuse === given.length;
  const edits: Edit[] | undefined = isNext ? [{ range: [last.end, last.end], text: `, ${on}` }] : undefined;
  return [site(file, name, { api: binding.restart === 'safe' ? safe(facts) : facts, port, on: edits })];
}

/** How messages call a method or a constructor. */
const calledAs = (name: SyntaxNode, { methods }: BindingType, type: string): string =>
  name.type === 'field_expression' || (name.type === 'identifier' && methods?.[name.text])
    ? `${name.text}()`
    : type;

const isSocketAt = (file: File, argument: SyntaxNode | undefined): boolean =>
  argument !== undefined &&
  (isSocket(file, argument) || makingOf(unwrap(argument))?.type.endsWith('Socket') === true);

/** A socket in the place of an address: the object is a copy of it, or takes it over. */
function isSocket({ unit }: File, argument: SyntaxNode): boolean {
  const given = unwrap(argument);
  // what reads as a function's declaration has parameters
  const isName = /^(?:identifier|parameter_declaration)$/.test(given.type) && /^\w+$/.test(given.text);
  const type = isName ? typeOf(unit, routineAt(unit, given), given.text) : undefined;
  return /(?:Socket|SocketImpl|acceptor|Acceptor)$/.test(type ?? '');
}

type Call = StepOf<CStep, 'call'>;

const setterCalls = new WeakMap<CRoutine, Map<string, ReadonlyMap<string, readonly Call[]>>>();

/** The calls of a routine to a method that sets the option, by their receivers. */
function settersIn(routine: CRoutine, method: string): ReadonlyMap<string, readonly Call[]> {
  const known = setterCalls.get(routine) ?? new Map<string, ReadonlyMap<string, readonly Call[]>>();
  setterCalls.set(routine, known);
  let calls = known.get(method);
  if (!calls) {
    const setting = callsTo(routine, calleeIn(routine.node.root, method)).filter(
      ({ node }) =>
        node.field('function')?.field('field')?.text === method &&
        /reuse_(?:address|port)|SO_REUSE/.test(node.text),
    );
    calls = groupedBy(setting, ({ node }) => [node.field('function')?.field('argument')?.text ?? '']);
    known.set(method, calls);
  }
  return calls;
}

/** Calls of the setter, in this routine or, for a field, in any; and how to write one before the bind. */
function withSetter(
  file: File,
  found: UnsettledSite,
  { call, receiver: { text: receiver, end }, type: { setter } }: MethodCall,
): UnsettledSite[] {
  if (!setter) {
    return [found];
  }
  const { unit, sourceCode } = file;
  const routine = routineAt(unit, call);
  const type = typeOf(unit, routine, receiver) ?? '';
  const isLocal = assignmentsIn(routine.node).types.has(receiver);
  // a block that stands in no function, in a text that does not parse, is among no file's routines
  const holders = isLocal ? [routine] : new Set([routine, ...unit.routines]);
  const setters = [...holders].flatMap((holder) =>
    (settersIn(holder, setter.method).get(receiver) ?? []).flatMap(({ at, node }) =>
      holder === routine && at > call.start ? [] : [node],
    ),
  );
  const place = placeBefore(call);
  const layout = place && layoutAt(sourceCode, place.statement.start);
  const access = call.text.slice(end - call.start).startsWith('->') ? '->' : '.';
  const line = setter.write(`${receiver}${access}`, type);
  const edits = place && layout && insertBefore(place, { lines: [line] }, layout);
  return [
    {
      ...found,
      api: { ...found.api, statement: () => line.replace(/;$/, '') },
      given: setters.map((node) =>
        option(file, node, {
          name: 'reuseAddr',
          spelled: 'reuse_address',
          state: !/\bfalse\b|\b0\b/.test(node.text),
        }),
      ),
      write: (name, value) => (name === 'reuseAddr' && value === 'on' ? edits : undefined),
    },
  ];
}
