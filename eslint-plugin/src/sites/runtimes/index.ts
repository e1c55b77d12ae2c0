import { bun } from './bun.ts';
import { deno } from './deno.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import { posix } from './posix.ts';
import { python } from './python.ts';
import type { RuntimeFacts } from './runtime.ts';
import { winsock } from './winsock.ts';

const rows = { node, deno, bun, java, python, posix, winsock } satisfies Record<string, RuntimeFacts>;

/** Whose sockets a call opens: those of a script's runtime, of a language's library, or of the system itself. */
export type Runtime = keyof typeof rows;

/** The runtimes, a row each. Nothing else in the plugin but catalogues and settings names one. */
export const RUNTIMES: Readonly<Record<Runtime, RuntimeFacts>> = rows;

/** What runs a script; the same script may meet several. Apart from the rows, which the editor's own process goes without. */
export const SCRIPT_RUNTIMES = ['node', 'deno', 'bun'] as const satisfies readonly Runtime[];
export type ScriptRuntime = (typeof SCRIPT_RUNTIMES)[number];

/** What runs the calls of an API: Node's modules may be run by another runtime, which the settings name. */
export function runtimeOf(
  { runtime }: { readonly runtime: Runtime },
  targets: { readonly runtime: ScriptRuntime },
): Runtime {
  return RUNTIMES[runtime].isRunByOthers ? targets.runtime : runtime;
}
