import path from 'node:path';

/** A report of the linter. Lines and columns count from 1. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}

/** The file given as ESLint's output is none. */
export class LintFileError extends Error {
  override readonly name = 'LintFileError';
}

/** The rules that say something about address reuse, the most telling first. */
const RULES = [
  'no-disabled-reuse',
  'no-ineffective-reuse',
  'require-reuse',
  'no-unsafe-reuse',
  'prefer-explicit-reuse',
];

/**
 * The findings of eslint-plugin-rebind in what `eslint --format json` printed.
 * @throws LintFileError where the text is something else
 */
export function readFindings(text: string): Finding[] {
  let results: unknown;
  try {
    results = JSON.parse(text);
  } catch {
    throw new LintFileError('it is not JSON');
  }
  if (!Array.isArray(results) || !results.every(isResult)) {
    throw new LintFileError('it is not what eslint --format json prints');
  }
  return results.flatMap(({ filePath, messages }) =>
    messages.flatMap((message): Finding[] => {
      const { ruleId, line, column, message: words } = message;
      return typeof ruleId === 'string' && RULES.includes(ruleName(ruleId))
        ? [{ file: filePath, line: line ?? 1, column: column ?? 1, rule: ruleId, message: words }]
        : [];
    }),
  );
}

interface Result {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: unknown;
    readonly line?: number;
    readonly column?: number;
    readonly message: string;
  }[];
}

function isResult(value: unknown): value is Result {
  return (
    typeof value === 'object' &&
    value !== null &&
    'filePath' in value &&
    typeof value.filePath === 'string' &&
    'messages' in value &&
    Array.isArray(value.messages) &&
    value.messages.every(isMessage)
  );
}

/** ESLint itself leaves lines and columns out of some. */
function isMessage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { line, column, message } = value as Readonly<Record<string, unknown>>;
  return (
    typeof message === 'string' &&
    [line, column].every((place) => place === undefined || Number.isSafeInteger(place))
  );
}

/** `rebind/require-reuse` is `require-reuse`: the prefix is the configuration's choice. */
function ruleName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** A listen call whose port is known from the source: what `rebind port` finds. */
export interface ListenPlace {
  /** Relative to the folder. */
  readonly file: string;
  readonly line: number;
  readonly port: number;
}

export interface Drilled {
  readonly port: number;
  readonly command: readonly string[];
  /** Absolute. */
  readonly folder: string;
  readonly places: readonly ListenPlace[];
}

/**
 * The findings that are about the drilled server: those whose call is known to listen on its port, or which stand in a
 * file the command names; where neither is known of any, the only one there is. The most telling first.
 */
export function matchFindings(findings: readonly Finding[], drilled: Drilled): Finding[] {
  const scored = findings
    .map((finding) => ({ finding, score: score(finding, drilled) }))
    .filter((entry) => entry.score !== undefined);
  const best = Math.max(0, ...scored.map((entry) => entry.score ?? 0));
  const matching =
    best > 0 ? scored.filter((entry) => entry.score === best) : scored.length === 1 ? scored : [];
  return matching
    .map(({ finding }) => finding)
    .toSorted((one, other) => RULES.indexOf(ruleName(one.rule)) - RULES.indexOf(ruleName(other.rule)));
}

/** Undefined where the call is known to listen on another port. */
function score({ file, line }: Finding, drilled: Drilled): number | undefined {
  const { port, command, folder } = drilled;
  const absolute = path.resolve(folder, file);
  const places = drilled.places.filter((place) => path.resolve(folder, place.file) === absolute);
  const there = places.filter((place) => place.line === line);
  const onPort = (place: ListenPlace) => place.port === port;
  if (there.length > 0 && !there.some(onPort)) {
    return undefined;
  }
  const named = command.some((word) => names(word, absolute, folder));
  return (there.length > 0 ? 4 : 0) + (named ? 2 : 0) + (places.some(onPort) ? 1 : 0);
}

/** `server.py` names itself, `build/s1_server` a file s1_server.c, `GreetingServer` a file GreetingServer.java. */
function names(word: string, file: string, folder: string): boolean {
  return (
    path.resolve(folder, word) === file ||
    (path.extname(word) === '' && word !== '' && path.basename(word) === path.parse(file).name)
  );
}
