// these two alone: the whole of it is loaded with the editor's first window
import subset from 'semver/ranges/subset.js';
import validRange from 'semver/ranges/valid.js';
import * as v from 'valibot';
import { SCRIPT_RUNTIMES, type ScriptRuntime } from './runtimes/index.ts';
import { PLATFORMS, type Platform } from './site.ts';

/** A wrapper of the user's own that listens. */
export interface AdditionalListener {
  /** The import specifier, as the linted files write it. */
  readonly module: string;
  /** The export that creates the server; the default export when absent. */
  readonly export?: string | undefined;
  /** The method that listens; when absent the export itself does, when called or constructed. */
  readonly method?: string | undefined;
  /** Which argument is the options object, from 0. Absent: the overloads of net.Server.listen(). */
  readonly optionsArgument?: number | undefined;
  /** Whether the options reach net.Server.listen(). */
  readonly forwards: boolean;
}

/** What the code is linted for: `settings.rebind`, validated and with its defaults. */
export interface Targets {
  readonly platforms: readonly Platform[];
  /** Whether the settings name the platforms, which are all of them otherwise. */
  readonly namesPlatforms: boolean;
  readonly runtime: ScriptRuntime;
  /** Node versions the code must run on; undefined when not stated. */
  readonly node: string | undefined;
  /** An environment variable that names a port may hold a pipe's name. */
  readonly pipePorts: boolean;
  /** Also report calls on receivers and with arguments of which nothing is known. */
  readonly checkUnknown: boolean;
  readonly additionalListeners: readonly AdditionalListener[];
  /** Ports are meant to be shared between processes: what shares them comes first, and `--fix` writes it. */
  readonly sharePort: boolean;
}

const listenerEntries = {
  module: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
  export: v.optional(v.string()),
  method: v.optional(v.string()),
  optionsArgument: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  forwards: v.optional(v.boolean(), true),
};

const settingsEntries = {
  platforms: v.optional(
    v.pipe(v.array(v.picklist(PLATFORMS)), v.minLength(1, 'must name at least one platform')),
    [...PLATFORMS],
  ),
  runtime: v.optional(v.picklist(SCRIPT_RUNTIMES), 'node'),
  node: v.optional(
    v.pipe(
      v.string(),
      v.check((range) => validRange(range) !== null, 'must be a semver range such as ">=20"'),
    ),
  ),
  pipePorts: v.optional(v.boolean(), false),
  checkUnknown: v.optional(v.boolean(), false),
  additionalListeners: v.optional(
    v.array(v.strictObject(listenerEntries, unlikeObjectOf(listenerEntries))),
    [],
  ),
  sharePort: v.optional(v.boolean(), false),
};

const settingsSchema = v.strictObject(settingsEntries, unlikeObjectOf(settingsEntries));

/** What `settings.rebind` of an ESLint configuration may hold: each key may be left out. */
export type RebindSettings = v.InferInput<typeof settingsSchema>;

/** Says of an unknown key which keys there are, and of what is missing or no object that it should be one. */
function unlikeObjectOf(entries: object) {
  return ({ expected, received }: v.StrictObjectIssue): string => {
    if (expected === 'never') {
      return `is unknown; the keys are ${Object.keys(entries).join(', ')}`;
    }
    return received === 'undefined' ? 'is missing' : 'must be an object';
  };
}

const defaults = read(undefined);
const cache = new WeakMap<object, Targets>();

function read(settings: unknown): Targets {
  const given = settings === undefined ? {} : settings;
  const result = v.safeParse(settingsSchema, Array.isArray(given) ? null : given);
  if (result.success) {
    const namesPlatforms = (given as { readonly platforms?: unknown }).platforms !== undefined;
    return { ...result.output, node: result.output.node, namesPlatforms };
  }
  const [issue] = result.issues;
  const key = v.getDotPath(issue);
  const error = new TypeError(
    `eslint-plugin-rebind: settings.rebind${key === null ? '' : `.${key}`} in the ESLint configuration: ${issue.message}.`,
  );
  // ESLint prints it, and where in here it was thrown mends no configuration
  error.stack = `${error.name}: ${error.message}`;
  throw error;
}

/**
 * Validates `settings.rebind`, once an object.
 * @param settings the `settings` of the ESLint configuration
 * @throws TypeError that names the malformed key
 */
export function readTargets(settings: { readonly rebind?: unknown }): Targets {
  const own = settings.rebind;
  if (own === undefined) {
    return defaults;
  }
  if (typeof own !== 'object' || own === null) {
    return read(own);
  }
  let targets = cache.get(own);
  if (!targets) {
    targets = read(own);
    cache.set(own, targets);
  }
  return targets;
}

/** Whether some of the targeted Node versions lack a feature that `needs` (a semver range) names. False when no version is stated. */
export function nodeTooOld(targets: Targets, needs: string): boolean {
  return targets.node !== undefined && !subset(targets.node, needs);
}
