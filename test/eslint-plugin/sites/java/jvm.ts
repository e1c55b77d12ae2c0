import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../../examples/support/free-port.ts';

/** What one program did, with a port of its own. */
export interface Run {
  /** What the compiler says with every warning on. */
  readonly compiled: string;
  readonly printed: string;
  /** The binds of its port in their order, each after the reuse options of its descriptor: `SO_REUSEADDR 1, bind 0`. */
  readonly binds: readonly string[];
}

/** Calls the programs one after the other, each with its port, and prints what each printed and threw. */
const RUNNER = `import java.io.*;
public class Runner {
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        for (int i = 0; i < args.length; i++) {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            System.setOut(new PrintStream(printed, true));
            try {
                Class.forName("p" + i + ".Main").getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] { args[i] });
            } catch (java.lang.reflect.InvocationTargetException e) {
                System.out.println(e.getCause());
            }
            out.println("== " + i + "\\n" + printed);
        }
    }
}
`;

/**
 * Compiles programs, each a class Main without a package, in one call, and runs them in one virtual machine under strace.
 * @param folder an empty folder for them
 */
export async function runAll(folder: string, programs: readonly string[]): Promise<Run[]> {
  const files = programs.map((code, index) => {
    mkdirSync(path.join(folder, `p${index}`), { recursive: true });
    const file = path.join(`p${index}`, 'Main.java');
    writeFileSync(path.join(folder, file), `package p${index};\n${code}`);
    return file;
  });
  writeFileSync(path.join(folder, 'Runner.java'), RUNNER);
  const compiler = spawnSync('javac', ['-Xlint:all', '-d', '.', 'Runner.java', ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (compiler.status !== 0) {
    throw new Error(compiler.stderr);
  }
  const ports = new Set<number>();
  while (ports.size < programs.length) {
    ports.add(await freePort());
  }
  const trace = path.join(folder, 'trace');
  const machine = spawnSync(
    'strace',
    [
      ...['-f', '-qq', '-o', trace, '-e', 'trace=socket,setsockopt,bind'],
      ...['java', '-XX:TieredStopAtLevel=1', '-cp', folder, 'Runner', ...[...ports].map(String)],
    ],
    { encoding: 'utf8' },
  );
  if (machine.status !== 0) {
    throw new Error(machine.stderr);
  }
  const printed = machine.stdout.split(/^== \d+\n/m).slice(1);
  const binds = bindsIn(readFileSync(trace, 'utf8'));
  return [...ports].map((port, index) => ({
    compiled: compiler.stderr
      .split('\n')
      .filter((line) => line.startsWith(`p${index}${path.sep}`))
      .join('\n'),
    printed: (printed[index] ?? '').replaceAll(String(port), 'PORT').trim(),
    binds: binds.get(port) ?? [],
  }));
}

const CALL = /(socket|setsockopt|bind)\((.*)\) = (-?\d+)(?: (\w+))?/;

/** The binds of each port, from a trace of socket(), setsockopt() and bind(). */
function bindsIn(trace: string): ReadonlyMap<number, string[]> {
  const options = new Map<string, string[]>();
  const found = new Map<number, string[]>();
  for (const [, name, given = '', result = '', error] of trace.split('\n').flatMap((line) => {
    const match = CALL.exec(line);
    return match ? [match] : [];
  })) {
    const descriptor = name === 'socket' ? result : (/^\d+/.exec(given)?.[0] ?? '');
    const [, option, value] = /(SO_REUSE[A-Z]+), \[(\d)\]/.exec(given) ?? [];
    const port = Number(/htons\((\d+)\)/.exec(given)?.[1]);
    if (name === 'socket') {
      options.set(descriptor, []);
    } else if (option !== undefined && value !== undefined) {
      options.get(descriptor)?.push(`${option} ${value}`);
    } else if (name === 'bind') {
      found.set(port, [
        ...(found.get(port) ?? []),
        [...(options.get(descriptor) ?? []), `bind ${error ?? result}`].join(', '),
      ]);
    }
  }
  return found;
}
