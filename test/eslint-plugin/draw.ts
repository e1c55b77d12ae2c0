import { fix, lint, type LintOptions } from './lint.ts';

/** Draws the reports of a text as a person meets them: squiggles under the code, the messages, what each fix leaves. */
export function draw(code: string, options: LintOptions = {}): string {
  const messages = lint(code, options);
  const lines = code.split('\n').flatMap((text, index) => {
    const marks = messages.flatMap((message, number) =>
      message.line === index + 1
        ? [
            `${' '.repeat(message.column - 1)}${'~'.repeat(Math.max(1, (message.endLine === message.line ? (message.endColumn ?? 0) : text.length + 1) - message.column))} [${number + 1}]`,
          ]
        : [],
    );
    return [`  ${text}`, ...marks.map((mark) => `  ${mark}`)];
  });
  const notes = messages.flatMap((message, number) => [
    `[${number + 1}] ${message.ruleId ?? 'fatal'}: ${message.message}`,
    ...(message.suggestions ?? []).flatMap((suggestion) => [
      `    suggestion: ${suggestion.desc}`,
      ...changed(code, apply(code, suggestion.fix)),
    ]),
  ]);
  const fixed = fix(code, options);
  return [...lines, '', ...notes, ...(fixed === code ? [] : ['--fix:', ...changed(code, fixed)])].join('\n');
}

function apply(code: string, { range, text }: { range: readonly [number, number]; text: string }): string {
  return code.slice(0, range[0]) + text + code.slice(range[1]);
}

/** The lines that a change brings. */
function changed(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !old.has(line))
    .map((line) => `      ${line}`);
}
