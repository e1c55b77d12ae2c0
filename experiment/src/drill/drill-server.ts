import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { DrillReport } from './model.ts';
import { DRILL_DEFAULTS, type DrillOptions } from './options.ts';
import { type Finding, LintFileError, matchFindings, readFindings } from './lint-findings.ts';
import { readSized } from '../read-sized.ts';
import { type ChildOptions, runInChild } from '../child/run-in-child.ts';
import { describeSystemFailure, isSystemFailure } from '../text/system-failure.ts';

/** `server` and `port`, and what differs from the defaults. */
export interface DrillServerOptions
  extends Pick<DrillOptions, 'server' | 'port'>, Partial<Omit<DrillOptions, 'server' | 'port'>> {
  /** Where the command runs, and what relative paths in it and in `lint` mean; this process's own by default. */
  readonly cwd?: string;
  /** A file with what `eslint --format json` printed. */
  readonly lint?: string;
}

/**
 * Drills a server: starts it, ends it in every chosen way, starts it again, and says whether it comes back and how
 * long it is away. In a child process; whatever ends this one or the child, nothing the server started remains.
 * @throws PortUnusableError where somebody listens on the port; CommandError where the command cannot be run;
 * LintFileError; what `runInChild` throws
 */
export async function drillServer(
  { lint, log, cwd = process.cwd(), ...options }: DrillServerOptions,
  { onAnswer, ...child }: ChildOptions<DrillReport> = {},
): Promise<DrillReport> {
  const findings = lint === undefined ? [] : await findingsIn(path.resolve(cwd, lint));
  const report = await runInChild(
    {
      command: 'drill',
      ...DRILL_DEFAULTS,
      ...options,
      ...(log === undefined ? {} : { log: path.resolve(cwd, log) }),
      drill: randomUUID(),
      cwd,
      // the child may need it to be a Node; the server must not notice
      env: { ELECTRON_RUN_AS_NODE: process.env.ELECTRON_RUN_AS_NODE ?? null },
    },
    child,
  );
  const explained = report.verdict.cause?.id === 'leftovers' && findings.length > 0;
  const answer = explained ? { ...report, findings: await matching(findings, report, cwd) } : report;
  onAnswer?.(answer);
  return answer;
}

/** ESLint's JSON holds the text of every file it has something to say of. */
const LARGEST_LINT_BYTES = 256 * 1024 * 1024;

async function findingsIn(file: string): Promise<Finding[]> {
  try {
    return readFindings(await readSized(file, LARGEST_LINT_BYTES));
  } catch (error) {
    const reason = isSystemFailure(error)
      ? describeSystemFailure(error)
      : error instanceof Error
        ? error.message
        : String(error);
    throw new LintFileError(`cannot use ${file}: ${reason}`);
  }
}

async function matching(
  findings: readonly Finding[],
  { port, server }: DrillReport,
  folder: string,
): Promise<Finding[]> {
  const { findConfiguredPorts } = await import('../configured-port/index.ts');
  const { ports } = await findConfiguredPorts(folder);
  return matchFindings(findings, { port, command: server, folder, places: ports });
}
