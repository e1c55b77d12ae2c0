import { PLATFORMS, type Platform } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, nearest, within } from '../tree-sitter/walk.ts';

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

type Condition = (platform: Platform) => boolean | undefined;

/** Whether a platform defines a macro; undefined for one that says nothing of platforms. */
function macro(name: string): Condition {
  const known = MACROS.find(([names]) => names.test(name));
  return (platform) => known?.[1].includes(platform);
}

/** A condition of `#if`, as far as it is about platforms. */
function conditionOf(node: SyntaxNode | undefined): Condition {
  switch (node?.type) {
    case 'identifier':
      return macro(node.text);
    case 'preproc_defined':
      return macro(node.named[0]?.text ?? '');
    case 'parenthesized_expression':
      return conditionOf(node.named[0]);
    case 'unary_expression': {
      const inside = conditionOf(node.field('argument'));
      return (platform) => negate(inside(platform));
    }
    case 'binary_expression': {
      const left = conditionOf(node.field('left'));
      const right = conditionOf(node.field('right'));
      const operator = node.field('operator')?.text;
      return (platform) => {
        const [one, other] = [left(platform), right(platform)];
        if (operator === '&&') {
          return one === false || other === false ? false : one === true && other === true ? true : undefined;
        }
        if (operator === '||') {
          return one === true || other === true ? true : one === false && other === false ? false : undefined;
        }
        return undefined;
      };
    }
    default:
      return () => undefined;
  }
}

const negate = (value: boolean | undefined): boolean | undefined =>
  value === undefined ? undefined : !value;

/** The platforms on which a node is compiled, as far as the `#if`s around it tell. */
export function platformsOf(node: SyntaxNode): readonly Platform[] {
  const condition = conditionAround(node);
  if (!condition) {
    return PLATFORMS;
  }
  // from the outermost on, as they may nest thousands deep
  const unknown: SyntaxNode[] = [];
  for (let outer: Conditioned | undefined = condition; outer && !compiled.has(outer.branch);) {
    unknown.push(outer.branch);
    outer = conditionAround(outer.branch);
  }
  for (const branch of unknown.reverse()) {
    const around = platformsUnder(conditionAround(branch));
    const holds = branchCondition(branch);
    compiled.set(branch, {
      then: around.filter((platform) => holds(platform) !== false),
      otherwise: around.filter((platform) => holds(platform) !== true),
    });
  }
  return platformsUnder(condition);
}

/** What an `#if` decides, in its own lines or in those of its `#else` and `#elif`. */
interface Conditioned {
  readonly branch: SyntaxNode;
  readonly isElse: boolean;
}

interface Compiled {
  readonly then: readonly Platform[];
  readonly otherwise: readonly Platform[];
}

const compiled = new WeakMap<SyntaxNode, Compiled>();

function platformsUnder(condition: Conditioned | undefined): readonly Platform[] {
  const known = condition && compiled.get(condition.branch);
  return known ? (condition.isElse ? known.otherwise : known.then) : PLATFORMS;
}

const conditionAround = nearest<Conditioned>((ancestor, below) =>
  /^preproc_(?:if|ifdef|elif|elifdef)$/.test(ancestor.type)
    ? // the branches of `#else` and `#elif` hang below the first one, and are compiled where it does not hold
      { branch: ancestor, isElse: /^preproc_(?:else|elif|elifdef)$/.test(below.type) }
    : undefined,
);

function branchCondition(branch: SyntaxNode): Condition {
  const name = branch.field('name');
  if (!name) {
    return conditionOf(branch.field('condition'));
  }
  const isDefined = macro(name.text);
  const isNegated = branch.children[0]?.text.endsWith('ndef') === true;
  return (platform) => (isNegated ? negate(isDefined(platform)) : isDefined(platform));
}

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
