import { historyOf } from '../flow/history.ts';
import { routineHolding } from '../flow/routines.ts';
import { memoize } from '../memoize.ts';
import { finderOf } from '../tree-sitter/finder.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import { readCallSite } from './call-site.ts';
import { SERVERS } from './catalogue/servers.ts';
import { Classes } from './lower/classes.ts';
import { CALLED, PythonFile } from './lower/file.ts';
import { CALL_NAMES, isKnownCall } from './known-call.ts';
import { momentOfCall } from './moment.ts';
import { isServerPath, ownServers } from './server-class.ts';
import { readServerSite } from './server-site.ts';
import type { Reading } from './lower/reading.ts';
import { readSocketSite } from './socket-site.ts';
import type { PythonRoutine, PythonUnit } from './lower/step.ts';
import { readUnit } from './lower/unit.ts';
import { Values } from './lower/value.ts';

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
    for (const { index, 0: name } of reading.file.text.matchAll(CALLED)) {
      if (names.has(name) || SERVER_CLASS.test(name)) {
        yield index;
      }
    }
  },
  sitesOf: ({ reading, unit, mayBind }, index) => {
    const call = callAt(reading.file, index);
    const bound = call && mayBind ? readBind(reading, unit, call) : undefined;
    const site = bound ?? (call && (readCallSite(reading, call) ?? readServerSite(reading, call)));
    return site && call ? [{ ...site, moment: site.moment ?? momentOfCall(reading, unit, call) }] : [];
  },
});

/** The names whose calls are looked at: those of the catalogue, those the file has for them, and its own classes. */
function candidates(reading: Reading): ReadonlySet<string> {
  const { file } = reading;
  const imported = [...file.imports.names].flatMap(([name, path]) =>
    isKnownCall(path) || isServerPath(path) ? [name] : [],
  );
  const paths = Object.keys(SERVERS);
  return new Set([
    'bind',
    '__init__',
    ...CALL_NAMES,
    ...paths.map((path) => path.split('.').at(-1) ?? path),
    ...imported,
    ...ownServers(reading).map(({ definition }) => definition.name),
  ]);
}

/** The call whose callee's last name stands at an offset. */
function callAt(file: PythonFile, index: number): SyntaxNode | undefined {
  const name = file.nodeAt(index);
  const callee = name.parent?.type === 'attribute' ? name.parent : name;
  const { parent } = callee;
  const isLast = callee === name || callee.field('attribute') === name;
  return isLast && parent?.type === 'call' && parent.field('function') === callee ? parent : undefined;
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
