import { afterAll, describe, expect, it } from 'vitest';
import { calleeIn } from '../../../../eslint-plugin/src/sites/flow/callee.ts';
import {
  callsOf,
  mentions,
  routineHolding,
  routinesMentioning,
} from '../../../../eslint-plugin/src/sites/flow/routines.ts';
import { Classes } from '../../../../eslint-plugin/src/sites/python/lower/classes.ts';
import { PythonFile } from '../../../../eslint-plugin/src/sites/python/lower/file.ts';
import { readUnit } from '../../../../eslint-plugin/src/sites/python/lower/unit.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';
import { parseText } from '../../../../eslint-plugin/src/sites/tree-sitter/runtime.ts';

const CODE = `
import socket
class A:
    def open(self):
        self.sock = socket.socket()
class B:
    def open(self):
        self.sock = socket.socket()
    def start(self):
        self.open()
def outer():
    def inner():
        hidden = 1
    after = 2
outer()
`;
const tree = parseText('python', CODE, 10_000);
if (!tree) {
  throw new Error('it takes too long to parse');
}
afterAll(() => {
  tree.delete();
});
const file = new PythonFile(new SyntaxNode(tree.rootNode, CODE), CODE);
const unit = readUnit(file, new Classes(file));
const [a, b] = file.definitions.filter(({ kind }) => kind === 'class');
const nameAt = (word: string): string | undefined => routineHolding(unit, CODE.indexOf(word))?.callee.name;

describe('the functions of a file', () => {
  it('hold what stands in them, the innermost first', () => {
    expect([nameAt('hidden'), nameAt('after'), nameAt('import')]).toEqual(['inner', 'outer', '']);
  });

  it('are found by a word, in their order', () => {
    const found = routinesMentioning(unit, 'sock').map(({ callee }) => callee.owner);
    expect(found).toEqual([a, b]);
  });

  it('mention a word where it stands alone', () => {
    const outer = unit.routine(calleeIn(file, 'outer'));
    expect(outer && ['after', 'hidden', 'hid'].map((word) => mentions(unit, outer, word))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are called by those that call the method of their class', () => {
    const callersOf = (owner: object | undefined): string[] =>
      [...callsOf(unit, calleeIn(file, 'open', owner))].map(({ caller }) => caller.callee.name);
    expect([callersOf(a), callersOf(b)]).toEqual([[], ['start']]);
  });

  it('are called by the code of the file', () => {
    const [call] = callsOf(unit, calleeIn(file, 'outer'));
    expect(call?.caller).toBe(unit.routines[0]);
  });
});
