import { withBeside } from '../beside.ts';
import { mayPartNetworks } from '../between.ts';
import { gather } from '../effort.ts';
import { keepsUntil } from '../flow/keeps-until.ts';
import type { ListenSite } from '../site.ts';
import type { Targets } from '../targets.ts';
import type { SyntaxNode } from './node.ts';
import { settled, type UnsettledSite } from './settled.ts';
import type { TreeSitterSourceCode } from './source-code.ts';

/** A file under analysis, while its tree is there. */
export interface Source {
  readonly sourceCode: TreeSitterSourceCode;
  readonly root: SyntaxNode;
  readonly targets: Targets;
}

/** What a language gives, so that its calls that bind are found: `F` is what all of a file's sites share, `C` a call that may bind. */
export interface FrontEnd<F, C> {
  readonly open: (source: Source) => F;
  readonly candidates: (file: F) => Iterable<C>;
  readonly sitesOf: (file: F, candidate: C) => readonly UnsettledSite[];
}

/** Sites of one file, far above what is written by hand. */
const MAX_SITES = 5_000;

/** The calls of a file that bind a server socket, in source order: as far as the steps of the file go. */
export const finderOf =
  <F, C>({ open, candidates, sitesOf }: FrontEnd<F, C>) =>
  (sourceCode: TreeSitterSourceCode, targets: Targets): readonly ListenSite[] =>
    sourceCode.withTree((root) => {
      const file = open({ sourceCode, root, targets });
      const isParted = mayPartNetworks(sourceCode.text);
      let left = MAX_SITES;
      const bound = gather(candidates(file), (candidate) => {
        const sites = left > 0 ? sitesOf(file, candidate) : [];
        left -= sites.length;
        return sites.map((site) => ({ site: settled(site), moment: isParted ? undefined : site.moment }));
      });
      return withBeside(bound, keepsUntil).sort(inSourceOrder);
    }) ?? [];

const inSourceOrder = ({ loc: { start: one } }: ListenSite, { loc: { start: other } }: ListenSite): number =>
  one.line - other.line || one.column - other.column;
