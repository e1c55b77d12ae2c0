import { describe, expect, it } from 'vitest';
import { fix, lint } from '../../lint.ts';
import { members, method } from './java.ts';

const JAVA = { filename: 'Server.java' };

/** The lines that `--fix` adds or changes, without their indentation. */
function fixed(code: string): string {
  const before = new Set(code.split('\n'));
  const after = fix(code, JAVA);
  expect(lint(after, JAVA)).toEqual([]);
  return after
    .split('\n')
    .filter((line) => !before.has(line))
    .map((line) => line.trim())
    .join('\n');
}

/** What `--fix` makes of a method's body. */
function inBody(body: string): string {
  const after = fix(method(body), JAVA);
  const start = method('').indexOf('    \n');
  return after.slice(start, after.lastIndexOf('\n  }')).replaceAll(/^ {4}/gm, '').trim();
}

describe('where --fix sets the option', () => {
  it('before the comment that speaks of the bind', () => {
    expect(
      inBody(
        'ServerSocket s = new ServerSocket();\n\n// take the port\n// of the settings\ns.bind(address); // now\ns.accept();',
      ),
    ).toBe(
      'ServerSocket s = new ServerSocket();\n\ns.setReuseAddress(true);\n// take the port\n// of the settings\ns.bind(address); // now\ns.accept();',
    );
  });

  it('after a comment that speaks of something else', () => {
    expect(inBody('ServerSocket s = new ServerSocket(); // ours\ns.bind(address);\ns.accept();')).toBe(
      'ServerSocket s = new ServerSocket(); // ours\ns.setReuseAddress(true);\ns.bind(address);\ns.accept();',
    );
    expect(inBody('ServerSocket s = new ServerSocket();\n// ours\n\ns.bind(address);\ns.accept();')).toBe(
      'ServerSocket s = new ServerSocket();\n// ours\n\ns.setReuseAddress(true);\ns.bind(address);\ns.accept();',
    );
  });

  it('before a comment on the line of the bind', () => {
    expect(inBody('ServerSocket s = new ServerSocket();\n/* now */ s.bind(address);\ns.accept();')).toBe(
      'ServerSocket s = new ServerSocket();\ns.setReuseAddress(true); /* now */ s.bind(address);\ns.accept();',
    );
  });

  it('before the comment of a branch without braces', () => {
    expect(
      inBody(
        'ServerSocket s = new ServerSocket();\nif (port > 0)\n  // take the port\n  s.bind(address);\nelse\n  s.bind(null);\ns.accept();',
      ),
    ).toBe(
      'ServerSocket s = new ServerSocket();\nif (port > 0) {\n  s.setReuseAddress(true);\n  // take the port\n  s.bind(address);\n}\nelse\n  s.bind(null);\ns.accept();',
    );
  });

  it('before the loop that tries one socket again and again', () => {
    expect(
      inBody(
        'ServerSocket s = new ServerSocket();\n// until it works\nfor (int i = 0; i < 3; i++) {\n  try {\n    s.bind(address);\n    break;\n  } catch (BindException e) {\n    Thread.sleep(10);\n  }\n}\ns.accept();',
      ),
    ).toBe(
      'ServerSocket s = new ServerSocket();\ns.setReuseAddress(true);\n// until it works\nfor (int i = 0; i < 3; i++) {\n  try {\n    s.bind(address);\n    break;\n  } catch (BindException e) {\n    Thread.sleep(10);\n  }\n}\ns.accept();',
    );
  });

  it('before the outer of two loops, and its label', () => {
    expect(
      inBody(
        'ServerSocket s = new ServerSocket();\nouter:\nfor (;;) {\n  do {\n    s.bind(address);\n    break outer;\n  } while (port > 0);\n}\ns.accept();',
      ),
    ).toMatch(/^ServerSocket s = new ServerSocket\(\);\ns\.setReuseAddress\(true\);\nouter:/);
  });

  it('in the loop that makes a socket each time', () => {
    const made = 'for (;;) {\n  ServerSocket s = new ServerSocket();\n  s.bind(address);\n  s.accept();\n}';
    expect(inBody(made)).toContain(
      '  ServerSocket s = new ServerSocket();\n  s.setReuseAddress(true);\n  s.bind',
    );
    const again =
      'ServerSocket s = null;\nwhile (s == null) {\n  s = new ServerSocket();\n  s.bind(address);\n}\ns.accept();';
    expect(inBody(again)).toContain('  s = new ServerSocket();\n  s.setReuseAddress(true);\n  s.bind');
  });

  it('in the loop where another method makes the socket of a field', () => {
    const code = members(
      'ServerSocket s;\nvoid make() throws IOException { s = new ServerSocket(); }\nvoid up() throws IOException {\n  make();\n  while (!s.isBound()) {\n    make();\n    s.bind(new InetSocketAddress(80));\n  }\n  s.accept();\n}',
    );
    expect(fix(code, JAVA)).toContain('    make();\n      s.setReuseAddress(true);\n      s.bind');
  });

  const upIn = (head: string, loop: string): string =>
    `${head}\nServerSocket make() throws IOException { return new ServerSocket(); }\nvoid up() throws IOException {\n  ${loop.replaceAll('\n', '\n  ')}\n}`;
  const TRIES = (bind: string): string =>
    `for (int i = 0; i < 3; i++) {\n  try {\n    ${bind}\n    break;\n  } catch (BindException e) { log(); }\n}`;

  it.each([
    ['this.s', 'ServerSocket s;\nvoid log() { }', 'this.s'],
    ['a static field', 'static ServerSocket s;\nvoid log() { }', 's'],
    ['an element of an array', 'final ServerSocket[] all = new ServerSocket[2];\nvoid log() { }', 'all[0]'],
    [
      "another object's",
      'static class State { ServerSocket s; }\nfinal State state = new State();\nvoid log() { }',
      'state.s',
    ],
  ])('before the loop that tries the socket of a field again and again: %s', (_name, head, s) => {
    const code = members(
      upIn(head, `${s} = make();\n${TRIES(`${s}.bind(new InetSocketAddress(80));`)}\n${s}.accept();`),
    );
    expect(fixed(code)).toBe(`${s}.setReuseAddress(true);`);
    expect(fix(code, JAVA)).toContain(`    ${s}.setReuseAddress(true);\n    for (`);
  });

  it.each([
    [
      'a method that it calls gives the field another',
      'ServerSocket s;\nvoid log() throws IOException { again(); }\nvoid again() throws IOException { s = make(); }',
      's',
      's = make();',
    ],
    [
      'each round has its element',
      'final ServerSocket[] all = new ServerSocket[1];\nvoid log() { }',
      'all[i]',
      'all[0] = make();',
    ],
  ])('in the loop that does not bind one socket alone: %s', (_name, head, s, made) => {
    const code = members(upIn(head, `${made}\n${TRIES(`${s}.bind(new InetSocketAddress(80));`)}`));
    expect(fixed(code)).toBe(`${s}.setReuseAddress(true);`);
    expect(fix(code, JAVA)).toContain(`        ${s}.setReuseAddress(true);\n        ${s}.bind`);
  });

  it('in the loop that calls what may be a method of a class in another file, which has the field', () => {
    const up = upIn('ServerSocket s;', `s = make();\n${TRIES('s.bind(new InetSocketAddress(80));')}`);
    const inLoop = '        s.setReuseAddress(true);\n        s.bind';
    expect(fix(members(up).replace('class Server', 'class Server extends Base'), JAVA)).toContain(inLoop);
    expect(fix(members(up), JAVA)).not.toContain(inLoop);
  });

  it('in the loop that gives the element, or what holds the socket, anew', () => {
    for (const [head, made, s] of [
      ['ServerSocket[] all;', 'all = new ServerSocket[] { make() };', 'all[0]'],
      ['ServerSocket[] all;', 'all[0] = make();', 'all[0]'],
      [
        'static class State { ServerSocket s; }\nState state;',
        'state = new State(); state.s = make();',
        'state.s',
      ],
    ] as const) {
      const bind = `${made}\n    ${s}.bind(new InetSocketAddress(80));`;
      const code = members(upIn(`${head}\nvoid log() { }`, `${made}\n${TRIES(bind)}\n${s}.accept();`));
      expect(fix(code, JAVA)).toContain(`${made}\n        ${s}.setReuseAddress(true);\n        ${s}.bind`);
    }
  });

  it('in the loop where nothing outside of it takes the exception', () => {
    const code = members(
      'final ServerSocket s;\nServer(ServerSocket given) { s = given; }\nstatic void up() {\n  for (;;) {\n    try {\n      open(new ServerSocket());\n    } catch (IOException e) { }\n  }\n}\nstatic void open(ServerSocket s) {\n  while (true) {\n    try {\n      s.bind(new InetSocketAddress(80));\n      s.accept();\n    } catch (IOException e) { }\n  }\n}',
    );
    expect(fixed(code)).toBe('s.setReuseAddress(true);');
    expect(fix(code, JAVA)).toContain('try {\n        s.setReuseAddress(true);\n        s.bind');
  });

  it('in the chain where the bind is made under a condition', () => {
    const set = '.setOption(StandardSocketOptions.SO_REUSEADDR, true)';
    const open = 'ServerSocketChannel c = ServerSocketChannel.open();\n';
    for (const [body, result] of [
      ['var b = port > 0 ? c.bind(address) : c;', `var b = port > 0 ? c${set}.bind(address) : c;`],
      [
        'boolean b = c != null && c.bind(address) != null;',
        `boolean b = c != null && c${set}.bind(address) != null;`,
      ],
      [
        'var b = switch (port) { case 1 -> c.bind(address); default -> c; };',
        `var b = switch (port) { case 1 -> c${set}.bind(address); default -> c; };`,
      ],
      [
        'java.util.concurrent.Callable<Object> b = () -> c.bind(address);',
        `java.util.concurrent.Callable<Object> b = () -> c${set}.bind(address);`,
      ],
    ] as const) {
      expect(inBody(`${open}${body}\nc.accept();`)).toBe(`${open}${result}\nc.accept();`);
    }
  });

  it('in a block of its own where a lambda binds', () => {
    const run = 'interface Run { void run() throws Exception; }\n';
    const code = members(
      `${run}void up() throws Exception {\n  ServerSocket s = new ServerSocket();\n  Run r = () -> s.bind(new InetSocketAddress(80));\n  r.run();\n  s.accept();\n}`,
    );
    expect(fixed(code)).toBe(
      'Run r = () -> { s.setReuseAddress(true); s.bind(new InetSocketAddress(80)); };',
    );
  });
});
