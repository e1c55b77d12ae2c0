import { languageOf } from 'eslint-plugin-rebind/languages';
import { DEFAULTS } from '../default-settings.ts';
import { forgetWords, lint } from './linter.ts';

const JAVASCRIPT = "import http from 'node:http';\nhttp.createServer().listen(3000);\n";
const C =
  'int main(void) {\n  int fd = socket(AF_INET, SOCK_STREAM, 0);\n  bind(fd, &address, size);\n  listen(fd, 8);\n}\n';

const SAMPLES: Readonly<Record<string, string>> = {
  javascript: JAVASCRIPT,
  javascriptreact: JAVASCRIPT,
  typescript: JAVASCRIPT,
  typescriptreact: JAVASCRIPT,
  c: C,
  cpp: C,
  java: 'class A {\n  void a() throws Exception {\n    new java.net.ServerSocket(3000);\n  }\n}\n',
  python: "import socket\n\ns = socket.socket()\ns.bind(('', 3000))\ns.listen()\n",
};

/**
 * Lints a sample, so that what the first lint of a language loads and compiles is there when the client has said which
 * documents are open: the client's library takes longer to load than the server.
 * @param languageId of the document for whose sake the server was started
 */
export function warmUp(languageId: string): void {
  const [language, sample] = [languageOf(languageId), SAMPLES[languageId]];
  if (language && sample !== undefined) {
    lint(sample, language, `warm-up${language.extensions[0] ?? ''}`, DEFAULTS);
    forgetWords();
  }
}
