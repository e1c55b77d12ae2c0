import type { Scope } from 'eslint';
import { isCallee, outermost, propertyName, visitAt, type CallNode, type Node } from './ast.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { asEstree, asNode, variableOf, visitMatches, type File } from './file.ts';
import { isInterop } from './resolve/interop.ts';
import { callsOfBound } from './target.ts';

/** Whether a text can hold a candidate at all. Costs one search of the text. */
export function mayListen(catalogue: Catalogue, text: string): boolean {
  return catalogue.mention.test(text);
}

/** The names that a method or function can have in this file for its call to bind. */
export function candidateNames(file: File): ReadonlySet<string> {
  const { text } = file.sourceCode;
  const names = new Set(file.catalogue.names);
  for (const [name, modules] of file.catalogue.rareNames) {
    if (modules.some((module) => text.includes(module.endsWith('*') ? module.slice(0, -1) : module))) {
      names.add(name);
    }
  }
  return names;
}

/** The calls that may bind, in source order: those of a telling name, and those of what a module exports under any name. */
export function candidateCalls(file: File, names: ReadonlySet<string>): CallNode[] {
  const calls = new Set<CallNode>();
  const words = [...names].map((name) => name.replace(/\$/g, '\\$')).join('|');
  // Function.prototype.bind(this, …) is by far the most frequent look-alike
  const pattern = new RegExp(
    `(?<![\\w$])(?:${words})(?![\\w$])(?<!\\bbind(?=\\s*\\(\\s*(?:this|null)\\b))`,
    'g',
  );
  const offsets = [...file.sourceCode.text.matchAll(pattern)].map((match) => match.index);
  visitAt(file.root, offsets, file.sourceCode.visitorKeys, (node) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      calls.add(node);
    } else if (node.type === 'MemberExpression' && names.has(propertyName(node) ?? '')) {
      for (const call of callsOfBound(file, node)) {
        calls.add(call);
      }
    }
  });
  visitMatches(file, file.catalogue.specifiers, (node) => {
    if (node.type === 'Literal' || node.type === 'TemplateLiteral') {
      addCallsOfImport(file, node, calls);
    }
  });
  return [...calls].sort((one, other) => one.range[0] - other.range[0] || other.range[1] - one.range[1]);
}

/** Adds the calls of what a module specifier brings: by `import`, `require` or `import()`. */
function addCallsOfImport(file: File, specifier: Node, calls: Set<CallNode>): void {
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

function addCallsOfVariable(file: File, variable: Scope.Variable, calls: Set<CallNode>): void {
  for (const reference of variable.references) {
    if (reference.isRead()) {
      addCallsOf(file, asNode(reference.identifier), calls);
    }
  }
}

/** Adds the calls of a value, of its properties, and of the variables that take it. */
function addCallsOf(file: File, expression: Node, calls: Set<CallNode>): void {
  const node = outermost(expression);
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
        calls.add(parent);
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
