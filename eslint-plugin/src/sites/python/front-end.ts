import { historyOf } from '../flow/history.ts';
import { routineHolding } from '../flow/routines.ts';
import { memoize } from '../memoize.ts';
import { finderOf } from '../tree-sitter/finder.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import { readCallSite, readShapedSite } from './call-site.ts';
import { servers } from './catalogue/index.ts';
import { Classes } from './lower/classes.ts';
import { PythonFile } from './lower/file.ts';
import { calledBy, handedOn } from './lower/handed.ts';
import { CALL_NAMES, isKnownCall, ownOfLibraries } from './known-call.ts';
import { momentOfCall } from './moment.ts';
import { isServerPath, ownServers } from './server-class.ts';
import { readServerSite } from './server-site.ts';
import type { Reading } from './lower/reading.ts';
import { mayBeShaped } from './shape.ts';
import { readSocketSite } from './socket-site.ts';
import type { PythonRoutine, PythonUnit } from './lower/step.ts';
import { readUnit } from './lower/unit.ts';
import { Values } from './lower/value.ts';

/** Names that are called, or that stand among the arguments of a call. */
const NAMED = /(?<!\w)[a-zA-Z_]\w*(?=\s*[(,)])/gu;

/** Names under which a class of servers is kept: `self.server_class`. */
const SERVER_CLASS = /[sS]erver_?[cC]lass$/u;

/** What all sites of a file share. */
interface Shared {
  readonly reading: Reading;
  readonly unit: PythonUnit;
  /** Whether its text has what a bind by hand needs. */
  readonly mayBind: boolean;
}

/** Every call of a Python file that binds a server socket. */
export const findSites = finderOf<Shared, number>({
  open: ({ sourceCode, root, targets }) => {
    const file = new PythonFile(root, sourceCode.text);
    const classes = new Classes(file);
    return {
      reading: { sourceCode, targets, file, classes, values: new Values(file, classes) },
      unit: readUnit(file, classes),
      mayBind: /socket|dispatcher/iu.test(sourceCode.text),
    };
  },
  candidates: function* ({ reading }) {
    const names = candidates(reading);
    for (const { index, 0: name } of reading.file.text.matchAll(NAMED)) {
      if (names.has(name) || SERVER_CLASS.test(name) || mayBeShaped(name)) {
        yield index;
      }
    }
  },
  sitesOf: ({ reading, unit, mayBind }, index) => {
    const callee = calleeAt(reading.file, index);
    const { parent } = callee;
    const call = parent?.type === 'call' && parent.field('function') === callee ? parent : undefined;
    const bind = call && mayBind ? readBind(reading, unit, call) : undefined;
    const called = bind
      ? undefined
      : call
        ? calledBy(call, reading.values)
        : handedOn(callee, reading.values);
    const site =
      bind ??
      (called &&
        (readCallSite(reading, called) ??
          readServerSite(reading, called) ??
          readShapedSite(reading, called)));
    if (!site) {
      return [];
    }
    // when others call what was handed on is not known
    return called?.by === 'written'
      ? [{ ...site, moment: site.moment ?? momentOfCall(reading, unit, called) }]
      : [site];
  },
});

/** The names whose calls are looked at: those of the catalogue, those the file has for them, and its own classes. */
function candidates(reading: Reading): ReadonlySet<string> {
  const { file } = reading;
  const imported = [...file.imports.names].flatMap(([name, path]) =>
    isKnownCall(path) || isServerPath(path) ? [name] : [],
  );
  const paths = Object.keys(servers);
  return new Set([
    'bind',
    '__init__',
    ...CALL_NAMES,
    ...paths.map((path) => path.split('.').at(-1) ?? path),
    ...imported,
    ...ownServers(reading).map(({ definition }) => definition.name),
    ...ownOfLibraries(reading).map(({ definition }) => definition.name),
  ]);
}

/** The expression whose last name stands at an offset. */
function calleeAt(file: PythonFile, index: number): SyntaxNode {
  const name = file.nodeAt(index);
  const { parent } = name;
  return parent?.type === 'attribute' && parent.field('attribute') === name ? parent : name;
}

/** The binds of a routine by their calls. */
const bindsOf = memoize(
  ({ steps }: PythonRoutine) =>
    new Map(steps.flatMap((step) => (step.kind === 'bind' ? [[step.node, step] as const] : []))),
);

function readBind(reading: Reading, unit: PythonUnit, call: SyntaxNode): UnsettledSite | undefined {
  const routine = routineHolding(unit, call.start);
  const step = routine && bindsOf(routine).get(call);
  if (!routine || !step) {
    return undefined;
  }
  const history = historyOf(unit, routine, step);
  return readSocketSite(reading, { unit, routine, step, history, values: reading.values });
}
