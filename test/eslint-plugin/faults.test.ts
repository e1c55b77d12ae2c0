import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from './package/versions.ts';

/**
 * Lints two files twice, in the first of which a node throws when it is looked at, as a fault of Rebind's own would. A process
 * of its own, since a switch is read when the plugin is loaded.
 */
const PROGRAM = `
  import { Linter } from 'eslint';
  import rebind from ${JSON.stringify(pathToFileURL(path.join(ROOT, 'eslint-plugin/dist/index.js')).href)};
  const sabotage = {
    create({ filename, sourceCode }) {
      if (filename === 'faulty.js') {
        Object.defineProperty(sourceCode.ast.body[1], 'range', { get() { throw new TypeError('a fault'); } });
      }
      return {};
    },
  };
  const text = "import net from 'node:net';\\nnet.createServer().listen(3000); debugger;\\n";
  const config = [
    rebind.configs.recommended,
    { plugins: { test: { rules: { sabotage } } }, rules: { 'test/sabotage': 'error', 'no-debugger': 'error' } },
  ];
  for (const filename of ['faulty.js', 'sound.js', 'faulty.js']) {
    const found = new Linter().verify(text, config, { filename });
    console.log(filename, found.map(({ ruleId }) => ruleId).join());
  }
`;

function run(faults: string) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, REBIND_FAULTS: faults },
  });
}

describe('a fault of a rule', () => {
  it('hides no report of other rules and files, and names the file once on standard error', () => {
    const { stdout, stderr, status } = run('');
    expect(stdout).toBe(
      'faulty.js no-debugger\nsound.js rebind/prefer-explicit-reuse,no-debugger\nfaulty.js no-debugger\n',
    );
    expect(stderr.match(/RebindWarning: faulty\.js: Rebind failed .*TypeError: a fault/g)).toHaveLength(1);
    expect(status).toBe(0);
  });

  it('ends the run where tests and benchmarks ask for it', () => {
    const { stderr, status } = run('throw');
    expect(stderr).toContain('TypeError: a fault');
    expect(status).toBe(1);
  });
});
