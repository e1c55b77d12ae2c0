import { propertyName, visitAt, type CallNode, type Node } from './ast.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { variableOf, visitMatches, type File } from './file.ts';
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
  visitMatches(file, file.catalogue.specifiers, (node) => {
    for (const name of localNames(file, node)) {
      names.add(name);
    }
  });
  return names;
}

/** The local names that an import or a `require` declares. */
function localNames(file: File, node: Node): string[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return node.specifiers.map(({ local }) => local.name);
    case 'TSImportEqualsDeclaration':
      return [node.id.name];
    case 'VariableDeclarator':
      return namesIn(node.id);
    case 'AssignmentExpression':
      return node.left.type === 'Identifier' && variableOf(file, node.left) ? [node.left.name] : [];
    default:
      return [];
  }
}

function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        property.type === 'Property' ? namesIn(property.value) : [],
      );
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    default:
      return [];
  }
}

/** The calls that may bind, in source order: those that stand at one of the names. */
export function candidateCalls(file: File, names: ReadonlySet<string>): CallNode[] {
  const { text } = file.sourceCode;
  const words = [...names].map((name) => name.replace(/\$/g, '\\$')).join('|');
  // Function.prototype.bind(this, …) is by far the most frequent look-alike
  const pattern = new RegExp(
    `(?<![\\w$])(?:${words})(?![\\w$])(?<!\\bbind(?=\\s*\\(\\s*(?:this|null)\\b))`,
    'g',
  );
  const offsets = [...text.matchAll(pattern)].map((match) => match.index);
  const calls = new Set<CallNode>();
  visitAt(file.root, offsets, file.sourceCode.visitorKeys, (node) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      calls.add(node);
    } else if (node.type === 'MemberExpression' && names.has(propertyName(node) ?? '')) {
      for (const call of callsOfBound(file, node)) {
        calls.add(call);
      }
    }
  });
  return [...calls].sort((one, other) => one.range[0] - other.range[0] || other.range[1] - one.range[1]);
}
