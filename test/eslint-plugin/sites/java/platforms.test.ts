import { sitesOf } from 'eslint-plugin-rebind/sites';
import { describe, expect, it } from 'vitest';
import { javaReports, members, method } from './java.ts';

const ALL = 'linux darwin win32';
const NONE = '';
const BIND = 'new ServerSocket(8080);';
const OS = 'System.getProperty("os.name")';

/** The platforms on which the first site of a file is reached. */
const platformsOf = (code: string): string | undefined =>
  sitesOf(code, 'Server.java')[0]?.platforms.join(' ');

/** A bind that is reached where a condition holds. */
const under = (test: string, imports?: string): string => method(`if (${test}) {\n  ${BIND}\n}`, imports);

const NETTY = `import io.netty.channel.epoll.*;
import io.netty.channel.kqueue.KQueue;
import io.netty.util.internal.PlatformDependent;
import java.net.*;
`;

describe('a condition says on which platforms it holds', () => {
  it.each<[test: string, platforms: string]>([
    [`${OS}.startsWith("Windows")`, 'win32'],
    [`!${OS}.startsWith("Windows")`, 'linux darwin'],
    [`${OS}.toLowerCase(Locale.ROOT).contains("win")`, 'win32'],
    [`${OS}.toUpperCase().contains("MAC")`, 'darwin'],
    [`${OS}.equals("Linux")`, 'linux'],
    [`"linux".equalsIgnoreCase(${OS})`, 'linux'],
    [`${OS}.toLowerCase().indexOf("win") >= 0`, 'win32'],
    [`${OS}.toLowerCase().indexOf("win") == -1`, 'linux darwin'],
    [`System.getProperty("os.name", "").trim().startsWith("Mac")`, 'darwin'],
    [`${OS}.startsWith("Linux") || ${OS}.startsWith("Mac")`, 'linux darwin'],
    [`!(${OS}.startsWith("Linux") || ${OS}.startsWith("Mac"))`, 'win32'],
    [`${OS}.startsWith("Windows") && port > 0`, 'win32'],
    [`File.separatorChar == '\\\\'`, 'win32'],
    [`'/' == File.separatorChar`, 'linux darwin'],
    [`File.separator.equals("\\\\")`, 'win32'],
    [`File.pathSeparator.equals(":")`, 'linux darwin'],
    [`System.getProperty("file.separator").equals("/")`, 'linux darwin'],
    // one version of Windows is not all of it
    [`!${OS}.equals("Windows 10")`, ALL],
    // a system that none of the three is
    [`${OS}.startsWith("SunOS")`, NONE],
    // the property is not in lower case
    [`${OS}.startsWith("windows")`, NONE],
  ])('%s', (test, platforms) => {
    expect(platformsOf(under(test))).toBe(platforms);
  });

  it.each<[test: string, platforms: string]>([
    ['PlatformDependent.isWindows()', 'win32'],
    ['PlatformDependent.isOsx()', 'darwin'],
    ['io.netty.util.internal.PlatformDependent.isOsx()', 'darwin'],
    ['Epoll.isAvailable()', 'linux'],
    ['KQueue.isAvailable()', 'darwin'],
    // it may be missing on Linux too
    ['!Epoll.isAvailable()', ALL],
  ])('%s of Netty', (test, platforms) => {
    expect(platformsOf(under(test, NETTY))).toBe(platforms);
  });

  it('SystemUtils of Apache Commons, by itself and imported statically', () => {
    const type = 'org.apache.commons.lang3.SystemUtils';
    expect(platformsOf(under('SystemUtils.IS_OS_WINDOWS', `import java.net.*;\nimport ${type};\n`))).toBe(
      'win32',
    );
    expect(platformsOf(under('IS_OS_MAC', `import java.net.*;\nimport static ${type}.IS_OS_MAC;\n`))).toBe(
      'darwin',
    );
    expect(platformsOf(under('IS_OS_LINUX', `import java.net.*;\nimport static ${type}.*;\n`))).toBe('linux');
  });

  it.each<[what: string, code: string, platforms: string]>([
    [
      'in a variable',
      method(`boolean isWindows = ${OS}.startsWith("Windows");\nif (!isWindows) {\n  ${BIND}\n}`),
      'linux darwin',
    ],
    [
      'of a variable that holds the name',
      method(`String os = ${OS}.toLowerCase();\nif (os.contains("win")) {\n  ${BIND}\n}`),
      'win32',
    ],
    [
      'in a constant',
      members(
        `private static final boolean MAC = ${OS}.startsWith("Mac");\nvoid run() throws Exception {\n  if (MAC) { ${BIND} }\n}`,
      ),
      'darwin',
    ],
    [
      'in a method of the class',
      members(
        `static boolean isLinux() { return ${OS}.equals("Linux"); }\nvoid run() throws Exception {\n  if (isLinux()) { ${BIND} }\n}`,
      ),
      'linux',
    ],
  ])('%s', (_, code, platforms) => {
    expect(platformsOf(code)).toBe(platforms);
  });
});

describe('what stands around a bind says where it is reached', () => {
  const WINDOWS = `${OS}.startsWith("Windows")`;

  it.each<[what: string, body: string, platforms: string]>([
    ['else', `if (${WINDOWS}) {\n  run();\n} else {\n  ${BIND}\n}`, 'linux darwin'],
    [
      'else if',
      `if (${WINDOWS}) {\n  run();\n} else if (${OS}.startsWith("Mac")) {\n  run();\n} else {\n  ${BIND}\n}`,
      'linux',
    ],
    ['a return before', `if (${WINDOWS}) {\n  return;\n}\n${BIND}`, 'linux darwin'],
    [
      'an exception before, without braces',
      `if (!${WINDOWS}) throw new IllegalStateException();\n${BIND}`,
      'win32',
    ],
    ['an else that ends before', `if (${WINDOWS}) run();\nelse System.exit(1);\n${BIND}`, 'win32'],
    ['a branch of ?:', `ServerSocket s = ${WINDOWS} ? null : new ServerSocket(8080);`, 'linux darwin'],
    ['what follows &&', `boolean is = ${WINDOWS} && new ServerSocket(8080) != null;`, 'win32'],
    ['a branch that goes on', `if (${WINDOWS}) {\n  run();\n}\n${BIND}`, ALL],
    ['an exit that comes later', `${BIND}\nif (${WINDOWS}) {\n  return;\n}`, ALL],
    ['an exit of an inner block', `for (;;) {\n  if (${WINDOWS}) {\n    break;\n  }\n}\n${BIND}`, ALL],
  ])('%s', (_, body, platforms) => {
    expect(platformsOf(method(body))).toBe(platforms);
  });
});

describe('no condition of a platform is', () => {
  it.each<[what: string, code: string]>([
    ['another property', under('System.getProperty("java.version").startsWith("1")')],
    ['a property of another object', under('config.getProperty("os.name").startsWith("Windows")')],
    [
      'a variable that is set again',
      method(
        `boolean isWindows = ${OS}.startsWith("Windows");\nisWindows = port > 0;\nif (isWindows) {\n  ${BIND}\n}`,
      ),
    ],
    [
      'a class of the same name',
      under('Epoll.isAvailable()', 'import java.net.*;\nimport com.example.Epoll;\n'),
    ],
    [
      'a class of the file of the same name',
      `${under('PlatformDependent.isWindows()', NETTY)}class PlatformDependent { static boolean isWindows() { return settings.get(); } }\n`,
    ],
    [
      'a method that does more',
      members(
        `static boolean isLinux() { log(); return ${OS}.equals("Linux"); }\nvoid run() throws Exception {\n  if (isLinux()) { ${BIND} }\n}`,
      ),
    ],
    ['a text that the file does not show', under(`${OS}.startsWith(prefix)`)],
  ])('%s', (_, code) => {
    expect(platformsOf(code)).toBe(ALL);
  });
});

describe('an option that a platform alone decides', () => {
  const isWindows = `boolean isWindows = ${OS}.startsWith("Windows");`;
  const open = 'ServerSocket server = new ServerSocket();';
  const bind = 'server.bind(new InetSocketAddress(8080));';

  it('may be off where only Windows runs the server, which can restart there without it', () => {
    const body = (test: string): string =>
      method(`if (${test}) {\n  ${open}\n  server.setReuseAddress(false);\n  ${bind}\n}`);
    expect(javaReports(body(`${OS}.startsWith("Windows")`))).toEqual([]);
    expect(javaReports(body(`!${OS}.startsWith("Windows")`))).toEqual(['no-disabled-reuse']);
    expect(javaReports(body(`${OS}.startsWith(prefix)`))).toEqual(['no-disabled-reuse']);
  });

  it('may be switched off for Windows alone, and not for all others', () => {
    const off = (test: string): string =>
      method(`${isWindows}\n${open}\nif (${test}) {\n  server.setReuseAddress(false);\n}\n${bind}`);
    expect(javaReports(off('isWindows'))).toEqual([]);
    expect(javaReports(off('!isWindows'))).toEqual(['no-disabled-reuse']);
    expect(javaReports(off('port > 0'))).toEqual([]);
  });

  it('may be SO_REUSEPORT where Windows is not, by whatever words', () => {
    const on = (test: string): string =>
      method(
        `var server = ServerSocketChannel.open();\nif (${test}) {\n  server.setOption(StandardSocketOptions.SO_REUSEPORT, true);\n}\n${bind}`,
      );
    expect(javaReports(on(`!${OS}.startsWith("Windows")`))).toEqual([]);
    expect(javaReports(on(`File.separatorChar == '/'`))).toEqual([]);
    // words alone do not keep it from there
    expect(javaReports(on(`${OS}.startsWith("Windows")`))).toEqual(['no-unsafe-reuse']);
  });
});
