import type { ApiFacts, Edit } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import type { File } from './front-end.ts';
import { writeType } from './imports.ts';
import { indentAt, insertAfter, insertBefore, isFirstOnLine, statementOf, type Layout } from './layout.ts';
import { variableOf } from './scope.ts';
import { typeOf } from './types.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import type { Bind } from './unit.ts';
import type { Lines } from './write.ts';

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
  file: File,
  layout: Layout,
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
    return (
      written && { imports: written.imports, edits: () => insertAfter(layout, call, true, written.lines) }
    );
  }
  const value = outermost(call);
  const { parent } = value;
  switch (parent?.type) {
    case 'variable_declarator':
      return declared(file, layout, parent, after);
    case 'assignment_expression':
      return assigned(file, layout, parent, after);
    case 'resource':
      return asResource(layout, parent, after);
    case 'return_statement':
      return returned(file, layout, parent, value, after);
    default:
      return undefined;
  }
}

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
  const isInBlock = statementOf(declarator)?.isInBlock === true;
  return written && isInBlock
    ? { imports: written.imports, edits: () => insertAfter(layout, declaration, true, written.lines) }
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
  if (!written || isStatic || !isFirstOnLine(layout, declaration.start)) {
    return undefined;
  }
  const { unit } = layout;
  const block = ['{', ...written.lines.map((line) => `${unit}${line}`), '}'];
  return { imports: written.imports, edits: () => insertAfter(layout, declaration, true, block) };
}

function assigned(
  file: File,
  layout: Layout,
  assignment: SyntaxNode,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  const left = assignment.field('left');
  const statement = assignment.parent;
  const found = statementOf(assignment);
  const isName = left && /^(?:this|[\w$]+)(?:\s*\.\s*[\w$]+)*$/.test(left.text);
  if (!isName || statement?.type !== 'expression_statement' || !found || !isSocket(file, left)) {
    return undefined;
  }
  const written = after(`${left.text}.`);
  const edits = written && insertAfter(layout, statement, found.isInBlock, written.lines);
  return written && edits && edits.length > 0 ? { imports: written.imports, edits: () => edits } : undefined;
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
  const isFirst = first !== undefined && first.type !== '}' && isFirstOnLine(layout, first.start);
  const indent = isFirst ? indentAt(layout, first.start) : `${indentAt(layout, body.start)}${layout.unit}`;
  const isEmpty = first === undefined || first.type === '}';
  const lines = written.lines.map((line) => `${layout.newline}${indent}${line}`).join('');
  const rest = isFirst
    ? ''
    : isEmpty && isFirstOnLine(layout, body.end - 1)
      ? ''
      : `${layout.newline}${isEmpty ? indentAt(layout, body.start) : indent}`;
  const skipped = rest === '' ? 0 : (/^[ \t]*/.exec(layout.text.slice(open.end))?.[0].length ?? 0);
  return {
    imports: written.imports,
    edits: () => [{ range: [open.end, open.end + skipped], text: `${lines}${rest}` }],
  };
}

function returned(
  file: File,
  layout: Layout,
  statement: SyntaxNode,
  value: SyntaxNode,
  after: (receiver: string) => Lines | undefined,
): Placed | undefined {
  const name = freeName(statement);
  const written = after(`${name}.`);
  const found = statementOf(value);
  if (!written || !found) {
    return undefined;
  }
  const call = unwrap(value);
  const cast = value.type === 'cast_expression' ? value.field('type')?.text : undefined;
  const isDatagram = (typeOf(file.names, call)?.name ?? '').endsWith('DatagramSocket');
  const made =
    cast === undefined && call.type === 'object_creation_expression'
      ? { name: call.field('type')?.text ?? '', edits: [] }
      : cast === undefined
        ? writeType(file.names, layout, isDatagram ? 'java.net.DatagramSocket' : 'java.net.ServerSocket')
        : { name: cast, edits: [] };
  const list = call.field('arguments');
  if (!list) {
    return undefined;
  }
  const head = layout.text.slice(value.start, list.start + 1);
  const tail = layout.text.slice(list.end - 1, value.end);
  return {
    imports: merged([...written.imports, ...made.edits]),
    replaces: true,
    edits: (given) => [
      ...insertBefore(layout, statement, found.isInBlock, [
        `${made.name} ${name} = ${head}${given}${tail};`,
        ...written.lines,
      ]),
      { range: [value.start, value.end], text: name },
    ],
  };
}

/** A name that the file does not use yet where it is declared. */
function freeName(node: SyntaxNode): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'socket' : `socket${number}`;
    if (!variableOf(node, name) && !new RegExp(String.raw`\b${name}\b`).test(methodText(node))) {
      return name;
    }
  }
}

function methodText(node: SyntaxNode): string {
  for (const ancestor of ancestors(node)) {
    if (/^(?:method|constructor)_declaration$/.test(ancestor.type)) {
      return ancestor.text;
    }
  }
  return '';
}

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
