import { execFileSync } from 'node:child_process';
import type { LeftoverReport, ReleaseReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import {
  end,
  FREE,
  freePort,
  inFreshNetwork,
  json,
  mayBeOthers,
  mayMakeNetworks,
  observe,
  python,
  REBIND,
  rebind,
  run,
  script,
  startReady,
  timeWaits,
} from '../support.ts';

async function release(port: number, ...more: string[]): Promise<ReleaseReport> {
  return json(await rebind('release', String(port), '--json', ...more)) as ReleaseReport;
}

const reasons = ({ leftovers }: ReleaseReport) => leftovers.map(({ reason }) => reason);

describe('a TIME_WAIT is ended', () => {
  it.each(['127.0.0.1', '127.0.0.5', '::1', '::ffff:127.0.0.1'])('on %s', async (address) => {
    const port = await freePort();
    await run(script(timeWaits(port, { address })));
    expect((await observe(port)).rows).toHaveLength(1);
    const report = await release(port);
    expect(report).toMatchObject({
      released: 1,
      leftovers: [{ outcome: 'released', state: 'TIME_WAIT', reason: null }],
    });
    expect(await observe(port)).toEqual(FREE);
  });

  it('and so are a thousand of them', async () => {
    const port = await freePort();
    await run(script(timeWaits(port, { count: 1000 })));
    const report = await release(port);
    expect(report.leftovers).toHaveLength(1000);
    // a client's port that is in another TIME_WAIT too cannot be bound; then that row says so
    const stays = report.leftovers.filter(({ outcome }) => outcome === 'stays');
    expect(new Set(stays.map(({ reason }) => reason)).size).toBeLessThanOrEqual(stays.length > 0 ? 1 : 0);
    expect(stays.every(({ reason }) => reason === 'peer-port-taken')).toBe(true);
    expect(report.released).toBeGreaterThan(950);
    expect((await observe(port)).rows).toHaveLength(stays.length);
  });

  it('at the client, when the client closed first', async () => {
    const port = await freePort();
    await run(
      script([
        `s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`,
        `c = socket.create_connection(("127.0.0.1", ${port})); a, _ = s.accept()`,
        'c.close(); a.close(); s.close()',
      ]),
    );
    expect((await observe(port)).rows).toHaveLength(1);
    expect((await release(port)).released).toBe(1);
    expect(await observe(port)).toEqual(FREE);
  });

  it.runIf(mayBeOthers)('by a user who is not root, though root left it', async () => {
    const port = await freePort();
    await run(script(timeWaits(port)));
    const ended = await run([
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      ...REBIND,
      'release',
      String(port),
      '--json',
    ]);
    expect(json(ended)).toMatchObject({ released: 1 });
    expect(await observe(port)).toEqual(FREE);
  });
});

describe('a leftover stays, and why is told', () => {
  it.runIf(mayMakeNetworks)('with net.ipv4.tcp_rfc1337=1', async () => {
    const program = script([
      ...timeWaits(3000),
      'import subprocess, sys',
      `sys.exit(subprocess.call(${JSON.stringify([...REBIND, 'release', '3000', '--json'])}))`,
    ]);
    const ended = await run(inFreshNetwork(program, { 'net.ipv4.tcp_rfc1337': '1' }));
    expect(ended.status).toBe(1);
    expect(json(ended)).toMatchObject({ released: 0, leftovers: [{ outcome: 'stays', reason: 'rfc1337' }] });
  });

  it('while somebody listens there, who accepts nothing', async () => {
    const port = await freePort();
    await run(script(timeWaits(port, { reuse: true, count: 20 })));
    const server = await startReady([
      'python3',
      '-c',
      [
        'import socket, select',
        's = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
        `s.bind(("0.0.0.0", ${port})); s.listen(); print("ready", flush=True)`,
        'print("accepted" if select.select([s], [], [], 3)[0] else "nothing", flush=True)',
      ].join('\n'),
    ]);
    const report = await release(port);
    expect(reasons(report)).toEqual(Array<string>(20).fill('listener'));
    expect(report.live).toMatchObject([{ state: 'LISTEN' }]);
    expect(await server.output).toContain('nothing');
    expect((await release(port)).released).toBe(20);
    expect(await observe(port)).toEqual(FREE);
  });

  it('when the port of its peer is in use again', async () => {
    const [port, clientPort] = [await freePort(), await freePort()];
    await run(script(timeWaits(port, { clientPort })));
    const taker = await startReady(python(`t = socket.socket(); t.bind(("127.0.0.1", ${clientPort}))`));
    expect(await release(port)).toMatchObject({ released: 0, leftovers: [{ reason: 'peer-port-taken' }] });
    await end(taker);
    expect((await release(port)).released).toBe(1);
  });

  it('when its peer has not closed: FIN_WAIT2', async () => {
    const port = await freePort();
    const client = await startReady(
      python(
        `s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`,
        `c = socket.create_connection(("127.0.0.1", ${port})); a, _ = s.accept(); s.close()`,
        'a.close(); c.recv(1); c.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)',
      ),
    );
    expect(await release(port)).toMatchObject({
      released: 0,
      leftovers: [{ state: 'FIN_WAIT2', outcome: 'stays', reason: 'live-peer' }],
    });
    await end(client);
    await release(port);
  });

  it.runIf(mayMakeNetworks)('when its peer is another machine', () => {
    // two networks joined by a pair of interfaces; the server is in one, its client in the other
    const output = execFileSync(
      'unshare',
      [
        '-n',
        'sh',
        '-c',
        `
        ip link set lo up
        unshare -n sleep 20 & other=$!
        until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do :; done
        ip link add va type veth peer name vb netns $other
        ip addr add 10.77.0.1/24 dev va; ip link set va up
        nsenter -t $other -n sh -c 'ip addr add 10.77.0.2/24 dev vb; ip link set vb up'
        python3 -c '
import socket, subprocess, sys
s = socket.socket(); s.bind(("10.77.0.1", 3000)); s.listen()
c = subprocess.Popen(["nsenter", "-t", sys.argv[1], "-n", "python3", "-c", """
import socket
c = socket.create_connection(("10.77.0.1", 3000)); c.recv(1); c.close()"""])
a, _ = s.accept(); a.close(); s.close(); c.wait()
' $other
        "$@"
        kill $other
        `,
        'sh',
        ...REBIND,
        'release',
        '3000',
        '--json',
      ],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(output)).toMatchObject({
      released: 0,
      leftovers: [{ outcome: 'stays', reason: 'remote-peer' }],
    });
  });

  it.runIf(mayMakeNetworks)('when both ends closed at the same time', async () => {
    const filter = 'struct.pack("HL", 4, ctypes.addressof(program))';
    const program = script([
      'import ctypes, struct, subprocess, sys',
      's = socket.socket(); s.bind(("127.0.0.1", 3000)); s.listen()',
      'c = socket.create_connection(("127.0.0.1", 3000)); a, _ = s.accept(); s.close()',
      // the client loses the FIN until its own is sent
      'code = b"".join(struct.pack("HBBI", *i) for i in [(0x30, 0, 0, 13), (0x45, 0, 1, 1), (6, 0, 0, 0), (6, 0, 0, 0xffffffff)])',
      'program = ctypes.create_string_buffer(code)',
      `c.setsockopt(socket.SOL_SOCKET, 26, ${filter})`,
      'a.shutdown(socket.SHUT_WR); c.shutdown(socket.SHUT_WR)',
      'c.setsockopt(socket.SOL_SOCKET, 27, 1)',
      'c.recv(1); c.close(); a.close()',
      `sys.exit(subprocess.call(${JSON.stringify([...REBIND, 'release', '3000', '--json'])}))`,
    ]);
    const ended = await run(inFreshNetwork(program));
    expect(ended.status).toBe(1);
    const { leftovers } = json(ended) as { leftovers: LeftoverReport[] };
    expect(leftovers.map(({ state, reason }) => [state, reason])).toEqual([
      ['TIME_WAIT', 'both-ends'],
      ['TIME_WAIT', 'both-ends'],
    ]);
  });
});

describe('a server that starts while leftovers are ended', () => {
  it('never sees a connection', async () => {
    const port = await freePort();
    await run(script(timeWaits(port, { reuse: true, count: 300 })));
    const server = await startReady([
      'python3',
      '-c',
      [
        'import socket, select, time',
        'print("ready", flush=True)',
        'end = time.time() + 4; accepted = 0',
        'while time.time() < end:',
        '    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
        `    s.bind(("127.0.0.1", ${port})); s.listen()`,
        '    accepted += len(select.select([s], [], [], 0.0002)[0])',
        '    s.close(); time.sleep(0.0002)',
        'print("accepted", accepted, flush=True)',
      ].join('\n'),
    ]);
    let released = 0;
    for (let round = 0; round < 8; round += 1) {
      released += (await release(port)).released;
    }
    expect(await server.output).toContain('accepted 0');
    expect(released).toBeGreaterThan(0);
  });
});
