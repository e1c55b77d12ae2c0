import { PLATFORMS, type GivenOption, type OptionName, type Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors } from '../../tree-sitter/walk.ts';
import { platformsAt } from './conditions.ts';
import type { SetOption } from './step.ts';
import { numberOf, type Values } from './value.ts';

/** What one setsockopt() says of reuse. */
export interface ReadOption {
  readonly name: OptionName;
  readonly spelled: string;
  readonly values: GivenOption['values'];
  /** Two option names are OR-ed into one. */
  readonly isOneName: boolean;
  /** Where its name stands: in the call, or where a parameter or constant gets it. */
  readonly at: SyntaxNode;
}

const NAMES: Readonly<Record<string, OptionName>> = {
  SO_REUSEADDR: 'reuseAddr',
  SO_REUSEPORT: 'reusePort',
  SO_EXCLUSIVEADDRUSE: 'exclusiveAddrUse',
};
const NAME = /\bSO_(?:REUSEADDR|REUSEPORT|EXCLUSIVEADDRUSE)\b/gu;

/** Where alone Python has a name. Source: the availability notes of the socket module's documentation. */
const EXISTS: Readonly<Partial<Record<OptionName, readonly Platform[]>>> = {
  exclusiveAddrUse: ['win32'],
};

/** Reads the reuse options that a call sets; empty where it sets others. */
export function readSetOption({ call, arguments: given }: SetOption, values: Values): readonly ReadOption[] {
  const platforms = platformsAt(call, values);
  if (!given) {
    // asyncore's set_reuse_addr()
    return [readOne('SO_REUSEADDR', 1, platforms, call)];
  }
  const [level, name, value] = given;
  if (level?.type === 'list_splat') {
    return [readOne('SO_REUSEADDR', undefined, platforms, call)];
  }
  if (!level || !name || /\bIPPROTO_|\bSOL_(?!SOCKET\b)/u.test(level.text)) {
    return [];
  }
  const set = value ? valueOf(value, values) : undefined;
  const isTwo = name.type === 'binary_operator' && new Set(name.text.match(NAME)).size > 1;
  if (isTwo) {
    // 2 | 15 is 15, SO_REUSEPORT, on Linux; 4 | 0x200 is no option on macOS
    const either = withoutAbsent(name, 'SO_REUSEPORT', platforms);
    return [{ ...readOne('SO_REUSEADDR', set, either, name), spelled: name.text, isOneName: true }];
  }
  const read = values.of(name).flatMap(({ node }) => {
    const reached = platformsAt(node, values).filter((platform) => platforms.includes(platform));
    const found = node.text.match(NAME) ?? rawName(node);
    return [...new Set(found)].map((one) => readOne(one, set, withoutAbsent(node, one, reached), node));
  });
  // of several callers, the one that meets a platform where the name is missing
  const careless = read.filter(({ values: { win32 } }) => win32 !== false);
  return [...new Map([...read, ...careless].map((one) => [one.spelled, one] as const)).values()];
}

/** The platforms on which a name has its meaning: where it is looked for, or its absence is caught, it may be missing. */
function withoutAbsent(
  name: SyntaxNode,
  spelled: string,
  platforms: readonly Platform[],
): readonly Platform[] {
  const isAsked = !/^(?:identifier|attribute|binary_operator)$/u.test(name.type);
  return spelled === 'SO_REUSEPORT' && (isAsked || isAbsenceCaught(name))
    ? platforms.filter((platform) => platform !== 'win32')
    : platforms;
}

/** What catches the error for a name that a module lacks. */
const CATCHES = /^except\s*:|\b(?:AttributeError|Exception|BaseException)\b/u;

/** Whether a `try`, or suppress(), catches that a name is missing. */
function isAbsenceCaught(name: SyntaxNode): boolean {
  let inside = name;
  for (const parent of ancestors(name)) {
    if (/^(?:function|class)_definition$/u.test(parent.type)) {
      return false;
    }
    const isBody = parent.field('body') === inside;
    const catching =
      parent.type === 'try_statement'
        ? parent.named.filter(({ type }) => type === 'except_clause')
        : parent.type === 'with_statement' && /\bsuppress\(/u.test(parent.named[0]?.text ?? '')
          ? parent.named.slice(0, 1)
          : [];
    if (isBody && catching.some((clause) => CATCHES.test(headOf(clause)))) {
      return true;
    }
    inside = parent;
  }
  return false;
}

/** A clause without its block. */
function headOf(clause: SyntaxNode): string {
  const block = clause.named.find(({ type }) => type === 'block');
  return clause.text.slice(0, block && block.start - clause.start);
}

/** Numbers in place of names. Source: include/uapi/asm-generic/socket.h of Linux, sys/socket.h of the BSDs. */
function rawName(node: SyntaxNode): string[] {
  const number = numberOf(node);
  return number === 2 || number === 4 ? ['SO_REUSEADDR'] : number === 15 ? ['SO_REUSEPORT'] : [];
}

function readOne(
  spelled: string,
  set: number | undefined,
  platforms: readonly Platform[],
  at: SyntaxNode,
): ReadOption {
  const name = NAMES[spelled] ?? 'reuseAddr';
  const exists = EXISTS[name] ?? PLATFORMS;
  const on = (platform: Platform): boolean | 'unknown' =>
    platforms.includes(platform) && exists.includes(platform) && (set === undefined ? 'unknown' : set !== 0);
  return {
    name,
    spelled,
    values: { linux: on('linux'), darwin: on('darwin'), win32: on('win32') },
    isOneName: false,
    at,
  };
}

function valueOf(node: SyntaxNode, values: Values): number | undefined {
  // `getsockopt(...) | 1` and struct.pack('i', 1)
  if (/\|\s*1\s*$/u.test(node.text) || /\bpack\([^,]+,\s*1\s*\)$/u.test(node.text)) {
    return 1;
  }
  return values.constant(node);
}
