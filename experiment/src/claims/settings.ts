import { setSysctl, sysctl } from '../kernel/sysctl.ts';
import type { ReuseOption } from '../sockets/sockets.ts';
import { type Claim, DOES_NOT_HOLD, HOLDS } from './claim.ts';
import type { Lab } from './lab.ts';
import { repeated, seen } from './seen.ts';

const NONE: readonly ReuseOption[] = [];

/** Claims about kernel settings; they are tried in a network of its own, never on the user's. */
export const SETTING_CLAIMS: readonly Claim[] = [
  {
    id: 'C17',
    text: 'net.ipv4.tcp_tw_reuse has nothing to do with bind; it concerns outgoing connections.',
    documented: HOLDS,
    test: (outer) =>
      outer.inFreshNetwork((lab) => {
        const outcomes = ['0', '1', '2'].map((value) => {
          set(lab, 'net.ipv4.tcp_tw_reuse', value);
          return { value, bind: lab.rebind('TIME_WAIT', NONE, NONE).bind };
        });
        return {
          holds: outcomes.every(({ bind }) => bind === 'EADDRINUSE'),
          ...repeated(
            outcomes.map(({ value, bind }) => seen`${bind} with ${value}`),
            (all) => `bind over TIME_WAIT: ${all.join(', ')}`,
          ),
        };
      }),
  },
  {
    id: 'C22',
    text: 'Lowering net.ipv4.tcp_fin_timeout shortens TIME_WAIT.',
    documented: DOES_NOT_HOLD,
    test: (outer) =>
      outer.inFreshNetwork((lab) => {
        const usual = sysctl('net.ipv4.tcp_fin_timeout') ?? '';
        const before = timeWaitSeconds(lab);
        set(lab, 'net.ipv4.tcp_fin_timeout', '5');
        const after = timeWaitSeconds(lab);
        return {
          holds: after < before,
          ...seen`the timer of a fresh TIME_WAIT says ${before} s with ${usual}, ${after} s with 5`,
        };
      }),
  },
];

function set(lab: Lab, name: string, value: string): void {
  setSysctl(name, value);
  lab.calls.push(`sysctl ${name}=${value}`);
}

function timeWaitSeconds(lab: Lab): number {
  const listener = lab.listener(NONE);
  const { client, server } = lab.connect(listener, lab.reserve());
  lab.close(listener);
  const { local, remote } = lab.leaveTimeWait(server, client);
  const seconds = Math.round((lab.row(local, remote)?.expiresMs ?? 0) / 1000);
  lab.show();
  lab.clean();
  return seconds;
}
