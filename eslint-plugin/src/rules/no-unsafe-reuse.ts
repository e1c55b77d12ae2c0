import type { Rule } from 'eslint';
import { unsafe, remedies } from '../messages.ts';
import { reporter } from '../report.ts';
import { docsUrl } from './docs-url.ts';

const MESSAGE = {
  platform: 'platform',
  'no-balance': 'noBalance',
  flag: 'flag',
  unicast: 'unicast',
  winsock: 'winsock',
  unsupported: 'unsupported',
  path: 'path',
  missing: 'missing',
  excluded: 'excluded',
  overlaps: 'overlaps',
} as const satisfies Record<string, keyof typeof unsafe>;

export const noUnsafeReuse: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: {
      description:
        'disallow address reuse that is refused or does harm on a target platform, and binds that exclude each other',
      recommended: true,
      url: docsUrl('no-unsafe-reuse'),
    },
    hasSuggestions: true,
    schema: [],
    messages: { ...unsafe, ...remedies },
  },
  create(context) {
    return reporter(context, { kind: 'unsafe', message: ({ verdict }) => MESSAGE[verdict.because] });
  },
};
