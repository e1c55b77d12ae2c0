import type { SourceCode } from 'eslint';
import { findSites } from './javascript/front-end.ts';
import type { ListenSite } from './site.ts';
import { readTargets, type Targets } from './targets.ts';
import { judge, type Verdict } from './verdict.ts';

export interface JudgedSite {
  readonly site: ListenSite;
  readonly verdict: Verdict;
}

interface Analysis {
  readonly targets: Targets;
  readonly sites: readonly JudgedSite[];
}

const analyses = new WeakMap<SourceCode, Analysis>();

/** The sites of a file with their verdicts: computed once a file and settings, for all rules. */
export function judgedSites(sourceCode: SourceCode, settings: { readonly rebind?: unknown }): Analysis {
  const targets = readTargets(settings);
  let analysis = analyses.get(sourceCode);
  if (analysis?.targets !== targets) {
    const sites = findSites(sourceCode, targets).map((site) => ({ site, verdict: judge(site, targets) }));
    analysis = { targets, sites };
    analyses.set(sourceCode, analysis);
  }
  return analysis;
}
