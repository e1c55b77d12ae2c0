import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { runCommand } from '../commands.ts';
import { showError } from '../say.ts';
import { speakTheEditorsLanguage } from '../words.ts';
import { problemOf } from './failures.ts';
import { notice } from './problems.ts';

/** Says what failed where no panel is there to say it, in the panel's words; the log has the rest. */
export async function showFailure(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  speakTheEditorsLanguage();
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const showLog = l10n.t('Show Log');
  const { text } = notice(problemOf(error, undefined));
  if ((await showError(text, showLog)) === showLog) {
    await runCommand('rebind.showLog');
  }
}
