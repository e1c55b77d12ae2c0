import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import rebind from '../../../../eslint-plugin/src/index.ts';

/** A program of each language whose bind is reported, and how the language writes comments. */
const LANGUAGES = {
  'server.c': {
    before: '#include <sys/socket.h>\nint serve(struct sockaddr_in *address)\n{\n',
    bind: '    int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, (struct sockaddr *)address, sizeof *address);',
    after: '\n    return listen(fd, 16);\n}\n',
    line: (text: string) => `/* ${text} */`,
    text: 'const char *text = "/* eslint-disable */";\n',
  },
  'server.cpp': {
    before: '#include <sys/socket.h>\nint serve(sockaddr_in &address) {\n',
    bind: '  int fd = socket(AF_INET, SOCK_STREAM, 0); ::bind(fd, (sockaddr *)&address, sizeof address);',
    after: '\n  return listen(fd, 16);\n}\n',
    line: (text: string) => `// ${text}`,
    text: 'const char *text = R"(// eslint-disable)";\n',
  },
  'Server.java': {
    before:
      'import java.net.ServerSocket;\nclass Server {\n  ServerSocket open() throws java.io.IOException {\n',
    bind: '    return new ServerSocket(8080);',
    after: '\n  }\n}\n',
    line: (text: string) => `// ${text}`,
    text: 'class Text { String text = "// eslint-disable"; }\n',
  },
  'server.py': {
    before: 'import socket\n\ndef serve():\n    sock = socket.socket()\n',
    bind: "    sock.bind(('', 9527))",
    after: '\n    sock.listen()\n    return sock\n',
    line: (text: string) => `# ${text}`,
    text: 'text = "# eslint-disable"\n',
  },
} as const;

/** The rule that a bind without reuse breaks: OpenJDK sets the option by itself. */
const ruleOf = (filename: string): string =>
  filename.endsWith('.java') ? 'rebind/prefer-explicit-reuse' : 'rebind/require-reuse';

function lint(filename: string, code: string): string[] {
  const config: Linter.Config[] = [
    ...rebind.configs.all,
    { files: ['**/*'], linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ];
  return new Linter()
    .verify(code, config, { filename })
    .map(({ ruleId, message }) => ruleId ?? message.replace(/\s*\(.*/, ''));
}

describe.each(Object.entries(LANGUAGES))('in %s', (filename, { before, bind, after, line, text }) => {
  const RULE = ruleOf(filename);
  const program = (head: string, tail = '', above = ''): string =>
    `${head}${before}${above}${bind}${tail}${after}`;

  it('a bind without reuse is reported', () => {
    expect(lint(filename, program(''))).toEqual([RULE]);
  });

  it.each([
    ['this line', program('', ` ${line(`eslint-disable-line ${RULE}`)}`)],
    ['this line, for a reason', program('', ` ${line(`eslint-disable-line ${RULE} -- one at a time`)}`)],
    ['the next line', program('', '', `${line(`eslint-disable-next-line ${RULE}`)}\n`)],
    ['the file', program(`${line(`eslint-disable ${RULE}`)}\n`)],
    ['every rule', program(`${line('eslint-disable')}\n`)],
    ['by configuration', program(`${line(`eslint ${RULE}: "off"`)}\n`)],
  ])('a comment switches the rule off for %s', (_, code) => {
    expect(lint(filename, code)).toEqual([]);
  });

  it('a comment that switches off nothing is reported, and removed by --fix', () => {
    const code = `${line(`eslint-disable-line ${RULE}`)}\n${before}${after}`;
    expect(lint(filename, code)).toEqual([`Unused eslint-disable directive`]);
    const { output } = new Linter().verifyAndFix(
      code,
      [...rebind.configs.all, { files: ['**/*'], linterOptions: { reportUnusedDisableDirectives: 'error' } }],
      { filename },
    );
    expect(output).not.toContain('eslint-disable');
    expect(output).toContain(after.trim());
  });

  it('a string that looks like a comment switches off nothing', () => {
    expect(lint(filename, program(text))).toEqual([RULE]);
  });

  it('a comment with a malformed configuration is reported', () => {
    const found = lint(filename, program(`${line(`eslint ${RULE}: [`)}\n`));
    expect(found).toHaveLength(2);
    expect(found).toContain(RULE);
  });

  it('a rule switched on for the file alone reports', () => {
    const rule = 'rebind/no-such-rule';
    expect(lint(filename, program(`${line(`eslint ${rule}: "error"`)}\n`))).toEqual([
      expect.stringContaining(rule),
      RULE,
    ]);
  });
});
