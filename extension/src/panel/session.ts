import {
  type HolderReport,
  type MatrixReport,
  PortUnusableError,
  type ReleaseReport,
  type WhyReport,
} from 'rebind';
import type { ListenCall } from '../lint/listen-call.ts';
import type { Ask } from '../experiment/ask.ts';
import type { ServerCommand } from '../drill/commands.ts';
import type { PortChoice } from '../port/port-choice.ts';
import { addressOf, callId, measureKey } from './calls.ts';
import { problemOf } from './failures.ts';
import { measureCall, measureMatrix } from './measure.ts';
import { coalesced, OneAtATime } from './one-at-a-time.ts';
import type { Action } from './page.ts';
import { mayUse } from './present/matrix.ts';
import type { Problem } from './problems.ts';
import { drillId, withDrill } from './drills.ts';
import type { Saved } from './saved.ts';
import { type DrillRecord, EMPTY, type PanelState, type Work } from './state.ts';
import { stopProcess } from './stop-process.ts';

/** What the panel needs of the editor. */
export interface Editor {
  readonly isTrusted: () => boolean;
  readonly confirm: (message: string, detail: string, button: string) => Promise<boolean>;
  readonly copy: (text: string) => Promise<void>;
  readonly openPort: (port: PortChoice) => Promise<void>;
  readonly openCall: (call: ListenCall) => Promise<void>;
  /** False where there is nothing to fix any more. */
  readonly fixCall: (call: ListenCall) => Promise<boolean>;
  readonly showTerminal: (holder: HolderReport) => Promise<void>;
  /** Undefined where the user chose none. */
  readonly choosePort: () => Promise<PortChoice | undefined>;
  readonly showLog: () => void;
  /** Starts the user's server and ends it; what comes of it is shown by `showDrill`. */
  readonly drill: (port: PortChoice | undefined, command: ServerCommand | undefined) => void;
  readonly manageTrust: () => Promise<void>;
  readonly log: (error: unknown) => void;
}

const LOOPBACK = '127.0.0.1';

/** One panel's truth, and everything that changes it. The page is drawn from `state` whenever `onChange` is called. */
export class PanelSession {
  readonly #ask: Ask;
  readonly #editor: Editor;
  readonly #onChange: () => void;
  readonly #work = new OneAtATime<Work['what']>({
    onWork: (work) => {
      this.#set({ work });
    },
    onError: (error) => {
      this.fail(error);
    },
  });
  #state = EMPTY;

  constructor(ask: Ask, editor: Editor, onChange: () => void) {
    this.#ask = ask;
    this.#editor = editor;
    this.#onChange = onChange;
  }

  get state(): PanelState {
    return this.#state;
  }

  get saved(): Saved {
    const { port, why, run, measured, claims, drills } = this.#state;
    return { port, why, run, measured, claims, drills };
  }

  /** Shows what was known before the window was reloaded; measures nothing. */
  restore(saved: Saved): void {
    this.#set(saved);
  }

  /** Shows another port, or the same one anew: looks at it, binding nothing. */
  async show(port: PortChoice | undefined): Promise<void> {
    const same = port?.port === this.#state.port?.port && port?.folder === this.#state.port?.folder;
    this.#set(
      same
        ? { port, problems: [] }
        : { port, why: undefined, run: undefined, trace: undefined, problems: [] },
    );
    await this.refresh();
  }

  /** Looks at the port again. */
  readonly refresh = coalesced(async () => {
    const { port } = this.#state;
    if (!port) {
      return;
    }
    try {
      const value = await this.#ask({ command: 'why', port: port.port });
      if (this.#state.port?.port === port.port) {
        this.#set({ why: { at: Date.now(), value } });
      }
    } catch (error) {
      this.fail(error);
    }
  });

  /** The listen calls of the workspace; those at addresses that were not measured yet are, once there is a run. */
  async setCalls(calls: readonly ListenCall[]): Promise<void> {
    this.#set({ calls });
    const { run, work } = this.#state;
    if (run && !work) {
      await this.#work.run('run', async (signal) => this.#measureCalls(run.value.elsewhere, signal));
    }
  }

  /** Brings a listen call into view. */
  reveal(call: Pick<ListenCall, 'uri' | 'range'>): void {
    this.#set({ reveal: callId(call) });
  }

  /** Runs the experiment: on the port itself where it is free and may be used, else on a free one. */
  async run(on: 'port' | 'free' | 'auto'): Promise<void> {
    const where = on === 'auto' ? this.#bestPlace() : on;
    if (where === 'port' && !this.#mayUsePort()) {
      this.#report({ id: 'untrusted' });
      return;
    }
    await this.#work.run('run', async (signal, onProgress) => {
      const measure = (place: 'port' | 'free') =>
        measureMatrix(
          this.#ask,
          {
            port: portAt(this.#state, place),
            protocol: this.#state.port?.protocol ?? 'tcp',
            address: LOOPBACK,
          },
          { signal, onProgress },
        );
      const report = await measure(where).catch((error: unknown) => {
        // taken since it was looked at; the page says so by itself
        if (on === 'auto' && error instanceof PortUnusableError) {
          return measure('free');
        }
        throw error;
      });
      const elsewhere = report.port !== this.#state.port?.port;
      this.#set({ run: { at: Date.now(), value: { report, elsewhere } }, measured: {}, trace: undefined });
      for (const problem of problemsOf(report)) {
        this.#report(problem);
      }
      await this.#measureCalls(elsewhere, signal);
    });
    await this.refresh();
  }

  #bestPlace(): 'port' | 'free' {
    return this.#state.why?.value.verdict === 'free' && this.#mayUsePort() ? 'port' : 'free';
  }

  #mayUsePort(): boolean {
    const { port } = this.#state;
    return port !== undefined && mayUse(port.by, this.#editor.isTrusted());
  }

  async #measureCalls(elsewhere: boolean, signal: AbortSignal): Promise<void> {
    const port = portAt(this.#state, elsewhere ? 'free' : 'port');
    for (const call of this.#state.calls ?? []) {
      const [key, address] = [measureKey(call), addressOf(call)];
      if (key !== undefined && address !== undefined && !Object.hasOwn(this.#state.measured, key)) {
        const measurement = { port, protocol: call.protocol, address };
        const result = await measureCall(this.#ask, measurement, signal, this.#editor.log);
        this.#set({ measured: { ...this.#state.measured, [key]: result } });
      }
    }
  }

  async claims(): Promise<void> {
    await this.#work.run('claims', async (signal, onProgress) => {
      const value = await this.#ask({ command: 'claims', port: 0, host: LOOPBACK }, { signal, onProgress });
      this.#set({ claims: { at: Date.now(), value } });
    });
    await this.refresh();
  }

  /** Brings what a drill found into view, beside the one before it. */
  showDrill(record: DrillRecord): void {
    const drill = { at: Date.now(), value: record };
    this.#set({ drills: withDrill(this.#state.drills, drill), reveal: drillId(drill) });
  }

  /** Ends the leftovers of the port. */
  async release(): Promise<void> {
    const { port } = this.#state;
    if (!port || !this.#hasTrust()) {
      return;
    }
    await this.#work.run('release', async (signal, onProgress) => {
      const report = await this.#ask({ command: 'release', port: port.port }, { signal, onProgress });
      releaseProblems(report).forEach((problem) => {
        this.#report(problem);
      });
    });
    await this.refresh();
  }

  /** Does what the user asked for on the page, if it is still possible. */
  async handle(action: Action): Promise<void> {
    const { port, why, calls, run } = this.#state;
    switch (action.kind) {
      case 'run':
        this.#forgetProblems();
        return this.run(action.on);
      case 'cancel':
        this.#work.abort();
        return;
      case 'refresh':
        this.#forgetProblems();
        return this.refresh();
      case 'choosePort':
        return this.#choosePort();
      case 'openPort':
        return port ? this.#editor.openPort(port) : undefined;
      case 'stop':
        return this.#stop(shownHolder(why?.value, action.pid));
      case 'showTerminal': {
        const holder = shownHolder(why?.value, action.pid);
        return holder ? this.#editor.showTerminal(holder) : undefined;
      }
      case 'release':
        this.#forgetProblems();
        return this.release();
      case 'copy':
        return this.#editor.copy(String(action.port));
      case 'openCall':
      case 'fixCall': {
        const call = calls?.find((one) => callId(one) === action.id);
        return call ? this.#useCall(call, action.kind) : undefined;
      }
      case 'trace':
        return run ? this.#trace(run.value.report, run.value.elsewhere, action.cell) : undefined;
      case 'closeTrace':
        this.#set({ trace: undefined });
        return;
      case 'claims':
        this.#forgetProblems();
        return this.claims();
      case 'showLog':
        this.#editor.showLog();
        return;
      case 'drill':
        this.#drill(action.again);
        return;
      case 'manageTrust':
        return this.#editor.manageTrust();
      case 'dismiss':
        this.#set({ problems: this.#state.problems.filter(({ id }) => id !== action.id) });
    }
  }

  /** Whether the workspace is trusted; says so where it is not. */
  #hasTrust(): boolean {
    const isTrusted = this.#editor.isTrusted();
    if (!isTrusted) {
      this.#report({ id: 'untrusted' });
    }
    return isTrusted;
  }

  #drill(again: boolean): void {
    const { port, drills } = this.#state;
    if (this.#hasTrust()) {
      this.#editor.drill(port, again ? drills.at(-1)?.value.command : undefined);
    }
  }

  async #choosePort(): Promise<void> {
    const chosen = await this.#editor.choosePort();
    if (chosen) {
      await this.show(chosen);
      await this.run('auto');
    }
  }

  async #useCall(call: ListenCall, kind: 'openCall' | 'fixCall'): Promise<void> {
    if (kind === 'openCall') {
      await this.#editor.openCall(call);
    } else if (!(await this.#editor.fixCall(call))) {
      this.#report({ id: 'noFix', detail: call.api });
    }
  }

  async #trace({ cells, port }: MatrixReport, elsewhere: boolean, index: number): Promise<void> {
    const cell = cells[index];
    if (!cell) {
      return;
    }
    await this.#work.run('trace', async (signal) => {
      const { protocol, state, first, second } = cell;
      const trace = await this.#ask(
        { command: 'cell', port: elsewhere ? 0 : port, protocol, state, first, second },
        { signal },
      );
      this.#set({ trace });
    });
  }

  async #stop(holder: HolderReport | undefined): Promise<void> {
    const { port } = this.#state;
    if (!holder || !port || !this.#hasTrust()) {
      return;
    }
    this.#forgetProblems();
    await this.#work.run('stop', async () => {
      const { confirm } = this.#editor;
      const problem = await stopProcess({ ask: this.#ask, port: port.port, holder, confirm });
      if (problem) {
        this.#report(problem);
      }
    });
    await this.refresh();
  }

  /** Something the panel needs went wrong. */
  fail(error: unknown): void {
    this.#editor.log(error);
    this.#report(problemOf(error, this.#state.port?.port));
  }

  /** One of a kind. */
  #report(problem: Problem): void {
    this.#set({ problems: [...this.#state.problems.filter(({ id }) => id !== problem.id), problem] });
  }

  #forgetProblems(): void {
    this.#set({ problems: [] });
  }

  #set(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange();
  }

  /** Stops what runs; it cleans up by itself. */
  dispose(): void {
    this.#work.abort();
  }
}

/** The number to measure on; 0 is any free one. */
function portAt({ port }: PanelState, place: 'port' | 'free'): number {
  return place === 'port' ? (port?.port ?? 0) : 0;
}

function problemsOf({ port, interference, leftAsFound, remains }: MatrixReport): Problem[] {
  return [
    ...(interference > 0 ? [{ id: 'interference' as const, port, count: interference }] : []),
    ...(leftAsFound ? [] : [{ id: 'notAsFound' as const, port, count: remains.length }]),
  ];
}

/** What became of the leftovers. */
function releaseProblems({ port, released, leftovers }: ReleaseReport): Problem[] {
  const stays = leftovers.filter(({ outcome }) => outcome === 'stays');
  const reasons = [...new Set(stays.map(({ reason }) => reason))].filter((reason) => reason !== null);
  return [
    ...(stays.length > 0 ? [{ id: 'notReleased' as const, port, count: stays.length, reasons }] : []),
    ...(released > 0 || stays.length === 0 ? [{ id: 'released' as const, port, count: released }] : []),
  ];
}

/** Only processes that were shown. */
function shownHolder(why: WhyReport | undefined, pid: number): HolderReport | undefined {
  return [...(why?.holders ?? []), ...(why?.peers ?? [])].find((holder) => holder.pid === pid);
}
