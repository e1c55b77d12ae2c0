import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import {
  linkTerminals,
  watchDebugConsoles,
  watchTasks,
  watchTerminals,
} from '../../../extension/src/port/watch-output.ts';

const nothing = { dispose: () => undefined } as unknown as vscode.Disposable;

/** What was heard of, once `count` messages were. */
function listener() {
  const heard: (number | undefined)[] = [];
  return { heard, onMessage: (port: number | undefined) => heard.push(port) };
}

describe('the output of a command in a terminal', () => {
  it('is read as it comes, in pieces', async () => {
    const { heard, onMessage } = listener();
    let start: ((event: vscode.TerminalShellExecutionStartEvent) => void) | undefined;
    watchTerminals(
      {
        onDidStartTerminalShellExecution: (callback) => {
          start = callback as typeof start;
          return nothing;
        },
      },
      onMessage,
    );
    const pieces = [
      '\u001b[31mError: listen EADDR',
      'INUSE: address already in use :::3000\u001b[0m\r\nlisten tcp :80',
      '80: bind: address already in use',
    ];
    let ended: () => void = () => undefined;
    const read = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const execution = {
      read: async function* () {
        yield* pieces;
        // as a terminal does, in a task of its own
        await new Promise((resolve) => setImmediate(resolve));
        setImmediate(ended);
      },
    };
    start?.({ execution } as unknown as vscode.TerminalShellExecutionStartEvent);
    await read;
    expect(heard).toEqual([3000, 8080]);
  });
});

describe('the output in a debug console', () => {
  function tracker() {
    const { heard, onMessage } = listener();
    let factory: vscode.DebugAdapterTrackerFactory | undefined;
    watchDebugConsoles(
      {
        registerDebugAdapterTrackerFactory: (type, given) => {
          expect(type).toBe('*');
          factory = given;
          return nothing;
        },
      },
      onMessage,
    );
    const made = factory?.createDebugAdapterTracker({} as vscode.DebugSession) as vscode.DebugAdapterTracker;
    return { heard, made };
  }

  const output = (category: string, text: string) => ({
    type: 'event',
    event: 'output',
    body: { category, output: text },
  });

  it('is read from the events of the protocol', () => {
    const { heard, made } = tracker();
    made.onDidSendMessage?.(output('stderr', 'Error: listen EADDRINUSE: address already in '));
    made.onDidSendMessage?.(output('stderr', 'use :::3000\n'));
    made.onDidSendMessage?.(output('console', 'Port 5173 is already in use'));
    expect(heard).toEqual([3000]);
    made.onWillStopSession?.();
    expect(heard).toEqual([3000, 5173]);
  });

  it.each([
    [output('telemetry', 'Port 3000 is already in use\n')],
    [{ type: 'response', body: { output: 'Port 3000 is already in use\n' } }],
    [{ type: 'event', event: 'stopped' }],
    [output('stdout', 'Server listening on port 3000\n')],
  ])('and nothing else is: %j', (message) => {
    const { heard, made } = tracker();
    made.onDidSendMessage?.(message);
    expect(heard).toEqual([]);
  });
});

describe('the problem matcher', () => {
  it('tells of its own diagnostics only', () => {
    const { heard, onMessage } = listener();
    const diagnostics = [
      { source: 'EADDRINUSE', message: 'Error: listen EADDRINUSE: address already in use :::3000' },
      { source: 'eslint', message: 'Error: listen EADDRINUSE: address already in use :::4000' },
    ];
    let change: ((event: vscode.DiagnosticChangeEvent) => void) | undefined;
    watchTasks(
      {
        onDidChangeDiagnostics: (callback) => {
          change = callback as typeof change;
          return nothing;
        },
        getDiagnostics: (() => diagnostics) as unknown as typeof vscode.languages.getDiagnostics,
      },
      onMessage,
    );
    change?.({ uris: [{}] } as unknown as vscode.DiagnosticChangeEvent);
    expect(heard).toEqual([3000]);
  });
});

describe('a line of a terminal', () => {
  class Link {
    readonly startIndex: number;
    readonly length: number;
    readonly tooltip: string;

    constructor(startIndex: number, length: number, tooltip: string) {
      this.startIndex = startIndex;
      this.length = length;
      this.tooltip = tooltip;
    }
  }

  function provider() {
    const opened: (number | undefined)[] = [];
    let made: vscode.TerminalLinkProvider | undefined;
    linkTerminals(
      {
        window: {
          registerTerminalLinkProvider: (given) => {
            made = given;
            return nothing;
          },
        },
        TerminalLink: Link as unknown as typeof vscode.TerminalLink,
      },
      (port) => opened.push(port),
    );
    const linksOf = (line: string): vscode.TerminalLink[] => {
      const links = made?.provideTerminalLinks(
        { line } as vscode.TerminalLinkContext,
        {} as vscode.CancellationToken,
      );
      return Array.isArray(links) ? links : [];
    };
    return { opened, linksOf, follow: (link: vscode.TerminalLink) => made?.handleTerminalLink(link) };
  }

  it('has a link where it says that a port is in use, which opens the panel on it', () => {
    const { opened, linksOf, follow } = provider();
    const line = 'Error: listen EADDRINUSE: address already in use :::3000';
    const [link] = linksOf(line);
    expect(link).toMatchObject({ tooltip: 'Rebind: why is port 3000 in use?' });
    expect(line.slice(link?.startIndex, (link?.startIndex ?? 0) + (link?.length ?? 0))).toBe(
      'listen EADDRINUSE: address already in use :::3000',
    );
    if (link) {
      follow(link);
    }
    expect(opened).toEqual([3000]);
  });

  it('has none otherwise', () => {
    expect(provider().linksOf('Server listening on port 3000')).toEqual([]);
  });
});
