import { memoize } from '../memoize.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';

/** What a file has sockets and servers do elsewhere, by how it spells them: `s` of `s.listen()` and of `sys_listen(s, 5)`. */
interface Called {
  readonly listening: ReadonlySet<string>;
  readonly running: ReadonlySet<string>;
  readonly reusing: ReadonlySet<string>;
}

const METHOD = /([\w.>-]{1,60}?)(?:\.|->)(\w{1,40})\s*\(/g;
const FUNCTION = /\b(\w{1,60})\s*\(\s*([^,;(){}\s]{1,60})\s*,([^;{}]{0,200})/g;

const LISTENS = /listen(?!er)/i;
const RUNS = /^(?:start_?)?accept|^(?:run|serve|exec)/i;
const REUSES = /reuse/i;

/** What is called on what, read once a file. */
export const calledIn = memoize(({ text }: SyntaxNode): Called => {
  const listening = new Set<string>();
  const running = new Set<string>();
  const reusing = new Set<string>();
  for (const [, object = '', method = ''] of text.matchAll(METHOD)) {
    if (LISTENS.test(method)) {
      listening.add(object);
    }
    if (RUNS.test(method)) {
      running.add(object);
    }
    if (REUSES.test(method)) {
      reusing.add(object);
    }
  }
  for (const [, name = '', first = '', rest = ''] of text.matchAll(FUNCTION)) {
    if (LISTENS.test(name)) {
      listening.add(first);
    }
    if (REUSES.test(rest)) {
      reusing.add(first);
    }
  }
  return { listening, running, reusing };
});
