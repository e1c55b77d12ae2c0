import { memoize } from '../../memoize.ts';
import { groupedBy } from '../../grouped.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { within } from '../../tree-sitter/walk.ts';
import { server, unverified } from '../catalogue/apis.ts';
import type { Listener } from '../catalogue/family.ts';
import { typeNamed } from '../catalogue/index.ts';
import { ADDS, CREATES, RUNS, SERVES, SERVES_NOT, STARTS, TOLD } from '../catalogue/shapes.ts';
import { valueOf } from './evaluate.ts';
import { foreignType, simpleName, type Names } from './names.ts';
import { classAround, memberAround, variableOf, type Variable } from './scope.ts';
import type { Bind } from './step.ts';
import { assignedIn, typeOf } from './types.ts';
import { chainOf, namesPort, toldInChain, whereOf, type Where } from './where.ts';

/** How a server that nothing is known of is told where to listen. */
interface Told {
  readonly listener: Listener;
  readonly arguments: readonly SyntaxNode[];
}

/**
 * A call that by its shape alone makes a server listen: on what nothing is known of, with evidence beside. What this file declares
 * is none: its bind is reported where it stands.
 */
export function shapedServer(names: Names, call: SyntaxNode, given: readonly SyntaxNode[]): Bind | undefined {
  const told =
    call.type === 'object_creation_expression' ? made(names, call, given) : called(names, call, given);
  return (
    told && {
      binding: told.listener,
      call,
      arguments: told.arguments,
      type: SHAPED,
      certainty: 'shaped',
    }
  );
}

/** No type of the catalogue. */
const SHAPED = '';

const DATAGRAMS = /udp|datagram/i;

const told = (
  { type = '', words }: Pick<Receiver, 'type' | 'words'>,
  name: string,
  arguments_: readonly SyntaxNode[],
  more?: Parameters<typeof server>[1],
): Told => ({
  listener: server(
    { ...unverified(name), ...(DATAGRAMS.test(`${type} ${words} ${name}`) ? { protocol: 'udp' } : {}) },
    more,
  ),
  arguments: arguments_,
});

function called(names: Names, call: SyntaxNode, given: readonly SyntaxNode[]): Told | undefined {
  const name = call.field('name')?.text ?? '';
  const object = call.field('object');
  if (!object || !(Object.hasOwn(TOLD, name) || STARTS.has(name) || ADDS.test(name) || CREATES.test(name))) {
    return undefined;
  }
  const receiver = receiverOf(names, object);
  if (!receiver || isNone(receiver)) {
    return undefined;
  }
  const where = whereOf(names, given);
  if (where) {
    return isTold(names, { name, given, where, receiver }) ? told(receiver, `${name}()`, given) : undefined;
  }
  if (!STARTS.has(name) || given.some((argument) => valueOf(argument) !== undefined)) {
    return undefined;
  }
  const before = toldBefore(names, object, receiver);
  return before && told(receiver, `${name}()`, [before.node]);
}

/** What a call is made on, by all the names it has. */
interface Receiver {
  /** The simple name of its type, where the file tells it. */
  readonly type: string | undefined;
  /** Its own name, or those of the calls that make it. */
  readonly words: string;
  /** The expression that a chain of calls begins with. */
  readonly root: SyntaxNode;
  readonly variable: Variable | undefined;
}

/** Undefined where it is of this file, of this project, or known to be something else. */
function receiverOf(names: Names, object: SyntaxNode): Receiver | undefined {
  const type = typeOf(names, object);
  const foreign = foreignType(names, type);
  if (type?.own || (foreign && typeNamed(foreign.name))) {
    return undefined;
  }
  const chain = chainOf(unwrap(object));
  const root = chain.at(-1) ?? object;
  const variable = root.type === 'identifier' ? variableOf(root, root.text) : undefined;
  const declared = declaredName(root, variable);
  if (
    declared !== undefined &&
    (isOwn(names, declared) || (declared === object.text && !isForeign(names, declared)))
  ) {
    return undefined;
  }
  const words = [
    ...chain.slice(0, -1).map((link) => link.field('name')?.text ?? ''),
    root.type === 'object_creation_expression' ? '' : simpleName(root.text).slice(0, MAX_NAME),
  ];
  return { type: declared, words: words.join(' '), root, variable };
}

const MAX_NAME = 60;
/** The simple name of the type that a chain of calls begins with. */
function declaredName(root: SyntaxNode, variable: Variable | undefined): string | undefined {
  const written =
    root.type === 'object_creation_expression'
      ? root.field('type')?.text
      : variable?.type && variable.type.text !== 'var'
        ? variable.type.text
        : variable?.value?.type === 'object_creation_expression'
          ? variable.value.field('type')?.text
          : root.type === 'identifier' && !variable && /^[A-Z]/.test(root.text)
            ? root.text
            : undefined;
  return written?.replace(/<.*$/s, '');
}

/** Whether a static method's class is another project's; this project's is read where it stands. */
function isForeign(names: Names, holder: string): boolean {
  const full = names.imports.get(holder);
  return full !== undefined && projectOf(full) !== projectOf(`${names.package ?? ''}.`);
}

/** `org.example` of `org.example.server.Main`. */
const projectOf = (full: string): string => full.split('.').slice(0, 2).join('.');

/** Whether the file declares a type: its bind, if it has one, is reported where it stands. */
const isOwn = (names: Names, written: string): boolean => names.classes.has(written.replace(/\..*$/s, ''));

/** Whether a receiver is called what serves nobody: a client, what describes a server. */
function isNone({ type, words }: Receiver): boolean {
  return type === undefined
    ? SERVES_NOT.test(lastWord(words))
    : SERVES_NOT.test(type.replace(/Builder$/, ''));
}

const lastWord = (words: string): string => words.slice(words.lastIndexOf(' ') + 1);

const serves = ({ type, words }: Receiver): boolean => SERVES.test(type ?? '') || SERVES.test(words);

interface Telling {
  readonly name: string;
  readonly given: readonly SyntaxNode[];
  readonly where: Where;
  readonly receiver: Receiver;
}

/** Whether the arguments of a call tell a server where to listen. */
function isTold(names: Names, { name, given, where, receiver }: Telling): boolean {
  if (ADDS.test(name)) {
    return (
      given[0] === where.node && (where.host !== undefined || namesPort(where.node)) && isPortLike(where)
    );
  }
  if (!isPortLike(where)) {
    return false;
  }
  if (CREATES.test(name)) {
    return given.includes(where.node) && (isNamed(where) || where.is === 'uri' || where.host !== undefined);
  }
  if (!Object.hasOwn(TOLD, name)) {
    return false;
  }
  const isFirst = given[0] === where.node || (given[1] === where.node && where.host === given[0]);
  return (
    isFirst &&
    (serves(receiver) ||
      (TOLD[name] === 'address' && (given.length > 1 || receiver.type === undefined || isNamed(where))))
  );
}

const isNamed = ({ is, node }: Where): boolean => is === 'address' || namesPort(node);

/** Whether an argument is one by its name, or a number that servers listen on: sizes are powers of two. */
function isPortLike({ is, node }: Where): boolean {
  const value = is === 'port' ? valueOf(node) : undefined;
  return typeof value === 'number'
    ? value === 0 || (value > 20 && !isSize(value)) || namesPort(node)
    : is !== 'port' || namesPort(node);
}

const isSize = (value: number): boolean => value >= 128 && (value & (value - 1)) === 0;

/** What a server was told before it is started: in the chain of calls, on its variable, or on what it is made of. */
function toldBefore(names: Names, object: SyntaxNode, receiver: Receiver): Where | undefined {
  if (!serves(receiver)) {
    return undefined;
  }
  const chained = toldInChain(names, unwrap(object));
  if (chained) {
    return chained;
  }
  const { root, variable } = receiver;
  const values = variable ? valuesOf(root, variable) : [root];
  for (const value of values) {
    const found = toldInChain(names, value) ?? toldIn(names, value);
    if (found) {
      return found;
    }
  }
  return variable && toldOnVariable(names, root);
}

/** What a variable holds, by its declaration and all that is assigned to it. */
function valuesOf(name: SyntaxNode, { value }: Variable): readonly SyntaxNode[] {
  return [...(value ? [value] : []), ...(assignedIn(memberOrClass(name)).get(name.text) ?? [])].map((one) =>
    unwrap(one),
  );
}

/** `server.setPort(8080)` in the same method, or the class where it is a field. */
function toldOnVariable(names: Names, root: SyntaxNode): Where | undefined {
  for (const call of callsOn(memberOrClass(root)).get(root.text) ?? []) {
    const given = toldInChain(names, call);
    if (given) {
      return given;
    }
  }
  return undefined;
}

/** What an object is made of was told: `new SocketServer(config)` after `config.setPort(8080)`. */
function toldIn(names: Names, made: SyntaxNode): Where | undefined {
  if (made.type !== 'object_creation_expression') {
    return undefined;
  }
  for (const argument of made.field('arguments')?.named ?? []) {
    const found =
      argument.type === 'identifier' ? toldOnVariable(names, argument) : toldInChain(names, unwrap(argument));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** The body that a variable is used in. */
function memberOrClass(name: SyntaxNode): SyntaxNode {
  return variableOf(name, name.text)?.kind === 'field' ? (classAround(name) ?? name) : memberAround(name);
}

/** The calls below a node by the name that their chain begins with. */
const callsOn = memoize((holder: SyntaxNode) =>
  groupedBy(
    [...within(holder)].filter(({ type }) => type === 'method_invocation'),
    (call) => {
      const root = chainOf(call).at(-1);
      return root && /^(?:identifier|field_access)$/.test(root.type)
        ? [root.text.replace(/^this\./, '')]
        : [];
    },
  ),
);

/** The calls below a node by the names that they are given. */
const callsWith = memoize((holder: SyntaxNode) =>
  groupedBy(
    [...within(holder)].filter(
      ({ type }) => type === 'method_invocation' || type === 'object_creation_expression',
    ),
    (call) =>
      (call.field('arguments')?.named ?? []).flatMap(({ type, text }) =>
        type === 'identifier' ? [text] : [],
      ),
  ),
);

/** `new FileServer(8080)`, of a type of another project, which is started then. */
function made(names: Names, node: SyntaxNode, given: readonly SyntaxNode[]): Told | undefined {
  const type = (node.field('type')?.text ?? '').replace(/<.*$/s, '');
  const simple = simpleName(type);
  if (!ENDS_SERVING.test(simple) || SERVES_NOT.test(simple) || isOwn(names, type)) {
    return undefined;
  }
  const where = whereOf(names, given);
  return where &&
    isPortLike(where) &&
    (isNamed(where) || given.filter(isNumber).length === 1) &&
    isStarted(node)
    ? told({ type, words: '' }, `new ${simple}()`, given, { isLater: true })
    : undefined;
}

const ENDS_SERVING = /(?:Server|Httpd|HTTPD|Listener|Acceptor|Daemon|Broker)$/;

const isNumber = (node: SyntaxNode): boolean => typeof valueOf(node) === 'number';

/** Whether what is made is started: at once, by its variable, or by who it is given to. */
function isStarted(node: SyntaxNode): boolean {
  for (let call = node.parent; call?.type === 'method_invocation'; call = call.parent) {
    if (isStart(call)) {
      return true;
    }
  }
  const holder = node.parent;
  const held =
    holder?.type === 'variable_declarator' || holder?.type === 'resource'
      ? holder.field('name')
      : holder?.type === 'assignment_expression'
        ? holder.field('left')
        : undefined;
  if (!held) {
    return holder?.type === 'argument_list' && isRun(holder.parent);
  }
  const name = simpleName(held.text);
  const body =
    variableOf(node, name)?.kind === 'local' ? memberAround(node) : (classAround(node) ?? memberAround(node));
  return (
    (callsOn(body).get(name) ?? []).some(isStart) ||
    (callsWith(body).get(name) ?? []).some((call) => isRun(call))
  );
}

const ACCEPTS = /^(?:accept\w*|await\w*|launch)$/;

const isStart = (call: SyntaxNode): boolean => {
  const name = call.field('name')?.text ?? '';
  return STARTS.has(name) || ACCEPTS.test(name);
};

const isRun = (call: SyntaxNode | undefined): boolean =>
  call?.type === 'object_creation_expression'
    ? (call.field('type')?.text ?? '').endsWith('Thread')
    : call !== undefined && RUNS.test(call.field('name')?.text ?? '');
