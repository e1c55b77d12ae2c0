import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';

/** What a file or function has sockets and servers do elsewhere, by how it spells them: `s` of `s.listen()` and of `sys_listen(s, 5)`. */
interface Called {
  readonly listening: ReadonlySet<string>;
  readonly running: ReadonlySet<string>;
  readonly reusing: ReadonlySet<string>;
  readonly connecting: ReadonlySet<string>;
  readonly receiving: ReadonlySet<string>;
}

const METHOD = /([\w.>-]{1,60}?)(?:\.|->)(\w{1,40})\s*\((?=([^;{}]{0,200}))/g;
const FUNCTION = /\b(\w{1,60})\s*\(\s*([^,;(){}\s]{1,60})\s*,([^;{}]{0,200})/g;

const LISTENS = /listen(?!er)/i;
const RUNS = /^(?:start_?)?accept|^(?:run|serve|exec)/i;
const REUSES = /reuse/i;
const SETS = /opt(?:ion)?s?$/i;
const CONNECTS = /^(?:async_)?connect(?:ToHost)?$/;
const ALONE = /\b(\w*reuse\w*)\s*\(\s*([^,;(){}\s]{1,60})\s*\)/gi;

/** What is called on what in a file or function, read once. */
export const calledIn = memoize(({ text }: SyntaxNode): Called => {
  const listening = new Set<string>();
  const running = new Set<string>();
  const reusing = new Set<string>();
  const connecting = new Set<string>();
  const receiving = new Set<string>();
  for (const [, object = '', method = '', given = ''] of text.matchAll(METHOD)) {
    if (LISTENS.test(method)) {
      listening.add(object);
    }
    if (RUNS.test(method)) {
      running.add(object);
    }
    if (REUSES.test(method) || (SETS.test(method) && REUSES.test(given))) {
      reusing.add(object);
    }
    if (CONNECTS.test(method)) {
      connecting.add(object);
    }
    if (method.endsWith('receive_from')) {
      receiving.add(object);
    }
  }
  for (const [, name = '', first = '', rest = ''] of text.matchAll(FUNCTION)) {
    if (LISTENS.test(name)) {
      listening.add(first);
    }
    if (REUSES.test(name) || REUSES.test(rest)) {
      reusing.add(first);
    }
    if (name.endsWith('_connect')) {
      connecting.add(first);
    }
  }
  for (const [, , only = ''] of text.matchAll(ALONE)) {
    reusing.add(only);
  }
  return { listening, running, reusing, connecting, receiving };
});
