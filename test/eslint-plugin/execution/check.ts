import type { Change } from './changes.ts';
import type { Fault } from './fault.ts';
import { isReuse, livesOf, type Life } from './lives.ts';
import type { Program } from './program.ts';
import { SITUATIONS, type Call, type Outcome, type Ran } from './run/outcome.ts';

/** What a change broke, of all that running shows. */
export function faultsOf(program: Program, change: Change, before: Ran, after: Ran): Fault[] {
  if ('refused' in before) {
    return [{ kind: 'the generated program does not compile', detail: before.refused }];
  }
  if ('refused' in after) {
    return [{ kind: `${change.what}: does not compile`, detail: after.refused }];
  }
  if (!before.outcomes.get('free')?.calls.some(({ name }) => name === 'bind')) {
    return [
      { kind: 'the generated program binds nothing', detail: before.outcomes.get('free')?.output ?? '' },
    ];
  }
  const warning = after.warnings.find((text) => !before.warnings.includes(text));
  const faults = SITUATIONS.flatMap((situation) => {
    const [was, is] = [before.outcomes.get(situation), after.outcomes.get(situation)];
    const broken = was && is ? [...behaviour(change, was, is)] : [];
    // options are told by descriptor, which says nothing where a bind is gone
    const found = was && is && broken.length === 0 ? [...options(program, change, was, is)] : broken;
    return found.map(({ kind, detail }) => ({
      kind: `${change.what}: ${kind}`,
      detail: `${situation}: ${detail}`,
    }));
  });
  const all = [
    ...faults,
    ...(warning === undefined ? [] : [{ kind: `${change.what}: a new warning`, detail: warning }]),
  ];
  return all.filter(({ kind }, index) => all.findIndex((other) => other.kind === kind) === index);
}

/** What the JDK sets on every datagram socket, before the bind or after it. */
const isOfJdk = ({ text }: Call): boolean => text.includes('SO_BROADCAST');

/** What a program said; a failed assertion of C tells its file and line too, which a change may move. */
const wordsOf = ({ output }: Outcome): string =>
  output.replaceAll(/^\S+\.c(?:pp)?:\d+: (?=.*Assertion )/gm, '');

/** The last socket of each port that could not be bound. */
function unboundIn({ calls }: Outcome): ReadonlySet<number> {
  const failed = new Map<string, number>();
  for (const { name, socket, text } of calls) {
    const [, port] = /_port=([^,]+)/.exec(text) ?? [];
    if (name !== 'bind' || port === undefined) {
      continue;
    }
    if (text.endsWith(' = 0')) {
      failed.delete(port);
    } else {
      failed.set(port, socket);
    }
  }
  return new Set(failed.values());
}

function* behaviour({ leavesUnbound = false }: Change, was: Outcome, is: Outcome): Generator<Fault> {
  const calls = (outcome: Outcome): string[] => {
    const left: ReadonlySet<number> = leavesUnbound ? unboundIn(outcome) : new Set();
    return (
      outcome.calls
        .flatMap((call) =>
          isReuse(call) || isOfJdk(call) || (call.name === 'close' && left.has(call.socket))
            ? []
            : [call.text],
        )
        // how often a JVM asks before its time is over is chance
        .filter((text, index, texts) => !text.startsWith('accept(') || text !== texts[index - 1])
    );
  };
  const [before, after] = [calls(was), calls(is)];
  const only = (all: readonly string[], name: RegExp): string =>
    all.filter((text) => name.test(text)).join('\n');
  const kind = [
    { name: /^bind/, kind: 'other binds' },
    { name: /^(?!close)/, kind: 'other system calls' },
    { name: /^/, kind: 'a descriptor is closed elsewhere or not at all' },
  ].find(({ name }) => only(before, name) !== only(after, name))?.kind;
  if (kind !== undefined) {
    yield { kind, detail: `\n${before.join('\n')}\nbecame\n${after.join('\n')}` };
  }
  if (was.status !== is.status) {
    yield { kind: 'another exit status', detail: `${was.status} became ${is.status}` };
  }
  if (wordsOf(was) !== wordsOf(is)) {
    yield { kind: 'another output', detail: `\n${was.output}became\n${is.output}` };
  }
}

/** The options that a change adds to a descriptor; those the program sets by itself are not counted. */
function added(was: readonly string[], is: readonly string[]): string[] {
  const rest = [...was];
  return is.filter((option) => {
    const at = rest.indexOf(option);
    if (at >= 0) {
      rest.splice(at, 1);
    }
    return at < 0;
  });
}

function* options(program: Program, change: Change, was: Outcome, is: Outcome): Generator<Fault> {
  const before = livesOf(was.calls);
  for (const [index, life] of livesOf(is.calls).entries()) {
    const own = before[index] ?? { ...life, before: [], after: [] };
    const late = added(own.after, life.after);
    if (late.length > 0) {
      yield { kind: 'an option once more after the bind', detail: late.join(' ') };
    }
    yield* optionsBeforeBind(program, change, life, added(own.before, life.before));
  }
}

function* optionsBeforeBind(
  program: Program,
  change: Change,
  { role, isStream }: Life,
  given: readonly string[],
): Generator<Fault> {
  if (role === undefined) {
    if (given.length > 0) {
      yield { kind: 'an option on a socket that binds nothing', detail: given.join(' ') };
    }
    return;
  }
  const wanted = change.options(role, program, isStream);
  const text = given.join(' ');
  if (!wanted.includes(text)) {
    const what =
      given.length === 0 ? 'no option' : new Set(given).size < given.length ? 'an option twice' : text;
    yield {
      kind: `${what} on a ${isStream ? 'stream' : 'datagram'} socket, ${role}`,
      detail: `${text || 'nothing'} instead of ${wanted.map((options_) => options_ || 'nothing').join(' or ')}`,
    };
  }
}
