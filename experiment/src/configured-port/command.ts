import { forEachChild, parse, type Command, type SyntaxNode } from 'unbash';
import { parsing, type Lookup } from './finding.ts';
import { interpolate, origin, shellSubstitution } from './interpolate.ts';
import type { Place, Protocol } from './model.ts';
import { isPortVariable } from './names.ts';
import { fileNameOf } from './paths.ts';
import { portNumber, portOffset } from './port-number.ts';
import { publishedPorts } from './publish.ts';
import { clients, tools, type Tool } from './tools.ts';

export interface CommandPort {
  port: number;
  protocol: Protocol;
  address?: string;
  /** In the command line. */
  offset: number;
  /** The variable or flag. */
  name: string;
  /** The tool's name, where it is a known one. */
  tool?: string;
  /** The tool is started without a port and takes this one by itself. */
  isDefault?: true;
  definedAt?: Place;
  containerPort?: number;
  /** Which of the line's commands. */
  command: number;
}

interface Word {
  /** Without quotes. */
  value: string;
  /** As written. */
  text: string;
  pos: number;
}

/** Nobody writes a longer one by hand; what is nested in it is parsed several times. */
const longestLine = 4096;

/** The ports that a shell command line gives to the programs it starts. Throws `MalformedError`. */
export function commandPorts(line: string, lookup: Lookup): CommandPort[] {
  if (line.length > longestLine) {
    return [];
  }
  return parsing(() => {
    const commands: Command[] = [];
    collectCommands(parse(line), commands);
    return commands.flatMap((command, index) =>
      fromWords(assignmentsOf(command), wordsOf(command), lookup).map((port) => ({
        ...port,
        command: index,
      })),
    );
  });
}

/** The same for a command that is given as a list of arguments, each with its place. */
export function argumentPorts(words: readonly Word[], lookup: Lookup): CommandPort[] {
  return fromWords([], words, lookup).map((port) => ({ ...port, command: 0 }));
}

function collectCommands(node: SyntaxNode, commands: Command[]): void {
  if (node.type === 'Command') {
    commands.push(node);
  }
  forEachChild(node, (child) => {
    collectCommands(child, commands);
  });
}

function wordsOf({ name, args }: Command): Word[] {
  return [...(name ? [name] : []), ...args].map((word) =>
    word.type === 'Word' ? word : { value: valueOfAssignment(word), text: word.text, pos: word.pos },
  );
}

function assignmentsOf({ prefix }: Command): Word[] {
  return prefix.flatMap((node) =>
    node.type === 'Assignment' ? [{ value: valueOfAssignment(node), text: node.text, pos: node.pos }] : [],
  );
}

function valueOfAssignment({
  name,
  value,
}: Extract<Command['prefix'][number], { type: 'Assignment' }>): string {
  return `${name}=${value.type === 'Word' ? value.value : ''}`;
}

/** They put what follows into the environment and run the rest. `set` is the one of Windows' cmd. */
const setters = new Set(['cross-env', 'cross-env-shell', 'env', 'export', 'set']);

/** They run the command that follows. */
const runners = new Set(
  'bunx dotenv dotenvx doppler env-cmd exec infisical node nodejs nohup npx op pdm pipenv pnpx poetry py python python3 sudo time uv'.split(
    ' ',
  ),
);

const packageManagers = new Set(['bun', 'npm', 'pnpm', 'yarn']);

/** They take whole commands as arguments. */
const nesting = new Set(
  'bash conc concurrently cross-env-shell dash dotenv nodemon sh start-server-and-test tsc-watch tsup zsh'.split(
    ' ',
  ),
);

type Found = Omit<CommandPort, 'command'>;

function fromWords(assignments: readonly Word[], words: readonly Word[], lookup: Lookup, depth = 0): Found[] {
  const variables = [...assignments];
  let start = 0;
  for (let isSetter = false; start < words.length; start++) {
    const word = words[start];
    const name = commandName(word?.value ?? '');
    if (word && isSetter && /^\w+=/.test(word.value)) {
      variables.push(word);
    } else if (setters.has(name)) {
      isSetter = true;
    } else if (!(isSetter && name.startsWith('-'))) {
      break;
    }
  }
  const rest = words.slice(start);
  const program = programIndex(rest);
  const name = commandName(rest[program]?.value ?? '');
  const isClient = clients.has(name);
  const tool = tools.get(name);
  const toolName = tool && { tool: name };

  const found: Found[] = variables
    .flatMap((word) => fromAssignment(word, lookup))
    .map((port) => ({
      ...port,
      ...(tool?.variables?.includes(port.name) && toolName),
    }));
  if (isClient) {
    return found;
  }
  const given = fromFlags(rest, program, tool, lookup).map((port) => ({ ...port, ...toolName }));
  found.push(...given);
  const opener = rest[0];
  if (
    depth < 3 &&
    [opener, rest[program], words[0]].some((word) => word && nesting.has(commandName(word.value)))
  ) {
    found.push(...rest.flatMap((word) => fromNestedLine(word, lookup, depth)));
  }
  const served = tool && rest[program] && servedByDefault(tool, rest.slice(program + 1));
  if (served !== undefined && rest[program] && !found.some((port) => port.tool === name)) {
    found.push({
      port: served,
      protocol: 'tcp',
      offset: rest[program].pos,
      name,
      tool: name,
      isDefault: true,
    });
  }
  return found;
}

const commandName = (word: string): string =>
  fileNameOf(word.replaceAll('\\', '/')).replace(/\.(?:[cm]?js|cmd|exe)$/, '');

/** Where the program stands behind the commands that only run it; beyond the end when it is a script of package.json. */
function programIndex(words: readonly Word[]): number {
  let index = 0;
  for (; index < words.length; index++) {
    const { value } = words[index] ?? { value: '' };
    const next = words[index + 1]?.value ?? '';
    if (packageManagers.has(value)) {
      if (['exec', 'x', 'dlx'].includes(next)) {
        index++;
      } else if (value === 'npm' || ['run', 'start', 'serve', 'storybook', 'test'].includes(next)) {
        return words.length;
      }
    } else if (index === 0 || !(value.startsWith('-') || value.startsWith('.env') || value === 'run')) {
      if (!runners.has(commandName(value))) {
        return index;
      }
    }
  }
  return index;
}

function fromAssignment(word: Word, lookup: Lookup): Found[] {
  const [name = '', ...value] = word.value.split('=');
  if (!isPortVariable(name)) {
    return [];
  }
  return resolve(value.join('='), lookup).map((port) => ({
    ...port,
    name,
    offset: placeIn(word, value.join('='), port.definedAt ? undefined : port.port),
  }));
}

function fromFlags(words: readonly Word[], program: number, tool: Tool | undefined, lookup: Lookup): Found[] {
  const portFlags = new Set([...(tool?.portFlags ?? []), '--port']);
  const hostFlags = new Set(tool?.hostFlags ?? ['--host', '--hostname']);
  const addressFlags = new Set(tool?.addressFlags);
  const publishes =
    ['docker', 'podman'].includes(words[0]?.value ?? '') && words.some(({ value }) => value === 'run');
  const found: Found[] = [];
  let address: string | undefined;
  const positional: { word: Word; value: string }[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (!word) {
      continue;
    }
    const { flag, value, holder, consumed } = flagAt(words, index, portFlags);
    if (portFlags.has(flag) && value !== undefined) {
      found.push(
        ...resolve(value, lookup).map((port) => ({
          ...port,
          name: flag,
          offset: placeIn(holder, value, port.definedAt ? undefined : port.port),
        })),
      );
      index += consumed;
    } else if (hostFlags.has(flag) && value !== undefined && !value.startsWith('-')) {
      address = value;
      index += consumed;
    } else if (addressFlags.has(flag) && value !== undefined) {
      found.push(...fromAddress(value, holder, flag));
      index += consumed;
    } else if (publishes && /^(?:-p|--publish)$/.test(flag) && value !== undefined) {
      found.push(
        ...publishedPorts(value).map((port) => ({
          ...port,
          name: flag,
          offset: placeIn(holder, value, port.port),
        })),
      );
      index += consumed;
    } else if (flag.startsWith('-')) {
      found.push(...fromSystemProperty(word));
    } else if (index > program) {
      positional.push({ word, value: word.value });
    }
  }
  const last = positional.at(-1);
  if (tool?.positionalAddress && last) {
    found.push(...fromAddress(last.value, last.word, ''));
  }
  return found.map((port) => ({
    ...port,
    ...(address !== undefined && port.address === undefined && { address }),
  }));
}

/** Reads `--flag=value`, `--flag value`, `-fvalue`. */
function flagAt(
  words: readonly Word[],
  index: number,
  portFlags: ReadonlySet<string>,
): { flag: string; value: string | undefined; holder: Word; consumed: number } {
  const word = words[index] ?? { value: '', text: '', pos: 0 };
  const joined = /^(--?[A-Za-z][\w-]*)=(.*)$/.exec(word.value);
  if (joined) {
    return { flag: joined[1] ?? '', value: joined[2], holder: word, consumed: 0 };
  }
  const glued = /^(-[A-Za-z])(\d+)$/.exec(word.value);
  if (glued && portFlags.has(glued[1] ?? '')) {
    return { flag: glued[1] ?? '', value: glued[2], holder: word, consumed: 0 };
  }
  const next = words[index + 1];
  return { flag: word.value, value: next?.value, holder: next ?? word, consumed: 1 };
}

/** `4000`, `:4000`, `localhost:4000`, `tcp://0.0.0.0:4000`. */
function fromAddress(value: string, word: Word, flag: string): Found[] {
  const match = /^(?:tcp:\/\/)?(?:(\[[^\]]*\]|[^:/]*):)?(\d+)$/.exec(value);
  const [, address, digits = ''] = match ?? [];
  const port = portNumber(digits);
  return port === undefined
    ? []
    : [
        {
          port,
          protocol: 'tcp',
          name: flag,
          offset: placeIn(word, digits),
          ...(address && { address: address.replace(/^\[|\]$/g, '') }),
        },
      ];
}

/** `-Dserver.port=8081` and `--server.port=8081` of Spring Boot, also inside another option's value. */
function fromSystemProperty(word: Word): Found[] {
  const digits = /(?:^|[\s=,"'])(?:--|-D)server\.port=(\d+)/.exec(word.value)?.[1] ?? '';
  const port = portNumber(digits);
  return port === undefined
    ? []
    : [
        {
          port,
          protocol: 'tcp',
          name: 'server.port',
          tool: 'spring',
          offset: placeIn(word, `server.port=${digits}`) + 'server.port='.length,
        },
      ];
}

function fromNestedLine(word: Word, lookup: Lookup, depth: number): Found[] {
  if (!/\s/.test(word.value)) {
    return [];
  }
  const verbatim = word.text.indexOf(word.value);
  const commands: Command[] = [];
  collectCommands(parse(word.value), commands);
  return commands.flatMap((command) =>
    fromWords(assignmentsOf(command), wordsOf(command), lookup, depth + 1).map((port) => ({
      ...port,
      offset: word.pos + (verbatim < 0 ? 0 : verbatim + port.offset),
    })),
  );
}

function resolve(value: string, lookup: Lookup): Pick<Found, 'port' | 'protocol' | 'definedAt'>[] {
  const resolved = interpolate(value, shellSubstitution(lookup), 'shell');
  const port = resolved && portNumber(resolved.text);
  if (port === undefined) {
    return [];
  }
  const variable = origin(resolved?.names ?? [], resolved?.text ?? '', lookup);
  return [{ port, protocol: 'tcp', ...(variable && { definedAt: variable.place }) }];
}

/** The port a tool takes when its arguments name none; undefined when it does not serve. */
function servedByDefault(tool: Tool, args: readonly Word[]): number | undefined {
  const first = args.find(({ value }) => !value.startsWith('-'))?.value;
  if (args.some(({ value }) => /^(?:--help|-h|--version|-v)$/.test(value))) {
    return undefined;
  }
  if (first !== undefined && Object.hasOwn(tool.serves, first)) {
    return tool.serves[first];
  }
  return first !== undefined && tool.otherCommands?.includes(first) ? undefined : tool.serves[''];
}

/** Where a part of a word stands, and in it the port if it is spelled there. */
function placeIn(word: Word, part: string, port?: number): number {
  return (
    word.pos + Math.max(0, word.text.lastIndexOf(part)) + (port === undefined ? 0 : portOffset(part, port))
  );
}
