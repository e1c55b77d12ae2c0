import type { Scope } from 'eslint';
import { deeper, spend } from '../effort.ts';
import { isCallee, outermost, propertyName, unwrap, type CallNode, type Node } from './ast.ts';
import { visitAt } from './visit.ts';
import { namesPattern, type Catalogue } from './catalogue/catalogue.ts';
import { asEstree, asNode, variableOf, type File } from './file.ts';
import { evidenceOf } from './names.ts';
import { isInterop } from './interpret/interop.ts';
import { callsOfBound } from './target.ts';

/** Where a text mentions what may bind. */
export interface Mentions {
  /** Offsets of names and specifiers, ascending. */
  readonly offsets: readonly number[];
  /** The names that a method or function can have in this file for its call to bind. */
  readonly names: ReadonlySet<string>;
}

/** Searches a text once for what may bind; undefined where there is nothing, which is the answer for most files. */
export function mentionsIn(catalogue: Catalogue, text: string): Mentions | undefined {
  const offsets: number[] = [];
  const specifiers = new Set<string>();
  for (const { 0: match, index } of text.matchAll(catalogue.mention)) {
    offsets.push(index);
    if (/^['"`]/.test(match)) {
      specifiers.add(match.slice(1, -1));
    }
  }
  if (offsets.length === 0) {
    return undefined;
  }
  const rare = specifiers.size === 0 ? [] : rareNamesOf(catalogue, specifiers);
  if (rare.length === 0) {
    return { offsets, names: catalogue.names };
  }
  for (const { index } of text.matchAll(new RegExp(namesPattern(rare), 'g'))) {
    offsets.push(index);
  }
  return {
    offsets: offsets.sort((one, other) => one - other),
    names: new Set([...catalogue.names, ...rare]),
  };
}

/** The rare names that the modules of a file bring. */
function rareNamesOf({ rareNames, module }: Catalogue, specifiers: ReadonlySet<string>): string[] {
  const families = new Set([...specifiers].map((specifier) => module(specifier)));
  return [...rareNames]
    .filter(([, modules]) => modules.some((specifier) => families.has(module(specifier))))
    .map(([name]) => name);
}

interface Calls {
  readonly found: Set<CallNode>;
  /** Variables whose uses were looked at. */
  readonly followed: Set<Scope.Variable>;
}

/** The calls that may bind, in source order: those of a telling name, and those of what a module exports under any name. */
export function candidateCalls(file: File, { offsets, names }: Mentions): CallNode[] {
  const calls: Calls = { found: new Set(), followed: new Set() };
  const { text, visitorKeys } = file.sourceCode;
  const mayHaveSockets = text.includes('dgram') || file.targets.additionalListeners.length > 0;
  visitAt(file.root, offsets, visitorKeys, (node) => {
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
        if (isCandidate(node, names, mayHaveSockets)) {
          calls.found.add(node);
        }
        break;
      case 'MemberExpression':
        if (names.has(propertyName(node) ?? '')) {
          addAll(calls.found, callsOfBound(file, node));
        }
        break;
      case 'Literal':
      case 'TemplateLiteral':
        addCallsOfImport(file, node, calls);
        break;
      default:
    }
  });
  return [...calls.found].sort(
    (one, other) => one.range[0] - other.range[0] || other.range[1] - one.range[1],
  );
}

function addAll<T>(set: Set<T>, items: Iterable<T>): void {
  for (const item of items) {
    set.add(item);
  }
}

/** Whether a call is one by its callee's name alone; the receiver is looked at later. */
function isCandidate(call: CallNode, names: ReadonlySet<string>, mayHaveSockets: boolean): boolean {
  const callee = unwrap(call.callee);
  switch (callee.type) {
    case 'Identifier':
      return names.has(callee.name);
    case 'MemberExpression': {
      const name = propertyName(callee) ?? '';
      if (name === 'bind' && !mayHaveSockets) {
        // not a socket that this file shows: only its arguments can tell
        return mayBePort(call.arguments[0]);
      }
      return names.has(name) || name === 'call' || name === 'apply';
    }
    case 'CallExpression':
      // promisify(server.listen.bind(server))(port)
      return true;
    default:
      return false;
  }
}

function mayBePort(argument: Node | undefined): boolean {
  const node = argument && unwrap(argument);
  return (
    node !== undefined &&
    ((node.type === 'Literal' && typeof node.value === 'number') || evidenceOf(node) === 'port')
  );
}

/** Adds the calls of what a module specifier brings: by `import`, `require` or `import()`. */
function addCallsOfImport(file: File, specifier: Node, calls: Calls): void {
  const { parent } = specifier;
  if (parent?.type === 'ImportDeclaration' || parent?.type === 'TSExternalModuleReference') {
    const declaration = parent.type === 'ImportDeclaration' ? parent : parent.parent;
    for (const variable of file.sourceCode.getDeclaredVariables(asEstree(declaration))) {
      addCallsOfVariable(file, variable, calls);
    }
  } else if (
    parent?.type === 'ImportExpression' ||
    (parent?.type === 'CallExpression' && parent.arguments[0] === specifier)
  ) {
    addCallsOf(file, parent, calls);
  }
}

function addCallsOfVariable(file: File, variable: Scope.Variable, calls: Calls): void {
  // `a = b; b = a`
  if (calls.followed.has(variable)) {
    return;
  }
  calls.followed.add(variable);
  for (const reference of variable.references) {
    spend();
    if (reference.isRead()) {
      addCallsOf(file, asNode(reference.identifier), calls);
    }
  }
}

/** Adds the calls of a value, of its properties, and of the variables that take it. */
function addCallsOf(file: File, expression: Node, calls: Calls): void {
  deeper(() => {
    addCallsOfNode(file, outermost(expression), calls);
  }, undefined);
}

function addCallsOfNode(file: File, node: Node, calls: Calls): void {
  const { parent } = node;
  switch (parent?.type) {
    case 'MemberExpression':
      if (parent.object === node) {
        addCallsOf(file, parent, calls);
      }
      break;
    case 'AwaitExpression':
      addCallsOf(file, parent, calls);
      break;
    case 'CallExpression':
    case 'NewExpression':
      if (isCallee(node)) {
        calls.found.add(parent);
      } else if (isInterop(parent)) {
        addCallsOf(file, parent, calls);
      }
      break;
    case 'VariableDeclarator':
      for (const variable of file.sourceCode.getDeclaredVariables(asEstree(parent))) {
        addCallsOfVariable(file, variable, calls);
      }
      break;
    case 'AssignmentExpression': {
      const variable =
        parent.left.type === 'Identifier' && parent.right === node
          ? variableOf(file, parent.left)
          : undefined;
      if (variable) {
        addCallsOfVariable(file, variable, calls);
      }
      break;
    }
    default:
  }
}
