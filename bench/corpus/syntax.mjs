import { pathToFileURL } from 'node:url';

/**
 * @import { SourceCode } from 'eslint'
 *
 * @typedef {object} SyntaxNode the part of the plugin's nodes that is needed here
 * @property {readonly SyntaxNode[]} children
 * @property {boolean} isError
 * @property {boolean} isMissing
 *
 * @typedef {(language: string, text: string) => number} CountErrors
 */

/**
 * Macros leave most C files with places that the grammar has no rule for, so that ESLint's "does it parse" says nothing;
 * what counts is that there are no more of them afterwards.
 *
 * @param {string} plugin path of the built plugin
 * @returns {Promise<CountErrors>} which counts the places of a text that the grammar of a language cannot read
 */
export async function syntaxErrorsWith(plugin) {
  /** @type {unknown} */
  const imported = await import(pathToFileURL(plugin).href);
  const { default: loaded } = /** @type {{ default: import('eslint').ESLint.Plugin }} */ (imported);
  return (language, text) => {
    const file = { path: 'text', physicalPath: 'text', bom: false, body: text };
    const context = { languageOptions: {} };
    const parser = loaded.languages?.[language];
    const parsed = parser?.parse(file, context);
    if (parser === undefined || !parsed?.ok) {
      throw new RangeError(`${plugin} does not read ${language}`);
    }
    const sourceCode = /** @type {{ withTree: (read: typeof countErrors) => number | undefined }} */ (
      /** @type {unknown} */ (parser.createSourceCode(file, parsed, context))
    );
    return sourceCode.withTree(countErrors) ?? 0;
  };
}

/**
 * @param {SyntaxNode} root
 * @returns {number}
 */
function countErrors(root) {
  let errors = 0;
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.isError || node.isMissing) errors += 1;
    stack.push(...node.children);
  }
  return errors;
}
