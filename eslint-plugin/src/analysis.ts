import type { Rule, SourceCode } from 'eslint';
import { Sharing } from './sharing.ts';
import { frontEndFor } from './sites/front-ends.ts';
import { safely } from './sites/safely.ts';
import type { ListenSite } from './sites/site.ts';
import { readTargets, type Targets } from './sites/targets.ts';
import { judge, type Verdict } from './verdict.ts';

export interface JudgedSite {
  readonly site: ListenSite;
  readonly verdict: Verdict;
}

/** What all rules share of one file: computed once a file and settings. */
export interface Analysis {
  readonly targets: Targets;
  /** The sites with their verdicts, in source order; found when first asked for. */
  readonly sites: readonly JudgedSite[];
  /** How the sites hang together. */
  readonly sharing: Sharing;
}

const analyses = new WeakMap<
  SourceCode,
  { readonly targets: Targets; readonly analysis: Analysis | undefined }
>();

/** The settings that a file was refused for: what one rule has said, the others need not say again. */
const refused = new WeakMap<SourceCode, unknown>();

/**
 * The analysis of a file; undefined where its text cannot hold a site, or its language is none that Rebind reads.
 * @throws TypeError where `settings.rebind` is malformed, for the first rule that asks
 */
export function analyse({
  sourceCode,
  settings,
  filename,
}: Pick<Rule.RuleContext, 'sourceCode' | 'settings' | 'filename'>): Analysis | undefined {
  let targets: Targets;
  try {
    targets = readTargets(settings);
  } catch (error) {
    if (refused.get(sourceCode) === settings) {
      return undefined;
    }
    refused.set(sourceCode, settings);
    throw error;
  }
  const known = analyses.get(sourceCode);
  if (known?.targets === targets) {
    return known.analysis;
  }
  const find = frontEndFor(sourceCode, targets, filename);
  const analysis = find && lazily(targets, filename, find);
  analyses.set(sourceCode, { targets, analysis });
  return analysis;
}

/** Sites need the parents of nodes, which ESLint sets after it has created the rules. */
function lazily(targets: Targets, fileName: string, find: () => readonly ListenSite[]): Analysis {
  let sites: readonly JudgedSite[] | undefined;
  let sharing: Sharing | undefined;
  return {
    targets,
    get sites() {
      sites ??= safely(fileName, () => find().map((site) => ({ site, verdict: judge(site, targets) })), []);
      return sites;
    },
    get sharing() {
      sharing ??= new Sharing(this.sites.map(({ site }) => site));
      return sharing;
    },
  };
}
