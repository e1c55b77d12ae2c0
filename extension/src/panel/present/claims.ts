import * as l10n from '@vscode/l10n';
import type { ClaimReport } from 'rebind';
import type { ClaimRow, ClaimsSection, Verdict } from '../page.ts';
import type { PanelState } from '../state.ts';
import { claimText } from './claim-texts.ts';
import { findingText } from './finding-texts.ts';

/** What is said about address reuse, and what this kernel says to it. */
export function presentClaims({ claims, work }: Pick<PanelState, 'claims' | 'work'>): ClaimsSection {
  const heading = l10n.t('Claims');
  const test = { label: l10n.t('Test the Claims'), action: { kind: 'claims' as const } };
  if (!claims) {
    return {
      heading,
      buttons: work ? [] : [test],
      summary: l10n.t(
        'What is said about address reuse, put to the test on this kernel. It takes about a second.',
      ),
      claims: [],
    };
  }
  const { at, value: report } = claims;
  const count = (verdict: ClaimReport['verdict']) =>
    report.claims.filter((claim) => claim.verdict === verdict).length;
  return {
    heading,
    buttons: work ? [] : [{ ...test, label: l10n.t('Test Again') }],
    dated: { at, text: l10n.t('Tested on port {0}, {age}.', String(report.port)) },
    summary: l10n.t(
      '{0} hold, {1} do not hold, {2} cannot be tested here.',
      count('holds'),
      count('does not hold'),
      count('cannot be tested here'),
    ),
    claims: report.claims.map(claimRow),
  };
}

function claimRow(claim: ClaimReport): ClaimRow {
  const { id, calls, sockets, documented, verdict } = claim;
  const { tone, text } = verdictOf(verdict);
  const surprise = documented !== null && verdict !== 'cannot be tested here' && documented !== verdict;
  return {
    id,
    tone,
    text: surprise ? l10n.t('{0}, other than documented', text) : text,
    claim: claimText(claim),
    finding: findingText(claim),
    evidence: {
      summary: l10n.t('{0} calls', calls.length),
      lines: [...calls, ...sockets],
    },
  };
}

/** A claim that does not hold is news, and nothing bad. */
function verdictOf(verdict: ClaimReport['verdict']): Verdict {
  switch (verdict) {
    case 'holds':
      return { tone: 'good', text: l10n.t('holds') };
    case 'does not hold':
      return { tone: 'bad', text: l10n.t('does not hold') };
    case 'cannot be tested here':
      return { tone: 'neutral', text: l10n.t('cannot be tested here') };
  }
}
