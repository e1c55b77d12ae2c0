import type { StepOf } from '../../flow/step.ts';
import { PLATFORMS, type GivenOption, type NoEffect, type Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import { OPTION_NAMES } from '../catalogue/apis.ts';
import { assignmentsIn } from './assignments.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { platformsOf } from './platforms.ts';
import { optionName, type CStep, type CUnit, type SetOption } from './unit.ts';
import { valueOf } from './values.ts';

export type OptionStep = StepOf<CStep, 'option'>;

/** The names an option call may set: one, several OR-ed into one, or any where a variable names it. */
export interface Named {
  readonly names: readonly string[];
  readonly isOred: boolean;
  /** The name comes from outside of the file. */
  readonly isAny: boolean;
}

const NONE: Named = { names: [], isOred: false, isAny: false };

export function namesOf(unit: CUnit, option: SetOption): Named {
  const text = optionName(option);
  const parts = text.split('|').map((part) => part.trim().replace(/^\(|\)$/g, ''));
  if (parts.length > 1 && parts.every((part) => OPTION_NAMES[part])) {
    return { names: parts, isOred: true, isAny: false };
  }
  if (OPTION_NAMES[text]) {
    return { names: [text], isOred: false, isAny: false };
  }
  const node = unwrap(option.name);
  if (
    /^(?:SO|SOL|IP|IPV6|TCP|UDP|SCTP|MCAST|PACKET|CAN|NETLINK|HCI|BT|ICMP6|ALG|UNIX|LOCAL|DCCP|TIPC|RAW|XDP|TLS)_\w+$/.test(
      text,
    )
  ) {
    return NONE;
  }
  // `~SO_REUSEADDR` is how Winsock defines SO_EXCLUSIVEADDRUSE
  if (/^\(?\(?(?:u_?int|int)?\)?\(?~SO_REUSEADDR\)?\)?$/.test(text.replaceAll(/\s/g, ''))) {
    return { names: ['SO_EXCLUSIVEADDRUSE'], isOred: false, isAny: false };
  }
  const value = node.type === 'number_literal' ? undefined : valueOf(unit, node);
  if (value?.kind === 'name' && OPTION_NAMES[value.name]) {
    return { names: [value.name], isOred: false, isAny: false };
  }
  return { names: [], isOred: false, isAny: node.type !== 'number_literal' };
}

/** The expression behind `&on`, `(char *)&on`, `&(int){1}`: what the option is set to. */
export function settingOf({ value, call, routine }: SetOption): SyntaxNode | undefined {
  const given = value && unwrap(value);
  if (given?.type === 'pointer_expression') {
    const inside = given.field('argument');
    const target = inside && unwrap(inside);
    if (target?.type === 'identifier') {
      const name = target.text;
      const { to, unread } = assignmentsIn(routine.node);
      return unread.has(name) ? undefined : to(name).findLast(({ at }) => at < call.start)?.value;
    }
    if (target?.type === 'compound_literal_expression') {
      const [only, ...others] = target.field('value')?.named ?? [];
      return others.length === 0 ? only : undefined;
    }
  }
  return undefined;
}

/** Whether an option call switches on; `unknown` where the file does not tell. */
function stateOf(unit: CUnit, option: SetOption): boolean | 'unknown' {
  if (option.value === undefined) {
    return true;
  }
  const setting = settingOf(option);
  const value = setting && valueOf(unit, setting);
  return value?.kind === 'number' ? value.value !== 0 : 'unknown';
}

/** libevent's helpers do nothing on Windows. Source: libevent, evutil.c evutil_make_listen_socket_reuseable(). */
const isNoOp = (platform: Platform, { value }: SetOption): boolean =>
  platform === 'win32' && value === undefined;

/** What an option call gives for a site. */
export function readOption(
  { unit, sourceCode }: { readonly unit: CUnit; readonly sourceCode: TreeSitterSourceCode },
  { option }: OptionStep,
  noEffect?: NoEffect,
): GivenOption[] {
  const { names, isOred } = namesOf(unit, option);
  const { line } = sourceCode.locOf(option.call.start, option.call.end).start;
  const compiled = platformsOf(option.call);
  const state = stateOf(unit, option);
  const values = Object.fromEntries(
    PLATFORMS.map((platform) => [
      platform,
      compiled.includes(platform) && !isNoOp(platform, option) ? state : false,
    ]),
  ) as Record<Platform, boolean | 'unknown'>;
  if (isOred) {
    const spelled = names.join(' | ');
    const [first] = names;
    const name = first === undefined ? undefined : OPTION_NAMES[first];
    const because: NoEffect = noEffect ?? { because: 'one-name', where: '' };
    return name ? [{ name, spelled, values, noEffect: because, line }] : [];
  }
  return names.flatMap((spelled): GivenOption[] => {
    const name = OPTION_NAMES[spelled];
    return name ? [{ name, spelled, values, noEffect, line }] : [];
  });
}
