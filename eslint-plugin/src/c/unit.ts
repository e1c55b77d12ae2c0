import type { Place, Routine, Step, Unit } from '../flow/step.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { closest, within } from '../tree-sitter/walk.ts';
import { placeOf, targetOf, unwrap } from './place.ts';

/** How a socket is made: the arguments of `socket()`, as written. */
export interface Creation {
  readonly domain: SyntaxNode | undefined;
  readonly type: SyntaxNode | undefined;
  readonly call: SyntaxNode;
}

/** One `setsockopt()`. */
export interface SetOption {
  readonly level: SyntaxNode;
  readonly name: SyntaxNode;
  readonly value: SyntaxNode | undefined;
  readonly call: SyntaxNode;
}

export interface Bind {
  readonly call: SyntaxNode;
  readonly address: SyntaxNode;
}

export type CStep = Step<Creation, SetOption, Bind>;
export type CRoutine = Routine<Creation, SetOption, Bind>;
export type CUnit = Unit<Creation, SetOption, Bind>;

const CONTAINERS =
  /^(?:translation_unit|preproc_|linkage_specification|declaration_list|namespace_definition|class_specifier|struct_specifier|field_declaration_list|template_declaration|declaration$|field_declaration$|ERROR)/;

/** The functions of a file, each read when first asked for. */
export function readUnit(root: SyntaxNode): CUnit {
  const routines = [...within(root, ({ type }) => CONTAINERS.test(type))].flatMap((node): CRoutine[] =>
    node.type === 'function_definition' ? [readRoutine(node)] : [],
  );
  const byName = new Map(routines.map((routine) => [routine.name, routine]));
  return { routines, routine: (name) => byName.get(name) };
}

function readRoutine(node: SyntaxNode): CRoutine {
  const declarator = functionDeclarator(node);
  const parameters = declarator?.field('parameters')?.named ?? [];
  let steps: readonly CStep[] | undefined;
  const { text } = node;
  return {
    name: lastName(declarator?.field('declarator')?.text ?? ''),
    parameters: parameters.map((parameter) => lastIdentifier(parameter.field('declarator'))),
    node,
    mentions: (word) => text.includes(word),
    get steps() {
      steps ??= [...within(node)].flatMap(readSteps).sort((one, other) => one.at - other.at);
      return steps;
    },
  };
}

function functionDeclarator(node: SyntaxNode): SyntaxNode | undefined {
  let declarator = node.field('declarator');
  while (declarator && declarator.type !== 'function_declarator') {
    declarator = declarator.field('declarator');
  }
  return declarator;
}

/** `Server::open` is called as `open`. */
const lastName = (text: string): string => text.split('::').at(-1) ?? text;

function lastIdentifier(declarator: SyntaxNode | undefined): string {
  const [identifier] = declarator ? [...within(declarator)].filter(({ type }) => type === 'identifier') : [];
  return identifier?.text ?? '';
}

/** The routine that holds a node. */
export function routineAt({ routines }: CUnit, node: SyntaxNode): CRoutine | undefined {
  const definition = closest(node, new Set(['function_definition']));
  return routines.find((routine) => routine.node === definition);
}

function readSteps(node: SyntaxNode): readonly CStep[] {
  switch (node.type) {
    case 'call_expression':
      return readCall(node);
    case 'assignment_expression':
    case 'init_declarator':
      return readCopy(node);
    case 'return_statement':
      return readReturn(node);
    default:
      return [];
  }
}

function readCopy(node: SyntaxNode): readonly CStep[] {
  const into = node.field(node.type === 'init_declarator' ? 'declarator' : 'left');
  const from = node.field(node.type === 'init_declarator' ? 'value' : 'right');
  const target = into && placeOf(into);
  const source = from && placeOf(from);
  return target && source ? [{ kind: 'copy', at: node.end, node, into: target, from: source }] : [];
}

function readReturn(node: SyntaxNode): readonly CStep[] {
  const [value] = node.named;
  const from = value && (placeOf(value) ?? (unwrap(value).type === 'call_expression' ? RESULT : undefined));
  return from ? [{ kind: 'return', at: node.end, node, from }] : [];
}

/** Where the value of a call stands that is returned at once. */
const RESULT: Place = { text: 'return', name: 'return', isShared: false };

/** Functions of the socket API, by their names in lower case: wrappers are often spelled `Bind`. */
const USES = { listen: 'listen', connect: 'connect', accept: 'accept', accept4: 'accept' } as const;

/** The name a call calls, `bind` for `::bind`; undefined where it is no plain name. */
export function calleeName(call: SyntaxNode): string | undefined {
  const callee = call.field('function');
  switch (callee?.type) {
    case 'identifier':
      return callee.text;
    case 'qualified_identifier':
      return callee.field('scope') ? callee.text : callee.field('name')?.text;
    case 'field_expression':
      return callee.field('field')?.text;
    default:
      return undefined;
  }
}

function readCall(call: SyntaxNode): readonly CStep[] {
  const callee = calleeName(call);
  if (callee === undefined) {
    return [];
  }
  const given = call.field('arguments')?.named ?? [];
  const isMethod = call.field('function')?.type === 'field_expression';
  const into = targetOf(call) ?? (isReturned(call) ? RESULT : undefined);
  const base = { at: call.start, node: call };
  const [first, second, third, fourth] = given;
  const socket = first && placeOf(first);
  const name = callee.toLowerCase();
  if (!isMethod) {
    if (name === 'socket' && given.length === 3) {
      return [{ ...base, kind: 'create', into, creation: { domain: first, type: second, call } }];
    }
    if (name === 'setsockopt' && socket && second && third) {
      return [
        { ...base, kind: 'option', socket, option: { level: second, name: third, value: fourth, call } },
      ];
    }
    if (name === 'bind' && given.length === 3 && second) {
      return [{ ...base, kind: 'bind', socket, bind: { call, address: second } }];
    }
    const use = USES[name as keyof typeof USES] as (typeof USES)[keyof typeof USES] | undefined;
    if (use && socket) {
      return [{ ...base, kind: 'use', socket, use }];
    }
  }
  return [
    {
      ...base,
      kind: 'call',
      callee: lastName(callee),
      arguments: given.map((argument) => placeOf(argument)),
      into,
    },
  ];
}

function isReturned(call: SyntaxNode): boolean {
  return call.parent?.type === 'return_statement';
}
