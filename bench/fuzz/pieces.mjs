import * as typescriptParser from '@typescript-eslint/parser';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import { readTree } from '../../eslint-plugin/src/sites/tree-sitter/runtime.ts';

/** @import { Language } from './seeds.mjs' */

/**
 * A part of a text that another of its kind can stand for.
 *
 * @typedef {object} Piece
 * @property {string} kind
 * @property {number} start
 * @property {number} end
 * @property {boolean} isList there may be more or fewer of it
 * @property {string} separator between two of them
 */

/** @typedef {{ type: string, range: [number, number] } & Record<string, unknown>} Node of ESTree */

/** @type {Map<string, Piece[]>} */
const known = new Map();

/**
 * @param {string} text
 * @param {Language} language
 * @returns {readonly Piece[]} none where a script does not parse
 */
export function parsePieces(text, language) {
  const key = `${language}\n${text}`;
  const pieces =
    known.get(key) ??
    (language === 'javascript' || language === 'typescript'
      ? scriptPieces(text, language)
      : treePieces(text, language));
  if (known.size > 2_000) {
    known.clear();
  }
  known.set(key, pieces);
  return pieces;
}

/** Where these stand is what can stand there, for the grammar at least. */
const EXPRESSION = /(?:Expression|^Literal|^TemplateLiteral|^Identifier)$/u;
const OPERANDS = new Set([
  'argument',
  'arguments',
  'init',
  'right',
  'test',
  'consequent',
  'alternate',
  'object',
  'expression',
  'elements',
  'superClass',
  'callee',
]);

/**
 * @param {string} text
 * @param {Language} language
 * @returns {Piece[]}
 */
function scriptPieces(text, language) {
  let root;
  try {
    root = typescriptParser.parse(text, {
      range: true,
      jsx: language === 'javascript',
      sourceType: 'module',
    });
  } catch {
    return [];
  }
  /** @type {Piece[]} */
  const pieces = [];
  const add = (/** @type {Node} */ node, /** @type {string} */ kind, separator = '') => {
    pieces.push({ kind, start: node.range[0], end: node.range[1], isList: separator !== '', separator });
  };
  /** @type {[node: Node, parent: Node | undefined, key: string][]} */
  const pending = [[/** @type {Node} */ (/** @type {unknown} */ (root)), undefined, '']];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, parent, key] = next;
    if (parent) {
      if (
        (key === 'body' || key === 'consequent') &&
        Array.isArray(parent[key]) &&
        parent.type !== 'ClassBody'
      ) {
        add(node, /^(?:Import|Export)/u.test(node.type) ? 'module item' : 'statement', '\n');
      } else if (parent.type === 'ClassBody') {
        add(node, 'member', '\n');
      } else if (node.type === 'Property' && parent.type === 'ObjectExpression') {
        add(node, 'property', ', ');
      } else if (key === 'arguments') {
        add(node, 'expression', ', ');
      } else if (EXPRESSION.test(node.type) && OPERANDS.has(key) && node.type !== 'ChainExpression') {
        add(node, 'expression');
      } else if (key === 'typeAnnotation' && node.type !== 'TSTypeAnnotation') {
        add(node, 'type');
      }
    }
    for (const name of visitorKeys[node.type] ?? []) {
      for (const child of /** @type {(Node | null | undefined)[]} */ ([node[name]].flat())) {
        if (child) {
          pending.push([child, node, name]);
        }
      }
    }
  }
  return pieces;
}

/** What stands in lists, in the four grammars. */
const LISTED = /statement$|declaration$|definition$|preproc|comment|^import/u;

/**
 * @param {string} text
 * @param {Language} language
 * @returns {Piece[]}
 */
function treePieces(text, language) {
  const done = readTree({ grammar: language, text, most: 10_000 }, ({ rootNode }) => {
    /** @type {Piece[]} */
    const pieces = [];
    const pending = rootNode.children.filter(({ isNamed }) => isNamed);
    for (let node = pending.pop(); node && pieces.length < 3_000; node = pending.pop()) {
      pieces.push({
        kind: node.type,
        start: node.startIndex,
        end: node.endIndex,
        isList: LISTED.test(node.type),
        separator: '\n',
      });
      pending.push(...node.children.filter(({ isNamed }) => isNamed));
    }
    return pieces;
  });
  return typeof done === 'string' ? [] : done.value;
}
