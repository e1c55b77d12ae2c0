import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import * as codeServer from '../tools/code-server.ts';
import { which } from '../tools/debian-packages.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What is not installed of what the tests in the editor need; empty where nothing is. */
    missing: string;
  }
}

function missingTools(): string {
  const lacks = [
    ...(which('chromium') === undefined ? ['chromium'] : []),
    ...(codeServer.installed() ? [] : [`code-server ${codeServer.VERSION}`]),
  ];
  return lacks.join(', ');
}

/** Packages the extension as it is now, for the editors that the test files start. */
export default function setUp(project: TestProject): void {
  const missing = missingTools();
  project.provide('missing', missing);
  if (missing === '') {
    execFileSync('npm', ['run', '--silent', 'package'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } else if (process.env.CI === 'true') {
    throw new Error(`The tests in the editor need ${missing}. To install: npm test, as root`);
  }
}
