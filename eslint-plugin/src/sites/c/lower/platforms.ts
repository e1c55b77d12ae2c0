import { PLATFORMS, type Platform } from '../../site.ts';
import { shortCircuitOf } from '../../flow/branches.ts';
import { platformGuards, type Guard } from '../../flow/guards.ts';
import { onlyOn, truths, type Condition } from '../../flow/truth.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { ancestors, nearest, within } from '../../tree-sitter/walk.ts';

/** The macros that compilers define for one platform, or headers for one socket API. Source: predef wiki, gcc -dM -E. */
const MACROS: readonly (readonly [RegExp, readonly Platform[]])[] = [
  [
    /^_*WIN(?:32|64)_*$|^_WIN32_WCE$|^WINDOWS$|^_MSC_VER$|^__MINGW(?:32|64)__$|^(?:USE_|HAVE_)?WINSOCK(?:2|_2|2_H|_H|_SOCKETS)?$|^HAVE_WINSOCK2?_H$|^(?:OS|PLATFORM|Q_OS|BOOST_OS|JUCE|ACE)_WIN(?:DOWS|32)?$/,
    ['win32'],
  ],
  [/^_*linux_*$|^__gnu_linux__$|^LINUX$|^OS_LINUX$|^Q_OS_LINUX$/i, ['linux']],
  [/^__APPLE__$|^_?MACOSX?$|^(?:OS|Q_OS|TARGET_OS)_MAC(?:OS|OSX)?$|^__MACH__$|^DARWIN$/, ['darwin']],
  [
    /^_*unix_*$|^(?:Q_)?OS_(?:UNIX|POSIX)$|^UNIX$|^HAVE_(?:SYS_SOCKET_H|UNISTD_H|SYS_UN_H)$|^_POSIX_\w+$/,
    ['linux', 'darwin'],
  ],
];

/** A condition of `#if`, as far as it is about platforms. */
function lower(test: SyntaxNode): Condition<SyntaxNode> | undefined {
  switch (test.type) {
    case 'identifier': {
      const known = MACROS.find(([names]) => names.test(test.text));
      return known && { is: 'known', truth: onlyOn(...known[1]) };
    }
    case 'preproc_defined':
    case 'parenthesized_expression': {
      const [inside] = test.named;
      return inside && { is: 'same', as: inside };
    }
    case 'unary_expression': {
      const of = test.field('argument');
      return of && { is: 'not', of };
    }
    case 'binary_expression': {
      const is = shortCircuitOf(test, BRANCHES);
      return is && { is, of: test.named };
    }
    default:
      return undefined;
  }
}

/** What an `#if` decides, in its own lines or in those of its `#else` and `#elif`, which hang below it. */
function guard(branch: SyntaxNode, part: SyntaxNode): Guard<SyntaxNode> | undefined {
  if (!/^preproc_(?:if|ifdef|elif|elifdef)$/.test(branch.type)) {
    return undefined;
  }
  const test = branch.field('name') ?? branch.field('condition');
  const isElse = /^preproc_(?:else|elif|elifdef)$/.test(part.type);
  const isNegated = branch.children[0]?.text.endsWith('ndef') === true;
  return test && { test, holds: isElse === isNegated };
}

const reached = platformGuards({ startOf: ({ start }) => start, guard }, truths(lower));

/** The platforms on which a node is compiled, as far as the `#if`s around it tell: none in an `#if 0`. */
export const platformsOf = (node: SyntaxNode): readonly Platform[] =>
  isCompiled(node) ? reached.at(node) : [];

/** Whether no `#if 0` stands around a node, but for its `#else`. */
export const isCompiled = (node: SyntaxNode): boolean => offAround(node) === undefined;

const offAround = nearest((ancestor, { type }) =>
  ancestor.type === 'preproc_if' &&
  ancestor.field('condition')?.text === '0' &&
  !/^preproc_(?:else|elif|elifdef)$/.test(type)
    ? ancestor
    : undefined,
);

const WINSOCK =
  /\bWSAStartup\b|<\s*winsock2?\.h\s*>|<\s*ws2tcpip\.h\s*>|\bWSASocket[AW]?\b|\bSOCKET_ERROR\b|\bINVALID_SOCKET\b|\bclosesocket\b/i;
const HEADER = /^[<"](?:sys\/socket|netinet\/in|arpa\/inet|netdb|sys\/un)\.h[>"]$/;

/** The platforms whose sockets a file uses at all: those of Winsock, of POSIX, or both. */
export function platformsOfFile(root: SyntaxNode): readonly Platform[] {
  const { text } = root;
  const asksForWindows = /^[ \t]*#[ \t]*(?:if|elif|ifdef|ifndef)\b.*\b_?WIN32\b/m.test(text);
  if (!WINSOCK.test(text) && !asksForWindows) {
    return isOfLinux(root) ? ['linux'] : ['linux', 'darwin'];
  }
  const includes = [
    ...within(root, ({ type }) =>
      /^(?:translation_unit|preproc_\w+|linkage_specification|ERROR)$/.test(type),
    ),
  ].filter(({ type }) => type === 'preproc_include');
  const posix = includes.filter((include) => HEADER.test(include.field('path')?.text ?? ''));
  if (posix.some((include) => platformsOf(include).includes('win32') && !isGuarded(include))) {
    return ['linux', 'darwin'];
  }
  const isSure = /\bWSA[A-Z]\w+|winsock2?\.h|ws2tcpip\.h/i.test(text);
  return isSure && posix.length === 0 && !asksForWindows ? ['win32'] : PLATFORMS;
}

/** Headers that only Linux has. Source: the "Library" and "Standards" sections of their manual pages, man7.org. */
const LINUX_HEADER =
  /^[<"](?:linux\/.+|sys\/(?:epoll|inotify|signalfd|timerfd|eventfd|sendfile|prctl|fanotify|auxv))\.?h?[>"]$/;

/** Whether a file includes what only Linux has, whatever else is asked for. */
const isOfLinux = (root: SyntaxNode): boolean =>
  root.named.some(
    (node) => node.type === 'preproc_include' && LINUX_HEADER.test(node.field('path')?.text ?? ''),
  );

/** Whether an `#if` that says nothing of platforms here stands around an include: `#ifdef HAVE_NETDB_H`. */
function isGuarded(include: SyntaxNode): boolean {
  for (const ancestor of ancestors(include)) {
    // the guard of a header stands around all of it
    if (
      /^preproc_(?:if|ifdef|elif|else)$/.test(ancestor.type) &&
      ancestor.parent?.type !== 'translation_unit'
    ) {
      return true;
    }
    if (/^preproc_(?:if|ifdef|elif|else)$/.test(ancestor.type) && ancestor.named.length < 12) {
      return true;
    }
  }
  return false;
}
