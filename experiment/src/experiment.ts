import { release } from 'node:os';

/** How an experiment tells about itself, and is stopped. */
export interface ConductOptions {
  /** Told before the first cell, now and then, and after the last. */
  readonly onProgress?: (progress: Progress) => void;
  /** Told the identities of the rows a port has, before anything is opened there. */
  readonly onBaseline?: (port: number, identities: ReadonlySet<string>) => void;
  /** Ends the experiment between two steps, cleans up, and throws the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being done, where that takes long enough to be read. */
  readonly text?: string;
}

export interface SystemReport {
  readonly platform: NodeJS.Platform;
  readonly release: string;
  readonly arch: string;
}

/** The machine an experiment ran on. */
export function systemReport(): SystemReport {
  return { platform: process.platform, release: release(), arch: process.arch };
}
