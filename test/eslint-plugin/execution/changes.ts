import { Linter } from 'eslint';
import { applyFix } from '../fixes/lint.ts';
import { configFor } from '../lint.ts';
import type { Fault } from './fault.ts';
import type { Language, Program } from './program.ts';
import type { Role } from './roles.ts';
import { isAssuming } from '../suggestion.ts';

/** A change that ESLint makes or offers. */
export interface Change {
  readonly what: string;
  readonly text: string;
  /** The options it may add to a socket before its bind; any of them, each as `SO_REUSEADDR=1 SO_REUSEPORT=1`. */
  readonly options: (role: Role, program: Program, isStream: boolean) => readonly string[];
  /** Whether a socket that cannot be bound may stay open: a constructor of Java closes its own. */
  readonly leavesUnbound?: boolean;
}

/** What ESLint says of a program and makes of it. */
export interface Linted {
  readonly changes: readonly Change[];
  /** What is wrong with the reports and texts, before anything runs. */
  readonly faults: readonly Fault[];
  /** Whether a server is reported. */
  readonly isReported: boolean;
}

const FILES: Readonly<Record<Language, string>> = {
  c: 'server.c',
  cpp: 'server.cpp',
  java: 'Program.java',
  python: 'server.py',
};

const linter = new Linter();

/** The suggestions that part a constructor of Java in its socket and a bind. */
const MAKES_UNBOUND: ReadonlySet<string> = new Set([
  'bindAfterReuseAddr',
  'bindAfterReusePort',
  'stateUnbound',
]);

/** What begins the ids of messages that are about no stream server. */
const OF_DATAGRAMS = 'udp';

export function lintProgram(program: Program): Linted {
  const filename = FILES[program.language];
  const config = configFor({ filename, settings: program.settings });
  const messages = linter.verify(program.text, config, { filename });
  const isReported = messages.some(({ messageId }) => !(messageId ?? '').startsWith(OF_DATAGRAMS));
  const fixed = messages.some(({ fix }) => fix)
    ? linter.verifyAndFix(program.text, config, { filename })
    : { output: program.text, messages };
  const changes: Change[] = [
    { what: '--fix', text: fixed.output, options: fixedOptions },
    ...messages.flatMap(({ suggestions = [] }) =>
      suggestions.map(({ fix, desc, messageId = '' }): Change => ({
        what: `suggestion ${messageId}${isAssuming({ desc }) ? ', assuming' : ''}`,
        text: applyFix(program.text, fix),
        options: suggestedOptions(messageId, isAssuming({ desc })),
        leavesUnbound: MAKES_UNBOUND.has(messageId),
      })),
    ),
  ];
  const unfixed = messages.filter(({ fix }) => !fix);
  const faults: Fault[] = [
    ...messages
      .filter(({ fatal }) => fatal)
      .map(({ message }) => ({ kind: 'the generated program does not parse', detail: message })),
    ...surplus(fixed.messages, unfixed).map((detail) => ({
      kind: '--fix: leaves a report or brings one',
      detail,
    })),
    ...(fixed.messages.some(({ fix }) => fix) ? [{ kind: '--fix: comes to no end', detail: '' }] : []),
    ...silence(program, isReported),
  ];
  return { changes, faults, isReported };
}

function silence({ isServer, text }: Program, isReported: boolean): Fault[] {
  return isServer && !isReported ? [{ kind: 'missed: a server without a report', detail: text }] : [];
}

/** The messages of `found` that `allowed` has not, each as often. */
function surplus(found: readonly Linter.LintMessage[], allowed: readonly Linter.LintMessage[]): string[] {
  const keyOf = ({ ruleId, messageId, message }: Linter.LintMessage): string =>
    `${ruleId ?? message} ${messageId ?? ''}`;
  const rest = allowed.map(keyOf);
  return found.map(keyOf).filter((key) => {
    const at = rest.indexOf(key);
    if (at >= 0) {
      rest.splice(at, 1);
    }
    return at < 0;
  });
}

/** Whether one line has become another by statements among its own, in front of the last that binds. */
const isWithin = (before: string, after: string): boolean =>
  [...before.matchAll(/; (?=.*\bbind)/g)].some(
    ({ index }) => after.startsWith(before.slice(0, index + 2)) && after.endsWith(before.slice(index + 2)),
  );

/** Line ends, and comments that stand above what they describe. */
export function layoutFaults(what: string, before: string, after: string): Fault[] {
  const described = (text: string): Set<string> => {
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    return new Set(
      lines.flatMap((line, index) =>
        /^(?:\/\/|\/\*|#) ?take the port/.test(line) ? [`${line}\n${lines[index + 1] ?? ''}`] : [],
      ),
    );
  };
  const now = [...described(after)];
  const lost = [...described(before)].find(
    (pair) => !now.some((other) => other === pair || isWithin(pair, other)),
  );
  return [
    ...(lost === undefined ? [] : [{ kind: `${what}: comes between a comment and its bind`, detail: lost }]),
    ...(before.includes('\r\n') && /[^\r]\n/.test(after)
      ? [{ kind: `${what}: other line ends`, detail: '' }]
      : []),
  ];
}

const targetsMacOs = ({ settings }: Program): boolean =>
  !Array.isArray(settings.platforms) || settings.platforms.includes('darwin');

/** What `--fix` owes each socket: the table of verdicts in the documentation of the rules. */
export function fixedOptions(role: Role, program: Program): readonly string[] {
  if (!program.due.has(role)) {
    return [''];
  }
  // Java has SO_REUSEPORT in some releases alone
  return role === 'multicast' && program.language !== 'java' && targetsMacOs(program)
    ? ['SO_REUSEADDR=1 SO_REUSEPORT=1']
    : ['SO_REUSEADDR=1'];
}

/** What a suggestion says that it sets, by the id of its message. */
export const SUGGESTED: Readonly<Record<string, string>> = {
  setReuseAddr: 'SO_REUSEADDR=1',
  setReuseAddrAndPort: 'SO_REUSEADDR=1 SO_REUSEPORT=1',
  setReusePortIfSupported: 'SO_REUSEADDR=1 SO_REUSEPORT=1',
  bindAfterReuseAddr: 'SO_REUSEADDR=1',
  bindAfterReusePort: 'SO_REUSEADDR=1 SO_REUSEPORT=1',
  stateUnbound: 'SO_REUSEADDR=0',
  deriveClass: 'SO_REUSEADDR=1',
  stateOption: 'SO_REUSEADDR=0',
};

/** What a suggestion may add: what it says on what it is about, and nothing elsewhere. */
function suggestedOptions(messageId: string, isAssuming: boolean): Change['options'] {
  const options = SUGGESTED[messageId] ?? '';
  return (role, _program, isStream) => {
    const isOn = options.includes('=1');
    const mayHave =
      role === 'client' || role === 'probe'
        ? false
        : isOn
          ? isStream || role === 'multicast' || isAssuming
          : !isStream;
    return mayHave ? ['', options] : [''];
  };
}
