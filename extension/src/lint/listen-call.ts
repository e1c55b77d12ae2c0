/** What the language server says of the calls that bind a server socket: the wire format of `rebind/listenCalls`. */
import type { DiagnosticSeverity, Range } from 'vscode-languageserver';
import type { Port, Reuse } from 'eslint-plugin-rebind/sites';

export type { Reuse };

/** One call of the workspace that binds a server socket. */
export interface ListenCall {
  readonly uri: string;
  /** Where the squiggle goes. */
  readonly range: Range;
  /** How messages name the call: `http.Server.listen()`. */
  readonly api: string;
  readonly languageId: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: Port;
  /** Address as written, when it is a literal. */
  readonly address?: string | undefined;
  /** What the socket has on this machine's platform when it binds, the runtime's own settings included. */
  readonly reuse: Reuse;
  readonly finding?: Finding | undefined;
  /** A datagram socket that receives what is sent to a group, as every other one in it does. */
  readonly isMulticast?: boolean | undefined;
}

/** What a rule reports of the call. */
export interface Finding {
  readonly ruleId: string;
  readonly message: string;
  readonly severity: DiagnosticSeverity;
  /** `source.fixAll.rebind` mends it. */
  readonly fixable: boolean;
}

/** Asks for the listen calls of some files. The client names those of the workspace: it knows which files are excluded. */
export interface ListenCallsParams {
  readonly uris: readonly string[];
}

export const LISTEN_CALLS_REQUEST = 'rebind/listenCalls';

/** Sent by the server when the calls of a file are others than before. */
export interface ListenCallsChangedParams {
  readonly uri: string;
}

export const LISTEN_CALLS_CHANGED = 'rebind/listenCallsChanged';
