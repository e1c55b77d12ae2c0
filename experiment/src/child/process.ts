/**
 * The experiment in a process of its own: a request on standard input, events on standard output. It stops, cleans
 * up and ends when the input ends, which it does when the parent goes, whatever becomes of it.
 */
import { createInterface } from 'node:readline';
import { findFreePort, restore } from '../conduct.ts';
import { toFailure } from './failure.ts';
import { WARDEN } from '../drill/warden-argument.ts';
import type { Progress } from '../experiment.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { openKernel } from '../kernel/open-kernel.ts';
import { runMatrix } from '../matrix/matrix.ts';
import type { Answers, Event, GenerationRequest, Request } from './protocol.ts';
import type { Generation } from '../scenario.ts';
import { address } from '../sockets/address.ts';
import { SystemCallError } from '../sockets/sockets.ts';

const stop = new AbortController();
/** Opened while the request is on its way; its failure is the answer. */
let opening: Promise<Kernel> | undefined;

if (process.argv.includes(WARDEN)) {
  void import('../drill/warden.ts').then(({ keepWatch }) => {
    keepWatch();
  });
} else {
  serve();
}

function serve(): void {
  const input = createInterface({ input: process.stdin });
  const abort = () => {
    stop.abort();
  };
  let asked = false;
  input.once('close', () => {
    abort();
    if (!asked) {
      process.exit(0);
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, abort);
  }
  // the parent may be gone; there is nobody to tell then, and cleaning up matters more
  process.stdout.on('error', abort);
  process.stderr.on('error', () => undefined);

  opening = openKernel();
  opening.catch(() => undefined);

  input.once('line', (line) => {
    asked = true;
    void answer(JSON.parse(line) as Request).then((event) => {
      process.stdout.write(`${JSON.stringify(event)}\n`, () => {
        process.exit(event.event === 'result' ? 0 : 1);
      });
    });
  });
}

async function answer(request: Request): Promise<Event> {
  try {
    return { event: 'result', result: await run(request) };
  } catch (error) {
    return { event: 'error', failure: toFailure(error) };
  }
}

async function run(request: Request): Promise<Answers[keyof Answers]> {
  if (request.command === 'port') {
    const { findConfiguredPorts } = await import('../configured-port/index.ts');
    const { folder, setting } = request;
    return findConfiguredPorts(folder, setting === undefined ? {} : { setting });
  }
  const kernel = await (opening ?? openKernel());
  const conduct = {
    signal: stop.signal,
    onBaseline: (port: number, identities: ReadonlySet<string>) => {
      emit({ event: 'baseline', port, identities: [...identities] });
    },
    onProgress: (progress: Progress) => {
      emit({ event: 'progress', ...progress });
    },
  };
  try {
    switch (request.command) {
      case 'matrix': {
        const { protocols, first, second } = request;
        return await runMatrix(kernel, {
          port: portOf(kernel, request.port),
          protocols,
          first: first.map(address),
          second: second.map(address),
          ...conduct,
        });
      }
      case 'claims': {
        const { runClaims } = await import('../claims/claims.ts');
        const port = portOf(kernel, request.port);
        return await runClaims(kernel, { port, host: address(request.host), ...conduct });
      }
      case 'cell': {
        const { traceCell } = await import('../matrix/traced-cell.ts');
        const { protocol, state, first, second } = request;
        const port = portOf(kernel, request.port);
        return await traceCell(
          kernel,
          { protocol, state, port, first: generation(first), second: generation(second) },
          conduct,
        );
      }
      case 'why': {
        const { whyPort } = await import('../why/why.ts');
        return whyPort(kernel, target(request));
      }
      case 'release': {
        const { releasePort } = await import('../release/release.ts');
        return await releasePort(kernel, { ...target(request), ...conduct });
      }
      case 'restore': {
        const remains = request.baselines.flatMap(
          ({ port, identities }) =>
            restore(kernel, { port, identities: new Set(identities) }, 'whoever').remains,
        );
        return { leftAsFound: remains.length === 0, remains };
      }
      case 'drill': {
        const { runDrill } = await import('../drill/drill.ts');
        const { command: _, drill, cwd, env: changes, ...options } = request;
        return await runDrill(kernel, options, {
          ...conduct,
          drill,
          place: { cwd, env: changedEnvironment(changes) },
          onStep: (step) => {
            emit({ event: 'step', step });
          },
        });
      }
    }
  } finally {
    kernel.close();
  }
}

function changedEnvironment(changes: Readonly<Record<string, string | null>>): NodeJS.ProcessEnv {
  const names = Object.keys(changes).filter((name) => changes[name] === null);
  const kept = Object.entries(process.env).filter(([name]) => !names.includes(name));
  const set = Object.entries(changes).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return Object.fromEntries([...kept, ...set]) as NodeJS.ProcessEnv;
}

function portOf(kernel: Kernel, port: number): number {
  const found = port === 0 ? findFreePort(kernel) : port;
  if (found === undefined) {
    throw new SystemCallError('search for a free port', 'EADDRINUSE');
  }
  return found;
}

function generation({ address: text, options }: GenerationRequest): Generation {
  return { address: address(text), options };
}

function target({ port, host }: { readonly port: number; readonly host?: string }) {
  return { port, host: host === undefined ? undefined : address(host) };
}

/** Progress is for people, who see no more than this. */
const PROGRESS_EVERY_MS = 50;
let told = 0;

function emit(event: Event): void {
  if (event.event === 'progress' && event.done < event.total) {
    if (performance.now() - told < PROGRESS_EVERY_MS) {
      return;
    }
    told = performance.now();
  }
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
