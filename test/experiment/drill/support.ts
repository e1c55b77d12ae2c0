import { fileURLToPath } from 'node:url';
import type { DrillReport } from 'rebind';
import { expect, vi } from 'vitest';
import { type Ended, json, observe, rebind } from '../support.ts';

// a drill starts a server four times and more, and the machine may be busy
vi.setConfig({ testTimeout: 120_000 });

/** A busy machine is no habit of a server. */
const PATIENT = ['--max-away', '10s'];

export const HABITS = fileURLToPath(new URL('servers/habits.py', import.meta.url));

/** The Python program that listens on the port with this habit. */
export function habit(name: string, port: number): string[] {
  return ['python3', HABITS, String(port), name];
}

export interface Drilled extends Ended {
  readonly report: DrillReport;
}

/** Drills a command by the command line. Whatever the verdict, nothing of it remains. */
export async function drill(
  port: number,
  server: readonly string[],
  ...options: readonly string[]
): Promise<Drilled> {
  const ended = await rebind(
    'drill',
    '--port',
    String(port),
    '--json',
    ...PATIENT,
    ...options,
    '--',
    ...server,
  );
  const report = json(ended) as DrillReport;
  expect(report.survivors).toEqual([]);
  expect(report.remains).toEqual([]);
  expect((await observe(port)).rows).toEqual([]);
  expect(ended.status).toBe(report.verdict.id === 'at-once' ? 0 : 1);
  return { ...ended, report };
}

/** The verdict of each way, `crash: at-once`. */
export function verdicts({ ways }: DrillReport): string[] {
  return ways.map(({ how, verdict }) => `${how}: ${verdict.id}`);
}
