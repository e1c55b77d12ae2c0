import * as l10n from '@vscode/l10n';
import type { Linter } from 'eslint';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type TextEdit,
} from 'vscode-languageserver';
import type { Port } from 'eslint-plugin-rebind/sites';
import { printable } from 'rebind/report';
import type { ExperimentTarget, SeverityChoice } from '../../contract.ts';
import { FIX_HERE } from '../protocol.ts';
import { rulePage, ruleName, toDiagnostic } from './diagnostics.ts';
import { disableEdit } from './disable-comment.ts';
import { type Linted, problemsAt } from './linted.ts';
import { fixAll, type Problem } from './linter.ts';
import { offersAt } from './offers.ts';
import { quieter } from './quieter.ts';
import { difference, toTextEdit, together } from './text-edits.ts';

/** The kind under which an editor mends all of a file, on save among others. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.rebind`;

/** The port of a call that an experiment can be run on: known, or what the environment is expected to hold. */
export function portOf(port: Port): number | undefined {
  switch (port.kind) {
    case 'literal':
      return port.value;
    case 'environment':
      return port.fallback;
    default:
      return undefined;
  }
}

/** What an editor can do at a place: for each problem there the fix, the suggestions and the rest; or all of the file at once. */
export function codeActions(
  linted: Linted,
  { range, context: { only } }: Pick<CodeActionParams, 'range' | 'context'>,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    only === undefined || only.some((parent) => kind === parent || kind.startsWith(`${parent}.`));
  const here = problemsAt(linted, range);
  const all = fixAllEdits(linted);
  const fixAllAs = (kind: string): CodeAction => ({
    title: l10n.t('Fix all problems of address reuse in this file'),
    kind,
    edit: { changes: { [linted.document.uri]: all } },
  });
  return [
    ...(wants(CodeActionKind.QuickFix)
      ? [
          ...here.flatMap((problem) => quickFixes(linted, problem)),
          ...(here.length > 0 && all.length > 1 ? [fixAllAs(CodeActionKind.QuickFix)] : []),
        ]
      : []),
    ...(only?.includes(FIX_HERE)
      ? here
          .flatMap((problem) => quickFixes(linted, problem))
          .filter(({ isPreferred }) => isPreferred === true)
          .map((fix) => ({ ...fix, kind: FIX_HERE }))
      : []),
    // source actions come when asked for
    ...(only !== undefined && wants(FIX_ALL) && all.length > 0 ? [fixAllAs(FIX_ALL)] : []),
  ];
}

function quickFixes(linted: Linted, problem: Problem): CodeAction[] {
  const { document, language, settings } = linted;
  const { message, judged } = problem;
  const diagnostic = toDiagnostic(problem, settings);
  const diagnostics: Diagnostic[] = [diagnostic];
  const edit = (title: string, edits: TextEdit[], isPreferred = false): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    ...(isPreferred ? { isPreferred } : {}),
    edit: { changes: { [document.uri]: edits } },
  });
  const disable = disableEdit(document, message.line - 1, message.ruleId ?? '', language);
  const target: ExperimentTarget = {
    port: portOf(judged.site.port),
    uri: document.uri,
    line: message.line - 1,
  };
  return [
    ...(message.fix ? [edit(fixTitle(linted, problem), [toTextEdit(document, message.fix)], true)] : []),
    ...(message.suggestions ?? []).map(({ desc, fix }) => edit(plain(desc), [toTextEdit(document, fix)])),
    ...(disable ? [edit(l10n.t('Disable {0} for this line', ruleName(message)), [disable])] : []),
    ...quieter(ruleName(message), diagnostic.severity).map(({ title, severity }) => {
      const choice: SeverityChoice = { rule: ruleName(message), severity, uri: document.uri };
      return command(title, 'rebind.showRuleAs', choice);
    }),
    command(l10n.t('What {0} means', ruleName(message)), 'vscode.open', rulePage(message)),
    ...(target.port === undefined
      ? []
      : [
          command(
            l10n.t('Run the experiment on port {0}', String(target.port)),
            'rebind.runExperiment',
            target,
          ),
        ]),
  ];

  function command(title: string, id: string, argument: unknown): CodeAction {
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      command: { title, command: id, arguments: [argument] },
    };
  }
}

/** What the fix changes: the title of the remedy that ESLint was given as the fix. */
function fixTitle(linted: Linted, problem: Problem): string {
  const fix = offersAt(linted, problem).find(({ isFix }) => isFix);
  return fix ? plain(fix.title) : l10n.t('Fix this problem');
}

/** Menus show no code spans, and their entries end without a full stop. */
function plain(title: string): string {
  return printable(title)
    .replaceAll('`', '')
    .replace(/[.。]$/, '');
}

/** The edits of `eslint --fix`: each fix by itself, which keeps cursors and marks, or where fixes touch the one edit that is their sum. */
function fixAllEdits({ document, language, fileName, settings, result }: Linted): TextEdit[] {
  const fixes = result.problems.flatMap(({ message }): NonNullable<Linter.LintMessage['fix']>[] =>
    message.fix ? [message.fix] : [],
  );
  const apart = together(fixes);
  if (apart) {
    return apart.map((edit) => toTextEdit(document, edit));
  }
  const text = document.getText();
  const sum = difference(text, fixAll(text, language, fileName, settings));
  return sum ? [toTextEdit(document, sum)] : [];
}
