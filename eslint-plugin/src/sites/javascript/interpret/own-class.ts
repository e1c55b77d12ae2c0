import { isClass, type Node } from '../ast.ts';
import type { NamedType } from '../catalogue/catalogue.ts';
import type { Interpreter } from './interpreter.ts';

const MAX_DEPTH = 24;

/** The catalogue's type that a class of this file extends, through classes of this file. */
export function ownType(it: Interpreter, node: Node): NamedType | undefined {
  let current = node;
  for (let depth = 0; depth < MAX_DEPTH && isClass(current) && current.superClass; depth += 1) {
    const [base] = it.identity.ask(current.superClass);
    if (base?.kind === 'class') {
      current = base.node;
      continue;
    }
    if (base?.kind === 'export') {
      const family = base.isGlobal
        ? it.file.catalogue.global(base.module)
        : it.file.catalogue.module(base.module);
      const name = family?.creates?.[base.path.join('.')];
      return name === undefined ? undefined : it.file.catalogue.type(name);
    }
    return undefined;
  }
  return undefined;
}

/** Whether every class up to the root is in this file: then what it lacks, it lacks. */
export function extendsNothingElse(it: Interpreter, node: Node): boolean {
  let current = node;
  for (let depth = 0; depth < MAX_DEPTH && isClass(current); depth += 1) {
    if (!current.superClass) {
      return true;
    }
    const [base] = it.identity.ask(current.superClass);
    if (base?.kind !== 'class') {
      return false;
    }
    current = base.node;
  }
  return false;
}
