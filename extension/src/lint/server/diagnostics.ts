import type { AST, Linter } from 'eslint';
import type { Diagnostic, Range } from 'vscode-languageserver';
import plugin from 'eslint-plugin-rebind';
import { type Platform, reuseOf } from 'eslint-plugin-rebind/sites';
import { printable } from 'rebind/report';
import type { Finding, ListenCall } from '../listen-call.ts';
import type { LintSettings } from '../protocol.ts';
import type { LintResult, Problem } from './linter.ts';
import { severityOf } from './severity.ts';

/** The `source` of every diagnostic of ours. */
export const SOURCE = 'rebind';

/** The name of a rule without its prefix: `require-reuse`. */
export function ruleName({ ruleId }: Linter.LintMessage): keyof typeof plugin.rules {
  return (ruleId ?? '').slice(SOURCE.length + 1) as keyof typeof plugin.rules;
}

export function rulePage(message: Linter.LintMessage): string {
  return plugin.rules[ruleName(message)].meta?.docs?.url ?? '';
}

/** ESLint counts lines from 1, and columns of locations from 0; the protocol both from 0. */
export function toRange({ start, end }: AST.SourceLocation): Range {
  return {
    start: { line: start.line - 1, character: start.column },
    end: { line: end.line - 1, character: end.column },
  };
}

function findingOf({ message, judged }: Problem, settings: LintSettings): Finding {
  return {
    ruleId: message.ruleId ?? '',
    message: printable(message.message),
    severity: severityOf(judged.verdict, settings['lint.severity'][ruleName(message)]),
    fixable: message.fix !== undefined,
  };
}

export function toDiagnostic(problem: Problem, settings: LintSettings): Diagnostic {
  const { ruleId, message, severity } = findingOf(problem, settings);
  return {
    range: toRange(problem.judged.site.loc),
    message,
    severity,
    source: SOURCE,
    code: ruleId,
    codeDescription: { href: rulePage(problem.message) },
  };
}

/** What the panel is told of each listen call of a file. */
export function toListenCalls(
  { sites, problems, analysis }: LintResult,
  { uri, languageId }: { readonly uri: string; readonly languageId: string },
  settings: LintSettings,
  platform: Platform,
): ListenCall[] {
  return sites.map(({ site }) => {
    const problem = problems.find(({ judged }) => judged.site === site);
    return {
      uri,
      languageId,
      range: toRange(site.loc),
      api: site.api.name,
      protocol: site.api.protocol,
      ...(site.multicast === 'yes' ? { isMulticast: true } : {}),
      port: site.port,
      address: site.address,
      reuse: analysis
        ? reuseOf(site, analysis.targets, platform)
        : { reuseAddr: 'unknown', reusePort: 'unknown' },
      finding: problem && findingOf(problem, settings),
    };
  });
}
