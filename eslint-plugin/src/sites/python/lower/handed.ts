import { saysHost } from '../../flow/names.ts';
import { spend } from '../../effort.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { Parameter } from '../catalogue/family.ts';
import { unwrap } from './place.ts';
import { stringOf, type Values } from './value.ts';

/** A call, or a function that is handed on with the arguments it will be called with. */
export interface Called {
  /** The call itself, or the one that hands the function on. */
  readonly call: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly positional: readonly SyntaxNode[];
  readonly keywords: ReadonlyMap<string, SyntaxNode>;
  /** More is given than the source tells: `*args`, `**options`. */
  readonly isOpen: boolean;
  /** What is open is named an address: `*self.address`. */
  readonly address?: SyntaxNode | undefined;
  /** `written`: the call stands there; `handed`: others call it; `partial`: others call it, and may give it more. */
  readonly by: 'written' | 'handed' | 'partial';
}

/** The argument at a position or under a keyword. */
export const givenTo = (
  { positional, keywords }: Called,
  parameter: Parameter | undefined,
): SyntaxNode | undefined =>
  parameter && (keywords.get(parameter[1]) ?? (parameter[0] < 0 ? undefined : positional[parameter[0]]));

/** A call as it is written, with what `*address` and `**options` of the file hold. */
export function calledBy(call: SyntaxNode, values: Values): Called | undefined {
  const callee = call.field('function');
  const list = call.field('arguments');
  return callee && list?.type === 'argument_list'
    ? { call, callee, ...readArguments(list.named, values), by: 'written' }
    : undefined;
}

type Arguments = Pick<Called, 'positional' | 'keywords' | 'isOpen' | 'address'>;

function readArguments(nodes: readonly SyntaxNode[], values: Values): Arguments {
  const positional: SyntaxNode[] = [];
  const keywords = new Map<string, SyntaxNode>();
  let isOpen = false;
  let address: SyntaxNode | undefined;
  for (const node of nodes) {
    spend();
    const [inner] = node.named;
    switch (node.type) {
      case 'keyword_argument': {
        const value = node.field('value');
        if (value) {
          keywords.set(node.field('name')?.text ?? '', value);
        }
        break;
      }
      case 'list_splat': {
        const parts = inner && elementsOf(inner, values);
        positional.push(...(isOpen ? [] : (parts ?? [])));
        isOpen ||= parts === undefined;
        address ??= parts === undefined && inner && saysHost(inner.text) ? inner : undefined;
        break;
      }
      case 'dictionary_splat': {
        const pairs = inner && pairsOf(inner, values);
        pairs?.forEach((value, name) => keywords.set(name, value));
        isOpen ||= pairs === undefined;
        break;
      }
      default:
        if (!isOpen) {
          positional.push(node);
        }
    }
  }
  return { positional, keywords, isOpen, address };
}

/** What an expression always is in the file; undefined where it may be several things. */
function onlyValue(node: SyntaxNode, values: Values): SyntaxNode | undefined {
  const [one, ...others] = values.of(node);
  return one && !one.isPart && others.length === 0 ? one.node : undefined;
}

function elementsOf(node: SyntaxNode, values: Values): readonly SyntaxNode[] | undefined {
  const value = onlyValue(node, values);
  return value &&
    /^(?:tuple|list)$/u.test(value.type) &&
    value.named.every(({ type }) => type !== 'list_splat')
    ? value.named
    : undefined;
}

/** `{'port': 80}` or `dict(port=80)` by its keys. */
function pairsOf(node: SyntaxNode, values: Values): ReadonlyMap<string, SyntaxNode> | undefined {
  const value = onlyValue(node, values);
  const isDict = value?.type === 'call' && value.field('function')?.text === 'dict';
  const nodes = isDict
    ? value.field('arguments')?.named
    : value?.type === 'dictionary'
      ? value.named
      : undefined;
  return (
    nodes &&
    new Map(
      nodes.flatMap((pair) => {
        spend();
        const key = pair.field('key');
        const name = isDict ? pair.field('name')?.text : key && stringOf(key);
        const given = pair.field('value');
        return name !== undefined && given ? [[name, given] as const] : [];
      }),
    )
  );
}

/** How a function calls what it is handed: the arguments come after it, or stand in lists of their own. */
type Hands =
  | { readonly at: number; readonly rest: 'follows' }
  | { readonly at: number; readonly rest: 'listed'; readonly args: Parameter; readonly kwargs: Parameter };

const FIRST: Hands = { at: 0, rest: 'follows' };
const SECOND: Hands = { at: 1, rest: 'follows' };
const TARGET: Hands = { at: 1, rest: 'listed', args: [3, 'args'], kwargs: [4, 'kwargs'] };

/**
 * Functions that call what they are handed, by their names.
 * Source: the documentation of functools, asyncio, concurrent.futures, threading, multiprocessing, _thread, AnyIO, Trio, gevent,
 * eventlet and twisted.internet.
 */
const HANDS: Readonly<Record<string, Hands>> = {
  partial: FIRST,
  run_in_executor: SECOND,
  to_thread: FIRST,
  submit: FIRST,
  apply_async: { at: 0, rest: 'listed', args: [1, 'args'], kwargs: [2, 'kwds'] },
  call_soon: FIRST,
  call_soon_threadsafe: FIRST,
  call_later: SECOND,
  add_callback: FIRST,
  start_soon: FIRST,
  run: FIRST,
  run_sync: FIRST,
  spawn: FIRST,
  spawn_n: FIRST,
  spawn_raw: FIRST,
  spawn_later: SECOND,
  spawn_after: SECOND,
  start_background_task: FIRST,
  callWhenRunning: FIRST,
  callInThread: FIRST,
  callFromThread: FIRST,
  callLater: SECOND,
  deferToThread: FIRST,
  start_new_thread: { at: 0, rest: 'listed', args: [1, 'args'], kwargs: [2, 'kwargs'] },
  Timer: { at: 1, rest: 'listed', args: [2, 'args'], kwargs: [3, 'kwargs'] },
};

/** Threads and processes of all libraries. */
const RUNS_TARGET = /(?:Thread|Process)$/u;

/** The function that stands among the arguments of a call which hands it on; undefined where it is not handed on. */
export function handedOn(callee: SyntaxNode, values: Values): Called | undefined {
  const { parent } = callee;
  const isKeyword = parent?.type === 'keyword_argument' && parent.field('value') === callee;
  const list = isKeyword ? parent.parent : parent;
  const call = list?.type === 'argument_list' ? list.parent : undefined;
  const handing = call && calledBy(call, values);
  const name = handing && (handing.callee.field('attribute') ?? handing.callee).text;
  if (!handing || name === undefined) {
    return undefined;
  }
  const hands = Object.hasOwn(HANDS, name) ? HANDS[name] : RUNS_TARGET.test(name) ? TARGET : undefined;
  if (
    !hands ||
    (isKeyword ? parent.field('name')?.text !== 'target' : handing.positional[hands.at] !== callee)
  ) {
    return undefined;
  }
  const given =
    hands.rest === 'listed'
      ? listed(givenTo(handing, hands.args), givenTo(handing, hands.kwargs), values)
      : { ...handing, positional: handing.positional.slice(hands.at + 1) };
  return { ...given, call: handing.call, callee, by: name === 'partial' ? 'partial' : 'handed' };
}

/** The arguments in `args=(handler,), kwargs={'port': 80}`. */
function listed(args: SyntaxNode | undefined, kwargs: SyntaxNode | undefined, values: Values): Arguments {
  const positional = args && elementsOf(unwrap(args), values);
  const keywords = kwargs && pairsOf(unwrap(kwargs), values);
  return {
    positional: positional ?? [],
    keywords: keywords ?? new Map(),
    isOpen: (args !== undefined && !positional) || (kwargs !== undefined && !keywords),
  };
}
