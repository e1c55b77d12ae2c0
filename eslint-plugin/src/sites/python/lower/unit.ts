import { calleeIn, type Callee } from '../../flow/callee.ts';
import { routineOf } from '../../flow/routines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { isSelf, type Classes } from './classes.ts';
import { ownNodes, type Definition } from './definitions.ts';
import type { PythonFile } from './file.ts';
import { calleeOf } from './place.ts';
import { readSteps } from './read-steps.ts';
import type { PythonRoutine, PythonUnit, Scope } from './step.ts';

/** What a file must mention in a routine for its steps to be read. */
const SOCKET_WORDS = /sock|bind|listen|dispatcher/iu;

/** All routines of a file: its functions and methods, and its own code under an empty name. */
export function readUnit(file: PythonFile, classes: Classes): PythonUnit {
  const byCallee = new Map<Callee, PythonRoutine>();
  const routine = (callee: Callee): PythonRoutine | undefined => byCallee.get(callee);
  const scope: Scope = { file, classes, routine };
  const functions = file.definitions.filter(({ kind }) => kind === 'function');
  const routines = [moduleOf(scope), ...functions.map((definition) => functionOf(scope, definition))];
  for (const one of routines.slice(1)) {
    // of several functions of one name the first
    byCallee.set(one.callee, byCallee.get(one.callee) ?? one);
  }
  return { routines, words: file.words, branches: BRANCHES, routine };
}

function functionOf(scope: Scope, definition: Definition): PythonRoutine {
  const { file } = scope;
  const node = (): SyntaxNode => file.nodeOf(definition);
  return routineOf({
    callee: calleeOf(file, definition),
    parts: [definition],
    node,
    parameters: () => readParameters(definition, node()),
    steps: () => [...ownNodes(node())].flatMap((inside) => readSteps(scope, inside)),
  });
}

function readParameters({ parent }: Definition, node: SyntaxNode): readonly string[] {
  const names = (node.field('parameters')?.named ?? []).map(
    (parameter) =>
      (parameter.type === 'identifier' ? parameter : (parameter.field('name') ?? parameter.named[0]))?.text ??
      '',
  );
  return parent?.kind === 'class' && isSelf(names[0] ?? '') ? names.slice(1) : names;
}

function moduleOf(scope: Scope): PythonRoutine {
  const { file } = scope;
  return routineOf({
    callee: calleeIn(file, ''),
    parts: [{ start: 0, end: file.text.length }],
    node: () => file.root,
    parameters: () => [],
    steps: () => [...moduleNodes(file)].flatMap((inside) => readSteps(scope, inside)),
  });
}

/** The nodes of the module's own code; long tables of a generated file are passed over. */
function* moduleNodes({ root }: PythonFile): Generator<SyntaxNode, void, undefined> {
  for (const statement of root.named) {
    if (statement.end - statement.start < 2_000 || SOCKET_WORDS.test(statement.text)) {
      yield* ownCode(statement);
    }
  }
}

/** Class bodies are run with the module, functions are not. */
function* ownCode(statement: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  if (statement.type === 'class_definition' || statement.type === 'decorated_definition') {
    return;
  }
  if (statement.type !== 'function_definition') {
    yield* ownNodes(statement);
  }
}
