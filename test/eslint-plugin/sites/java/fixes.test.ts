import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../../examples/support/toolchain.ts';
import { fix, lint } from '../../lint.ts';
import { runAll, type Run } from './jvm.ts';
import { FIXED, program, RETRIED, SUGGESTED } from './programs.ts';

const JAVA = { filename: 'Main.java' };

const applied = (code: string, { range, text }: { range: [number, number]; text: string }): string =>
  code.slice(0, range[0]) + text + code.slice(range[1]);

/** Applies a suggestion of each report that has it, one after the other. */
function suggest(code: string, choose: (report: Linter.LintMessage) => number = () => 0): string {
  let text = code;
  for (let left = 5; left > 0; left--) {
    const [report] = lint(text, JAVA).filter(({ suggestions }) => suggestions?.length);
    const edit = report?.suggestions?.[choose(report)]?.fix;
    if (!edit) {
      return text;
    }
    text = applied(text, edit);
  }
  throw new Error('suggestions without an end');
}

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** The option that each bind of a server has last. */
  readonly has: string;
}

const CASES: readonly Case[] = [
  ...Object.entries(FIXED).map(([name, code]) => ({
    name: `--fix: ${name}`,
    before: code,
    after: fix(code, JAVA),
    has: 'SO_REUSEADDR 1',
  })),
  ...Object.entries({ ...SUGGESTED, ...RETRIED }).map(([name, code]) => ({
    name: `suggestion: ${name}`,
    before: code,
    after: suggest(code),
    has: 'SO_REUSEADDR 1',
  })),
  ...['a variable', 'a resource', 'a return', 'an argument'].map((name) => ({
    name: `suggestion to share the port: ${name}`,
    before: SUGGESTED[name] ?? '',
    after: suggest(SUGGESTED[name] ?? '', () => 1),
    has: 'SO_REUSEPORT 1',
  })),
  ...['a server socket', 'a channel'].map((name) => ({
    name: `suggestion to share the port: ${name}, bound later`,
    before: FIXED[name] ?? '',
    after: suggest(FIXED[name] ?? ''),
    has: 'SO_REUSEPORT 1',
  })),
  {
    name: 'suggestion: a unicast datagram socket stays as it is, and says so',
    before: program(
      'DatagramSocket s = new DatagramSocket(port, InetAddress.getLoopbackAddress());\ns.setSoTimeout(1);\ntry { s.receive(new DatagramPacket(new byte[1], 1)); } catch (SocketTimeoutException e) { System.out.println("nothing"); }\ns.close();',
    ),
    get after() {
      return suggest(this.before);
    },
    has: 'SO_REUSEADDR 0',
  },
];

describe.skipIf(missing('javac') || missing('strace'))(
  'a program of Java does what it did before a fix, and the option is set (needs Linux, javac and strace)',
  { timeout: 240_000 },
  () => {
    let folder: string;
    let runs: readonly Run[];
    beforeAll(async () => {
      folder = mkdtempSync(path.join(os.tmpdir(), 'rebind-java-'));
      runs = await runAll(
        folder,
        CASES.flatMap(({ before, after }) => [before, after]),
      );
    }, 240_000);
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(CASES.map((one, index) => [one.name, one, index] as const))('%s', (_, one, index) => {
      const [before, after] = [runs[2 * index], runs[2 * index + 1]];
      expect(one.after).not.toBe(one.before);
      expect(lint(one.after, JAVA)).toEqual([]);
      expect(fix(one.after, JAVA)).toBe(one.after);
      expect(after?.compiled).toBe(before?.compiled);
      expect(after?.printed).toBe(before?.printed);
      const results = (run: Run | undefined) => run?.binds.map((bind) => /bind \w+$/.exec(bind)?.[0]);
      expect(results(after)).toEqual(results(before));
      expect(after?.binds.length).toBeGreaterThan(0);
      for (const bind of after?.binds ?? []) {
        const options = bind.split(', ').slice(0, -1);
        const name = one.has.slice(0, -1);
        expect(options.findLast((option) => option.startsWith(name))).toBe(one.has);
      }
    });
  },
);
