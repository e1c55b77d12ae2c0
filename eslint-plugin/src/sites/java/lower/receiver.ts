import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { typeNamed } from '../catalogue/index.ts';
import { SERVES, SERVES_NOT } from '../catalogue/shapes.ts';
import { foreignType, simpleName, type Names } from './names.ts';
import { variableOf, type Variable } from './scope.ts';
import { typeOf } from './types.ts';
import { chainOf } from './where.ts';

/** What a call is made on, by all the names it has. */
export interface Receiver {
  /** The simple name of its type, where the file tells it. */
  readonly type: string | undefined;
  /** Its own name, or those of the calls that make it. */
  readonly words: string;
  /** The expression that a chain of calls begins with. */
  readonly root: SyntaxNode;
  readonly variable: Variable | undefined;
}

/** Undefined where it is of this file, a static helper of this project, or known to be something else. */
export function receiverOf(names: Names, object: SyntaxNode): Receiver | undefined {
  const type = typeOf(names, object);
  const foreign = foreignType(names, type);
  if (type?.own || (foreign && typeNamed(foreign.name))) {
    return undefined;
  }
  const chain = chainOf(unwrap(object));
  const root = chain.at(-1) ?? object;
  const variable = root.type === 'identifier' ? variableOf(root, root.text) : undefined;
  const declared = declaredName(root, variable);
  if (
    declared !== undefined &&
    (isOwn(names, declared) || (declared === object.text && !isForeign(names, declared)))
  ) {
    return undefined;
  }
  const words = [
    ...chain.slice(0, -1).map((link) => link.field('name')?.text ?? ''),
    root.type === 'object_creation_expression' ? '' : simpleName(root.text).slice(0, MAX_NAME),
  ];
  return { type: declared, words: words.join(' '), root, variable };
}

const MAX_NAME = 60;

/** The simple name of the type that a chain of calls begins with. */
function declaredName(root: SyntaxNode, variable: Variable | undefined): string | undefined {
  const written =
    root.type === 'object_creation_expression'
      ? root.field('type')?.text
      : variable?.type && variable.type.text !== 'var'
        ? variable.type.text
        : variable?.value?.type === 'object_creation_expression'
          ? variable.value.field('type')?.text
          : root.type === 'identifier' && !variable && /^[A-Z]/.test(root.text)
            ? root.text
            : undefined;
  return written?.replace(/<.*$/s, '');
}

/** Whether a static method's class is another project's; this project's is read where it stands. */
function isForeign(names: Names, holder: string): boolean {
  const full = names.imports.get(holder);
  return full !== undefined && projectOf(full) !== projectOf(`${names.package ?? ''}.`);
}

/** `org.example` of `org.example.server.Main`. */
const projectOf = (full: string): string => full.split('.').slice(0, 2).join('.');

/** Whether the file declares a type: its bind, if it has one, is reported where it stands. */
export const isOwn = (names: Names, written: string): boolean =>
  names.classes.has(written.replace(/\..*$/s, ''));

/** Whether a receiver is called what serves nobody: a client, what describes a server. */
export function isNone({ type, words }: Receiver): boolean {
  return type === undefined
    ? SERVES_NOT.test(lastWord(words))
    : SERVES_NOT.test(type.replace(/Builder$/, ''));
}

const lastWord = (words: string): string => words.slice(words.lastIndexOf(' ') + 1);

/** Whether a receiver is called what serves. */
export const serves = ({ type, words }: Receiver): boolean => SERVES.test(type ?? '') || SERVES.test(words);
