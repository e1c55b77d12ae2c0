/** What ESLint makes of a file, by the plugin's source. */
import { readFile } from 'node:fs/promises';
import { Linter } from 'eslint';
import { applyFix } from '../../test/eslint-plugin/fixes/lint.ts';
import { configFor } from '../../test/eslint-plugin/lint.ts';

/**
 * @typedef {object} Change
 * @property {string} what `--fix`, or the suggestion
 * @property {string | undefined} suggestion the id of its message
 * @property {string} text
 * @property {readonly string[]} fixed ids of the messages that `--fix` answers
 *
 * @typedef {object} Changed
 * @property {string} text as it is
 * @property {number} line of the first report
 * @property {readonly Change[]} changes
 */

/**
 * @param {string} trees folder that holds the file
 * @param {string} file
 * @returns {Promise<Changed | undefined>} undefined where nothing is changed and no change is offered
 */
export async function changesOf(trees, file) {
  const text = await readFile(file, 'utf8');
  if (!/\bbind\s*\(/i.test(text)) return undefined;
  const linter = new Linter({ cwd: trees });
  const config = configFor({ filename: file });
  const messages = linter.verify(text, config, { filename: file });
  const fixed = messages.flatMap(({ fix, messageId = '' }) => (fix ? [messageId] : []));
  const offered = messages.flatMap(({ suggestions = [], line }) =>
    suggestions.map(({ fix, messageId = '' }) => ({
      what: `${messageId} at ${line}`,
      suggestion: messageId,
      text: applyFix(text, fix),
      fixed: [],
    })),
  );
  const fixes =
    fixed.length === 0
      ? []
      : [
          {
            what: '--fix',
            suggestion: undefined,
            text: linter.verifyAndFix(text, config, { filename: file }).output,
            fixed,
          },
        ];
  const changes = [...fixes, ...offered];
  const [first] = messages.filter(({ fix, suggestions }) => fix ?? suggestions);
  return first && changes.length > 0 ? { text, line: first.line, changes } : undefined;
}
