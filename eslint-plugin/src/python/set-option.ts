import { PLATFORMS, type GivenOption, type OptionName, type Platform } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { closest } from '../tree-sitter/walk.ts';
import { platformsAt } from './conditions.ts';
import type { SetOption } from './unit.ts';
import { numberOf, type Values } from './value.ts';

/** What one setsockopt() says of reuse. */
export interface ReadOption {
  readonly name: OptionName;
  readonly spelled: string;
  readonly values: GivenOption['values'];
  /** Two option names are OR-ed into one. */
  readonly isOneName: boolean;
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
  // whoever catches its absence may go without it
  const isTried =
    closest(call, new Set(['try_statement', 'with_statement']))?.text.includes('Error') === true;
  const platforms = platformsAt(call, values).filter(
    (platform) => platform !== 'win32' || !isTried || !call.text.includes('SO_REUSEPORT'),
  );
  if (!given) {
    // asyncore's set_reuse_addr()
    return [readOne('SO_REUSEADDR', 1, platforms)];
  }
  const [level, name, value] = given;
  if (level?.type === 'list_splat') {
    return [readOne('SO_REUSEADDR', undefined, platforms)];
  }
  if (!level || !name || /\bIPPROTO_|\bSOL_(?!SOCKET\b)/u.test(level.text)) {
    return [];
  }
  const set = value ? valueOf(value, values) : undefined;
  const isTwo = name.type === 'binary_operator' && new Set(name.text.match(NAME)).size > 1;
  if (isTwo) {
    // 2 | 15 is 15, SO_REUSEPORT, on Linux; 4 | 0x200 is no option on macOS
    return [{ ...readOne('SO_REUSEADDR', set, platforms), spelled: name.text, isOneName: true }];
  }
  return namesOf(name, values).map((one) => readOne(one, set, platforms));
}

/** The option names an argument may hold; `SO_REUSEADDR` with an unknown value would be a guess where it holds none. */
function namesOf(name: SyntaxNode, values: Values): readonly string[] {
  const found = values.of(name).flatMap(({ node }) => node.text.match(NAME) ?? rawName(node));
  return [...new Set(found)];
}

/** Numbers in place of names. Source: include/uapi/asm-generic/socket.h of Linux, sys/socket.h of the BSDs. */
function rawName(node: SyntaxNode): string[] {
  const number = numberOf(node);
  return number === 2 || number === 4 ? ['SO_REUSEADDR'] : number === 15 ? ['SO_REUSEPORT'] : [];
}

function readOne(spelled: string, set: number | undefined, platforms: readonly Platform[]): ReadOption {
  const name = NAMES[spelled] ?? 'reuseAddr';
  const exists = EXISTS[name] ?? PLATFORMS;
  const on = (platform: Platform): boolean | 'unknown' =>
    platforms.includes(platform) && exists.includes(platform) && (set === undefined ? 'unknown' : set !== 0);
  return {
    name,
    spelled,
    values: { linux: on('linux'), darwin: on('darwin'), win32: on('win32') },
    isOneName: false,
  };
}

function valueOf(node: SyntaxNode, values: Values): number | undefined {
  // `getsockopt(...) | 1` and struct.pack('i', 1)
  if (/\|\s*1\s*$/u.test(node.text) || /\bpack\([^,]+,\s*1\s*\)$/u.test(node.text)) {
    return 1;
  }
  return values.constant(node);
}
