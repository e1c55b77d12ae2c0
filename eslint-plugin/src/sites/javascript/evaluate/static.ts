import type { Node } from '../ast.ts';

export type Constant = string | number | boolean | bigint | null | undefined;

/** What an expression may evaluate to, as a plain value. */
export type Static =
  | { readonly kind: 'constant'; readonly value: Constant; readonly node?: Node | undefined }
  /** A string from the environment, or undefined; `numeric` once converted to a number. */
  | {
      readonly kind: 'environment';
      readonly variable: string;
      readonly numeric: boolean;
      readonly node?: Node | undefined;
    }
  /** A number, but which one is not known. */
  | { readonly kind: 'number' }
  /** A string; `text` when it cannot be read as a number. */
  | { readonly kind: 'string'; readonly text: boolean }
  | { readonly kind: 'function' }
  | { readonly kind: 'object' }
  | { readonly kind: 'unknown'; readonly node: Node };

/** An expression that may be more than this is as good as unknown. */
export const MAX_ALTERNATIVES = 12;

/** The values of a part of the expression under evaluation. */
export type Inner = (child: Node) => readonly Static[];

/** @param node the literal that the source has for it */
export const constant = (value: Constant, node?: Node): readonly Static[] => [
  { kind: 'constant', value, node },
];

/** The one constant an expression is, or undefined wrapped as not found. */
export function onlyConstant(values: readonly Static[]): { readonly value: Constant } | undefined {
  const [first] = values;
  return first?.kind === 'constant' &&
    values.every((value) => value.kind === 'constant' && Object.is(value.value, first.value))
    ? { value: first.value }
    : undefined;
}

/** Whether a value counts as true; undefined where that cannot be told. */
export function truthiness(value: Static): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'function':
    case 'object':
      return true;
    default:
      return undefined;
  }
}
