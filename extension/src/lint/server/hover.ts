import * as l10n from '@vscode/l10n';
import { type Hover, MarkupKind } from 'vscode-languageserver';
import { printable } from 'rebind/report';
import type { Linted } from './linted.ts';
import { ruleName, rulePage, toRange } from './diagnostics.ts';
import type { Problem } from './linter.ts';
import { offersAt } from './offers.ts';

/** What the menu of fixes has no room for: each change at a problem with what follows from it, and the page of the rule. */
export function hoverOf(linted: Linted, problem: Problem): Hover {
  const offers = offersAt(linted, problem).map(({ isFix, title, consequence }) => {
    const named = isFix ? l10n.t('Fix: {0}', title) : title;
    return `- ${markdown(consequence === undefined ? named : `${named} — ${consequence}`)}`;
  });
  const page = `[${markdown(l10n.t('What {0} means', ruleName(problem.message)))}](${rulePage(problem.message)})`;
  return {
    range: toRange(problem.judged.site.loc),
    contents: { kind: MarkupKind.Markdown, value: [...offers, '', page].join('\n') },
  };
}

/** A text of ours with code spans, as Markdown: what others wrote in it makes no link, no picture and no markup. */
export function markdown(text: string): string {
  return printable(text).replace(/`[^`]+`|[\\`*_{}[\]()<>#+!|~&-]/g, (part) =>
    part.length > 1 ? part : `\\${part}`,
  );
}
