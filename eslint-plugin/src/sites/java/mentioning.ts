import { spend } from '../effort.ts';
import type { Place } from '../flow/step.ts';
import { memoize } from '../memoize.ts';
import { grouped, groupedBy } from '../grouped.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { Words } from '../tree-sitter/words.ts';
import type { JavaRoutine, JavaStep } from './step.ts';

/** What the source has of a name of a routine or a field: `open` of `Server.open/1`, `socket` of `Server.socket`. */
export const bareWord = (name: string): string => name.replace(/^.*\.|\/\d*$/g, '');

/** Asks which routines call a routine or use a field, by its name; each word of the file is looked for once. */
export function mentioningIn(
  root: SyntaxNode,
  routines: readonly JavaRoutine[],
): (name: string) => readonly JavaRoutine[] {
  const byWord = new Map<string, ReadonlyMap<string, readonly JavaRoutine[]>>();
  const words = new Words(root.text);
  const parts = routines
    .flatMap((routine, index) => routine.parts.map((part) => ({ routine, index, part })))
    .sort((one, other) => one.part.start - other.part.start);
  const having = (word: string): readonly JavaRoutine[] => {
    const found = new Map<JavaRoutine, number>();
    for (const offset of words.of(word)) {
      const at = root.start + offset;
      const holder = parts[firstNotBelow(parts, at + 1, ({ part }) => part.start) - 1];
      if (holder && at < holder.part.end) {
        found.set(holder.routine, holder.index);
      }
    }
    return [...found].sort(([, one], [, other]) => one - other).map(([routine]) => routine);
  };
  return (name) => {
    const word = bareWord(name);
    let named = byWord.get(word);
    if (!named) {
      const isWord = /^[\p{L}\p{N}_]+$/u.test(word);
      const found = isWord ? having(word) : routines.filter((routine) => routine.mentions(word));
      named = grouped(
        found.flatMap((routine) =>
          (namesByWord(routine).get(word) ?? []).map((full) => [full, routine] as const),
        ),
      );
      byWord.set(word, named);
    }
    return named.get(name) ?? [];
  };
}

/** The fields and routines that the steps of a routine name, by what the source has of them. */
const namesByWord = memoize(({ steps }: JavaRoutine) => {
  spend(steps.length);
  return groupedBy(new Set(steps.flatMap(namesIn)), (name) => [bareWord(name)]);
});

/** The fields that a step is about, and the routine that it calls. */
function namesIn(step: JavaStep): readonly string[] {
  switch (step.kind) {
    case 'create':
      return shared(step.into);
    case 'copy':
      return [...shared(step.into), ...shared(step.from)];
    case 'option':
    case 'bind':
      return shared(step.socket);
    case 'use':
      return [...shared(step.socket), ...shared(step.into)];
    case 'call':
      return [step.callee, ...shared(step.into), ...step.arguments.flatMap(shared)];
    case 'return':
      return shared(step.from);
  }
}

const shared = (place: Place | undefined): readonly string[] =>
  place?.isShared === true ? [place.name] : [];
