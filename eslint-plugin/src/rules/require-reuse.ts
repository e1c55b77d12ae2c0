import type { Rule } from 'eslint';
import { remedies, unstated } from '../messages.ts';
import { reporter } from '../report.ts';
import { RUNTIMES } from '../sites/runtimes/index.ts';
import type { ListenSite } from '../sites/site.ts';
import type { Situation } from '../verdict.ts';
import { docsUrl } from './docs-url.ts';

export interface RequireReuseOptions {
  readonly sharePort: boolean;
  readonly checkSafeDefaults: boolean;
}

function messageFor({ api }: ListenSite, situation: Situation): keyof typeof unstated {
  switch (situation) {
    case 'tcp':
      return api.unstated ?? RUNTIMES[api.runtime].unstatedTcp;
    case 'udp-unicast':
      return api.unstated ?? 'udpUnicast';
    case 'udp-multicast':
      return 'udpMulticast';
    case 'no-option':
      return 'noOption';
    case 'dropped':
      return api.unstated ?? 'dropped';
    case 'shares':
      return api.options.length > 0 ? 'shares' : 'sharesNoOption';
  }
}

export const requireReuse: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'require every server listen or bind call to say whether its port may be reused',
      recommended: true,
      url: docsUrl('require-reuse'),
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        properties: {
          sharePort: {
            type: 'boolean',
            description: 'The port is meant to be shared between processes: the fix switches sharing on.',
          },
          checkSafeDefaults: {
            type: 'boolean',
            description: 'Also report calls whose restart the runtime makes safe by itself.',
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ sharePort: false, checkSafeDefaults: true }],
    messages: { ...unstated, ...remedies },
  },
  create(context) {
    const { sharePort, checkSafeDefaults } = context.options[0] as RequireReuseOptions;
    return reporter(context, {
      kind: 'unstated',
      message: ({ site, verdict }) =>
        verdict.restart === 'safe' && !checkSafeDefaults ? undefined : messageFor(site, verdict.situation),
      options: { sharePort },
    });
  },
};
