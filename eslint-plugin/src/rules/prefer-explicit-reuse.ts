import type { Rule } from 'eslint';
import { remedies, unstated } from '../messages.ts';
import { reporter } from '../report.ts';
import type { ListenSite } from '../sites/site.ts';
import { docsUrl } from './docs-url.ts';
import { unstatedMessage } from './unstated-message.ts';

export interface PreferExplicitReuseOptions {
  /** Also report calls whose API has no option for reuse, or drops it. */
  readonly checkUnconfigurable: boolean;
}

export const preferExplicitReuse: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'require servers that rely on their runtime to say whether their port may be reused',
      recommended: true,
      url: docsUrl('prefer-explicit-reuse'),
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        properties: {
          checkUnconfigurable: {
            type: 'boolean',
            description: 'Also report calls whose API has no option for address reuse, or drops it.',
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ checkUnconfigurable: false }],
    messages: { ...unstated, ...remedies },
  },
  create(context) {
    const { checkUnconfigurable } = context.options[0] as PreferExplicitReuseOptions;
    return reporter(context, {
      kind: 'unstated',
      message: ({ site, verdict }) =>
        verdict.restart === 'safe' && (checkUnconfigurable || isConfigurable(site))
          ? unstatedMessage(site, verdict.situation)
          : undefined,
    });
  },
};

/** Whether the call's own API can say anything of reuse. */
function isConfigurable({ api }: ListenSite): boolean {
  return api.options.length > 0 && api.forwards !== 'no';
}
