import type { ApiFacts, Runtime } from '../site.ts';
import type { Targets } from '../targets.ts';
import { bun } from './bun.ts';
import { deno } from './deno.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import { posix } from './posix.ts';
import { python } from './python.ts';
import type { RuntimeFacts } from './runtime.ts';
import { winsock } from './winsock.ts';

/** Whose sockets a call may open: a row each. Nothing else in the plugin but catalogues and settings names one. */
export const RUNTIMES: Readonly<Record<Runtime, RuntimeFacts>> = {
  node,
  deno,
  bun,
  java,
  python,
  posix,
  winsock,
};

/** What runs the calls of an API: Node's modules may be run by another runtime, which the settings name. */
export function runtimeOf({ runtime }: Pick<ApiFacts, 'runtime'>, targets: Targets): Runtime {
  return RUNTIMES[runtime].isRunByOthers ? targets.runtime : runtime;
}
