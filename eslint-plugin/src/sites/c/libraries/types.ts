import { routinesMentioning } from '../../flow/routines.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { within } from '../../tree-sitter/walk.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import type { BindingType } from '../catalogue/family.ts';
import { baseOfClass, classAround } from '../lower/owner.ts';
import { routineAt, type CRoutine, type CUnit } from '../lower/unit.ts';

/** What holds one object of another type. Source: the standard library, Boost and Qt. */
const HOLDER =
  /^(?:\w+::)?(?:(?:shared|unique|weak|scoped|intrusive)_ptr|optional)<(.+)>$|^Q(?:Scoped|Shared)?Pointer<(.+)>$/;

/** The type of the object itself: `tcp::acceptor` of `std::shared_ptr<tcp::acceptor>` and of `tcp::acceptor *`. */
function objectOf(type: string): string {
  const plain = type.replaceAll(/\s*[*&]+$/g, '').trim();
  const [, held, inQt] = HOLDER.exec(plain) ?? [];
  return (held ?? inQt)?.split(',')[0]?.trim() ?? plain;
}

/** Names that a file gives types, `using acceptor_type = tcp::acceptor` and `typedef tcp::acceptor Acceptor`, with what they stand for. */
const aliasesOf = memoize(({ root }: CUnit): ReadonlyMap<string, string> => {
  if (!/\busing\s+\w+\s*=|\btypedef\b/.test(root.text)) {
    return new Map();
  }
  const found = new Map<string, string>();
  for (const node of within(root)) {
    const type = node.field('type')?.text;
    const names = node.type === 'alias_declaration' ? node.fields('name') : node.fields('declarator');
    if (type !== undefined && /^(?:alias_declaration|type_definition)$/.test(node.type)) {
      names.forEach(({ text }) => found.set(text, type));
    }
  }
  return found;
});

/** Names of types that stand for one another, followed for one. */
const MAX_ALIASES = 4;

/** What a type is, where the file gives it another name; a class of the file is the library's that it is derived from. */
export function withoutAlias(unit: CUnit, type: string): string {
  const aliases = aliasesOf(unit);
  let name = type;
  for (let step = 0; step < MAX_ALIASES; step++) {
    const meant = aliases.get(name) ?? baseOfClass(unit.root, name);
    if (meant === undefined || meant === name) {
      break;
    }
    name = objectOf(meant);
  }
  return name;
}

/** The type of the object in a variable: as it is declared in the routine or the file, or as what is made there. */
export function typeOf(unit: CUnit, routine: CRoutine, name: string): string | undefined {
  const last = /(\w+)$/.exec(name)?.[1] ?? name;
  const scopes = [assignmentsIn(routine.node), assignmentsIn(unit.root)];
  const declared = scopes.map(({ types }) => types.get(last)).find((type) => type !== undefined);
  if (declared !== undefined && !/^auto\b/.test(declared)) {
    return objectOf(declared);
  }
  const everywhere =
    scopes[0]?.types.has(last) === true ? [routine] : routinesMentioning<CRoutine>(unit, last);
  for (const { node } of everywhere) {
    const made = typesMade(node).get(last);
    if (made !== undefined) {
      return made;
    }
  }
  return undefined;
}

/** The types of what a function makes, by the last word of the place it is put in; the first of each. */
const typesMade = memoize((scope: SyntaxNode): ReadonlyMap<string, string> => {
  const types = new Map<string, string>();
  for (const { into, value } of assignmentsIn(scope).all) {
    const last = /(\w+)$/.exec(into)?.[1];
    const type = last !== undefined && !types.has(last) ? madeType(value) : undefined;
    if (last !== undefined && type !== undefined) {
      types.set(last, type);
    }
  }
  return types;
});

/** Functions that make an object and are told its type alone. */
const MAKER = /^(?:(?:std|boost)::)?(?:make_(?:shared|unique)|make_optional)$|^QSharedPointer::create$/;

/** The arguments of an expression that makes an object, and the object's type; undefined for any other. */
export function makingOf(
  expression: SyntaxNode,
): { readonly type: string; readonly name: SyntaxNode; readonly given: readonly SyntaxNode[] } | undefined {
  if (expression.type === 'new_expression') {
    const name = expression.field('type');
    return name && { type: name.text, name, given: expression.field('arguments')?.named ?? [] };
  }
  if (expression.type === 'compound_literal_expression') {
    const name = expression.field('type');
    return name && { type: name.text, name, given: expression.field('value')?.named ?? [] };
  }
  const name = expression.type === 'call_expression' ? expression.field('function') : undefined;
  if (!name) {
    return undefined;
  }
  const given = expression.field('arguments')?.named ?? [];
  const [, maker = '', type] = /^([\w:]+)\s*<(.+)>$/s.exec(name.text) ?? [];
  return type !== undefined && MAKER.test(maker)
    ? { type: type.trim(), name, given }
    : { type: name.text, name, given };
}

function madeType(value: SyntaxNode): string | undefined {
  const made = unwrap(value);
  const making = makingOf(made);
  return making && (made.type === 'new_expression' || making.type !== making.name.text)
    ? making.type
    : undefined;
}

/** A call of a method of a known type. */
export interface MethodCall {
  readonly call: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly method: string;
  readonly type: BindingType;
  /** The type, as it is declared. */
  readonly declared: string;
}

/** `acceptor.bind(endpoint)`; undefined for what is called on anything else. */
export function methodCallOf(unit: CUnit, call: SyntaxNode, type: BindingType): MethodCall | undefined {
  const callee = call.field('function');
  const method = callee?.type === 'field_expression' ? callee.field('field')?.text : undefined;
  const receiver = callee?.field('argument');
  if (callee?.type === 'identifier' && type.methods?.[callee.text]) {
    return ownMethodCall(unit, call, callee, type);
  }
  if (!callee || !receiver || method === undefined || !type.methods?.[method]) {
    return undefined;
  }
  if (receiver.type === 'this') {
    return ownMethodCall(unit, call, callee, type);
  }
  const declared = typeOf(unit, routineAt(unit, call), receiver.text);
  return declared !== undefined && type.type.test(withoutAlias(unit, declared))
    ? { call, callee, receiver, method, type, declared }
    : undefined;
}

/** `listen(QHostAddress::Any, 8080)` in a class that is derived from a known one. */
function ownMethodCall(
  unit: CUnit,
  call: SyntaxNode,
  callee: SyntaxNode,
  type: BindingType,
): MethodCall | undefined {
  const own = classAround(call);
  const declared = own === undefined ? undefined : withoutAlias(unit, own);
  const method = callee.field('field')?.text ?? callee.text;
  return declared !== undefined && declared !== own && type.type.test(declared)
    ? { call, callee, receiver: callee, method, type, declared }
    : undefined;
}
