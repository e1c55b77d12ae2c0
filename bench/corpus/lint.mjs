import '../faults-thrown.mjs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as typescriptParser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
// @ts-expect-error -- it comes without types
import * as flowParser from 'hermes-eslint';

/**
 * @import { Linter } from 'eslint'
 *
 * @typedef {object} Linted
 * @property {Linter.LintMessage[]} messages of rules, and a syntax error if there is one
 * @property {string} text the text that was linted, fixed where fixes were asked for
 * @property {boolean} fixed whether fixes changed the text
 * @property {ESLint.LintResult['stats']} stats
 */

/**
 * What a file is parsed as, one after the other until it parses. People write more into a `.js` file than JavaScript, and
 * set up a parser for it.
 *
 * @satisfies {Readonly<Record<string, string | undefined>>}
 */
const EXTENSIONS = {
  'its name says': undefined,
  TypeScript: '.ts',
  'TypeScript with JSX': '.tsx',
  'a sloppy script': '.cjs',
  Flow: '.flow.js',
};

/** @typedef {keyof typeof EXTENSIONS} ParsedAs */

/**
 * @param {string} file path of a built plugin
 * @param {string} name which of its configs
 * @returns {Promise<Linter.Config[]>}
 */
export async function pluginConfigs(file, name) {
  /** @type {unknown} */
  const loaded = await import(pathToFileURL(file).href);
  const { default: plugin } = /** @type {{ default: ESLint.Plugin }} */ (loaded);
  const config = /** @type {Linter.Config | Linter.Config[] | undefined} */ (plugin.configs?.[name]);
  if (config === undefined) throw new RangeError(`${file} has no config "${name}"`);
  return [config].flat();
}

/**
 * @param {readonly Linter.Config[]} configs
 * @param {Partial<ESLint.Options>} [options]
 * @returns {ESLint} which lints any path with these configs alone; comments in the files have no say
 */
export function eslintWith(configs, options = {}) {
  return new ESLint({
    cwd: path.parse(process.cwd()).root,
    overrideConfigFile: true,
    allowInlineConfig: false,
    overrideConfig: [
      { ignores: ['!**/node_modules/', '!.git/'] },
      ...configs,
      { files: ['**/*.{ts,tsx,mts,cts}'], languageOptions: { parser: typescriptParser } },
      {
        files: ['**/*.{js,jsx,mjs,cjs}'],
        languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      },
      { files: ['**/*.flow.js'], languageOptions: { parser: flowParser } },
    ],
    ...options,
  });
}

/**
 * @param {ESLint} eslint
 * @param {string} text
 * @param {string} filePath
 * @returns {Promise<Linted>}
 */
export async function lint(eslint, text, filePath) {
  const [result] = await eslint.lintText(text, { filePath });
  // A file that ESLint ignores has one message without a place.
  if (!result || result.messages.some(hasNoPlace)) {
    throw new Error(`ESLint ignored ${filePath}`);
  }
  const { output, stats } = result;
  // ESLint itself warns of each comment it does not obey.
  const messages = result.messages.filter((message) => message.fatal === true || message.ruleId !== null);
  return { messages, text: output ?? text, fixed: output !== undefined, stats };
}

/**
 * @param {ESLint} eslint
 * @param {string} text
 * @param {string} file
 * @returns {Promise<{ linted: Linted, filePath: string, parsedAs?: ParsedAs }>} `filePath`: the name under which the
 *   text parsed; without `parsedAs` it did not, and `linted` has the syntax error of the file as it is named
 */
export async function lintAsItParses(eslint, text, file) {
  const asNamed = await lint(eslint, text, file);
  const tries = /\.[cm]?[jt]sx?$/.test(file) ? Object.entries(EXTENSIONS) : [['its name says', undefined]];
  for (const [parsedAs, extension] of tries) {
    const filePath = extension === undefined ? file : file.replace(/\.\w+$/, extension);
    const linted = extension === undefined ? asNamed : await lint(eslint, text, filePath);
    if (!syntaxError(linted)) return { linted, filePath, parsedAs: /** @type {ParsedAs} */ (parsedAs) };
  }
  return { linted: asNamed, filePath: file };
}

/**
 * @param {Linted} linted
 * @returns {Linter.LintMessage | undefined}
 */
export function syntaxError({ messages }) {
  return messages.find((message) => message.fatal);
}

/**
 * What the types do not say of it.
 * @param {Partial<Linter.LintMessage>} message
 */
function hasNoPlace({ line }) {
  return line === undefined;
}
