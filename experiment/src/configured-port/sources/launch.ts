import { argumentPorts, commandPorts, type CommandPort } from '../command.ts';
import type { Finding, Interpret, Lookup } from '../finding.ts';
import { isPortVariable, portVariableWeight } from '../names.ts';
import { folderOf, resolveIn } from '../paths.ts';
import { portNumber } from '../port-number.ts';
import {
  itemsOf,
  offsetInString,
  parseJson,
  propertiesOf,
  property,
  scalarOf,
  stringOf,
  type Node,
} from './json.ts';

/**
 * The ports that VS Code's debug configurations give to programs, or open in a browser. Their key `port` is left out: it is the
 * debugger's (https://code.visualstudio.com/docs/nodejs/nodejs-debugging).
 */
export const interpretLaunch: Interpret = ({ path, text }, { variable }) =>
  itemsOf(property(parseJson(text), 'configurations')).flatMap((configuration) => {
    const workspace = folderOf(folderOf(path));
    const name = stringOf(property(configuration, 'name'));
    const folder = serverFolder(configuration, workspace);
    return [
      ...fromEnvironment(configuration),
      ...fromArguments(configuration, text, variable),
      ...fromUrl(configuration),
    ].map((finding): Finding => ({
      source: 'launch',
      ...finding,
      ...(name !== undefined && { name }),
      ...(folder !== undefined && { folder }),
    }));
  });

type Found = Pick<Finding, 'port' | 'protocol' | 'offset' | 'weight' | 'tool' | 'definedAt' | 'address'>;

function fromEnvironment(configuration: Node): Found[] {
  return propertiesOf(property(configuration, 'env')).flatMap(({ name, value }) => {
    const scalar = isPortVariable(name) ? scalarOf(value) : undefined;
    const port = scalar && portNumber(scalar.text);
    return port === undefined || !scalar
      ? []
      : [{ port, protocol: 'tcp', offset: scalar.offset, weight: portVariableWeight(name) }];
  });
}

function fromArguments(configuration: Node, text: string, lookup: Lookup): Found[] {
  return ['runtimeArgs', 'args', 'vmArgs', 'command'].flatMap((key) => {
    const node = property(configuration, key);
    const line = stringOf(node);
    if (node && line !== undefined) {
      return commandPorts(key === 'command' ? line : `program ${line}`, lookup)
        .filter(isGiven)
        .map((found) => {
          const index = found.offset - (key === 'command' ? 0 : 'program '.length);
          return plain(found, offsetInString(text, node, Math.max(0, index)));
        });
    }
    const program = ['module', 'program', 'runtimeExecutable']
      .map((key) => property(configuration, key))
      .find(stringOf);
    const words = [program, ...itemsOf(node)].flatMap((item) => {
      const value = stringOf(item) ?? (item === program ? 'program' : undefined);
      return value === undefined ? [] : [{ value, text: value, pos: (item?.offset ?? 0) + 1 }];
    });
    return argumentPorts(words, lookup)
      .filter(isGiven)
      .map((found) => plain(found, found.offset));
  });
}

const isGiven = (found: CommandPort): boolean => found.isDefault === undefined;

function plain({ port, protocol, tool, definedAt, address }: CommandPort, offset: number): Found {
  return {
    port,
    protocol,
    offset,
    ...(tool !== undefined && { tool }),
    ...(definedAt && { definedAt }),
    ...(address !== undefined && { address }),
  };
}

/** The page a browser configuration opens, when it is one of this machine. */
function fromUrl(configuration: Node): Found[] {
  const scalar = scalarOf(property(configuration, 'url'));
  const match = /^https?:\/\/(?:localhost|[\w-]+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]):(\d+)/i.exec(
    scalar?.text ?? '',
  );
  const port = portNumber(match?.[1] ?? '');
  return port === undefined || !match || !scalar
    ? []
    : [
        {
          port,
          protocol: 'tcp',
          offset: scalar.offset + match[0].length - (match[1] ?? '').length,
          weight: 4,
        },
      ];
}

/** `${workspaceFolder}/apps/web` as a folder of the workspace. */
function serverFolder(configuration: Node, workspace: string): string | undefined {
  const folder = ['cwd', 'webRoot']
    .map((key) => stringOf(property(configuration, key)))
    .find((value) => value !== undefined);
  const path = folder?.replace(/^\$\{workspace(?:Folder|Root)\}\/?/, './/');
  return path === undefined || path.includes('$') || /^([a-z]:)?[\\/]/i.test(path)
    ? workspace
    : resolveIn(workspace, path);
}
