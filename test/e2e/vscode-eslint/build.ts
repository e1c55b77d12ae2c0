import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pack } from '../editor/pack.ts';

const require = createRequire(import.meta.url);

/** Packages the stand-in for the ESLint extension. @returns the VSIX */
export function packESLintExtension(): Promise<string> {
  return pack(fileURLToPath(new URL('.', import.meta.url)), {
    client: fileURLToPath(new URL('client.ts', import.meta.url)),
    eslintServer: require.resolve('vscode-langservers-extracted/lib/eslint-language-server/eslintServer.js'),
  });
}
