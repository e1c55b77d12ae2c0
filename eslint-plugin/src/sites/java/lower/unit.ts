import { calleeIn, type Callee } from '../../flow/callee.ts';
import { routineOf } from '../../flow/routines.ts';
import { valueOf, type Place, type Routine, type Use } from '../../flow/step.ts';
import type { OptionName } from '../../site.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';
import { Words } from '../../tree-sitter/words.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { evidenceOfName } from '../../flow/names.ts';
import type { Listener, Maker, Method } from '../catalogue/family.ts';
import { methodOf, typeNamed } from '../catalogue/index.ts';
import { shapedBinding } from './shape.ts';
import { shapedServer } from './shaped-server.ts';
import { foreignType, superType, typeOfName, type Names, type TypeRef } from './names.ts';
import { placeOf, THIS } from './place.ts';
import { declaredType } from './declared.ts';
import { whereOf } from './where.ts';
import { parameterNames, classAround } from './scope.ts';
import type { Bind, Creation, JavaRoutine, JavaStep, JavaUnit, Setting } from './step.ts';
import { makerOf, methodCalled, methodNamed, typeOf } from './types.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';

/** The methods, constructors and initialisers of a file, each read when first asked for. */
export function readUnit(root: SyntaxNode, names: Names): JavaUnit {
  const routines = [...names.classes].flatMap(([name, declaration]) => routinesOf(names, name, declaration));
  const byCallee = new Map(routines.map((routine) => [routine.callee, routine]));
  return {
    routines,
    words: new Words(root.text, root.start),
    branches: BRANCHES,
    routine: (callee) => byCallee.get(callee),
  };
}

const byNode = memoize(
  ({ routines }: JavaUnit) => new Map(routines.map((routine) => [routine.node, routine])),
);

/** The routine that a member of a class is. */
export const routineOfMember = (unit: JavaUnit, member: SyntaxNode): JavaRoutine | undefined =>
  byNode(unit).get(member);

function routinesOf(names: Names, name: string, declaration: SyntaxNode): JavaRoutine[] {
  const members = [...(declaration.field('body')?.named ?? [])].flatMap((member) =>
    member.type === 'enum_body_declarations' ? member.named : [member],
  );
  const [first, ...more] = members.filter(({ type }) => INITIALISERS.has(type));
  const methods = members.flatMap((member): JavaRoutine[] => {
    const isConstructor = member.type === 'constructor_declaration';
    if ((!isConstructor && member.type !== 'method_declaration') || !member.field('body')) {
      return [];
    }
    const parameters = parameterNames(member);
    const called = isConstructor ? name : (member.field('name')?.text ?? '');
    return [readRoutine(names, calleeIn(names, called, name, parameters.length), parameters, [member])];
  });
  return first
    ? [...methods, readRoutine(names, calleeIn(names, name, name), [], [first, ...more])]
    : methods;
}

const INITIALISERS = new Set([
  'field_declaration',
  'constant_declaration',
  'block',
  'static_initializer',
  'enum_constant',
]);

function readRoutine(
  names: Names,
  callee: Callee,
  parameters: readonly string[],
  nodes: readonly [SyntaxNode, ...SyntaxNode[]],
): JavaRoutine {
  const routine: Routine<Creation, Setting, Bind> = routineOf({
    callee,
    parts: nodes,
    node: () => nodes[0],
    parameters: () => parameters,
    steps: () =>
      nodes
        .flatMap((part) => [...within(part, ({ type }) => type !== 'class_declaration')])
        .flatMap((part) => readSteps(names, part)),
  });
  return Object.assign(routine, { text: nodes.map(({ text }) => text).join('\n') });
}

function readSteps(names: Names, node: SyntaxNode): readonly JavaStep[] {
  switch (node.type) {
    case 'object_creation_expression':
      return readCreation(names, node);
    case 'method_invocation':
      return readCall(names, node);
    case 'explicit_constructor_invocation':
      return readSuper(names, node);
    case 'variable_declarator':
      return readCopy(names, node, node.field('name'), node.field('value'));
    case 'resource':
      return [...readCopy(names, node, node.field('name'), node.field('value')), ...closedAtEnd(names, node)];
    case 'method_reference':
      return readReference(names, node);
    case 'assignment_expression':
      return readCopy(names, node, node.field('left'), node.field('right'));
    case 'return_statement':
      return branchesOf(node.named[0]).flatMap((value): JavaStep[] => {
        const from = placeOf(names, value);
        return from ? [{ kind: 'return', at: node.end, node, from }] : [];
      });
    default:
      return [];
  }
}

/** `try (resource) { ... }` closes it where its body ends, before any `catch`. */
function closedAtEnd(names: Names, resource: SyntaxNode): JavaStep[] {
  const held = resource.field('name') ?? resource.named[0];
  const body = resource.parent?.parent?.field('body');
  return body && held ? use({ at: body.end - 0.25, node: resource }, placeOf(names, held), 'close') : [];
}

/** `socket::accept`: what is done to it then is not seen. */
function readReference(names: Names, node: SyntaxNode): JavaStep[] {
  const [object, method] = node.named;
  const socket = object && method && isSocket(names, object) ? placeOf(names, object) : undefined;
  return use({ at: atOf(node), node }, socket, method?.text === 'close' ? 'close' : 'escape');
}

/** The values an expression may have: both branches of a condition. */
function branchesOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  const inside = node && unwrap(node);
  return inside?.type === 'ternary_expression'
    ? [inside.field('consequence'), inside.field('alternative')].flatMap((branch) => branch ?? [])
    : node
      ? [node]
      : [];
}

function readCopy(
  names: Names,
  node: SyntaxNode,
  left: SyntaxNode | undefined,
  right: SyntaxNode | undefined,
): JavaStep[] {
  const into = left && placeOf(names, left);
  return into
    ? branchesOf(right).flatMap((value): JavaStep[] => {
        const from = placeOf(names, value);
        return from ? [{ kind: 'copy', at: node.end, node, into, from }] : [];
      })
    : [];
}

/** Steps are in the order of evaluation: a call comes after its arguments, and before what stores its result. */
const atOf = (node: SyntaxNode): number => node.end - 0.5;

function readCreation(names: Names, node: SyntaxNode): JavaStep[] {
  const given = node.field('arguments')?.named ?? [];
  const maker = makerOf(names, node);
  const type = node.field('type');
  const ref = type && typeOfName(names, type.text);
  if (maker) {
    return makeSteps(names, node, maker, ref);
  }
  const foreign = foreignType(names, ref);
  const simple = ref?.own ? ref.name : (type?.text ?? '');
  const shaped = ref?.own ? undefined : shapedServer(names, node, given);
  return [
    ...(shaped ? [bindStep(node, valueOf(node), shaped)] : []),
    createStep(node, foreign?.name ?? ref?.name ?? type?.text),
    callStep(names, node, calleeIn(names, simple, simple, given.length), given),
  ];
}

function createStep(node: SyntaxNode, type: string | undefined, acceptedFrom?: Place): JavaStep {
  return {
    kind: 'create',
    at: node.end - 0.75,
    node,
    into: valueOf(node),
    creation: { type, node, acceptedFrom },
  };
}

function callStep(names: Names, node: SyntaxNode, callee: Callee, given: readonly SyntaxNode[]): JavaStep {
  return {
    kind: 'call',
    at: atOf(node),
    node,
    callee,
    arguments: given.map((argument) => placeOf(names, argument)),
    // what a constructor gives is a creation, not the callee's result
    into: node.type === 'object_creation_expression' ? undefined : valueOf(node),
  };
}

function makeSteps(
  names: Names,
  node: SyntaxNode,
  { type, binding, bindsAlways, takesOn }: Maker,
  ref?: TypeRef,
): JavaStep[] {
  const given = node.field('arguments')?.named ?? [];
  const steps = [(takesOn && takenOn(names, node, given)) ?? createStep(node, type)];
  if (!binding || !(bindsAlways || saysWhere(names, binding, given)) || !isAddressed(names, given)) {
    return steps;
  }
  const isOwnFactory = binding.ownFactoryFrom !== undefined && given.length >= binding.ownFactoryFrom;
  return isOwnFactory
    ? steps
    : [
        ...steps,
        bindStep(node, valueOf(node), {
          binding,
          call: node,
          arguments: given,
          type,
          certainty: ref?.isGuess ? 'shaped' : 'traced',
        }),
      ];
}

/** Whether a constructor or a factory is told where to listen, and binds therefore. */
function saysWhere(names: Names, { address }: Listener, given: readonly SyntaxNode[]): boolean {
  return address === 'anywhere' ? whereOf(names, given) !== undefined : given.length > 0;
}

/** What is set on the options that a server is given is set on it: it is followed as one with them. */
function takenOn(names: Names, node: SyntaxNode, given: readonly SyntaxNode[]): JavaStep | undefined {
  const options =
    given.find((argument) => typeNamed(foreignType(names, typeOf(names, argument))?.name ?? '')?.isOptions) ??
    given.find((argument) => evidenceOfName(argument.text) === 'options');
  const from = options && placeOf(names, options);
  return from && { kind: 'copy', at: atOf(node), node, into: valueOf(node), from };
}

/** `new DatagramSocket(null)` is unbound, and so is a socket on a SocketImpl or another socket. */
function isAddressed(names: Names, given: readonly SyntaxNode[]): boolean {
  const [first] = given;
  if (given.length !== 1 || !first) {
    return true;
  }
  const inside = unwrap(first);
  const type = declaredType(names, inside) ?? inside.field('object')?.text ?? '';
  return inside.type !== 'null_literal' && !/(?:Impl|Socket)$/.test(type);
}

function bindStep(node: SyntaxNode, socket: Place | undefined, bind: Bind): JavaStep {
  return { kind: 'bind', at: atOf(node), node, socket, bind };
}

/** `super(port)` in a class that extends a socket. */
function readSuper(names: Names, node: SyntaxNode): JavaStep[] {
  const holder = classAround(node);
  const given = node.field('arguments')?.named ?? [];
  const ref = holder && node.field('constructor')?.type === 'super' ? superType(names, holder) : undefined;
  const facts = ref && typeNamed(foreignType(names, ref)?.name ?? '');
  const binding = ref?.own ? undefined : (facts?.constructs?.binding ?? inherited(facts)?.binding);
  return ref && binding && saysWhere(names, binding, given) && isAddressed(names, given)
    ? [
        bindStep(node, THIS, {
          binding,
          call: node,
          arguments: given,
          type: ref.name,
          certainty: ref.isGuess ? 'shaped' : 'traced',
        }),
      ]
    : [];
}

function inherited(facts: ReturnType<typeof typeNamed>): Omit<Maker, 'type'> | undefined {
  return facts?.extends === undefined ? undefined : typeNamed(facts.extends)?.constructs;
}

function readCall(names: Names, call: SyntaxNode): readonly JavaStep[] {
  const given = call.field('arguments')?.named ?? [];
  const maker = makerOf(names, call);
  if (maker) {
    return makeSteps(names, call, maker);
  }
  const object = call.field('object');
  const socket = object ? placeOf(names, object) : THIS;
  const found = methodCalled(names, call);
  if (found) {
    const type = foreignType(names, found.receiver);
    return type ? readMethod(names, call, found.method, { socket, type }) : [];
  }
  const shaped = shapedBinding(names, call, given);
  if (shaped) {
    return [
      ...(shaped.isFactory ? [createStep(call, shaped.bind.type)] : []),
      bindStep(call, shaped.isFactory ? valueOf(call) : socket, shaped.bind),
    ];
  }
  const served = shapedServer(names, call, given);
  if (served) {
    return [bindStep(call, socket, served)];
  }
  const name = call.field('name')?.text ?? '';
  return [
    ...settingByShape(call, name, given, socket),
    ...usesByName(names, call, name, given),
    callStep(names, call, calleeOf(names, call, name, given.length), given),
  ];
}

/** Methods that only ask something of a socket, or set what no client sees. */
const QUIET = /^(?:get|is|set|supported|toString$|hashCode$|equals$|configureBlocking$|validOps$)/;

/** Helpers that close what they are given: `IOUtils.closeQuietly(socket)`. */
export const CLOSES = /^(?:(?:safe|silent|quiet)(?:ly)?)?close/i;

/** What a call does by its name: a method of a socket that the catalogue does not know uses it, a helper may close it. */
function usesByName(names: Names, call: SyntaxNode, name: string, given: readonly SyntaxNode[]): JavaStep[] {
  const at = { at: atOf(call), node: call };
  const object = call.field('object');
  if (object && !QUIET.test(name) && isSocket(names, object)) {
    return use(at, placeOf(names, object), 'escape');
  }
  return CLOSES.test(name) ? given.flatMap((argument) => use(at, placeOf(names, argument), 'close')) : [];
}

/** Whether an expression's type is one that the catalogue can close. */
function isSocket(names: Names, node: SyntaxNode): boolean {
  return methodOf(foreignType(names, typeOf(names, node))?.name, 'close') !== undefined;
}

function readMethod(
  names: Names,
  call: SyntaxNode,
  method: Method,
  { socket, type }: { readonly socket: Place | undefined; readonly type: TypeRef },
): readonly JavaStep[] {
  const given = call.field('arguments')?.named ?? [];
  const at = { at: atOf(call), node: call };
  const option = (setting: Setting | undefined): JavaStep[] =>
    setting && socket ? [{ ...at, kind: 'option', socket, option: setting }] : [];
  switch (method.does) {
    case 'bind':
      return [
        bindStep(call, socket, {
          binding: method.binding,
          call,
          arguments: given,
          type: type.name,
          certainty: type.isGuess ? 'shaped' : 'traced',
        }),
      ];
    case 'set': {
      const [value] = given;
      const { option: name, spelled } = method;
      return option(value && { sets: 'option', name, spelled, value, call });
    }
    case 'setNamed':
      return option(namedOption(call, given, method.accepted));
    case 'setAddress':
      return option({ sets: 'address', arguments: given });
    case 'setChannel':
      return option({ sets: 'channel', text: given[0]?.text ?? '' });
    case 'use': {
      const steps = use(at, socket, method.use);
      return method.use === 'accept' ? [...steps, createStep(call, 'java.net.Socket', socket)] : steps;
    }
    case 'make':
      return makeSteps(names, call, method, type);
    case 'same':
      return [];
  }
}

function use(at: Pick<JavaStep, 'at' | 'node'>, socket: Place | undefined, what: Use): JavaStep[] {
  return socket ? [{ ...at, kind: 'use', socket, use: what }] : [];
}

const OPTIONS: readonly (readonly [RegExp, OptionName])[] = [
  [/^(?:SO_REUSEADDR|REUSE_ADDRESSES|"reuseAddress"|"child\.reuseAddress")$/, 'reuseAddr'],
  [/^(?:SO_REUSEPORT|"reusePort")$/, 'reusePort'],
];

/** `setOption(StandardSocketOptions.SO_REUSEADDR, true)`, `option(ChannelOption.SO_REUSEADDR, true)` */
function namedOption(
  call: SyntaxNode,
  [named, value]: readonly SyntaxNode[],
  isAccepted = false,
): Setting | undefined {
  const spelled = (named && unwrap(named).text.replaceAll(/\s+/g, '')) ?? '';
  const constant = spelled.startsWith('"') ? spelled : spelled.slice(spelled.lastIndexOf('.') + 1);
  const found = OPTIONS.find(([pattern]) => pattern.test(constant));
  if (!found && value && !/^"|^[A-Z][A-Z0-9_]*$/.test(constant)) {
    return { sets: 'unknown' };
  }
  return found && value
    ? {
        sets: 'option',
        name: found[1],
        spelled: constant.replaceAll('"', ''),
        value,
        call,
        isAccepted: isAccepted || constant.startsWith('"child.'),
      }
    : undefined;
}

/** An option set on what nothing is known of: believed to be set on the listener, when it is the listener's place. */
function settingByShape(
  call: SyntaxNode,
  name: string,
  given: readonly SyntaxNode[],
  socket: Place | undefined,
): JavaStep[] {
  const [value] = given;
  const setting: Setting | undefined =
    name === 'setReuseAddress' && given.length === 1 && value
      ? { sets: 'option', name: 'reuseAddr', spelled: name, value, call }
      : name === 'setReusePort' && given.length === 1 && value
        ? { sets: 'option', name: 'reusePort', spelled: name, value, call }
        : name === 'setOption' || name === 'option'
          ? namedOption(call, given)
          : undefined;
  return setting && socket ? [{ kind: 'option', at: atOf(call), node: call, socket, option: setting }] : [];
}

/** The routine a call calls: of the class around it, of its receiver's class, or of another file. */
function calleeOf(names: Names, call: SyntaxNode, name: string, count: number): Callee {
  const object = call.field('object');
  const type = object
    ? (typeOf(names, object) ?? (object.type === 'identifier' ? typeOfName(names, object.text) : undefined))
    : undefined;
  let holder = object ? type?.own : classAround(call);
  for (let depth = 0; holder && depth < 20; depth++) {
    const declared =
      holder.type === 'object_creation_expression' ? undefined : methodNamed(holder, name, count);
    if (declared) {
      return calleeIn(names, name, holder.field('name')?.text ?? '', count);
    }
    const next: SyntaxNode | undefined =
      superType(names, holder)?.own ?? (object ? undefined : classAround(holder));
    holder = next;
  }
  return calleeIn(names, name, undefined, count);
}
