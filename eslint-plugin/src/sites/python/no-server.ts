import { isProbe } from '../flow/probe.ts';
import { memoize } from '../memoize.ts';
import { indexOfStep, nextNaming } from '../flow/step-index.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import type { PythonFile } from './lower/file.ts';
import { isIntoPlace, type Bound } from './write/insertion.ts';
import { unwrap } from './lower/place.ts';
import { isSource } from './lower/port.ts';
import type { Reading } from './lower/reading.ts';
import type { Values } from './lower/value.ts';

/** Whether a bind makes no server: of a client, a probe, a wrapper whose callers decide, a socket of a test's. */
export function isNoServer({ file, values }: Reading, bound: Bound): boolean {
  const { history, step, routine } = bound;
  const { uses } = history;
  const isServer = uses.has('listen') || uses.has('accept');
  const isClient = uses.has('connect') || (isSource(step.bind.address) && !uses.has('join'));
  return (
    (!isServer && isClient) ||
    connectsNext(bound) ||
    (isProbe(history, routine.callee.name) && staysInside(bound, file)) ||
    isWrapper(bound, file) ||
    [...history.creations].every(({ node }) => isReplaced(node, file) || isSpared(node, values))
  );
}

/** Whether the routine that binds a socket connects it then, whatever other routines do with a field of its name. */
function connectsNext({ routine, step }: Bound): boolean {
  const text = step.socket?.text ?? '';
  const from = indexOfStep(routine, step) + 1;
  for (let index = nextNaming(routine, [text], from); index !== undefined;) {
    const next = routine.steps[index];
    if (!next || isIntoPlace(next, text) || (next.kind === 'use' && next.use === 'listen')) {
      return false;
    }
    if (next.kind === 'use' && next.use === 'connect') {
      return true;
    }
    index = nextNaming(routine, [text], index + 1);
  }
  return false;
}

/** Methods that a probe may call: they tell nobody of the socket. */
const QUIET =
  /^(?:bind|close|shutdown|setsockopt|getsockopt|settimeout|setblocking|getsockname|set_inheritable)$/u;

/** Functions that a probe may be given to. */
const LOOKS =
  /^(?:print|str|repr|type|isinstance|closing|contextlib\.closing|(?:log(?:ger|ging)?\.)?(?:debug|info|warning|error))$/u;

/** Whether a function does nothing with its socket but what a probe does, whatever follows its bind. */
function staysInside({ step, routine, history: { uses } }: Bound, file: PythonFile): boolean {
  const { receiver } = step.bind;
  const isQuietCall = (method: string): boolean =>
    QUIET.test(method) || (method === 'listen' && uses.has('listen'));
  const owner = file.ownerOf(receiver.text, receiver.start);
  const { start, end } = owner ?? routine.node;
  return (
    receiver.type === 'identifier' &&
    [...file.words.of(receiver.text, start, end)]
      .map((offset) => file.nodeAt(offset))
      .filter((node) => node.type === 'identifier')
      .every((name) => isQuiet(name, isQuietCall))
  );
}

function isQuiet(name: SyntaxNode, isQuietCall: (method: string) => boolean): boolean {
  const { parent } = name;
  switch (parent?.type) {
    case 'attribute': {
      const isMember = parent.field('attribute') === name;
      return isMember || isQuietCall(parent.field('attribute')?.text ?? '');
    }
    case 'assignment':
      return parent.field('left') === name;
    case 'argument_list':
      return LOOKS.test(parent.parent?.field('function')?.text ?? '');
    case 'as_pattern_target':
    case 'with_item':
    case 'parameters':
    case 'typed_parameter':
    case 'if_statement':
    case 'not_operator':
    case 'comparison_operator':
    case 'global_statement':
    case 'delete_statement':
      return true;
    default:
      return false;
  }
}

/** `def bind(self, address): self.sock.bind(address)`, which no code of the file calls: its callers decide. */
function isWrapper({ routine, step }: Bound, file: PythonFile): boolean {
  const { name } = routine.callee;
  const address = unwrap(step.bind.address);
  return (
    /^(?:server_)?bind$/u.test(name) &&
    routine.parameters.includes(address.text) &&
    !file.callsOf(name).some((offset) => {
      const isOwn = routine.node.start <= offset && offset < routine.node.end;
      const node = file.nodeAt(offset);
      const isCalled = node.parent?.type === 'attribute' || node.parent?.type === 'call';
      return !isOwn && isCalled;
    })
  );
}

/** Whether a test has put something else in the place of the socket class where a call makes one. */
function isReplaced(creation: SyntaxNode, file: PythonFile): boolean {
  const patched = /\bpatch(?:\.object)?\(\s*(?:["'][\w.]*\bsocket["']|[\w.]*\bsocket\s*,\s*["']socket["'])/u;
  for (const parent of ancestors(creation)) {
    const isPatched =
      (parent.type === 'with_statement' && patched.test(parent.named[0]?.text ?? '')) ||
      (parent.type === 'decorated_definition' &&
        parent.named.some((part) => part.type === 'decorator' && patched.test(part.text)));
    if (isPatched) {
      return true;
    }
  }
  return isPatchedEverywhere(file);
}

/** What stands in for a socket in tests. */
const DOUBLE = /(?:^|[._])(?:(?:Magic|NonCallable)?Mock|(?:Fake|Stub|Dummy|Mock)\w*)$/u;

/** `self.sock = sock or socket.socket()`, where all that call the constructor give a test's double. */
function isSpared({ parent }: SyntaxNode, values: Values): boolean {
  const first = parent?.type === 'boolean_operator' ? parent.named[0] : undefined;
  const given = first ? values.of(first) : [];
  return (
    given.length > 0 &&
    given.every(({ node }) => node.type === 'call' && DOUBLE.test(node.field('function')?.text ?? ''))
  );
}

const isPatchedEverywhere = memoize(({ text }: PythonFile) =>
  /\bsocket\.socket\s*=\s*(?:(?:unittest\.)?mock\.)?(?:Magic)?Mock\(/u.test(text),
);
