import { historyOf } from '../flow/history.ts';
import type { StepOf } from '../flow/step.ts';
import type { ListenSite } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { CALL_NAMES, isKnownCall, readCallSite } from './call-site.ts';
import { SERVER_CLASSES, SERVER_MAKERS } from './catalogue/server-classes.ts';
import { Classes } from './classes.ts';
import { PythonFile } from './file.ts';
import { isServerPath, ownServers, readServerSite } from './server-site.ts';
import { readSocketSite, type Reading } from './socket-site.ts';
import { Routines, type PythonStep } from './unit.ts';
import { Values } from './value.ts';

/** Every call of a Python file that binds a server socket, in source order. */
export function findSites(sourceCode: TreeSitterSourceCode): ListenSite[] {
  return sourceCode.withTree((root) => findInTree(sourceCode, root)) ?? [];
}

function findInTree(sourceCode: TreeSitterSourceCode, root: SyntaxNode): ListenSite[] {
  const { text } = sourceCode;
  const file = new PythonFile(root, text);
  const classes = new Classes(file);
  const reading: Reading = { sourceCode, file, classes, values: new Values(file, classes) };
  const routines = new Routines(file, classes);
  const mayBind = /socket|dispatcher/iu.test(text);
  return [...text.matchAll(candidates(reading))].flatMap(({ index }): ListenSite[] => {
    const call = callAt(file, index);
    const site =
      call &&
      ((mayBind ? readBind(reading, routines, call) : undefined) ??
        readCallSite(reading, call) ??
        readServerSite(reading, call));
    return site ? [site] : [];
  });
}

/** The names whose calls are looked at: those of the catalogue, those the file has for them, and its own classes. */
function candidates(reading: Reading): RegExp {
  const { file } = reading;
  const imported = [...file.imports.names].flatMap(([name, path]) =>
    isKnownCall(path) || isServerPath(path) ? [name] : [],
  );
  const paths = [...Object.keys(SERVER_CLASSES), ...Object.keys(SERVER_MAKERS)];
  const names = new Set([
    'bind',
    '__init__',
    ...CALL_NAMES,
    ...paths.map((path) => path.split('.').at(-1) ?? path),
    ...imported,
    ...ownServers(reading).map(({ definition }) => definition.name),
  ]);
  return new RegExp(`(?<!\\w)(?:${[...names].join('|')}|\\w*[sS]erver_?[cC]lass)(?=\\s*\\()`, 'gu');
}

/** The call whose callee's last name stands at an offset. */
function callAt(file: PythonFile, index: number): SyntaxNode | undefined {
  const name = file.nodeAt(index);
  const callee = name.parent?.type === 'attribute' ? name.parent : name;
  const { parent } = callee;
  const isLast = callee === name || callee.field('attribute') === name;
  return isLast && parent?.type === 'call' && parent.field('function') === callee ? parent : undefined;
}

function readBind(reading: Reading, routines: Routines, call: SyntaxNode): ListenSite | undefined {
  const routine = routines.at(call.start);
  const bind = routine?.steps.find(
    (step): step is StepOf<PythonStep, 'bind'> =>
      step.kind === 'bind' && step.node.start === call.start && step.node.end === call.end,
  );
  return routine && bind && readSocketSite(reading, routine, bind, historyOf(routines, routine, bind));
}
