import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { frameworks, listenersOf, nodePackages, probeName, serverMembersOf } from './listeners.ts';

/** How a server came up. */
interface Start {
  readonly listening: boolean;
  /** `reusePort: true` was in the options that reached net.Server.listen(). */
  readonly reusePort: boolean;
  /** A second socket could listen on the same address, which takes SO_REUSEPORT on both. */
  readonly shares: boolean | string;
  /** The error of an API that refuses the option. */
  readonly rejected?: string;
}

interface Observation {
  readonly unset: Start;
  readonly given: Start;
  readonly instead?: Start;
  readonly withoutBinding?: Start;
  readonly defaultPort?: number;
  readonly portOfVariable?: number;
}

interface Report {
  readonly listeners: Readonly<Record<string, Observation>>;
  readonly servers: Readonly<Record<string, boolean>>;
}

/** Runs a framework's probe in a process of its own, on the pinned Node. */
async function observe(probe: string): Promise<Report> {
  const child = fork(fileURLToPath(new URL('run-probe.mjs', frameworks)), [probe], {
    execPath: fileURLToPath(new URL('../../node_modules/.bin/node', frameworks)),
    execArgv: ['--import', new URL('record-listen.mjs', frameworks).href],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: 50_000,
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const ended = once(child, 'close');
  let report: Report | undefined;
  child.on('message', (message) => (report = message as Report));
  await ended;
  if (!report) {
    throw new Error(`The probe ${probe} ended without a report:\n${errors}`);
  }
  return report;
}

/** SO_REUSEPORT as the options say; what the kernel made of it where the kernel shares ports among listeners. */
function started(reusePort: boolean): Partial<Start> {
  return { listening: true, reusePort, ...(process.platform === 'linux' ? { shares: reusePort } : {}) };
}

/** Listeners whose way out has nothing of the framework in it that could be observed. */
const PLAIN_SERVER_INSTEAD = new Set(['vite preview']);

describe.each(nodePackages)('$name $version', (family) => {
  let report: Report;
  beforeAll(async () => {
    report = await observe(probeName(family));
  });

  const listeners = listenersOf(family);
  describe.runIf(listeners.length > 0).each(listeners)('$id', ({ id, listener }) => {
    let observed: readonly Observation[];
    beforeAll(() => {
      // a listener can have a row for each of its adapters: `nest.Application.listen with Fastify`
      observed = Object.entries(report.listeners)
        .filter(([name]) => name === id || name.startsWith(`${id} with `))
        .map(([, observation]) => observation);
    });

    it('is run by a probe', () => {
      expect(observed).not.toEqual([]);
    });

    it(
      listener.api.sharesByDefault ? 'shares its port by default' : 'does not share its port by default',
      () => {
        for (const { unset } of observed) {
          expect(unset).toMatchObject(started(listener.api.sharesByDefault ?? false));
        }
      },
    );

    if (listener.api.forwards === 'no') {
      it('does not let reusePort through', () => {
        for (const { given } of observed) {
          expect(given).toMatchObject(given.rejected === undefined ? started(false) : { listening: false });
        }
      });
      if (!PLAIN_SERVER_INSTEAD.has(`${family.name} ${id}`)) {
        it(`shares its port in the way the catalogue names: ${listener.api.instead ?? '(none)'}`, () => {
          for (const { instead } of observed) {
            expect(instead).toMatchObject(started(true));
          }
        });
      }
    } else {
      it('hands reusePort to net.Server.listen()', () => {
        for (const { given } of observed) {
          expect(given).toMatchObject(started(true));
        }
      });
    }

    if (listener.onlyWhen) {
      it('does not listen where the conditions of the catalogue do not hold', () => {
        for (const { withoutBinding } of observed) {
          expect(withoutBinding).toEqual({ listening: false, reusePort: false, shares: false });
        }
      });
    }

    if (listener.defaultPort !== undefined && listener.api.runtime === 'node') {
      it(`listens on port ${listener.defaultPort} by itself`, () => {
        for (const { defaultPort, portOfVariable } of observed) {
          expect(defaultPort).toBe(listener.defaultPort);
          expect(portOfVariable).toBe(listener.portVariable === 'PORT' ? 4321 : listener.defaultPort);
        }
      });
    }
  });

  const members = serverMembersOf(family);
  it.runIf(members.length > 0).each(members)('%s is a server of Node', (member) => {
    expect(report.servers).toHaveProperty([member], true);
  });
});
