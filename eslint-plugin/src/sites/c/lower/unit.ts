import { memoize } from '../../memoize.ts';
import type { History } from '../../flow/history.ts';
import { calleeIn, type Callee } from '../../flow/callee.ts';
import { routineOf } from '../../flow/routines.ts';
import type { Routine, Step, Unit, Use } from '../../flow/step.ts';
import { groupedBy } from '../../grouped.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { ancestors, nearest, within } from '../../tree-sitter/walk.ts';
import { Words } from '../../tree-sitter/words.ts';
import { assignmentsIn } from './assignments.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { ownerOf, placeOf, pointedAt, targetOf } from './place.ts';

/** How a socket is made: the arguments of `socket()`, as written. */
export interface Creation {
  readonly domain: SyntaxNode | undefined;
  readonly type: SyntaxNode | undefined;
  readonly call: SyntaxNode;
  readonly routine: CRoutine;
}

/** One `setsockopt()`. */
export interface SetOption {
  readonly name: SyntaxNode;
  readonly value: SyntaxNode | undefined;
  readonly call: SyntaxNode;
  readonly routine: CRoutine;
}

export interface Bind {
  readonly call: SyntaxNode;
  readonly address: SyntaxNode;
}

export type CStep = Step<Creation, SetOption, Bind>;
export type CHistory = History<Creation, SetOption, Bind>;
export type CRoutine = Routine<Creation, SetOption, Bind>;
export type CUnit = Unit<Creation, SetOption, Bind> &
  Required<Pick<Unit<Creation, SetOption, Bind>, 'isClosed'>> & { readonly root: SyntaxNode };

const CONTAINERS =
  /^(?:translation_unit|preproc_(?:if|ifdef|else|elif|elifdef)|linkage_specification|declaration_list|namespace_definition|class_specifier|struct_specifier|field_declaration_list|template_declaration|declaration|field_declaration|ERROR)$/;

/** The functions of a file, each read when first asked for. */
export function readUnit(root: SyntaxNode): CUnit {
  const routines = [...within(root, ({ type }) => CONTAINERS.test(type))].flatMap((node): CRoutine[] =>
    node.type === 'function_definition' || isInitialised(node) ? [readRoutine(root, node)] : [],
  );
  const byName = new Map(
    routines.flatMap((routine) =>
      isCopyConstructor(routine) ? [] : [[routine.callee.name, routine] as const],
    ),
  );
  const overloads = groupedBy(routines, ({ callee }) => [callee.name]);
  return {
    root,
    routines,
    words: wordsOf(root),
    branches: BRANCHES,
    overloads: ({ name }) => overloads.get(name) ?? [],
    routine: ({ name }) => byName.get(name),
    isClosed: (definition) => overloads.has('main') || isInternal(definition),
    pointedAt,
  };
}

/** Whether a file defines a function or method of a name, so that its own binds are found. */
export const isDefined = (unit: CUnit, name: string): boolean =>
  (unit.overloads?.(functionNamed(unit.root, name)) ?? []).length > 0;

/** A field that is given a socket where it is declared: `int fd_ = ::socket(AF_INET, SOCK_STREAM, 0);`. */
const isInitialised = (node: SyntaxNode): boolean =>
  node.type === 'field_declaration' && /sock/i.test(node.field('default_value')?.text ?? '');

/** Whether a function can be called in its own file alone: a static one, one of a namespace without a name. */
function isInternal(definition: SyntaxNode): boolean {
  return (
    definition.children.some(({ type, text }) => type === 'storage_class_specifier' && text === 'static') ||
    [...ancestors(definition)].some(
      (around) => around.type === 'namespace_definition' && !around.field('name'),
    )
  );
}

const wordsOf = memoize(({ text, start }: SyntaxNode) => new Words(text, start));

/** `Socket(Socket &&other)`, which makes no object of a descriptor. */
function isCopyConstructor({ callee, node }: CRoutine): boolean {
  const [first] = functionDeclarator(node)?.field('parameters')?.named ?? [];
  return first !== undefined && first.field('type')?.text === callee.name;
}

/** The function that a name calls. */
const functionNamed = (root: SyntaxNode, name: string): Callee => calleeIn(root, lastName(name));

/** The constructor of a class. */
function constructorOf(root: SyntaxNode, type: string): Callee {
  const name = lastName(type);
  return calleeIn(root, name, name);
}

function readRoutine(root: SyntaxNode, node: SyntaxNode): CRoutine {
  const declarator = functionDeclarator(node);
  const routine: CRoutine = routineOf({
    callee: functionNamed(root, declarator?.field('declarator')?.text ?? ''),
    parts: [node],
    node: () => node,
    parameters: () =>
      (declarator?.field('parameters')?.named ?? []).map((parameter) =>
        parameter.type === 'identifier' ? parameter.text : lastIdentifier(parameter.field('declarator')),
      ),
    steps: () => [...within(node)].flatMap((inside) => stepsOf(inside, routine)),
  });
  return routine;
}

function functionDeclarator(node: SyntaxNode): SyntaxNode | undefined {
  let declarator = node.field('declarator');
  while (declarator && declarator.type !== 'function_declarator') {
    declarator = declarator.field('declarator') ?? declarator.named.at(-1);
  }
  return declarator;
}

/** `Server::open` is called as `open`. */
const lastName = (text: string): string => text.split('::').at(-1) ?? text;

function lastIdentifier(declarator: SyntaxNode | undefined): string {
  const [identifier] = declarator ? [...within(declarator)].filter(({ type }) => type === 'identifier') : [];
  return identifier?.text ?? '';
}

const routinesByNode = memoize(
  ({ routines }: CUnit) => new Map(routines.map((routine) => [routine.node, routine])),
);

const strays = new WeakMap<SyntaxNode, CRoutine>();

/**
 * The routine that holds a node. Macros may keep the grammar from seeing a function; what stands around the node is then
 * taken for one.
 */
export function routineAt(unit: CUnit, node: SyntaxNode): CRoutine {
  const { root } = unit;
  const definition = definitionAround(node);
  const routine = definition && routinesByNode(unit).get(definition);
  if (routine) {
    return routine;
  }
  let around = definition ?? root;
  for (let block = definition ? undefined : blockAround(node); block; block = blockAround(block)) {
    around = block;
  }
  const known = strays.get(around) ?? readRoutine(root, around);
  strays.set(around, known);
  return known;
}

const definitionAround = nearest((ancestor) =>
  ancestor.type === 'function_definition' ? ancestor : undefined,
);

const blockAround = nearest((ancestor) =>
  /^(?:ERROR|compound_statement)$/.test(ancestor.type) ? ancestor : undefined,
);

function stepsOf(node: SyntaxNode, routine: CRoutine): readonly CStep[] {
  switch (node.type) {
    case 'call_expression':
      return readCall(node, routine);
    case 'new_expression':
      return readNew(node);
    case 'assignment_expression':
    case 'init_declarator':
    case 'field_initializer':
      return readCopy(node);
    case 'return_statement':
      return readReturn(node);
    default:
      return [];
  }
}

/** `new Socket(fd)`, which gives a descriptor to an object's constructor. */
function readNew(node: SyntaxNode): readonly CStep[] {
  const type = node.field('type')?.text;
  const given = (node.field('arguments')?.named ?? []).map((argument) => placeOf(argument));
  return type !== undefined && given.some((place) => place !== undefined)
    ? [
        {
          at: node.end,
          node,
          kind: 'call',
          callee: constructorOf(node.root, type),
          arguments: given,
          into: undefined,
        },
      ]
    : [];
}

function readCopy(node: SyntaxNode): readonly CStep[] {
  const [into, from] =
    node.type === 'init_declarator'
      ? [node.field('declarator'), initialOf(node)]
      : node.type === 'assignment_expression'
        ? [node.field('left'), node.field('right')]
        : [node.named[0], node.named[1]?.named[0]];
  const target = into && placeOf(into);
  const sources = from ? alternatives(from) : [];
  const type = into && classOf(node, into);
  return target
    ? sources.flatMap((source): CStep[] => {
        const place = placeOf(source);
        if (!place || place.text === target.text || isTaken(source) || isConstant(place.text)) {
          return [];
        }
        const base = { at: node.end, node };
        return [
          ...(type === undefined
            ? []
            : [
                {
                  ...base,
                  kind: 'call',
                  callee: constructorOf(node.root, type),
                  arguments: [place],
                  into: undefined,
                } as const,
              ]),
          { ...base, kind: 'copy', into: target, from: place },
        ];
      })
    : [];
}

/** `INVALID_SOCKET`, which holds no socket. */
const isConstant = (name: string): boolean => /^[A-Z][A-Z\d_]+$/.test(name);

/** The result of a call that says itself where it goes. */
function isTaken(source: SyntaxNode): boolean {
  const call = unwrap(source);
  return call.type === 'call_expression' && !ownerOf(call) && targetOf(call) !== undefined;
}

/** What `int fd = x`, `Socket s(x)` and `Socket s{x}` begin with. */
function initialOf(declarator: SyntaxNode): SyntaxNode | undefined {
  const value = declarator.field('value');
  if (!value || !/^(?:argument_list|initializer_list)$/.test(value.type)) {
    return value;
  }
  const isAssigned = declarator.children.some(({ type }) => type === '=');
  return value.named.length === 1 && !isAssigned ? value.named[0] : undefined;
}

/** The class of an object that a descriptor is given to: `Socket` in `Socket s(fd)` and `: s(fd)`. */
function classOf(node: SyntaxNode, name: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'init_declarator': {
      const type =
        node.field('value')?.type.endsWith('_list') === true ? node.parent?.field('type') : undefined;
      return type && /^(?:type|qualified)_identifier$/.test(type.type) && !isInteger(type.text)
        ? type.text
        : undefined;
    }
    case 'field_initializer': {
      const type = assignmentsIn(node.root).types.get(name.text);
      return type !== undefined && /^[A-Z_a-z][\w:]*$/.test(type) && !isInteger(type) ? type : undefined;
    }
    default:
      return undefined;
  }
}

/** A type that holds a descriptor and is no class. */
const isInteger = (type: string): boolean =>
  /^(?:int|long|unsigned|short|auto|SOCKET|(?:\w+::)*\w+_t)$/.test(type);

/** Both sides of `a ? b : c`. */
function alternatives(node: SyntaxNode): readonly SyntaxNode[] {
  const sides = [node.field('consequence'), node.field('alternative')];
  return node.type === 'conditional_expression' ? sides.flatMap((side) => side ?? []) : [node];
}

function readReturn(node: SyntaxNode): readonly CStep[] {
  const [value] = node.named;
  return (value ? alternatives(value) : []).flatMap((side): CStep[] => {
    const from = placeOf(side);
    return from ? [{ kind: 'return', at: node.end, node, from }] : [];
  });
}

/** Functions of the socket API, by their names in lower case: wrappers are often spelled `Bind`. */
const USES: Readonly<Partial<Record<string, Use>>> = {
  listen: 'listen',
  connect: 'connect',
  connectex: 'connect',
  wsaconnect: 'connect',
  accept: 'accept',
  accept4: 'accept',
  wsaaccept: 'accept',
  mcast_join: 'join',
  close: 'close',
  closesocket: 'close',
};

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

const DOMAIN = /\b[AP]F_[A-Z0-9]+\b|family|domain/;
const TYPE = /\bSOCK_[A-Z]+\b|type/;

/** The functions that make a socket, wrappers of other files too: `WSASocket(AF_INET, SOCK_STREAM, ...)`. */
function isCreation(name: string, given: readonly SyntaxNode[]): boolean {
  if (name === 'socket') {
    return given.length === 3;
  }
  if (/^wsasocket[aw]?$/.test(name)) {
    return given.length === 6;
  }
  const [domain, type] = given;
  return (
    name.includes('sock') &&
    given.length >= 3 &&
    domain !== undefined &&
    type !== undefined &&
    !/pair|opt/.test(name) &&
    DOMAIN.test(domain.text) &&
    TYPE.test(type.text) &&
    /\b[AP]F_|\bSOCK_/.test(domain.text + type.text)
  );
}

/** `SO_BROADCAST` and the options that join a group, by their names. Source: ip(7), ipv6(7), RFC 3678. */
const MEMBERSHIP =
  /^(?:IP_ADD_(?:SOURCE_)?MEMBERSHIP|IPV6_(?:JOIN_GROUP|ADD_MEMBERSHIP)|MCAST_JOIN_(?:SOURCE_)?GROUP)$/;

/** The option that a function of libevent sets. Source: libevent, event2/util.h. */
const OPTION_SETTERS: Readonly<Record<string, string>> = {
  evutil_make_listen_socket_reuseable: 'SO_REUSEADDR',
  evutil_make_listen_socket_reuseable_port: 'SO_REUSEPORT',
};

function readCall(call: SyntaxNode, routine: CRoutine): readonly CStep[] {
  const callee = calleeName(call);
  if (callee === undefined || ownerOf(call)) {
    return [];
  }
  // `bind(fd, to,` and lines of the preprocessor before the length
  const given = (call.field('arguments')?.named ?? []).filter(
    ({ type, text }) => !(/^(?:ERROR|preproc_\w+)$/.test(type) && text.startsWith('#')),
  );
  const isMethod = call.field('function')?.type === 'field_expression';
  const into = targetOf(call) ?? placeOf(call);
  const base = { at: call.start, node: call };
  const [first, second, third, fourth] = given;
  const socket = first && placeOf(first);
  const name = callee.toLowerCase();
  if (!isMethod) {
    if (isCreation(name, given)) {
      return [{ ...base, kind: 'create', into, creation: { domain: first, type: second, call, routine } }];
    }
    if (/^(?:\w+_)?setsockopt$/.test(name) && socket && second && third) {
      if (MEMBERSHIP.test(third.text)) {
        return [{ ...base, kind: 'use', socket, use: 'join' }];
      }
      if (third.text === 'SO_BROADCAST') {
        return [{ ...base, kind: 'use', socket, use: 'broadcast' }];
      }
      return [{ ...base, kind: 'option', socket, option: { name: third, value: fourth, call, routine } }];
    }
    if (OPTION_SETTERS[callee] !== undefined && socket) {
      return [{ ...base, kind: 'option', socket, option: { name: first, value: undefined, call, routine } }];
    }
    if (name === 'bind' && given.length === 3 && second && isBind(given)) {
      return [{ ...base, kind: 'bind', socket, bind: { call, address: second } }];
    }
    const copied = second && placeOf(second);
    if (/^dup[23]$/.test(name) && socket && copied) {
      return [{ ...base, kind: 'copy', into: copied, from: socket }];
    }
    const use = USES[name];
    if (use && socket) {
      return [{ ...base, kind: 'use', socket, use, ...(use === 'accept' ? { into } : {}) }];
    }
  }
  return [
    {
      ...base,
      // its arguments come first: `serve(socket(...))`
      at: call.end,
      kind: 'call',
      callee: functionNamed(call.root, callee),
      arguments: given.map((argument) => placeOf(argument)),
      into,
    },
  ];
}

/** What an option call sets, by the name of the option, or of the function where that says it. */
export function optionName({ name, call, value }: SetOption): string {
  const setter = value ? undefined : OPTION_SETTERS[calleeName(call) ?? ''];
  return setter ?? name.text;
}

/** Not `bind(&Server::run, this, _1)` of std or boost, by `using namespace`, nor a function of that name for other things. */
function isBind([socket, address, length]: readonly SyntaxNode[]): boolean {
  return (
    socket !== undefined &&
    address !== undefined &&
    length !== undefined &&
    !/^(?:number_literal|string_literal|char_literal|lambda_expression|true|false)$/.test(address.type) &&
    !/^&|^\[|^"/.test(socket.text) &&
    !/^(?:std::)?(?:placeholders::)?_[1-9]$|^this$/.test(length.text)
  );
}
