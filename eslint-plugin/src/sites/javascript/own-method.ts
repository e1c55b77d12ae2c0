import { deeper } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { isClass, type ClassNode, type Node } from './ast.ts';
import type { File } from './file.ts';
import { resolve } from './interpret/interpret.ts';
import { classMembers } from './members.ts';

const definitions = memoize<Node, Map<string, boolean>>(() => new Map());

/** Whether a class has a method of its own or from a class of the file. */
export const definesMethod = (file: File, owner: Node, name: string): boolean =>
  findMethod(file, owner, name) === true;

/** The same; undefined where the classes above are too many. */
function findMethod(file: File, owner: Node, name: string): boolean | undefined {
  if (!isClass(owner)) {
    return false;
  }
  const known = definitions(owner);
  const answer = known.get(name) ?? inherits(file, owner, name);
  if (answer !== undefined) {
    known.set(name, answer);
  }
  return answer;
}

function inherits(file: File, owner: ClassNode, name: string): boolean | undefined {
  const isOwn = classMembers(owner, name).length > 0;
  if (isOwn || !owner.superClass) {
    return isOwn;
  }
  const bases = resolve(file, owner.superClass);
  return deeper<boolean | undefined>(() => {
    const answers = bases.map((base) => base.kind === 'class' && findMethod(file, base.node, name));
    return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
  }, undefined);
}
