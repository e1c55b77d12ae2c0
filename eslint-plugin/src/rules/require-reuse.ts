import type { Rule } from 'eslint';
import { remedies, unstated } from '../messages.ts';
import { reporter } from '../report.ts';
import { docsUrl } from './docs-url.ts';
import { unstatedMessage } from './unstated-message.ts';

export const requireReuse: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'require address reuse where a server cannot take its port again without it',
      recommended: true,
      url: docsUrl('require-reuse'),
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    messages: { ...unstated, ...remedies },
  },
  create(context) {
    return reporter(context, {
      kind: 'unstated',
      message: ({ site, verdict }) =>
        verdict.restart === 'fails' ? unstatedMessage(site, verdict.situation) : undefined,
    });
  },
};
