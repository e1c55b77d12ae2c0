import { roleAt, type Role } from './roles.ts';
import type { Call } from './run/outcome.ts';

/** A socket from its making to its close. */
export interface Life {
  readonly isStream: boolean;
  /** By the port of its first bind; undefined where it binds none of the program's ports. */
  readonly role: Role | undefined;
  /** The reuse options set before the first bind, and after it: `SO_REUSEADDR=1`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const OPTION = /^setsockopt\(#\d+, SOL_SOCKET, (SO_REUSE(?:ADDR|PORT)), \[(\d)\], 4\) = 0$/;

export const isReuse = ({ text }: Call): boolean => /^setsockopt\(.*\bSO_REUSE(?:ADDR|PORT)\b/.test(text);

/** The sockets of a program, in the order in which they were made. */
export function livesOf(calls: readonly Call[]): Life[] {
  const sockets = new Set(calls.map(({ socket }) => socket));
  return [...sockets].map((own) => lifeOf(calls.filter(({ socket }) => socket === own)));
}

function lifeOf(calls: readonly Call[]): Life {
  const bind = calls.findIndex(({ name }) => name === 'bind');
  const optionsOf = (part: readonly Call[]): string[] =>
    part.flatMap(({ text }) => {
      const [, name = '', value = ''] = OPTION.exec(text) ?? [];
      return name === '' ? [] : [`${name}=${value}`];
    });
  const [, offset] = /_port=PORT\+(\d+)/.exec(calls[bind]?.text ?? '') ?? [];
  return {
    isStream: calls[0]?.text.includes('SOCK_STREAM') ?? false,
    role: offset === undefined ? undefined : roleAt(Number(offset)),
    before: optionsOf(bind < 0 ? calls : calls.slice(0, bind)),
    after: bind < 0 ? [] : optionsOf(calls.slice(bind)),
  };
}
