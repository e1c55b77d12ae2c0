import type { Linter } from 'eslint';
import { applyFix, fixAll, lint, sourceComments, type Setup } from './lint.ts';
import type { Program } from './programs/draft.ts';

/** A property that does not hold, in one line, with the text that shows it. */
export interface Violation {
  readonly rule: string;
  readonly after: string;
}

const identity = ({ ruleId, messageId }: Linter.LintMessage): string =>
  `${ruleId ?? 'parser'} ${messageId ?? ''}`;

/** The messages of `found` that `allowed` has not, each as often. */
function surplus(found: readonly Linter.LintMessage[], allowed: readonly Linter.LintMessage[]): string[] {
  const rest = allowed.map(identity);
  return found.map(identity).filter((one) => {
    const index = rest.indexOf(one);
    if (index >= 0) {
      rest.splice(index, 1);
    }
    return index < 0;
  });
}

/** What every change to a text has to leave as it is: comments and line ends. */
function* damage(
  before: string,
  after: string,
  comments: readonly string[],
  messages: readonly Linter.LintMessage[],
) {
  const broken = messages.find(({ ruleId }) => ruleId === null);
  if (broken) {
    yield `the file does not parse: ${broken.message}`;
    return;
  }
  const left = sourceComments();
  if (left.join('\0') !== comments.join('\0')) {
    yield `comments changed: ${comments.join('|')} -> ${left.join('|')}`;
  }
  if (before.includes('\r\n') && /[^\r]\n/.test(after)) {
    yield 'line ends changed';
  }
}

/** Every property of fixes and suggestions that a program breaks. */
export function* violations(program: Program, setup: Setup): Generator<Violation> {
  const { text, file } = program;
  const before = lint(text, file, setup);
  const comments = sourceComments();
  const seen = new Set<string>();
  const check = function* (after: string, allowed: readonly Linter.LintMessage[], what: string) {
    // a fix of the only site is what --fix does
    if (seen.has(after)) {
      return;
    }
    seen.add(after);
    const again = fixAll(after, file, setup);
    const messages = again.fixed ? lint(after, file, setup) : again.messages;
    for (const rule of damage(text, after, comments, messages)) {
      yield { rule: `${what}: ${rule}`, after };
    }
    const more = surplus(messages, allowed);
    if (more.length > 0) {
      yield { rule: `${what}: reports ${more.join(', ')}`, after };
    }
    if (again.fixed && what === '--fix') {
      yield { rule: `${what}: a second run changes more`, after };
    }
  };
  const fixable = before.filter(({ fix }) => fix);
  if (fixable.length > 0) {
    const { output } = fixAll(text, file, setup);
    yield* check(
      output,
      before.filter(({ fix }) => !fix),
      '--fix',
    );
  }
  for (const message of before) {
    const others = before.filter((other) => other !== message);
    if (message.fix) {
      yield* check(applyFix(text, message.fix), others, `fix of ${identity(message)}`);
    }
    for (const { fix, desc, messageId } of message.suggestions ?? []) {
      yield* check(applyFix(text, fix), others, `suggestion ${messageId ?? desc} of ${identity(message)}`);
    }
  }
}
