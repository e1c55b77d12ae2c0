import { gather } from '../effort.ts';
import { historyOf } from '../flow/history.ts';
import { routineHolding } from '../flow/routines.ts';
import { memoize } from '../memoize.ts';
import type { ListenSite } from '../site.ts';
import type { Targets } from '../targets.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { CALL_NAMES, isKnownCall, readCallSite } from './call-site.ts';
import { SERVER_CLASSES, SERVER_MAKERS } from './catalogue/server-classes.ts';
import { Classes } from './classes.ts';
import { CALLED, PythonFile } from './file.ts';
import { isServerPath, ownServers, readServerSite } from './server-site.ts';
import { readSocketSite, type Reading } from './socket-site.ts';
import type { PythonRoutine, PythonUnit } from './step.ts';
import { readUnit } from './unit.ts';
import { Values } from './value.ts';

/** Sites of one file, far above what is written by hand. */
const MAX_SITES = 5_000;

/** Names under which a class of servers is kept: `self.server_class`. */
const SERVER_CLASS = /[sS]erver_?[cC]lass$/u;

/** Every call of a Python file that binds a server socket, in source order. */
export function findSites(sourceCode: TreeSitterSourceCode, targets: Targets): ListenSite[] {
  return sourceCode.withTree((root) => findInTree(sourceCode, targets, root)) ?? [];
}

function findInTree(sourceCode: TreeSitterSourceCode, targets: Targets, root: SyntaxNode): ListenSite[] {
  const { text } = sourceCode;
  const file = new PythonFile(root, text);
  const classes = new Classes(file);
  const reading: Reading = { sourceCode, targets, file, classes, values: new Values(file, classes) };
  const unit = readUnit(file, classes);
  let left = MAX_SITES;
  const mayBind = /socket|dispatcher/iu.test(text);
  const names = candidates(reading);
  return gather(text.matchAll(CALLED), ({ index, 0: name }): ListenSite[] => {
    const isCandidate = left > 0 && (names.has(name) || SERVER_CLASS.test(name));
    const call = isCandidate ? callAt(file, index) : undefined;
    const site =
      call &&
      ((mayBind ? readBind(reading, unit, call) : undefined) ??
        readCallSite(reading, call) ??
        readServerSite(reading, call));
    left -= site ? 1 : 0;
    return site ? [site] : [];
  });
}

/** The names whose calls are looked at: those of the catalogue, those the file has for them, and its own classes. */
function candidates(reading: Reading): ReadonlySet<string> {
  const { file } = reading;
  const imported = [...file.imports.names].flatMap(([name, path]) =>
    isKnownCall(path) || isServerPath(path) ? [name] : [],
  );
  const paths = [...Object.keys(SERVER_CLASSES), ...Object.keys(SERVER_MAKERS)];
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

function readBind(reading: Reading, unit: PythonUnit, call: SyntaxNode): ListenSite | undefined {
  const routine = routineHolding(unit, call.start);
  const step = routine && bindsOf(routine).get(call);
  if (!routine || !step) {
    return undefined;
  }
  const history = historyOf(unit, routine, step);
  return readSocketSite(reading, { unit, routine, step, history, values: reading.values });
}
