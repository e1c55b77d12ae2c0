import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './serve.ts';
import { warmUp } from './warm-up.ts';

/** For the process of the experiment, which reads ports from source code: the bundle has it already. */
export * from 'eslint-plugin-rebind/sites';

/**
 * Serves the client by the channel that the command line of the process names.
 * @param languageId of the document for whose sake the process was started
 */
export function start(languageId: string): void {
  serve(createConnection(ProposedFeatures.all));
  warmUp(languageId);
}
