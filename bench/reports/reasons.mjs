/** How many reports `--fix` answers, and why it leaves the others. */

/** @import { Linter } from 'eslint' */

const FIX = 'a fix';

/**
 * @param {Linter.LintMessage} message
 * @returns {string}
 */
function answerOf({ fix, suggestions: [first] = [] }) {
  if (fix) return FIX;
  if (!first) return 'nothing to write';
  const [, assumed] = /, if (.*)$/.exec(first.desc) ?? [];
  return assumed === undefined ? 'a suggestion' : `a suggestion, if ${assumed}`;
}

export class Answers {
  /** @type {Map<string, Map<string, number>>} by rule, by answer */
  #counts = new Map();

  /** @param {readonly Linter.LintMessage[]} messages */
  add(messages) {
    for (const message of messages) {
      const rule = message.ruleId ?? 'ESLint';
      /** @type {Map<string, number>} */
      const counts = this.#counts.get(rule) ?? new Map();
      this.#counts.set(rule, counts);
      const answer = answerOf(message);
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
  }

  /** @returns {string} a line for each rule, and one for each of its answers, the most frequent first */
  toString() {
    return [...this.#counts]
      .map(([rule, counts]) => {
        const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
        const fixed = counts.get(FIX) ?? 0;
        const lines = [...counts]
          .sort(([, one], [, other]) => other - one)
          .map(([answer, count]) => `${String(count).padStart(7)}  ${answer}`);
        return [`${rule}: ${fixed} of ${total} fixed, ${Math.round((100 * fixed) / total)} %`, ...lines].join(
          '\n',
        );
      })
      .join('\n');
  }
}
