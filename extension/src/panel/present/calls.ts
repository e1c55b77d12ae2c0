import * as l10n from '@vscode/l10n';
import type { ListenCall } from '../../lint/listen-call.ts';
import { callId, measureKey, placeOf } from '../calls.ts';
import type { Button, CallRow, CallsSection, Verdict } from '../page.ts';
import type { PanelState, Surroundings } from '../state.ts';
import { type CallOutcome, outcomeOf, outcomeSentence } from './call-outcome.ts';

/** Each listen call of the workspace, with what the kernel does to it. */
export function presentCalls(
  { calls, measured }: Pick<PanelState, 'calls' | 'measured'>,
  around: Pick<Surroundings, 'relativePath'>,
): CallsSection {
  return {
    heading: l10n.t('Your listen calls'),
    columns: [
      l10n.t('where'),
      l10n.t('what'),
      l10n.t('after a crash'),
      l10n.t('second copy'),
      l10n.t('change'),
    ],
    rows: (calls ?? []).map((call) => row(call, measured, around)),
    empty:
      calls === undefined
        ? l10n.t('Looking for listen calls…')
        : calls.length === 0
          ? l10n.t('No call that makes a server listen was found in this workspace.')
          : undefined,
  };
}

function row(
  call: ListenCall,
  measured: PanelState['measured'],
  { relativePath }: Pick<Surroundings, 'relativePath'>,
): CallRow {
  const { api, protocol, reuse, finding, uri, range } = call;
  const id = callId(call);
  const file = relativePath(uri);
  const line = range.start.line + 1;
  const key = measureKey(call);
  const result = key === undefined ? undefined : measured[key];
  const outcome = outcomeOf(protocol, reuse, result && 'report' in result ? result.report.cells : undefined);
  return {
    id,
    place: {
      label: `${file}:${line}`,
      description: l10n.t('Open {0}, line {1}', file, line),
      action: { kind: 'openCall', id },
    },
    what: l10n.t('{0}, {1} {2}', api, protocol, placeOf(call)),
    afterCrash: crashVerdict(outcome),
    secondCopy: copyVerdict(outcome),
    sentence: sentence(call, result, outcome),
    buttons: finding?.fixable === true ? [fixButton(id, file, line)] : [],
  };
}

function fixButton(id: string, file: string, line: number): Button {
  return {
    label: l10n.t('Fix'),
    description: l10n.t('Fix the call in {0}, line {1}', file, line),
    action: { kind: 'fixCall', id },
  };
}

function sentence(
  call: ListenCall,
  result: PanelState['measured'][string] | undefined,
  outcome: CallOutcome,
): string {
  if (measureKey(call) === undefined) {
    return call.port.kind === 'path' || call.port.kind === 'handle'
      ? l10n.t('It binds no port.')
      : l10n.t('Its address {0} is known only when it runs.', call.address ?? '');
  }
  if (result === undefined) {
    return l10n.t('Not measured yet.');
  }
  return 'reason' in result
    ? result.reason
    : outcomeSentence(call.isMulticast ? 'multicast' : call.protocol, outcome);
}

function crashVerdict({ afterCrash }: CallOutcome): Verdict {
  switch (afterCrash) {
    case 'works':
      return { tone: 'good', text: l10n.t('works') };
    case 'fails':
      return { tone: 'bad', text: l10n.t('fails') };
    case 'unknown':
      return { tone: 'neutral', text: l10n.t('unknown') };
  }
}

/** Neither is good or bad in itself. */
function copyVerdict({ secondCopy }: CallOutcome): Verdict {
  switch (secondCopy) {
    case 'refused':
      return { tone: 'neutral', text: l10n.t('refused') };
    case 'shared':
      return { tone: 'neutral', text: l10n.t('shared') };
    case 'unknown':
      return { tone: 'neutral', text: l10n.t('unknown') };
  }
}
