import { historyOf } from '../flow/history.ts';
import { isProbe } from '../flow/probe.ts';
import { routineHolding } from '../flow/routines.ts';
import type { StepOf } from '../flow/step.ts';
import { memoize } from '../memoize.ts';
import type { Platform, Port } from '../site.ts';
import type { Targets } from '../targets.ts';
import { finderOf } from '../tree-sitter/finder.ts';
import { SyntaxNode } from '../tree-sitter/node.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { nodeAt } from '../tree-sitter/walk.ts';
import { readAddress } from './lower/address.ts';
import { apiFor, PATH, unseen } from './catalogue/apis.ts';
import { kindOfSocket } from './lower/creation.ts';
import { readGiven, setElsewhere } from './given.ts';
import { hostOf, takenBy } from './lower/host.ts';
import { libraryCandidates, readLibrarySites } from './libraries/find.ts';
import { multicastOf } from './multicast.ts';
import { isClient, isHandedOn, isOwn, isServerOfOthers, isWrapper, setterElsewhere } from './no-server.ts';
import { isCompiled, platformsOf, platformsOfFile } from './lower/platforms.ts';
import { transportOf } from './lower/transport.ts';
import { readUnit, routineAt, type CHistory, type CRoutine, type CStep, type CUnit } from './lower/unit.ts';
import { readShape, shapesIn, type Shape } from './shape.ts';
import { writeOption, type Target } from './write/write.ts';

interface File {
  readonly sourceCode: TreeSitterSourceCode;
  readonly unit: CUnit;
  readonly platforms: readonly Platform[];
  readonly targets: Targets;
}

/** Every call of a C or C++ file that binds a server socket. */
export const findSites = finderOf<File, SyntaxNode | number | Shape>({
  open: ({ sourceCode, root, targets }) => ({
    sourceCode,
    unit: readUnit(root),
    platforms: platformsOfFile(root),
    targets,
  }),
  candidates: function* (file) {
    for (const { index } of file.sourceCode.text.matchAll(BIND)) {
      yield index;
    }
    yield* libraryCandidates(file);
    yield* shapesIn(file);
  },
  sitesOf: (file, candidate) =>
    typeof candidate === 'number'
      ? bindAt(file, candidate)
      : candidate instanceof SyntaxNode
        ? compiled(candidate, readLibrarySites(file, candidate))
        : isKnown(file, candidate)
          ? []
          : compiled(candidate.node, readShape(file, candidate)),
});

/** The sites of a node, none where no compiler sees it. */
const compiled = (node: SyntaxNode, sites: UnsettledSite[]): UnsettledSite[] =>
  sites.length > 0 && isCompiled(node) ? sites : [];

/** Whether a call is read as one of the system's or of a library, so that its shape says nothing more. */
function isKnown(file: File, { node }: Shape): boolean {
  const call = node.field('function');
  const routine = call && routineAt(file.unit, node);
  return (
    (routine !== undefined && bindsOf(routine).has(calleeStart(node))) ||
    readLibrarySites(file, node).length > 0
  );
}

/** Not `Registry::bind(`, which the grammar of C reads as a call of `bind` in a header of C++. */
const BIND = /(?<![\w>]::)\bbind(?=\s*\()/giu;

function bindAt(file: File, index: number): UnsettledSite[] {
  const { unit } = file;
  const holder = routineHolding(unit, index);
  const call = holder ? bindsOf(holder).get(index)?.node : nodeAt(unit.root, index);
  const routine = call && routineAt(unit, call);
  const bind = routine && bindsOf(routine).get(index);
  return bind && !isWrapper(routine, bind) && !isOwn(unit, routine, bind)
    ? readSite(file, routine, bind)
    : [];
}

/** The binds of a routine by where their function's name stands. */
const bindsOf = memoize(
  ({ steps }: CRoutine): ReadonlyMap<number, StepOf<CStep, 'bind'>> =>
    new Map(
      steps.flatMap((step) => (step.kind === 'bind' ? [[calleeStart(step.bind.call), step] as const] : [])),
    ),
);

/** Where the name of the called function stands, behind the `::` of `::bind`. */
function calleeStart(call: SyntaxNode): number {
  const callee = call.field('function');
  return callee?.field('name')?.start ?? callee?.start ?? call.start;
}

function readSite(file: File, routine: CRoutine, step: StepOf<CStep, 'bind'>): UnsettledSite[] {
  const { unit, sourceCode, targets } = file;
  const { bind } = step;
  const platforms = file.platforms.filter((platform) => platformsOf(bind.call).includes(platform));
  const history = historyOf(unit, routine, step);
  if (
    !platforms.some((platform) => targets.platforms.includes(platform)) ||
    isClient(history) ||
    isProbe(history, routine.callee.name)
  ) {
    return [];
  }
  const socket = kindOfSocket(unit, history.creations);
  const address = readAddress(unit, bind.address, step.at);
  const isMadeHere = history.creations.size > 0;
  if (!isMadeHere && (isHandedOn(routine, step) || !isServerOfOthers(unit, history, address))) {
    return [];
  }
  const kind = socket.kind ?? address.kind;
  if (socket.isOther || kind === 'other') {
    return [];
  }
  const port: Port =
    kind === 'path' || address.kind === 'path'
      ? PATH
      : // who asks which port it is has let the kernel choose
        address.isUnread === true && [...history.receivers].some(({ name }) => name === 'getsockname')
        ? { kind: 'ephemeral' }
        : address.port;
  const { protocol, isProven } = transportOf(unit, routine, history);
  const callee = bind.call.field('function');
  const target: Target = { sourceCode, unit, routine, bind: bind.call, platforms };
  const isPortable = file.platforms.length > 1 && platforms.some((platform) => platform !== 'win32');
  const facts = apiFor(platforms, protocol, `${callee?.text ?? 'bind'}()`);
  const setter = setterElsewhere(unit, history);
  return [
    {
      api: isMadeHere ? facts : unseen(facts),
      loc: sourceCode.locOf(callee?.start ?? bind.call.start, callee?.end ?? bind.call.end),
      port,
      address: hostOf(unit, bind.address),
      taken: takenBy(unit, bind.address, step.at),
      multicast: multicastOf(history),
      given: setter ? [setElsewhere(setter, target)] : readGiven({ target, history, isPortable }),
      certainty: isMadeHere ? 'traced' : 'shaped',
      proof: isProven ? 'proven' : 'stream',
      platforms,
      moment: { unit, call: bind.call, creations: history.creations, lasts: 'on' },
      byHand: () => byHand(sourceCode, history),
      write: (option, value) => (value === 'on-linux' ? undefined : writeOption(target, option, value)),
    },
  ];
}

/** Where the option belongs, for a bind that no statement can be put before. */
function byHand(sourceCode: TreeSitterSourceCode, { creations }: CHistory): string {
  const lines = [...creations].map(({ node }) => sourceCode.locOf(node.start, node.end).start.line);
  return `Set it after the socket is made on line ${lines.join(' or ')}, before this call.`;
}
