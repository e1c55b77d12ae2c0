import type { Edit, GivenOption, OptionName } from '../../site.ts';
import { firstNotBelow } from '../../tree-sitter/bisect.ts';
import { unwrap, type Node } from '../ast.ts';
import { argumentRange } from '../edit.ts';
import { asEstree, type File } from '../file.ts';
import { readOptions } from '../options-object.ts';
import { optionsIn } from './options.ts';
import type { Binding } from './reading.ts';

/**
 * The options of an object in an argument that the call never looks at: `listen(port, { reusePort })`.
 * An object that holds nothing else goes with its option.
 */
export function misplacedOptions(
  binding: Binding,
  argument: Node,
  names: readonly OptionName[],
  where: string,
): GivenOption[] {
  const { file } = binding;
  const literal = unwrap(argument);
  if (literal.type !== 'ObjectExpression' && literal.type !== 'Identifier') {
    return [];
  }
  const options = optionsIn(binding, readOptions(file, argument), names, {
    because: 'wrong-argument',
    where,
  });
  if (literal.type !== 'ObjectExpression') {
    // a variable may be used elsewhere too
    return options.map(({ remove: _, ...option }) => option);
  }
  return options.map((option) => ({
    ...option,
    remove: () =>
      (literal.properties.length === 1 ? removeArgument(file, argument) : undefined) ??
      option.remove?.() ??
      [],
  }));
}

/** Takes an argument out with the comma before it; undefined where a comment would be lost. */
function removeArgument(file: File, argument: Node): Edit[] | undefined {
  const { sourceCode } = file;
  const [start, end] = argumentRange(file, argument);
  const comma = sourceCode.getTokenBefore(asEstree(argument), ({ value }) => value === ',');
  if (!comma || comma.range[0] > start) {
    return undefined;
  }
  const comments = sourceCode.getAllComments();
  const next = comments[firstNotBelow(comments, comma.range[0], ({ range }) => range?.[0] ?? 0)];
  const hasComment = next?.range !== undefined && next.range[1] <= end;
  return hasComment ? undefined : [{ range: [comma.range[0], end], text: '' }];
}
