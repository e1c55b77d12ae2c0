import { openKernel } from 'rebind';
import { expect, it } from 'vitest';
import { end, freePort, python, run, startReady } from '../support.ts';

it('the socket table shows what ss shows, for every state and family', async () => {
  const port = await freePort();
  const holder = await startReady(
    python(
      `s = socket.socket(socket.AF_INET6); s.bind(("::", ${port})); s.listen()`,
      // established and close-wait over v4-mapped addresses, then time-wait over ::1
      `c1 = socket.create_connection(("127.0.0.1", ${port})); a1, _ = s.accept()`,
      `c2 = socket.create_connection(("127.0.0.1", ${port})); a2, _ = s.accept(); c2.shutdown(socket.SHUT_WR)`,
      `c3 = socket.create_connection(("::1", ${port})); a3, _ = s.accept(); a3.close(); c3.close()`,
      `u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", ${port}))`,
      `v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); v.connect(("127.0.0.1", ${port}))`,
    ),
  );
  const kernel = await openKernel();
  const rows = kernel.table.rowsOf(port).map(({ protocol, state, local, remote }) => {
    const end_ = ({ address, port: number }: typeof local) =>
      `${address.family === 6 ? `[${address.text}]` : address.text}:${number === 0 ? '*' : number}`;
    return `${protocol} ${SS_NAMES[state] ?? state} ${end_(local)} ${end_(remote)}`;
  });
  kernel.close();
  const { stdout } = await run(['ss', '-Htuna', `( sport = :${port} or dport = :${port} )`]);
  const shown = stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [protocol, state, , , local, remote] = line.split(/\s+/);
      return [protocol, state, ...[local, remote].map((text) => text?.replace(/^\*:/, '[::]:'))].join(' ');
    });
  expect(rows).toHaveLength(8);
  expect(new Set(rows)).toEqual(new Set(shown));
  await end(holder);
  await run([process.execPath, 'experiment/bin/rebind.js', 'release', String(port)]);
});

it('the listeners are those of both families, and nothing else', async () => {
  const [port, other] = [await freePort(), await freePort()];
  await startReady(
    python(
      `s = socket.socket(socket.AF_INET6); s.bind(("::", ${port})); s.listen()`,
      `t = socket.socket(); t.bind(("127.0.0.1", ${other})); t.listen()`,
      `c = socket.create_connection(("127.0.0.1", ${other})); a, _ = t.accept()`,
      `b = socket.socket(); b.bind(("127.0.0.2", ${other}))`,
      `u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", ${port}))`,
    ),
  );
  const kernel = await openKernel();
  const ours = kernel.table.listeners().filter(({ local }) => [port, other].includes(local.port));
  kernel.close();
  expect(ours.map(({ state, local }) => `${state} ${local.address.text} ${local.port}`).toSorted()).toEqual(
    [`LISTEN 127.0.0.1 ${other}`, `LISTEN :: ${port}`].toSorted(),
  );
});

/** The names ss prints. */
const SS_NAMES: Record<string, string> = {
  ESTABLISHED: 'ESTAB',
  TIME_WAIT: 'TIME-WAIT',
  CLOSE_WAIT: 'CLOSE-WAIT',
  FIN_WAIT2: 'FIN-WAIT-2',
  CLOSE: 'UNCONN',
};
