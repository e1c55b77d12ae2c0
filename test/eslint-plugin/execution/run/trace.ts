import type { Call } from './outcome.ts';

/**
 * What runners watch. The close of a descriptor that nobody has marks the beginning of a program, or a folder made where none
 * can be: Java has no descriptors.
 */
export const WATCHED = 'socket,bind,setsockopt,listen,connect,accept,accept4,close,mkdir';
const FOLDER = /^"\/rebind-mark\/(\d+)"/;

/** The descriptor whose close marks program 0. */
export const FIRST_MARK = 1_000_000;

const CALL = /^(\d+) +(\w+)\((.*)\) += (-?\d+)(.*)$/;

/** The calls of each program on its sockets, from the text of `strace -f`; `baseOf` tells a program's first port. */
export function callsByProgram(trace: string, baseOf: (program: number) => number): Map<number, Call[]> {
  const programs = new Map<number, Call[]>();
  const programOf = new Map<string, number>();
  // by program and descriptor, the number of the socket among those of its program
  const sockets = new Map<string, number>();
  const made = new Map<number, number>();
  for (const line of wholeLines(trace)) {
    const [, process = '', name = '', given = '', result = '', reason = ''] = CALL.exec(line) ?? [];
    const argument = Number.parseInt(given, 10);
    const mark = markOf(name, given);
    if (mark !== undefined) {
      programOf.set(process, mark);
      programs.set(mark, []);
      continue;
    }
    const program = programOf.get(process);
    if (program === undefined) {
      continue;
    }
    const isMade = name === 'socket';
    const descriptor = isMade ? Number(result) : argument;
    const key = `${program} ${descriptor}`;
    if (isMade) {
      // what is neither IPv4 nor IPv6 is no socket of the program: libraries ask the system's services through it
      if (!/^(?:AF|PF)_INET/.test(given)) {
        continue;
      }
      const number = (made.get(program) ?? 0) + 1;
      made.set(program, number);
      sockets.set(key, number);
    }
    const socket = sockets.get(key);
    if (socket !== undefined) {
      const text = comparable(name, given, `${result}${reason}`, socket);
      programs.get(program)?.push({ name, socket, text: withOffsets(text, baseOf(program)) });
    }
    if (name === 'close') {
      sockets.delete(key);
    }
  }
  return programs;
}

/** The program that a call says to begin. */
function markOf(name: string, given: string): number | undefined {
  const descriptor = Number.parseInt(given, 10);
  const [, folder] = FOLDER.exec(given) ?? [];
  return name === 'close' && descriptor >= FIRST_MARK
    ? descriptor - FIRST_MARK
    : folder === undefined
      ? undefined
      : Number(folder);
}

/** Puts calls together that strace printed in two parts, as another process came between. */
function wholeLines(trace: string): string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [, process = '', start = ''] = /^(\d+) +(.*) <unfinished \.\.\.>$/.exec(line) ?? [];
    if (start !== '') {
      begun.set(process, `${process} ${start}`);
      return [];
    }
    const [, resumed = '', end = ''] = /^(\d+) +<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
    return [resumed === '' ? line : `${begun.get(resumed) ?? ''}${end}`];
  });
}

/** A call as it is in every run: descriptors by the number of their socket, no addresses of memory. */
function comparable(name: string, given: string, result: string, socket: number): string {
  return name === 'socket'
    ? `socket(${given}) = #${socket}`
    : `${name}(${given.replace(/^\d+/, `#${socket}`).replaceAll(/\b0x[\da-f]+\b/g, 'memory')}) = ${result.replace(/^\d+$/, (number) => (number === '0' ? '0' : 'a descriptor'))}`;
}

function withOffsets(text: string, base: number): string {
  return text.replaceAll(/_port=htons\((\d+)\)/g, (_, port: string) => {
    const offset = Number(port) - base;
    return `_port=${offset >= 0 && offset < 32 ? `PORT+${offset}` : 'other'}`;
  });
}
