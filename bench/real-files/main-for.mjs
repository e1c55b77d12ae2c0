/** A main() for a file that has none: it calls the function that binds. */
import rebind from '../../eslint-plugin/src/index.ts';

/**
 * @import { SyntaxNode } from '../../eslint-plugin/src/sites/tree-sitter/node.ts'
 * @import { TreeSitterSourceCode } from '../../eslint-plugin/src/sites/tree-sitter/source-code.ts'
 */

/** A port that nothing has in a network of its own. */
const PORT = 7000;

/**
 * @param {string} text of a file in C
 * @param {number} line where the function binds
 * @returns {string | undefined} a call of the function around the line, whose arguments are a port, NULL, or zero
 */
export function callOfFunctionAt(text, line) {
  const { c } = rebind.languages;
  const file = { path: 'text.c', physicalPath: 'text.c', bom: false, body: text };
  const context = { languageOptions: {} };
  const parsed = c?.parse(file, context);
  if (c === undefined || !parsed?.ok) return undefined;
  const offset = text.split('\n', line).join('\n').length;
  const source = /** @type {TreeSitterSourceCode} */ (
    /** @type {unknown} */ (c.createSourceCode(file, parsed, context))
  );
  return source.withTree((root) => {
    const function_ = root.named.find(
      ({ type, start, end }) => type === 'function_definition' && start <= offset && offset <= end,
    );
    const declarator = function_ && functionDeclarator(function_);
    const parameters = declarator?.field('parameters')?.named ?? [];
    const name = declarator?.field('declarator');
    return name?.type === 'identifier'
      ? `${name.text}(${parameters.flatMap((parameter) => argumentFor(parameter.text)).join(', ')})`
      : undefined;
  });
}

/**
 * @param {SyntaxNode} function_
 * @returns {SyntaxNode | undefined}
 */
function functionDeclarator(function_) {
  let node = function_.field('declarator');
  while (node && node.type !== 'function_declarator') node = node.field('declarator');
  return node;
}

/**
 * @param {string} parameter such as `const char *service`
 * @returns {string[]} the argument; none for `void`
 */
function argumentFor(parameter) {
  if (parameter === 'void' || parameter === '...') return [];
  const [, type = '', stars = '', name = ''] = /^(.*?)\s*(\**)\s*(\w+)$/s.exec(parameter) ?? [];
  const isPort = /port|serv/i.test(name);
  if (stars.length > 1 || type === '') return ['NULL'];
  if (stars === '') return [isPort ? String(PORT) : `(${type}){ 0 }`];
  if (/\bchar$/.test(type)) return [isPort ? `"${PORT}"` : 'NULL'];
  return [/\bvoid$/.test(type) ? 'NULL' : `&(${type.replace(/\bconst\s+/, '')}){ 0 }`];
}
