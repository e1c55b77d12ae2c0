import type { Rule } from 'eslint';
import { disabled, remedies } from '../messages.ts';
import { reporter } from '../report.ts';
import { docsUrl } from './docs-url.ts';

const MESSAGE = {
  multicast: 'multicast',
  'cluster-worker': 'clusterWorker',
  restart: 'restart',
} as const satisfies Record<string, keyof typeof disabled>;

export const noDisabledReuse: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow switching address reuse off where the server needs it',
      recommended: true,
      url: docsUrl('no-disabled-reuse'),
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    messages: { ...disabled, ...remedies },
  },
  create(context) {
    return reporter(context, { kind: 'disabled', message: ({ verdict }) => MESSAGE[verdict.because] });
  },
};
