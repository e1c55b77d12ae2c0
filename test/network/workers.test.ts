import { readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../experiment/support.ts';
import { hasNamespaces, inMachineNetwork } from './namespace.ts';

const OWN = '/proc/self/ns/net';

describe.runIf(hasNamespaces)('a test file', () => {
  it('has a network of its own, apart from that of the process that started it', () => {
    expect(readlinkSync(OWN)).not.toBe(readlinkSync(`/proc/${process.ppid}/ns/net`));
  });

  it('has loopback alone', () => {
    const names = [...readFileSync('/proc/self/net/dev', 'utf8').matchAll(/^ *(\w+):/gm)].map(
      ([, name]) => name,
    );
    expect(names).toContain('lo');
    expect(names).not.toContain('eth0');
  });

  it('passes it on to what it starts', async () => {
    expect((await run(['readlink', OWN])).stdout.trim()).toBe(readlinkSync(OWN));
  });

  it('can run what needs the registries in the network of the machine', async () => {
    const [program, arguments_] = inMachineNetwork('readlink', OWN);
    const { stdout } = await run([program, ...arguments_]);
    expect(stdout.trim()).toBe(readlinkSync(`/proc/${process.ppid}/ns/net`));
  });
});

it.runIf(process.env.REBIND_NODE !== undefined)('runs on the Node that was asked for', async () => {
  const { stdout } = await run([process.env.REBIND_NODE ?? '', '--version']);
  expect(process.version).toBe(stdout.trim());
});
