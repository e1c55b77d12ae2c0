import type { ApiFacts, Edit } from '../../site.ts';
import { insertAfter, insertBefore } from '../../flow/edits/insert.ts';
import { indentAt, type Layout } from '../../flow/edits/layout.ts';
import type { Place } from '../../flow/edits/statement.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors } from '../../tree-sitter/walk.ts';
import { closedOnFailure, isEvaluatedFirst, isPlainName, isRetried, isSeenUnbound } from './failed-bind.ts';
import { writeType, type Written } from './imports.ts';
import { placeOfStatement } from '../dialect/layout.ts';
import { memberAround, variableOf } from '../lower/scope.ts';
import { typeOf } from '../lower/types.ts';
import { isFirstOnLine } from '../../tree-sitter/lines.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import type { Lines } from './imports.ts';
import type { File } from '../lower/file.ts';
import type { Bind } from '../lower/step.ts';

interface Unbound {
  readonly arguments: string;
  readonly api: ApiFacts;
}

/**
 * Makes a socket that its constructor or factory binds unbound, and binds it in a call of its own, after some lines. Where
 * the statement allows: a variable, an assignment, the only use of it as a resource, a field, a `return`, `super(...)`.
 * @param lines what comes before the bind, for a receiver such as `socket.`
 */
export function makeUnbound(
  { file, layout }: { readonly file: File; readonly layout: Layout },
  bind: Bind,
  unbound: Unbound,
  lines: (receiver: string) => Lines | undefined,
): Edit[] | undefined {
  const bound = bindCall(file, layout, bind);
  const list = bind.call.field('arguments');
  if (!bound || !list || hasComment(list)) {
    return undefined;
  }
  const emptied: Edit = { range: [list.start + 1, list.end - 1], text: unbound.arguments };
  const after = (receiver: string): Lines | undefined => {
    const before = lines(receiver);
    return (
      before && {
        lines: [...before.lines, `${receiver}bind(${bound.arguments});`],
        imports: merged([...before.imports, ...bound.imports]),
      }
    );
  };
  const placed = place(file, layout, bind, after);
  return (
    placed && [...placed.imports, ...(placed.replaces ? [] : [emptied]), ...placed.edits(unbound.arguments)]
  );
}

interface Placed {
  readonly imports: readonly Edit[];
  readonly replaces?: boolean;
  readonly edits: (unboundArguments: string) => Edit[];
}

/** Two imports at one place become one edit. */
function merged(edits: readonly Edit[]): Edit[] {
  const byStart = new Map<number, Edit>();
  for (const edit of edits) {
    const known = byStart.get(edit.range[0]);
    if (known?.text !== edit.text) {
      byStart.set(edit.range[0], known ? { range: edit.range, text: inOrder(known.text, edit.text) } : edit);
    }
  }
  return [...byStart.values()];
}

const inOrder = (one: string, other: string): string =>
  one.trim() < other.trim() ? one + other : other + one;

function place(
  file: File,
  layout: Layout,
  { call }: Bind,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  if (call.type === 'explicit_constructor_invocation') {
    const written = after('');
    return written && { imports: written.imports, edits: () => insertAfter(beside(call), written, layout) };
  }
  const value = outermost(call);
  const { parent } = value;
  const isAgain = isRetried(file, call);
  const closing = (receiver: string): Lines | undefined => {
    const written = after(receiver);
    const closed = written && isAgain ? closedOnFailure(file, layout, receiver, written) : written;
    return closed && { ...closed, imports: merged(closed.imports) };
  };
  switch (parent?.type) {
    case 'variable_declarator':
      return declared(file, layout, parent, closing) ?? hoisted(file, layout, value, closing);
    case 'assignment_expression':
      return assigned(file, layout, parent, closing) ?? hoisted(file, layout, value, closing);
    case 'resource':
      return asResource(layout, parent, after);
    default:
      return hoisted(file, layout, value, closing);
  }
}

/** A statement that others may stand beside. */
const beside = (statement: SyntaxNode): Place => ({ statement, isCertain: true });

/** The call with its parentheses and casts. */
function outermost(call: SyntaxNode): SyntaxNode {
  let node = call;
  for (const ancestor of ancestors(call)) {
    if (ancestor.type !== 'parenthesized_expression' && ancestor.type !== 'cast_expression') {
      break;
    }
    node = ancestor;
  }
  return node;
}

function declared(
  file: File,
  layout: Layout,
  declarator: SyntaxNode,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  const declaration = declarator.parent;
  const name = declarator.field('name')?.text;
  if (!declaration || name === undefined || declaration.fields('declarator').length > 1) {
    return undefined;
  }
  if (!isSocketType(file, declaration)) {
    return undefined;
  }
  if (declaration.type === 'field_declaration') {
    return inInitialiser(layout, declaration, name, after);
  }
  const written = after(`${name}.`);
  const found = placeOfStatement(declarator);
  return written && found && !found.owner && found.statement === declaration
    ? { imports: written.imports, edits: () => insertAfter(beside(declaration), written, layout) }
    : undefined;
}

/** A field's initialiser may throw what the constructors declare, and so may a block beside it. */
function inInitialiser(
  layout: Layout,
  declaration: SyntaxNode,
  name: string,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  const written = after(`${name}.`);
  const isStatic = /\bstatic\b/.test(
    declaration.named[0]?.type === 'modifiers' ? declaration.named[0].text : '',
  );
  if (!written || isStatic || !isFirstOnLine(layout.text, declaration.start)) {
    return undefined;
  }
  const { unit } = layout;
  const block = ['{', ...written.lines.map((line) => `${unit}${line}`), '}'];
  return {
    imports: written.imports,
    edits: () => insertAfter(beside(declaration), { lines: block }, layout),
  };
}

/** Where nobody sees a variable that holds a socket whose bind has failed. */
function assigned(
  file: File,
  layout: Layout,
  assignment: SyntaxNode,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  const left = assignment.field('left');
  const statement = assignment.parent;
  const found = placeOfStatement(assignment);
  if (
    !left ||
    !isPlainName(left) ||
    statement?.type !== 'expression_statement' ||
    !found ||
    !isSocket(file, left) ||
    isSeenUnbound(file.names, assignment, left)
  ) {
    return undefined;
  }
  const written = after(`${left.text}.`);
  return (
    written && {
      imports: written.imports,
      edits: () => insertAfter({ ...found, statement }, written, layout),
    }
  );
}

/** In the body of `try (...)`, where the resource is the last one or the others do not mention it. */
function asResource(
  layout: Layout,
  resource: SyntaxNode,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  const name = resource.field('name')?.text;
  const body = resource.parent?.parent?.field('body');
  const all = resource.parent?.named ?? [];
  const later = all.slice(all.indexOf(resource) + 1);
  const open = body?.children[0];
  if (name === undefined || !body || open?.type !== '{' || later.length > 0) {
    return undefined;
  }
  const written = after(`${name}.`);
  if (!written) {
    return undefined;
  }
  const [first] = body.children.slice(1);
  const isFirst = first !== undefined && first.type !== '}' && isFirstOnLine(layout.text, first.start);
  const indent = isFirst
    ? indentAt(layout.text, first.start)
    : `${indentAt(layout.text, body.start)}${layout.unit}`;
  const isEmpty = first === undefined || first.type === '}';
  const lines = written.lines.map((line) => `${layout.newline}${indent}${line}`).join('');
  const rest = isFirst
    ? ''
    : isEmpty && isFirstOnLine(layout.text, body.end - 1)
      ? ''
      : `${layout.newline}${isEmpty ? indentAt(layout.text, body.start) : indent}`;
  const skipped = rest === '' ? 0 : (/^[ \t]*/.exec(layout.text.slice(open.end))?.[0].length ?? 0);
  return {
    imports: written.imports,
    edits: () => [{ range: [open.end, open.end + skipped], text: `${lines}${rest}` }],
  };
}

/** A variable of its own in front of the statement, where all that the statement evaluates before it may as well come after. */
function hoisted(
  file: File,
  layout: Layout,
  value: SyntaxNode,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  const found = placeOfStatement(value);
  const call = unwrap(value);
  const list = call.field('arguments');
  if (!found || !list || !isEvaluatedFirst(value, found.statement)) {
    return undefined;
  }
  const name = freeName(found.statement);
  const written = after(`${name}.`);
  const made = typeOfMade(file, layout, value);
  const head = layout.text.slice(value.start, list.start + 1);
  const tail = layout.text.slice(list.end - 1, value.end);
  const lines = (given: string): string[] => [
    `${made.name} ${name} = ${head}${given}${tail};`,
    ...(written?.lines ?? []),
  ];
  return (
    written && {
      imports: merged([...written.imports, ...made.edits]),
      replaces: true,
      edits: (given) => [
        // they take its work over, and come behind the comments that speak of it
        ...(insertBefore(found, { lines: lines(given) }, layout, found.statement.start) ?? []),
        { range: [value.start, value.end], text: name },
      ],
    }
  );
}

/** The type of a new socket, as a declaration writes it. */
function typeOfMade({ names }: File, layout: Layout, value: SyntaxNode): Written {
  const call = unwrap(value);
  const cast = value.type === 'cast_expression' ? value.field('type')?.text : undefined;
  if (cast !== undefined) {
    return { name: cast, edits: [] };
  }
  return call.type === 'object_creation_expression'
    ? { name: call.field('type')?.text ?? '', edits: [] }
    : writeType(names, layout, 'java.net.ServerSocket');
}

const NAMES = ['socket', 'serverSocket', 'boundSocket'];

/** A name that the member of the class does not use yet. */
function freeName(node: SyntaxNode): string {
  const { words, first } = usedIn(memberAround(node));
  for (let number = first; ; number++) {
    const name = nameOf(number);
    if (!words.has(name) && !variableOf(node, name)) {
      return name;
    }
  }
}

const nameOf = (number: number): string => NAMES[number] ?? `socket${number}`;

/** The words of a member of a class, and the number of the first name that is none of them. */
const usedIn = memoize(({ text }: SyntaxNode) => {
  const words = new Set(text.match(/\w+/g));
  let first = 0;
  while (words.has(nameOf(first))) {
    first += 1;
  }
  return { words, first };
});

const SOCKET = /(?:Server|Datagram|Multicast)Socket$/;

/** Whether a declaration's variable has the methods of a socket. */
function isSocketType(file: File, declaration: SyntaxNode): boolean {
  const type = declaration.field('type')?.text ?? '';
  return type === 'var' || SOCKET.test(type);
}

function isSocket(file: File, node: SyntaxNode): boolean {
  const type = typeOf(file.names, node);
  return type === undefined
    ? SOCKET.test(variableOf(node, node.text.replace(/^this\s*\.\s*/, ''))?.type?.text ?? '')
    : SOCKET.test(type.name);
}

function hasComment(node: SyntaxNode): boolean {
  return node.children.some(({ isComment }) => isComment);
}

/** The arguments of the bind that takes the constructor's: port, backlog and address, each evaluated once and in order. */
function bindCall(
  { names }: File,
  layout: Layout,
  { arguments: given, binding }: Bind,
): { readonly arguments: string; readonly imports: readonly Edit[] } | undefined {
  const isDatagram = binding.address === 'host-port';
  const [first, second, third] = given;
  if (!first) {
    return undefined;
  }
  if (isDatagram && !second && isSocketAddress(names, first)) {
    return { arguments: first.text, imports: [] };
  }
  const type = writeType(names, layout, 'java.net.InetSocketAddress');
  const host = isDatagram ? second : third;
  const backlog = isDatagram ? undefined : second;
  const isNull = host && unwrap(host).type === 'null_literal';
  if (host && !isNull && given.filter((argument) => !isPure(argument)).length > 1) {
    return undefined;
  }
  const address = host && !isNull ? `${host.text}, ${first.text}` : first.text;
  return {
    arguments: [`new ${type.name}(${address})`, ...(backlog ? [backlog.text] : [])].join(', '),
    imports: type.edits,
  };
}

/** An expression that may be evaluated in another order: a name, a constant, a member. */
function isPure(node: SyntaxNode): boolean {
  return /^[-\w\s.$"']*$/.test(node.text);
}

function isSocketAddress(names: File['names'], node: SyntaxNode): boolean {
  const type =
    typeOf(names, node)?.name ??
    (node.type === 'identifier' ? variableOf(node, node.text)?.type?.text : node.field('type')?.text);
  return type?.endsWith('SocketAddress') === true;
}
