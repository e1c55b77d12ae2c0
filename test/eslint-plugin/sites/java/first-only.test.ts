import { describe, expect, it } from 'vitest';
import { fix, lint } from '../../lint.ts';
import { javaReports, members, method } from './java.ts';

const JAVA = { filename: 'Server.java' };
const INEFFECTIVE = ['no-ineffective-reuse'];

const SERVE = 's.bind(new InetSocketAddress(80)); s.accept();';
const MAKE = 'ServerSocket s = new ServerSocket();';

describe('an option that only the first of several sockets gets', () => {
  it.each([
    [
      'by a flag of a loop',
      method(
        `boolean first = true;\nfor (int p : ports) {\n  ${MAKE}\n  if (first) s.setReuseAddress(true);\n  first = false;\n  ${SERVE}\n}`,
      ),
    ],
    [
      'by a flag that is set beside it',
      method(
        `boolean done = false;\nwhile (true) {\n  ${MAKE}\n  if (!done) {\n    s.setReuseAddress(true);\n    done = true;\n  }\n  ${SERVE}\n}`,
      ),
    ],
    [
      'by the counter of a loop',
      method(
        `for (int i = 0; i < 3; i++) {\n  ${MAKE}\n  if (i == 0) { s.setReuseAddress(true); }\n  ${SERVE}\n}`,
      ),
    ],
    [
      'by a count of its own',
      method(`int n = 0;\nfor (;;) {\n  ${MAKE}\n  if (n++ == 0) s.setReuseAddress(true);\n  ${SERVE}\n}`),
    ],
    [
      'by a list that is empty at first',
      method(
        `var all = new java.util.ArrayList<ServerSocket>();\nfor (int p : ports) {\n  ${MAKE}\n  if (all.isEmpty()) s.setReuseAddress(true);\n  all.add(s);\n  ${SERVE}\n}`,
      ),
    ],
    [
      'by a field, in a method that runs again',
      members(
        `boolean first = true;\nvoid open() throws IOException {\n  ${MAKE}\n  if (this.first) {\n    s.setReuseAddress(true);\n    first = false;\n  }\n  ${SERVE}\n}`,
      ),
    ],
    [
      'by a field of the class, in a constructor',
      members(
        `static boolean first = true;\nServer() throws IOException {\n  ${MAKE}\n  if (first) {\n    s.setReuseAddress(true);\n    first = false;\n  }\n  ${SERVE}\n}`,
      ),
    ],
    [
      'by a field that is null at first',
      members(
        `Object last;\nvoid open() throws IOException {\n  ${MAKE}\n  if (last == null) s.setReuseAddress(true);\n  last = new Object();\n  ${SERVE}\n}`,
      ),
    ],
  ])('%s', (_, code) => {
    expect(javaReports(code)).toEqual(INEFFECTIVE);
    const after = fix(code, JAVA);
    expect(after).not.toBe(code);
    expect(lint(after, JAVA)).toEqual([]);
  });

  it.each([
    [
      'the condition does not change',
      method(
        `boolean reuse = true;\nfor (int p : ports) {\n  ${MAKE}\n  if (reuse) s.setReuseAddress(true);\n  ${SERVE}\n}`,
      ),
    ],
    [
      'each socket gets it, and the first once more',
      method(
        `boolean first = true;\nfor (int p : ports) {\n  ${MAKE}\n  s.setReuseAddress(true);\n  if (first) s.setReuseAddress(true);\n  first = false;\n  ${SERVE}\n}`,
      ),
    ],
    [
      'one socket alone is made',
      method(`boolean first = true;\n${MAKE}\nif (first) s.setReuseAddress(true);\nfirst = false;\n${SERVE}`),
    ],
    [
      'the flag starts anew in each round',
      method(
        `for (int p : ports) {\n  boolean first = true;\n  ${MAKE}\n  if (first) s.setReuseAddress(true);\n  first = false;\n  ${SERVE}\n}`,
      ),
    ],
    [
      'the socket is made under the condition too',
      method(
        `boolean first = true;\nfor (int p : ports) {\n  if (first) { ${MAKE} s.setReuseAddress(true); ${SERVE} }\n  first = false;\n}`,
      ),
    ],
    [
      'the flag says something of a socket',
      method(
        `boolean first = true;\nfor (int p : ports) {\n  ${MAKE}\n  if (p > 1024) s.setReuseAddress(true);\n  first = false;\n  ${SERVE}\n}`,
      ),
    ],
  ])('but not where %s', (_, code) => {
    expect(javaReports(code)).toEqual([]);
  });

  it('says which condition holds once, and takes the option out of it', () => {
    const code = method(
      `boolean first = true;\nfor (int p : ports) {\n  ${MAKE}\n  if (first) {\n    s.setReuseAddress(true);\n    first = false;\n  }\n  ${SERVE}\n}`,
    );
    expect(lint(code, JAVA)[0]?.message).toBe(
      '`setReuseAddress` on line 13 is set on the first of several sockets alone, as `if (first)` holds once: ServerSocket.bind() on port 80 binds each.',
    );
    expect(fix(code, JAVA)).toBe(
      code
        .replace('        s.setReuseAddress(true);\n', '')
        .replace('      if (first)', '      s.setReuseAddress(true);\n      if (first)'),
    );
  });
});
