import type { Rule } from 'eslint';
import { ineffective, remedies } from '../messages.ts';
import { reporter } from '../report.ts';
import { docsUrl } from './docs-url.ts';

const MESSAGE = {
  'wrong-argument': 'wrongArgument',
  'wrong-object': 'wrongObject',
  'not-boolean': 'notBoolean',
  'no-port': 'noPort',
  dropped: 'dropped',
  'runtime-drops': 'runtimeDrops',
  'node-too-old': 'nodeTooOld',
  'after-bind': 'afterBind',
  'one-name': 'oneName',
  accepted: 'accepted',
  instance: 'instance',
  refused: 'refused',
  'first-only': 'firstOnly',
} as const satisfies Record<string, keyof typeof ineffective>;

export const noIneffectiveReuse: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow address reuse options that do nothing where they stand',
      recommended: true,
      url: docsUrl('no-ineffective-reuse'),
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    messages: { ...ineffective, ...remedies },
  },
  create(context) {
    return reporter(context, { kind: 'ineffective', message: ({ verdict }) => MESSAGE[verdict.because] });
  },
};
