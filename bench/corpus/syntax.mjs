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
  const { languages } = (await import(pathToFileURL(plugin).href)).default;
  return (language, text) => {
    const file = { path: 'text', physicalPath: 'text', bom: false, body: text };
    const sourceCode = languages[language].createSourceCode(file, languages[language].parse(file, {}), {});
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
