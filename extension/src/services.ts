import type { LogOutputChannel } from 'vscode';
import type { ListenCalls } from './lint/listen-calls.ts';

/** What features share. */
export interface Services {
  readonly log: LogOutputChannel;
  readonly listenCalls: ListenCalls;
}
