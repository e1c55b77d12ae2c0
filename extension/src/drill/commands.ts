import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { printable, typed } from 'rebind/report';

/** A command that starts the user's server, and where it was found. */
export interface ServerCommand {
  /** The program and its arguments; no shell is involved. */
  readonly server: readonly [string, ...string[]];
  /** Where it runs, absolute. */
  readonly cwd: string;
  /** The setting, or the file and the name in it: `package.json: start`. */
  readonly from: string;
}

/** What the folder says about how its server is started; each part as read, or undefined where there is none. */
export interface Sources {
  readonly folder: string;
  /** `rebind.drill.command`. */
  readonly setting: unknown;
  readonly packageJson: unknown;
  readonly launchJson: unknown;
}

const LONGEST_SHOWN = 2000;

/** A command before it runs: nothing of it hidden, or how much is. */
export function wholeCommand(server: readonly string[]): string {
  const line = printable(typed(server));
  const hidden = line.length - LONGEST_SHOWN;
  return hidden > 0 ? `${line.slice(0, LONGEST_SHOWN)}… (${l10n.t('{0} more characters', hidden)})` : line;
}

/** Scripts that start a server, the likeliest first. */
const SCRIPTS = ['start', 'serve', 'server', 'dev', 'preview'];

/** The commands that may start the folder's server, best first. */
export function serverCommands({ folder, setting, packageJson, launchJson }: Sources): ServerCommand[] {
  const own = isCommand(setting) ? [{ server: setting, cwd: folder, from: 'rebind.drill.command' }] : [];
  return [...own, ...launchCommands(folder, launchJson), ...scripts(folder, packageJson)];
}

function scripts(folder: string, packageJson: unknown): ServerCommand[] {
  const known = field(packageJson, 'scripts');
  return SCRIPTS.filter((name) => typeof field(known, name) === 'string').map((name) => ({
    server: [process.platform === 'win32' ? 'npm.cmd' : 'npm', 'run', name],
    cwd: folder,
    from: `package.json: ${name}`,
  }));
}

/** Launch configurations of the debuggers that come with the editor or are common, as far as they name one program. */
function launchCommands(folder: string, launchJson: unknown): ServerCommand[] {
  const configurations = field(launchJson, 'configurations');
  return (Array.isArray(configurations) ? configurations : []).flatMap((configuration): ServerCommand[] => {
    const [type, request, name] = ['type', 'request', 'name'].map((key) => field(configuration, key));
    const program = expand(field(configuration, 'program'), folder);
    const given = field(configuration, 'args');
    const cwd = expand(field(configuration, 'cwd'), folder) ?? folder;
    if (request !== 'launch' || program === undefined || typeof name !== 'string') {
      return [];
    }
    const texts = Array.isArray(given) ? given.map((argument) => expand(argument, folder)) : [];
    const runtime = expand(field(configuration, 'runtimeExecutable'), folder);
    const interpreter = runtime ?? INTERPRETERS[String(type)];
    const server = [...(interpreter === undefined ? [] : [interpreter]), program, ...texts];
    return server.every((part) => part !== undefined) && isCommand(server)
      ? [{ server, cwd: path.resolve(folder, cwd), from: `launch.json: ${name}` }]
      : [];
  });
}

/** What runs the `program` of a launch configuration; those of compiled languages run by themselves. */
const INTERPRETERS: Readonly<Partial<Record<string, string>>> = {
  node: 'node',
  'pwa-node': 'node',
  python: 'python3',
  debugpy: 'python3',
};

/** A text with the folder in place of its variable; undefined where another variable is left. */
function expand(value: unknown, folder: string): string | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  const text = value.replaceAll(/\$\{workspaceFolder\}|\$\{workspaceRoot\}/g, folder);
  return text.includes('${') ? undefined : text;
}

function isCommand(value: unknown): value is [string, ...string[]] {
  return Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
