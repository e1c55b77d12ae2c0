import { spend } from '../../effort.ts';
import { memoizeBy } from '../../memoize.ts';
import { propertyName, unwrap, type Node } from '../ast.ts';
import { variableOf, type File } from '../file.ts';

/** A variable, and what names lead to from it: one place, however often the file has it. */
export interface Place {
  /** `this` of one function constructor is that of its prototype's methods as far as a name goes. */
  readonly isThis: boolean;
  readonly member: (name: string) => Place;
}

function place(isThis: boolean): Place {
  const members = new Map<string, Place>();
  return {
    isThis,
    member: (name) => {
      const known = members.get(name) ?? place(isThis);
      members.set(name, known);
      return known;
    },
  };
}

const THIS = {};

/** The places of a file by the variables, or the names of globals, that they begin with. */
const rootPlace = memoizeBy((_file: File, _root: unknown, isThis: boolean) => place(isThis));

/** The place that an object is in; undefined where that is no chain of names. */
export function placeOf(file: File, object: Node): Place | undefined {
  const names: string[] = [];
  let node = object;
  for (; node.type === 'MemberExpression'; node = unwrap(node.object)) {
    spend();
    const name = propertyName(node);
    if (name === undefined) {
      return undefined;
    }
    names.push(name);
  }
  const isThis = isThisAlias(file, node);
  if (!isThis && node.type !== 'Identifier') {
    return undefined;
  }
  const root = isThis ? THIS : node.type === 'Identifier' && (variableOf(file, node) ?? node.name);
  return names.reduceRight((from, name) => from.member(name), rootPlace(file, root, isThis));
}

/** `this`, or a variable that holds it: `const self = this`. */
function isThisAlias(file: File, node: Node): boolean {
  if (node.type !== 'Identifier') {
    return node.type === 'ThisExpression';
  }
  const declarator = variableOf(file, node)?.defs[0]?.node as Node | undefined;
  return (
    declarator?.type === 'VariableDeclarator' &&
    declarator.id.type === 'Identifier' &&
    declarator.init?.type === 'ThisExpression'
  );
}
