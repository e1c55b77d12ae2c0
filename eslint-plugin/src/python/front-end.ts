import { historyOf } from '../flow/history.ts';
import type { StepOf } from '../flow/step.ts';
import type { ListenSite } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { Classes } from './classes.ts';
import { PythonFile } from './file.ts';
import { readSocketSite, type Reading } from './socket-site.ts';
import { Routines, type PythonStep } from './unit.ts';
import { Values } from './value.ts';

const BIND = /\bbind(?=\s*\()/gu;

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
  return [...text.matchAll(BIND)].flatMap(({ index }): ListenSite[] => {
    const attribute = file.nodeAt(index).parent;
    const call = attribute?.parent;
    if (attribute?.type !== 'attribute' || call?.type !== 'call') {
      return [];
    }
    const routine = routines.at(index);
    const bind = routine?.steps.find(
      (step): step is StepOf<PythonStep, 'bind'> =>
        step.kind === 'bind' && step.node.start === call.start && step.node.end === call.end,
    );
    const site =
      routine && bind && readSocketSite(reading, routine, bind, historyOf(routines, routine, bind));
    return site ? [site] : [];
  });
}
