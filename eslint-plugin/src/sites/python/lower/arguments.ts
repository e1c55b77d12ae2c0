import type { SyntaxNode } from '../../tree-sitter/node.ts';

/** The positional arguments of a call. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const given = call.field('arguments');
  return given?.type === 'argument_list'
    ? given.named.filter(({ type }) => type !== 'keyword_argument' && type !== 'dictionary_splat')
    : (given?.named ?? []);
}

/** The argument of a call at a position or under a keyword. */
export function argument(call: SyntaxNode, index: number, keyword: string): SyntaxNode | undefined {
  const named = keywordArgument(call, keyword)?.field('value');
  return named ?? (index < 0 ? undefined : argumentsOf(call)[index]);
}

/** `keyword=value` in a call. */
export function keywordArgument(call: SyntaxNode, keyword: string): SyntaxNode | undefined {
  return call
    .field('arguments')
    ?.named.find((node) => node.type === 'keyword_argument' && node.field('name')?.text === keyword);
}

/** Whether a call gives what `**options` holds. */
export const hasOptions = (call: SyntaxNode): boolean =>
  call.field('arguments')?.named.some(({ type }) => type === 'dictionary_splat') === true;
