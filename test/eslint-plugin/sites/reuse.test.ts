import { Linter, type Rule } from 'eslint';
import { describe, expect, it } from 'vitest';
import { type Reuse, reuseOf } from '../../../eslint-plugin/src/sites/reuse.ts';
import type { Platform } from '../../../eslint-plugin/src/sites/site.ts';
import { analyse } from '../../../eslint-plugin/src/analysis.ts';

function reuseIn(code: string, platform: Platform, runtime = 'node'): Reuse[] {
  let analysis: ReturnType<typeof analyse>;
  const collect: Rule.RuleModule = {
    create(context) {
      analysis = analyse(context);
      return {};
    },
  };
  const messages = new Linter().verify(
    `import http from 'node:http'; import dgram from 'node:dgram'; const server = http.createServer(); ${code}`,
    [
      {
        plugins: { test: { rules: { collect } } },
        rules: { 'test/collect': 'error' },
        settings: { rebind: { runtime } },
      },
    ],
  );
  expect(messages).toEqual([]);
  const { sites = [], targets } = analysis ?? {};
  return targets ? sites.map(({ site }) => reuseOf(site, targets, platform)) : [];
}

const both = (reuseAddr: boolean, reusePort: boolean): Reuse => ({ reuseAddr, reusePort });

describe('what a socket has when it binds', () => {
  it.each<[string, Platform, Reuse]>([
    ['server.listen(3000)', 'linux', both(true, false)],
    ['server.listen(3000)', 'darwin', both(true, false)],
    ['server.listen(3000)', 'win32', both(false, false)],
    ['server.listen({ port: 3000, reusePort: true })', 'linux', both(true, true)],
    ['server.listen({ port: 3000, reusePort: shared })', 'linux', { reuseAddr: true, reusePort: 'unknown' }],
    ['server.listen(3000, { reusePort: true })', 'linux', both(true, false)],
    ["dgram.createSocket('udp4').bind(5000)", 'linux', both(false, false)],
    ["dgram.createSocket({ type: 'udp4', reuseAddr: true }).bind(5000)", 'linux', both(true, false)],
    ["dgram.createSocket({ type: 'udp4', reuseAddr: true }).bind(5000)", 'darwin', both(false, true)],
    ["dgram.createSocket({ type: 'udp4', reuseAddr: true }).bind(5000)", 'win32', both(true, false)],
    ['Bun.serve({ port: 3000, fetch })', 'linux', both(true, false)],
    ['Deno.serve({ port: 3000, reusePort: true }, handler)', 'linux', both(true, true)],
    ['Deno.serve({ port: 3000, reusePort: true }, handler)', 'darwin', both(true, false)],
  ])('%s on %s', (code, platform, expected) => {
    expect(reuseIn(code, platform)).toEqual([expected]);
  });

  it('is what the runtime does not ignore', () => {
    const code = "dgram.createSocket({ type: 'udp4', reusePort: true }).bind(5000)";
    expect(reuseIn(code, 'linux')).toEqual([both(false, true)]);
    expect(reuseIn(code, 'linux', 'deno')).toEqual([both(false, false)]);
  });
});
